"""The codebook: what each column of answers means, and what each code says, in every language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import polars as pl

from paseo.content.language import LanguageMap
from paseo.content.phrases import load_phrases
from paseo.evidence.questionnaires.questionnaire import Questionnaire
from paseo.evidence.questionnaires.rows import META, ROW, SHEET
from paseo.evidence.questionnaires.variables import Variable, variables

#: Name of the main table in a codebook; the other tables bear the ids of repeat groups.
MAIN: Final = "answers"
_FIXED: Final = ("variable", "table", "section", "type", "kind", "required", "relevant", "code")


def codebook(questionnaire: Questionnaire) -> pl.DataFrame:
    """Return a table of variables and their codes.

    Returns:
        A row for each variable, with an empty ``code``, followed by one for each of its codes,
        reasons for no answer included; ``text_en``, ``text_es`` ... say what it means, and stay
        empty where there is no translation.
    """
    rows = [*_meta(questionnaire), *_of_variables(questionnaire)]
    schema = {name: pl.String() for name in (*_FIXED, *text_columns(questionnaire))}
    return pl.DataFrame(rows, schema=schema)


def text_columns(questionnaire: Questionnaire) -> tuple[str, ...]:
    """Return the columns of a codebook that hold words, one per language."""
    return tuple(f"text_{language}" for language in questionnaire.languages)


def _meta(questionnaire: Questionnaire) -> Iterator[dict[str, Any]]:
    repeats = [one.id for one in questionnaire.questions() if one.type == "repeat"]
    words = load_phrases("paseo.evidence.questionnaires", "tables.yaml")
    for table, names in ((MAIN, META), *((one, (SHEET, ROW)) for one in repeats)):
        for name in names:
            text = words.map(f"meta_{name}")
            kind = "number" if name == ROW else "text"
            yield {
                "variable": name, "table": table, "kind": kind, **_texts(questionnaire, text),
            }  # fmt: skip


def _of_variables(questionnaire: Questionnaire) -> Iterator[dict[str, Any]]:
    for one in variables(questionnaire):
        question = one.question
        fixed = {
            "variable": one.name,
            "table": one.repeat or MAIN,
            "section": question.section,
            "type": question.type,
            "kind": one.kind,
        }
        asked = one.kind not in ("missing", "other")
        yield {
            **fixed,
            "required": "yes" if asked and question.required else None,
            "relevant": question.relevant or None,
            **_texts(questionnaire, label_of(questionnaire, one)),
        }
        for option in _options(one):
            yield {**fixed, "code": option.code, **_texts(questionnaire, option.label)}


def _options(one: Variable) -> Iterator[Any]:
    if one.kind in ("code", "codes", "order") and one.question.options is not None:
        yield from one.question.options.options
    if one.kind in ("code", "codes", "missing"):
        yield from one.question.missing


def label_of(questionnaire: Questionnaire, variable: Variable) -> LanguageMap:
    """Return what a variable asks: of a part of a question, the question and the part."""
    parent = questionnaire.question(variable.parent)
    text = variable.question.text
    if parent is not None and variable.row:
        part = next(row.text for row in parent.rows if row.id == variable.row)
        text = _said("variable_part", text=parent.text, part=part)
    elif parent is not None and variable.field:
        text = _said("variable_part", text=parent.text, part=variable.question.text)
    if variable.kind in ("missing", "other"):
        text = _said(f"variable_{variable.kind}", text=text)
    return text


def _said(phrase: str, **values: LanguageMap) -> LanguageMap:
    """Return a phrase in every language in which all of its values are there."""
    words = load_phrases("paseo.evidence.questionnaires", "tables.yaml")
    first, *others = values.values()
    languages = [one for one in first if all(one in other for other in others)]
    return LanguageMap(
        {
            one: words.say(phrase, one, **{name: text[one] for name, text in values.items()})
            for one in languages
        }
    )


def _texts(questionnaire: Questionnaire, text: LanguageMap) -> dict[str, str | None]:
    return {f"text_{language}": text.get(language) for language in questionnaire.languages}
