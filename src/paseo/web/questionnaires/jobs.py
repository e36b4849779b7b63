"""Long work of the room: answers out, answers in, the report of a trial."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from paseo.content.writing import beside
from paseo.evidence.questionnaires.answer_files import write_answers_csv, write_answers_xlsx
from paseo.evidence.questionnaires.answers import AnswerSheet
from paseo.evidence.questionnaires.pilot import pilot
from paseo.report.questionnaire.pilot import write_pilot
from paseo.web.accounts.rights import Right
from paseo.web.evidence.pages import download_name
from paseo.web.jobs.kinds import Outcome, Progress, job_kind
from paseo.web.questionnaires import importing
from paseo.web.questionnaires.actions.importing import ImportAnswers, ImportSheets
from paseo.web.questionnaires.models import AnswerUpload, Round
from paseo.web.questionnaires.permissions import access, need

ANSWERS = "questionnaires.answers"
LOOK = "questionnaires.look"
IMPORT = "questionnaires.import"
PILOT = "questionnaires.pilot"
#: Sheets that are read from the database at a time.
AT_ONCE = 500


@job_kind(ANSWERS, title=gettext_lazy("Answers of a round as a table"), right=Right.READ)
def write_answers(progress: Progress, *, city: str, number: int, form: str) -> Outcome:
    """Write the answers of a round as CSV (zipped, with codebook) or Excel."""
    round = _whole_round(progress, city, number)
    sheets = sheets_of(round, progress)
    name = f"{city}-{round.version.pack}-{round.pk}"
    total = 100

    def tell(share: float) -> None:
        progress.step(50 + int(50 * share), total, _("Writing the file"))

    questionnaire = round.questionnaire()
    if form == "xlsx":
        file = progress.folder / download_name(round.city, f"{name}.xlsx")
        language = get_language() or "en"
        write_answers_xlsx(questionnaire, sheets, file, language=language, progress=tell)
    else:
        parts = write_answers_csv(
            questionnaire, sheets, progress.folder / "answers.csv", progress=tell
        )
        file = zipped(progress.folder / download_name(round.city, f"{name}.zip"), parts)
    progress.step(total, total)
    said = ngettext(
        "%(number)s answer sheet is ready to be downloaded.",
        "%(number)s answer sheets are ready to be downloaded.",
        len(sheets),
    )
    return Outcome(message=said % {"number": len(sheets)}, page=_files(round), file=file)


def _whole_round(progress: Progress, city: str, number: int) -> Round:
    """Return a round all of whose answers the owner of the job may see."""
    round = Round.light().get(pk=number, city=city)
    may = access(progress.owner, round)
    for section in round.questionnaire().sections:
        need(may.sees(section.id))
    return round


def sheets_of(round: Round, progress: Progress | None = None) -> list[AnswerSheet]:
    """Return every sheet of a round as the library knows it."""
    questionnaire = round.questionnaire()
    total = round.sheets.count()
    found: list[AnswerSheet] = []
    every = round.sheets.prefetch_related("parts").order_by("pk")
    for at, sheet in enumerate(every.iterator(chunk_size=AT_ONCE)):
        if progress is not None and at % 50 == 0:
            progress.step(50 * at // max(1, total), 100, _("Reading answer sheets"))
        found.append(sheet.answer_sheet(questionnaire, list(sheet.parts.all())))
    return found


def zipped(file: Path, parts: Iterable[Path]) -> Path:
    """Put files into an archive; it is there whole or not at all."""
    with beside(file) as place, zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in parts:
            archive.write(one, one.name)
            one.unlink()
    return file


def _files(round: Round) -> str:
    return reverse("questionnaires:forms", args=[round.city_id, round.pk])


@job_kind(LOOK, title=gettext_lazy("Look at a file of answers"), right=Right.CONTRIBUTE)
def look_at_answers(progress: Progress, *, upload: str, city: str = "") -> Outcome:
    """Look at a large file; the page behind the job shows what was found."""
    found = AnswerUpload.objects.select_related("round__version", "round__city").get(pk=upload)
    progress.step(0, 1, _("Reading the file"))
    importing.look(found)
    return Outcome(
        message=_("The file was looked at. Nothing is imported yet."),
        page=found.get_absolute_url(),
    )


@job_kind(IMPORT, title=gettext_lazy("Import of answers"), right=Right.CONTRIBUTE)
def import_answers(progress: Progress, *, upload: str, city: str) -> Outcome:
    """Let a file of answers in that was looked at and confirmed."""
    found = AnswerUpload.objects.select_related("round__version", "round__city").get(pk=upload)
    round = found.round
    progress.step(0, 1, _("Reading the file"))
    read = importing.read_confirmed(found)
    values: dict[str, Any] = {"sha256": found.sha256, "tool": read.tool}
    if round.questionnaire().many:
        action = ImportSheets(round=round, sheets=read.sheets, progress=progress.step, **values)
        count = action.run(progress.owner)
        said = ngettext("%(number)s sheet imported.", "%(number)s sheets imported.", count)
    else:
        answers = importing.by_section(round, read.sheets)
        count = ImportAnswers(round=round, answers=answers, **values).run(progress.owner)
        said = ngettext("%(number)s answer changed.", "%(number)s answers changed.", count)
    importing.forget(found)
    return Outcome(message=said % {"number": count}, page=round.get_absolute_url())


@job_kind(PILOT, title=gettext_lazy("Report of a trial"), right=Right.READ)
def write_pilot_report(progress: Progress, *, city: str, number: int, form: str) -> Outcome:
    """Write what the first answers say of the questions."""
    round = _whole_round(progress, city, number)
    result = pilot(round.questionnaire(), sheets_of(round, progress))
    progress.step(60, 100, _("Writing the report"))
    name = download_name(round.city, f"{city}-pilot-{round.pk}.{form}")
    write_pilot(result, progress.folder / name, get_language() or "en")
    page = reverse("questionnaires:pilot", args=[city, number])
    message = _("The report of the trial is ready to be downloaded.")
    return Outcome(message=message, page=page, file=progress.folder / name)
