"""Write a questionnaire as an XLSForm that KoboToolbox and ODK collect with."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from paseo.content.problems import Place, Problems
from paseo.evidence.questionnaires.questionnaire import Option, Questionnaire, Section
from paseo.evidence.questionnaires.xlsform.choice_lists import ChoiceLists
from paseo.evidence.questionnaires.xlsform.languages import language_label, languages_of
from paseo.evidence.questionnaires.xlsform.limits import say
from paseo.evidence.questionnaires.xlsform.names import Names
from paseo.evidence.questionnaires.xlsform.question_lines import QuestionLines
from paseo.evidence.questionnaires.xlsform.rows import OWN, TRANSLATED, Line, kept, literal
from paseo.evidence.questionnaires.xlsform.sheets import Sheet, save, sheet_of
from paseo.evidence.questionnaires.xlsform.validation import validate

#: The form of what stands in our own column and sheet.
FORMAT: Final = 1
_SURVEY: Final = (
    "type", "name", "label", "hint", "required", "relevant", "constraint", "constraint_message",
    "appearance", "parameters", "repeat_count", "body::accept", OWN,
)  # fmt: skip
_CHOICES: Final = ("list_name", "name", "label", OWN)
_SETTINGS: Final = ("form_title", "form_id", "version", "default_language", "style", "name")
#: Longest text of one cell in our own sheet; a longer one goes on in the next row.
_PIECE: Final = 30_000


def write_xlsform(questionnaire: Questionnaire, path: Path) -> Problems:
    """Write a questionnaire as an XLSForm, after pyxform has accepted it.

    The columns that KoboToolbox and ODK export bear the names of
    :func:`paseo.evidence.questionnaires.variables.variables`. What XLSForm has no place for stands
    in a column and a sheet ``paseo`` that other tools pass over, so that
    :func:`~paseo.evidence.questionnaires.xlsform.reading.read_xlsform` gives an equal
    questionnaire. Nothing is written when pyxform refuses.

    Args:
        path: the .xlsx file; replaced where there is one.

    Returns:
        What pyxform warns of.

    Raises:
        Refused: pyxform is not installed (X632) or refuses the form (X630); a text is longer than
            a cell may be (X633).

    Source: XLSForm reference (xlsform.org, 2025); pyxform 4.5.
    """
    problems = Problems()
    path = Path(path)
    sheets = form_sheets(questionnaire, path.name, problems)
    problems.refuse()
    # In the same folder, so that the finished file can take its place in one step.
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".paseo-") as folder:
        written = Path(folder) / path.name
        save(sheets, written)
        validate(written, path.name, problems)
        problems.refuse()
        written.replace(path)
    return problems


def form_sheets(questionnaire: Questionnaire, file: str, problems: Problems) -> list[Sheet]:
    """Return the sheets of the form: survey, choices, settings and our own."""
    languages = languages_of(questionnaire)
    lists = ChoiceLists()
    names = Names(questionnaire)
    survey = list(_Survey(questionnaire, names, lists, languages).lines())
    choices = lists.lines()
    known = {line["name"] for line in survey}
    for line in (*survey, *choices):
        for column in TRANSLATED:
            if line.get(column):
                line[column] = literal(line[column], known)
    settings: Line = {
        "form_title": literal(questionnaire.title, ()).read(questionnaire.language).words,
        "form_id": questionnaire.id,
        "version": questionnaire.version,
        "default_language": language_label(questionnaire.language),
        "style": "pages",
        "name": names.root,
    }
    own = [
        {"key": key, "value": piece}
        for key, value in own_of(questionnaire).items()
        for piece in _pieces(json.dumps(value, ensure_ascii=False))
    ]
    sheets = [
        sheet_of("survey", _SURVEY, survey, languages),
        sheet_of("choices", _CHOICES, choices, languages),
        sheet_of("settings", _SETTINGS, [settings], languages),
        sheet_of(OWN, ("key", "value"), own, languages),
    ]
    for sheet in sheets:
        sheet.check(Place(file, sheet=sheet.name), problems)
    return sheets


def _pieces(text: str) -> Iterator[str]:
    for start in range(0, len(text), _PIECE):
        yield text[start : start + _PIECE]


def own_of(questionnaire: Questionnaire) -> dict[str, Any]:
    """Return what the sheets of a form do not say of the whole questionnaire."""
    return {
        "format": FORMAT,
        "id": questionnaire.id,
        "version": questionnaire.version,
        "language": questionnaire.language,
        "languages": list(questionnaire.languages),
        "title": dict(questionnaire.title),
        "description": dict(questionnaire.description),
        "provider": dict(questionnaire.provider),
        "licence": questionnaire.licence,
        "evidence": questionnaire.evidence,
        "many": questionnaire.many,
        "sources": {name: dict(title) for name, title in questionnaire.sources.items()},
        "changes": [
            {
                "since": one.since, "question": one.question, "was": one.was, "kind": one.kind,
                "codes": dict(one.codes), "note": dict(one.note) if one.note is not None else None,
            }
            for one in questionnaire.changes
        ],
    }  # fmt: skip


class _Survey:
    def __init__(
        self, questionnaire: Questionnaire, names: Names, lists: ChoiceLists,
        languages: tuple[str, ...],
    ) -> None:  # fmt: skip
        self.questionnaire = questionnaire
        self.names = names
        self.lists = lists
        self.languages = languages
        self.questions = QuestionLines(names, lists, languages)
        self.gate = ""

    def lines(self) -> Iterator[Line]:
        yield from self._consent()
        for section in self.questionnaire.sections:
            yield from self._section(section)

    def _consent(self) -> Iterator[Line]:
        """The first question; where it is refused, every section is closed and the form ends."""
        consent = self.questionnaire.consent
        if consent is None:
            return
        name = self.names.helper("", "consent")
        answers = [Option(code, say(f"consent_{code}", self.languages)) for code in ("yes", "no")]
        yield {
            "type": f"select_one {self.lists.name('consent_answers', answers)}",
            "name": name, "label": consent.text, "required": "yes" if consent.required else "",
            OWN: kept(part="consent", required=consent.required, evidence=consent.evidence),
        }  # fmt: skip
        if consent.required:
            self.gate = f"${{{name}}} = 'yes'"
            yield {
                "type": "note", "name": self.names.helper(name, "refused"),
                "label": say("consent_refused", self.languages),
                "relevant": f"${{{name}}} = 'no'", OWN: kept(part="refused"),
            }  # fmt: skip

    def _section(self, section: Section) -> Iterator[Line]:
        name = self.names.section(section.id)
        relevant = section.relevant
        if self.gate:
            relevant = f"{self.gate} and ({relevant})" if relevant else self.gate
        yield {
            "type": "begin_group", "name": name, "label": section.name, "relevant": relevant,
            OWN: kept(section=section.id, gate=self.gate),
        }  # fmt: skip
        if section.intro:
            yield {
                "type": "note", "name": self.names.helper(section.id, "intro"),
                "label": section.intro, OWN: kept(part="intro"),
            }  # fmt: skip
        for question in section.questions:
            yield from self.questions.lines(question)
        yield {"type": "end_group", "name": name}
