"""The lab: change a weight or a method, see at once what moves, keep it as a version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from paseo.content.problems import Problems, Refused
from paseo.stats.composite import Recipe, Structure
from paseo.web.accounts.rights import Right
from paseo.web.index import library, words
from paseo.web.index.actions import KeepVersion, NewerVersion
from paseo.web.index.editing import (
    CHOSEN,
    NONE,
    Edited,
    Unreadable,
    edited,
    is_number,
    out_field,
    setting_field,
    weight_field,
)
from paseo.web.index.jobs import start_uncertainty
from paseo.web.index.keeping import read_uncertainty
from paseo.web.index.models import Examination
from paseo.web.index.moving import Moves, moves, same_scale
from paseo.web.index.pages import Here, of_an_index, refusal_of
from paseo.web.index.planning import without_factors
from paseo.web.index.views.moved import SHOWN, sentences_of, table_of
from paseo.web.index.views.positions import weight_words

#: Fields that say where one is, not what is changed.
OF_THE_PAGE = ("version", "known", "page")


@dataclass(frozen=True)
class ElementRow:
    """One element as a line of the form."""

    code: str
    name: str
    depth: int
    weighed: bool
    weight: str
    share: str
    out: bool
    is_group: bool

    @property
    def weight_field(self) -> str:
        return weight_field(self.code)

    @property
    def out_field(self) -> str:
        return out_field(self.code)


@dataclass(frozen=True)
class MethodRow:
    """One step as a list of methods, with the numbers of the one that is used."""

    kind: str
    name: str
    purpose: str
    options: list[tuple[str, str, str, bool]]
    settings: list[tuple[str, str, str]]


@dataclass
class Trial:
    """What came of a try.

    Args:
        edited: the changed specification.
        moves: what moves; None where it cannot be built.
        problems: numbered, where it is refused.
        wrong: name of a field and what is wrong with it.
    """

    edited: Edited | None = None
    moves: Moves | None = None
    structure: Structure | None = None
    problems: Problems | None = None
    wrong: tuple[str, str] | None = None


@never_cache
@require_GET
@of_an_index()
def lab(here: Here) -> HttpResponse:
    """Show the form; with choices in the address, what moves beside the kept version."""
    given = _given(here, here.request.GET)
    asked = any(name not in OF_THE_PAGE for name in here.request.GET)
    trial = _try(here, given) if asked else None
    context = _context(here, trial, given, known_in(here, here.request.GET))
    if here.request.headers.get("HX-Request"):
        rows = _elements(here, given, trial)
        return render(
            here.request,
            "index/_trial.html",
            {
                **context, "index": here.index, "shown": here.version, "rows": rows,
                "contributes": here.may(Right.CONTRIBUTE), "query": here.query, "fragment": True,
            },
        )  # fmt: skip
    return here.render(
        "lab",
        _("Lab"),
        "lab",
        rows=_elements(here, given, trial),
        methods=_methods(here, given),
        status=422 if trial and (trial.problems is not None or trial.wrong) else 200,
        **context,
    )


@require_POST
@of_an_index(Right.CONTRIBUTE)
def keep(here: Here) -> HttpResponse:
    """Keep what was tried as a new version, and take a first look at how solid it is."""
    given = _given(here, QueryDict(here.request.POST.get("choices", "")))
    known = known_in(here, here.request.POST)
    trial = _try(here, given)
    if trial.edited is None or trial.moves is None or not trial.edited.any:
        return _not_kept(here, trial, given, known)
    note = here.request.POST.get("note", "").strip() or "; ".join(trial.edited.changes)
    try:
        made = KeepVersion(
            index=here.index,
            draft=library.draft_of(trial.edited.text, here.version.files),
            note=note,
            based_on=here.version.number,
            known=known,
        ).run(here.request.user)
    except NewerVersion:
        return _not_kept(here, trial, given, known)
    messages.success(here.request, _("Kept as version %(number)s.") % {"number": made.number})
    if library.version_of(made).index.spec.plan is not None:
        start_uncertainty(here.request.user, made)
    return redirect("index:index", identity=here.index.pk)


def _not_kept(here: Here, trial: Trial, given: Mapping[str, str], known: int) -> HttpResponse:
    return here.render(
        "lab", _("Lab"), "lab", rows=_elements(here, given, trial),
        methods=_methods(here, given), status=422, **_context(here, trial, given, known),
    )  # fmt: skip


def _context(
    here: Here, trial: Trial | None, given: Mapping[str, str], known: int
) -> dict[str, Any]:
    """Return a try with the versions that came since the page was opened."""
    told = _told(here, trial, given) if trial else None
    newer = here.index.versions.filter(number__gt=known).select_related("owner")
    own = f"?{told['choices']}" if told else ""
    return {
        "trial": told,
        "known": known,
        "meanwhile": list(newer.defer("text", "files")),
        "on_newest": f"{reverse('index:lab', args=[here.index.pk])}{own}",
    }


def known_in(here: Here, query: QueryDict) -> int:
    """Return the newest version that there was when the page was opened."""
    said = query.get("known", "")
    known = int(said) if said.isdigit() and len(said) < 9 else here.latest
    return min(known, here.latest)


def _given(here: Here, query: QueryDict) -> dict[str, str]:
    """Return only what differs from the version shown: the form sends every field.

    What a person did not touch must not travel along: on another version it would undo the work
    of others.
    """
    given = {name: str(value) for name, value in query.items() if name not in OF_THE_PAGE}
    if not given:
        return given
    now = {one.weight_field: one.weight for one in _elements(here, {}, None)}
    for row in _methods(here, {}):
        now |= {name: value for name, _label, value in row.settings}
        now[row.kind] = next(value for value, _name, _why, chosen in row.options if chosen)
    return {name: value for name, value in given.items() if now.get(name) != value.strip()}


def _try(here: Here, given: Mapping[str, str]) -> Trial:
    try:
        changed = edited(here.version.text, here.spec_index, given, here.names)
    except Unreadable as why:
        return Trial(wrong=(why.field, str(why)))
    if not changed.any:
        return Trial(changed)
    try:
        after = library.read(changed.text, here.version.files)
    except Refused as refused:
        return Trial(changed, problems=refused.problems)
    if unsound := library.unsound(after) - library.unsound(here.read):
        changed.text = without_factors(changed.text, unsound)
        changed.dropped += [here.factor(one) for one in sorted(unsound) if one]
    solid = read_uncertainty(here.examinations.get(Examination.Kind.UNCERTAINTY))
    one_scale = same_scale(here.spec_index.spec.recipe, after.index.spec.recipe)
    found = moves(here.built, after.built, solid, one_scale=one_scale)
    return Trial(changed, found, after.built.structure)


# --------------------------------------------------------------------------------- form
def _elements(here: Here, given: Mapping[str, str], trial: Trial | None) -> list[ElementRow]:
    """Return the elements from the total down, each group followed by what stands in it."""
    structure = here.spec_index.spec.structure
    shown = trial.structure if trial and trial.structure else structure
    shares = _shares(shown)
    rows: list[ElementRow] = []

    def add(code: str, depth: int) -> None:
        one = structure.by_code[code]
        typed = given.get(weight_field(code))
        rows.append(
            ElementRow(
                code=code,
                name=here.names.get(code, code),
                depth=min(depth, 4),
                weighed=bool(one.parent),
                weight=typed if typed is not None else f"{one.weight:.4g}",
                share=weight_words(shares[code]) if code in shares else "–",
                out=bool(given.get(out_field(code))),
                is_group=code in structure.parents,
            )
        )
        for child in structure.children(code):
            add(child.code, depth + 1)

    for top in structure.tops:
        add(top, 0)
    return rows


def _shares(structure: Structure) -> dict[str, float]:
    """Return the share of each element in the whole index."""
    found = dict.fromkeys(structure.tops, 1.0)
    for code in reversed(structure.aggregates):
        inside = structure.children(code)
        total = sum(one.weight for one in inside)
        for one in inside:
            found[one.code] = found.get(code, 0.0) * one.weight / total if total else 0.0
    return found


def _methods(here: Here, given: Mapping[str, str]) -> list[MethodRow]:
    recipe = here.spec_index.spec.recipe
    groups = bool(here.spec_index.values.groups)
    found = []
    for kind in (*CHOSEN, "weighting", "aggregation"):
        step = recipe.step(kind) if kind in CHOSEN else None
        now = _method_now(recipe, kind)
        offered = list(words.OFFERED[kind])
        if kind == "impute" and groups:
            offered += ["group_mean", "group_median"]
        if now not in offered:
            offered.insert(0, now)
        chosen = given.get(kind, now)
        settings = step.settings if step is not None and chosen == now else {}
        found.append(
            MethodRow(
                kind=kind,
                name=words.step_words(kind),
                purpose=words.purpose_of(kind),
                options=[
                    (
                        one, words.method_name(kind, one), words.method_words(kind, one),
                        one == chosen,
                    )
                    for one in offered
                ],
                settings=[
                    (
                        setting_field(kind, name), words.setting_words(name),
                        given.get(setting_field(kind, name), f"{value:.4g}"),
                    )
                    for name, value in settings.items()
                    if is_number(value)
                ],
            )
        )  # fmt: skip
    return found


def _method_now(recipe: Recipe, kind: str) -> str:
    if kind not in CHOSEN:
        return str(getattr(recipe, kind).method)
    step = recipe.step(kind)
    return step.method if step else NONE


# ------------------------------------------------------------------------- what is said
def _told(here: Here, trial: Trial, given: Mapping[str, str]) -> dict[str, Any]:
    """Return a try as the page says it."""
    query = QueryDict(mutable=True)
    query.update(dict(given))
    told: dict[str, Any] = {"choices": query.urlencode()}
    if trial.wrong:
        return {**told, "wrong": trial.wrong}
    assert trial.edited is not None
    told |= {"changes": trial.edited.changes, "dropped": trial.edited.dropped}
    if trial.problems is not None:
        return {**told, "problems": refusal_of(trial.problems, here=here)}
    if trial.moves is None:
        return told
    return {
        **told,
        "sentences": sentences_of(trial.moves, here.units),
        "table": table_of(trial.moves, here.units, _("What moves, most first")),
        "more": max(0, len(trial.moves.units) - SHOWN),
        "examined": trial.moves.low is not None,
        "count": len(trial.moves.units),
    }
