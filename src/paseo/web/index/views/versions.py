"""The versions of an index, and what differs between two of them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from paseo.content.problems import Refused
from paseo.web.accounts.rights import Right
from paseo.web.index import library
from paseo.web.index.actions import RenameIndex
from paseo.web.index.forms import RenameForm
from paseo.web.index.keeping import read_uncertainty
from paseo.web.index.models import Examination
from paseo.web.index.moving import moves, same_scale
from paseo.web.index.pages import Here, of_an_index, refusal_of
from paseo.web.index.views.moved import sentences_of, table_of

MOST = 200


@never_cache
@require_GET
@of_an_index()
def versions(here: Here) -> HttpResponse:
    """Show the versions; with two of them in the address, what moves between them."""
    listed = list(here.index.versions.defer("text", "files").select_related("owner")[:MOST])
    form = RenameForm(initial={"title": here.title})
    context: dict[str, Any] = {"versions": listed, "form": form}
    numbers = {one.number for one in listed}
    asked = [here.request.GET.get(name, "") for name in ("a", "b")]
    chosen = [int(one) for one in asked if one.isdigit() and int(one) in numbers]
    if len(chosen) == 2:
        context |= _compared(here, *chosen)
    elif len(listed) > 1:
        chosen = [listed[1].number, listed[0].number]
    context |= {"a": chosen[0] if chosen else 0, "b": chosen[1] if len(chosen) > 1 else 0}
    return here.render("versions", _("Versions"), "versions", **context)


@require_POST
@of_an_index(Right.CONTRIBUTE)
def rename(here: Here) -> HttpResponse:
    """Give the index another name."""
    form = RenameForm(here.request.POST)
    if form.is_valid():
        RenameIndex(index=here.index, title=form.cleaned_data["title"]).run(here.request.user)
        return redirect(here.url("versions"))
    listed = list(here.index.versions.defer("text", "files").select_related("owner")[:MOST])
    return here.render(
        "versions", _("Versions"), "versions", versions=listed, form=form, status=422
    )


def _compared(here: Here, first: int, second: int) -> dict[str, Any]:
    if first == second:
        return {"wrong": _("Choose two different versions.")}
    held = {one.number: one for one in here.index.versions.filter(number__in=(first, second))}
    one, other = held[first], held[second]
    try:
        before, after = library.version_of(one), library.version_of(other)
    except Refused as refused:
        return {"problems": refusal_of(refused.problems)}
    solid = one.examinations.filter(kind=Examination.Kind.UNCERTAINTY).first()
    later = other.examinations.filter(kind=Examination.Kind.UNCERTAINTY).first()
    recipes = before.index.spec.recipe, after.index.spec.recipe
    found = moves(
        before.built, after.built, read_uncertainty(solid), read_uncertainty(later),
        one_scale=same_scale(*recipes),
    )  # fmt: skip
    names = here.units
    label = _("version %(number)s")
    return {
        "sentences": sentences_of(found, names),
        "unknown": [one for one, known in ((first, solid), (second, later)) if known is None],
        "changes": _choices(before, after),
        "table": table_of(
            found, names, _("What moves, most first"), label % {"number": first},
            label % {"number": second}, 100,
        ),
        "more": max(0, len(found.units) - 100),
    }  # fmt: skip


def _choices(before: library.Read, after: library.Read) -> list[str]:
    """Return which choices differ, in words."""
    from paseo.web.index.words import method_name, step_words

    one, other = before.index.spec, after.index.spec
    found = []
    for kind in ("denominate", "impute", "screen", "treat", "normalise"):
        held, new = one.recipe.step(kind), other.recipe.step(kind)
        if (held.method if held else "none") != (new.method if new else "none"):
            names = [method_name(kind, step.method if step else "none") for step in (held, new)]
            found.append(f"{step_words(kind)}: {names[0]} → {names[1]}")
        elif held and new and held.settings != new.settings:
            found.append(f"{step_words(kind)}: {_('other settings')}")
    for kind in ("weighting", "aggregation"):
        methods = [getattr(spec.recipe, kind).method for spec in (one, other)]
        if methods[0] != methods[1]:
            names = [method_name(kind, method) for method in methods]
            found.append(f"{step_words(kind)}: {names[0]} → {names[1]}")
    return found + _elements(before, after)


def _elements(before: library.Read, after: library.Read) -> list[str]:
    from paseo.web.index.pages import element_names

    names = {**element_names(after.index), **element_names(before.index)}
    one = before.index.spec.structure.by_code
    other = after.index.spec.structure.by_code
    found = [_("Left out: %(name)s") % {"name": names[code]} for code in one if code not in other]
    found += [_("Added: %(name)s") % {"name": names[code]} for code in other if code not in one]
    found += [
        _("Weight of %(name)s: %(before)s → %(after)s")
        % {
            "name": names[code], "before": f"{one[code].weight:.4g}",
            "after": f"{other[code].weight:.4g}",
        }
        for code in one
        if code in other and one[code].weight != other[code].weight
    ]  # fmt: skip
    return found
