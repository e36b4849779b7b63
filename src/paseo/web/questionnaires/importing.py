"""A file of answers on its way in: what it holds, what it would change, and nothing written yet."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from paseo.content.problems import Place, Problems, Refused
from paseo.evidence.questionnaires.answers import NOTHING, Answer, AnswerSheet, to_plain
from paseo.evidence.questionnaires.imports import (
    AnswerImport,
    Duplicates,
    read_answers,
    write_left_out,
)
from paseo.evidence.questionnaires.plain import fingerprint
from paseo.evidence.questionnaires.questionnaire import Questionnaire
from paseo.web.accounts.models import User
from paseo.web.evidence.pages import language
from paseo.web.questionnaires.forms.in_words import lines
from paseo.web.questionnaires.models import (
    AnswerUpload,
    QuestionnaireVersion,
    Round,
    SectionAnswers,
)

#: A file that nobody has decided about is forgotten after this time.
LIFE: Final = timedelta(days=7)
#: Larger files are looked at as a job; a page should answer within about a second.
SMALL: Final = 500_000
LEFT_OUT: Final = "left-out.csv"
#: The first problems are listed on the page; all of them stand in the list of rows left out.
MOST_LISTED: Final = 500
_DUPLICATES: Final[dict[str, Duplicates]] = {
    "newest": "newest", "both": "both", "refuse": "refuse",
}  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One answer of a city's sheet that a file would make another one."""

    section: str
    question: str
    text: str
    before: str
    after: str


def receive(round: Round, owner: User, file: UploadedFile, duplicates: str) -> AnswerUpload:
    """Put an uploaded file into the workspace, block by block."""
    forget_old()
    name = Path((file.name or "file").replace("\\", "/")).name[:200]
    upload = AnswerUpload(round=round, owner=owner, file_name=name, size=0, duplicates=duplicates)
    upload.folder.mkdir(parents=True)
    digest = hashlib.sha256()
    with upload.file.open("wb") as out:
        for block in file.chunks():
            digest.update(block)
            out.write(block)
            upload.size += len(block)
    upload.sha256 = digest.hexdigest()
    upload.save()
    return upload


def read(upload: AnswerUpload) -> AnswerImport:
    """Read the answers of a file against the questionnaire of its round.

    Raises:
        Refused: the file cannot be read, or holds no answers to this questionnaire.
    """
    round = upload.round
    many = round.questionnaire().many
    known = round.sheets.values_list("code", flat=True) if many else ()
    return read_answers(
        upload.file,
        round.questionnaire(),
        older=_older(round),
        duplicates=_DUPLICATES.get(upload.duplicates, "newest"),
        known=tuple(known),
        shown=upload.file_name,
    )


def _older(round: Round) -> dict[str, Questionnaire]:
    """Return the other versions of the questionnaire that were asked here, by number."""
    found = QuestionnaireVersion.objects.filter(pack=round.version.pack).defer("content")
    return {
        one.version: one.questionnaire() for one in found if one.version != round.version.version
    }


def look(upload: AnswerUpload) -> None:
    """Look at a file and keep what was found beside it."""
    try:
        found = read(upload)
        problems = Problems()
        _one_sheet(upload, found, problems)
        problems.refuse()
    except Refused as refused:
        said = [_problem(one) for one in refused.problems.errors]
        upload.found = {"refused": said[:MOST_LISTED]}
        upload.save()
        return
    write_left_out(found, upload.folder / LEFT_OUT, language())
    upload.seen = seen(upload.round)
    upload.found = {
        "tool": found.tool,
        "counts": asdict(found.counts),
        "problems": [_problem(one) for one in list(found.problems)[:MOST_LISTED]],
        "more": max(0, len(found.problems) - MOST_LISTED),
        "changes": [asdict(one) for one in changes(upload.round, found.sheets)],
        "sheets": len(found.sheets),
    }
    upload.save()


def seen(round: Round) -> str:
    """Return a mark of the answers of a round as they are now."""
    if round.questionnaire().many:
        return str(round.sheets.count())
    found = SectionAnswers.objects.filter(sheet__round=round).order_by("section")
    plain = dict(found.values_list("section", "revision"))
    return fingerprint(plain)


def changes(round: Round, sheets: tuple[AnswerSheet, ...]) -> list[Change]:
    """Return which answers of a city's one sheet a file would change."""
    questionnaire = round.questionnaire()
    if questionnaire.many or not sheets:
        return []
    held = round.sheets.get().answer_sheet(questionnaire).answers
    found = []
    for name, answer in new_answers(questionnaire, sheets[0], held):
        question = questionnaire.question(name)
        assert question is not None
        found.append(
            Change(
                section=question.section,
                question=name,
                text=question.text.read(language()).words,
                before="; ".join(lines(question, held.get(name, NOTHING), language())),
                after="; ".join(lines(question, answer, language())),
            )
        )
    return found


def new_answers(
    questionnaire: Questionnaire, sheet: AnswerSheet, held: Any
) -> Iterator[tuple[str, Answer]]:
    """Yield the answers of a file that differ from those that are held.

    What is empty in the file says nothing. Files are named in it but not in it, so questions that
    ask for files are left as they are.
    """
    for question in questionnaire.questions():
        answer = sheet.answer(question.id)
        if not to_plain(answer) or question.type == "file":
            continue
        if to_plain(answer) != to_plain(held.get(question.id, NOTHING)):
            yield question.id, answer


def read_confirmed(upload: AnswerUpload) -> AnswerImport:
    """Read a file again that somebody confirmed.

    Raises:
        Refused: when answers changed since it was looked at, or it does not fit the round.
    """
    found = read(upload)
    problems = Problems()
    if upload.seen != seen(upload.round):
        problems.add("C340", Place(upload.file_name))
    _one_sheet(upload, found, problems)
    problems.refuse()
    return found


def _one_sheet(upload: AnswerUpload, found: AnswerImport, problems: Problems) -> None:
    if not upload.round.questionnaire().many and len(found.sheets) > 1:
        problems.add("C341", Place(upload.file_name), count=len(found.sheets))


def by_section(round: Round, sheets: tuple[AnswerSheet, ...]) -> dict[str, dict[str, Answer]]:
    """Return the answers that change in a city's sheet, by section."""
    questionnaire = round.questionnaire()
    held = round.sheets.get().answer_sheet(questionnaire).answers
    found: dict[str, dict[str, Answer]] = {}
    if not sheets:
        return found
    for name, answer in new_answers(questionnaire, sheets[0], held):
        question = questionnaire.question(name)
        assert question is not None
        # A remark in the form on site stays where the file has none.
        kept = held.get(name, NOTHING).comment
        full = answer if answer.comment else replace(answer, comment=kept)
        found.setdefault(question.section, {})[name] = full
    return found


def _problem(problem: Any) -> dict[str, str]:
    return {
        "severity": problem.severity,
        "place": str(problem.place),
        "code": problem.code,
        "sentence": problem.sentence(language()),
        "mend": problem.mend(language()),
    }


def forget(upload: AnswerUpload) -> None:
    """Remove an uploaded file and what was found in it."""
    folder = upload.folder
    upload.delete()
    shutil.rmtree(folder, ignore_errors=True)


def forget_old() -> None:
    for upload in AnswerUpload.objects.filter(at__lt=timezone.now() - LIFE):
        forget(upload)
