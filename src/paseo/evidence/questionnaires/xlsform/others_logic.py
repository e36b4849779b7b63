"""Conditions of forms that others wrote: names and codes put right, the rest left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from paseo.content.language import LanguageMap
from paseo.content.problems import Place, Problem, Problems
from paseo.evidence.questionnaires.logic.asking import Part
from paseo.evidence.questionnaires.logic.checks import check_logic
from paseo.evidence.questionnaires.questionnaire import Question, Questionnaire
from paseo.evidence.questionnaires.xlsform.others_form import Drafts

_NAME: Final = re.compile(r"\$\{\s*([^}]*?)\s*\}")
#: How deep calculations may stand within each other, and how long what comes of it may be.
_MOST_DEPTH: Final = 5
_MOST_SIGNS: Final = 5_000
#: Typographic quotes that spreadsheet programs put in.
_QUOTES: Final = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\n": " ", "\u00a0": " "})

#: From where an expression stands and what it says to what it shall say.
Change = Callable[[Part, str, str], str]


def settle_logic(questionnaire: Questionnaire, drafts: Drafts, problems: Problems) -> Questionnaire:
    """Return the questionnaire with expressions in our names, without those that cannot be used.

    Each expression that is left out is reported with its row and the reason (X644); the question
    is then asked of everybody, and any answer is taken.
    """
    translate = _Translation(drafts)
    found = _with(questionnaire, lambda part, key, text: translate.expression(part, key, text))
    # One fault can hide another behind it: a circle is only looked for where names are right.
    for _ in range(sum(1 for _ in _written(found)) + 1):
        faults = _faults(found, drafts)
        if not faults:
            break
        for (part, key), problem in faults.items():
            _report(found, drafts, part, key, problem, problems)
        found = _with(found, _without(faults))
    return found


def _without(faults: Mapping[tuple[Part, str], Problem]) -> Change:
    return lambda part, key, text: "" if (part, key) in faults else text


def _faults(questionnaire: Questionnaire, drafts: Drafts) -> dict[tuple[Part, str], Problem]:
    places: dict[str, tuple[Part, str]] = {}

    def where(part: Part, key: str) -> Place:
        sign = f"{part.section}\n{part.question}\n{part.field}\n{key}"
        places[sign] = (part, key)
        return Place(sign)

    found = Problems()
    check_logic(questionnaire, found, where)
    return {
        places[problem.place.file]: problem
        for problem in found.errors
        if _row(drafts, places[problem.place.file][0]) is not None
    }


def _row(drafts: Drafts, part: Part) -> int | None:
    """Return the row of a part that others wrote; None for one of ours."""
    name = f"{part.question}_{part.field}" if part.field else part.question or f"{part.section}/"
    row = drafts.one.rows.get(name)
    return row.number if row else None


def _report(
    questionnaire: Questionnaire, drafts: Drafts, part: Part, key: str, problem: Problem,
    problems: Problems,
) -> None:  # fmt: skip
    written = next(text for at, name, text in _written(questionnaire) if (at, name) == (part, key))
    reason = LanguageMap({code: problem.sentence(code) for code in ("en", "es")})
    place = Place(
        drafts.form.file, sheet="survey", row=_row(drafts, part), column=key, entry=part.name
    )
    problems.add("X644", place, expression=written[:300], reason=reason)


def name_texts(questionnaire: Questionnaire, drafts: Drafts) -> Questionnaire:
    """Return the questionnaire with our names where texts of others ask for an answer."""
    changed = drafts.names.changed()
    if not changed:
        return questionnaire

    def named(words: LanguageMap | None) -> LanguageMap | None:
        return words and LanguageMap(
            {
                code: _NAME.sub(lambda one: f"${{{changed.get(one[1], one[1])}}}", text)
                for code, text in words.items()
            }
        )

    def told(question: Question) -> Question:
        fields = tuple(told(one) for one in question.fields)
        text = named(question.text) or question.text
        return replace(question, fields=fields, text=text, help=named(question.help))

    sections = tuple(
        replace(section, questions=tuple(told(one) for one in section.questions))
        for section in questionnaire.sections
    )
    return replace(questionnaire, sections=sections)


class _Translation:
    def __init__(self, drafts: Drafts) -> None:
        self.drafts = drafts
        self.names = drafts.names.names

    def expression(self, part: Part, key: str, text: str) -> str:
        if _row(self.drafts, part) is None:
            return text
        text = self._without_calculations(" ".join(text.translate(_QUOTES).split()))
        names = [self.names.get(name, name) for name in _NAME.findall(text)]
        own = f"{part.question}_{part.field}" if part.field else part.question
        for name in dict.fromkeys((*names, *((own,) if key == "constraint" else ()))):
            codes = self.drafts.choices.codes.get(self.drafts.one.lists.get(name, ""), {})
            text = _with_codes(text, codes)
        return _NAME.sub(lambda one: f"${{{self.names.get(one[1], one[1])}}}", text)

    def _without_calculations(self, text: str) -> str:
        """Put the expression of a calculated value where its name stands."""
        calculations = self.drafts.calculations
        for _ in range(_MOST_DEPTH):
            if not any(name in calculations for name in _NAME.findall(text)):
                break
            longer = _NAME.sub(
                lambda one: f"({calculations[one[1]]})" if one[1] in calculations else one[0], text
            )
            if len(longer) > _MOST_SIGNS:
                break
            text = longer
        return text


def _with_codes(text: str, codes: Mapping[str, str]) -> str:
    for then, now in codes.items():
        text = re.sub(rf"(['\"]){re.escape(then)}\1", f"'{now}'", text)
        if re.fullmatch(r"-?\d+", then):
            text = re.sub(rf"(=\s*){re.escape(then)}(?![\w.])", rf"\1'{now}'", text)
    return text


def _written(questionnaire: Questionnaire) -> list[tuple[Part, str, str]]:
    found: list[tuple[Part, str, str]] = []

    def keep(part: Part, key: str, text: str) -> str:
        found.append((part, key, text))
        return text

    _with(questionnaire, keep)
    return found


def _with(questionnaire: Questionnaire, change: Change) -> Questionnaire:
    """Return a questionnaire with every expression changed."""

    def told(part: Part, question: Question) -> Question:
        fields = tuple(told(part._replace(field=one.id), one) for one in question.fields)
        relevant, constraint = question.relevant, question.constraint
        relevant = change(part, "relevant", relevant) if relevant else ""
        constraint = change(part, "constraint", constraint) if constraint else ""
        lost = bool(question.constraint) and not constraint
        return replace(
            question, fields=fields, relevant=relevant, constraint=constraint,
            constraint_message=None if lost else question.constraint_message,
        )  # fmt: skip

    sections = tuple(
        replace(
            section,
            relevant=change(Part(section.id), "relevant", section.relevant)
            if section.relevant else "",
            questions=tuple(told(Part(section.id, one.id), one) for one in section.questions),
        )
        for section in questionnaire.sections
    )  # fmt: skip
    return replace(questionnaire, sections=sections)
