"""A check as everybody sees it: who has finished, and once both have, what came of it."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from paseo.prevention.quality.judging import Judgement
from paseo.prevention.quality.reconciling import QualityCheck as Found
from paseo.prevention.quality.words import origin_said
from paseo.report.charts import Picture
from paseo.report.files import missing_extra
from paseo.report.prevention.quality import profile_picture, quality_document
from paseo.report.prevention.quality.bundle import data_of
from paseo.report.prevention.quality.pictures import disputed_gates
from paseo.report.prevention.quality.words import (
    agreement_said,
    composed,
    entry_said,
    gates_said,
    option_said,
    result_said,
    say,
)
from paseo.report.prevention.speaker import Standing
from paseo.report.writers.registry import WRITERS
from paseo.web.accounts.rights import Right
from paseo.web.evidence.pages import download_name, language
from paseo.web.prevention.drawn import Drawn, drawn
from paseo.web.prevention.meanwhile import SEEN, Meanwhile, mark_of, not_kept
from paseo.web.prevention.quality.actions import NotNow, RemoveCheck, Settle
from paseo.web.prevention.quality.forms import field_name, settle_form
from paseo.web.prevention.quality.here import Here, of_a_check
from paseo.web.prevention.quality.views.rating import parts
from paseo.web.ui.tables import Column, Table

FORMS: Final = {"html": "HTML", "pdf": "PDF", "docx": "Word", "xlsx": "Excel", "json": "JSON"}
_JSON: Final = "application/json; charset=utf-8"


@require_GET
@of_a_check()
def check(here: Here) -> HttpResponse:
    """Show the tasks of the rater, or the result once both have finished."""
    shared: dict[str, Any] = {
        "standing": origin_said(here.check.read_form, language()),
        "raters": [_rater(here, one) for one in here.check.both],
        "changed": here.check.version != here.check.read_form.version,
    }
    title = here.check.measure.name
    if not here.check.opened:
        tasks = _tasks(here)
        ready = bool(tasks) and here.mine is not None and not here.mine.missing
        return here.render("check", title, tasks=tasks, ready=ready, **shared)
    return here.render("check", title, **shared, **_result(here, here.check.found()))


def _rater(here: Here, one: Any) -> dict[str, Any]:
    outside = one.user_id is None and one.finished_at is None
    return {
        "label": one.label,
        "finished": one.finished_at,
        "reopen": here.url("quality-reopen", one.number) if one.finished_at else "",
        "bring": here.url("quality-bring", one.number) if outside else "",
        "form": here.url("quality-form", one.number) if outside else "",
    }


def _tasks(here: Here) -> list[dict[str, Any]]:
    """Return the parts of the form with their state, for a rater who has not finished."""
    if here.mine is None or here.mine.finished_at is not None or not here.contributes:
        return []
    missing = set(here.mine.missing)
    found = []
    for part, words, entries in parts(here):
        still = sum(one.id in missing for one in entries)
        state = _("%(count)s to answer") % {"count": still} if still else _("Complete")
        url = here.url("quality-answer", part)
        found.append({"title": words, "url": url, "state": state, "done": not still})
    return found


def _result(here: Here, found: Found) -> dict[str, Any]:
    return {
        "found": found,
        "said": result_said(found, language()),
        "gates": gates_said(found, language()),
        "ours": composed(found),
        "profiles": _profiles(found),
        "doubts": [one.text.read(language()).words for one in found.judgement.doubts]
        if found.judgement
        else [],
        "agreement": list(agreement_said(found.comparison, language())),
        "answers": _answers(found),
        "sections": [
            ("gates", _("Gates and profile")),
            ("agreement", _("Two raters")),
            ("answers", _("All answers")),
            ("not-said", _("What this does not say")),
        ],
        "differing": len(found.comparison.differing),
        "downloads": [
            (label, reverse("prevention:quality-report", args=[here.city.pk, here.check.pk, form]))
            for form, label in FORMS.items()
            if not missing_extra(form)
        ],
    }


def _profiles(found: Found) -> list[Drawn]:
    if found.judgement is not None:
        title = say("profile_title", language(), measure=found.measure_name)
        return [_profile(found.judgement, title, "profile", frozenset())]
    return [
        _profile(
            alone,
            say("profile_alone", language(), rater=sheet.rater),
            f"profile-{at}",
            disputed_gates(found),
        )
        for at, (sheet, alone) in enumerate(zip(found.sheets, found.alone, strict=True), start=1)
    ]


def _profile(judgement: Judgement, title: str, key: str, disputed: frozenset[str]) -> Drawn:
    def draw(start: str, width: float) -> Picture:
        return profile_picture(
            judgement, title, language(), key=start, width=width, disputed=disputed
        )

    return drawn(draw, key)


def _answers(found: Found) -> Table:
    """Return every answer of both beside each other, with what was agreed."""
    settled = found.options
    rows = []
    for pair in found.comparison.pairs:
        code = settled.get(pair.entry.id)
        option = pair.entry.option(code) if code else None
        missing = say("not_settled" if pair.entry.id in found.open else "not_asked", language())
        decision = found.decisions.get(pair.entry.id)
        rows.append(
            [
                entry_said(found.form, pair.entry, language()),
                option_said(pair.first, language()) if pair.first else say("not_asked", language()),
                option_said(pair.second, language())
                if pair.second
                else say("not_asked", language()),
                option_said(option, language()) if option else missing,
                decision.reason if decision else "–",
            ]
        )
    first, second = found.sheets
    return Table(
        caption=_("All answers"),
        columns=[
            Column("item", say("column_item", language())),
            Column("first", first.rater),
            Column("second", second.rater),
            Column("agreed", say("column_agreed", language())),
            Column("reason", say("column_reason", language())),
        ],
        rows=rows,
        quiet_caption=True,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_check(Right.LEAD)
def settle(here: Here) -> HttpResponse:
    """Ask for the answer of both where they differ, with a reason."""
    if not here.check.opened:
        raise Http404
    found = here.check.found()
    # What a decision has opened and neither rater was asked, too.
    known = {pair.entry.id for pair in found.comparison.differing}
    pairs = [
        pair
        for pair in found.comparison.pairs
        if pair.entry.id in known or pair.entry.id in found.open
    ]
    post = here.request.POST if here.request.method == "POST" else None
    form = settle_form(pairs, here.check.settled, post)
    if post is not None and form.is_valid():
        decisions = {
            pair.entry.id: {
                "option": form.cleaned_data[field_name(pair.entry)],
                "reason": form.cleaned_data[f"{field_name(pair.entry)}-note"].strip(),
            }
            for pair in pairs
        }
        if _settled(here, decisions, form):
            return redirect(here.check)
    first, second = found.sheets
    lines = [
        {
            "answer": form[field_name(pair.entry)],
            "reason": form[f"{field_name(pair.entry)}-note"],
            "id": pair.entry.id,
            "key": f"at-{field_name(pair.entry)}",
            "question": pair.entry.question.read(language()).words,
            "first": option_said(pair.first, language()),
            "second": option_said(pair.second, language()),
            "first_note": _note(first, pair.entry.id),
            "second_note": _note(second, pair.entry.id),
        }
        for pair in pairs
    ]
    return here.render(
        "settle",
        _("Settle what differs"),
        form=form,
        lines=lines,
        sections=[
            (f"at-{field_name(pair.entry)}", entry_said(found.form, pair.entry, language()))
            for pair in pairs
        ],
        seen=mark_of(here.check.settled),
        first=first.rater,
        second=second.rater,
        status=200 if post is None else 422,
    )


def _settled(here: Here, decisions: dict[str, dict[str, str]], form: Any) -> bool:
    """Keep what was agreed, or say at the form why not."""
    given = sum(bool(one["option"]) for one in decisions.values())
    if not given and not here.check.settled:
        form.add_error(None, _("Nothing was settled. Choose an answer of both, with its reason."))
        return False
    try:
        Settle(
            check_of=here.check, decisions=decisions, seen=here.request.POST.get(SEEN)
        ).run(here.request.user)  # fmt: skip
    except NotNow as why:
        form.add_error(None, str(why))
        return False
    except Meanwhile as meanwhile:
        here.check.refresh_from_db()
        form.add_error(None, not_kept(meanwhile))
        return False
    if not given:
        messages.success(here.request, _("What had been agreed was taken back."))
    else:
        said = ngettext("One answer is settled.", "%(count)s answers are settled.", given)
        messages.success(here.request, said % {"count": given})
    return True


def _note(sheet: Any, code: str) -> str:
    answer = sheet.answers.get(code)
    return answer.note if answer else ""


@require_GET
@of_a_check()
def report(here: Here, form: str) -> HttpResponse:
    """Give the check as a file, once both have finished."""
    if not here.check.opened or form not in FORMS or missing_extra(form):
        raise Http404
    found = here.check.found()
    if form == "json":
        data = data_of(found, generated=here.city.generated)["json"]()
        response = HttpResponse(data, content_type=_JSON)
    else:
        writer = WRITERS[form]
        standing = Standing(here.city.name, timezone.localtime(), here.city.generated)
        data = writer.write(quality_document(found, standing, language()))
        response = HttpResponse(data, content_type=writer.media_type)
    name = download_name(here.city, f"quality-{here.check.measure.code}.{form}")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_check(Right.LEAD)
def remove(here: Here) -> HttpResponse:
    """Ask before a check goes with all its answers."""
    if here.request.method != "POST":
        return here.render("remove", _("Remove this check"))
    RemoveCheck(check_of=here.check).run(here.request.user)
    messages.success(here.request, _("The check was removed."))
    return redirect("prevention:quality", here.city.pk)
