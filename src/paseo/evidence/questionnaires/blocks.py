"""Put question blocks together into one survey questionnaire."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from paseo.content.language import LanguageMap
from paseo.content.problems import Place, Problems
from paseo.content.store import list_packs
from paseo.evidence.questionnaires.pack import load_questionnaire
from paseo.evidence.questionnaires.questionnaire import (
    Consent,
    Option,
    OptionList,
    Question,
    Questionnaire,
    Section,
)
from paseo.evidence.questionnaires.variables import of_question

#: The packs whose ids begin so are blocks: a few questions that belong together.
BLOCKS: Final = "paseo.block."


def question_blocks() -> tuple[Questionnaire, ...]:
    """Return the blocks that are there, by id.

    Example:
        >>> [one.id.removeprefix(BLOCKS) for one in question_blocks()][:3]
        ['after-dark-safety', 'area', 'avoidance']
    """
    packs = list_packs("questionnaire")
    return tuple(load_questionnaire(one.id) for one in packs if one.id.startswith(BLOCKS))


def compose(
    blocks: Sequence[Questionnaire],
    id: str,
    title: Mapping[str, str],
    *,
    version: str = "1.0.0",
    description: Mapping[str, str] | None = None,
    provider: Mapping[str, str] | None = None,
    licence: str = "",
    consent: Consent | None = None,
) -> Questionnaire:
    """Return one survey questionnaire made of blocks, in their order.

    A question that stands word for word in two blocks is asked once, where it comes first. The
    survey holds the languages that every block holds.

    Args:
        blocks: at least one.
        id: of the new questionnaire.
        title: language to title.
        version: of the new questionnaire.
        description, provider: where left out, those of the first block.
        licence: where left out, that of the first block.
        consent: what respondents agree to; where left out, that of the first block with one.

    Raises:
        Refused: when there is no block (A645), two questions or sections of one id differ or two
            columns of one name meet (A646), two sources of one id differ (A647), or no language
            is held by all (A648).

    Example:
        >>> dark, trust = (load_questionnaire(BLOCKS + n) for n in ("after-dark-safety", "trust"))
        >>> survey = compose([dark, trust], "town.survey", {"en": "Safety survey"})
        >>> [one.id for one in survey.sections], survey.many
        (['after_dark', 'trust'], True)
    """
    problems = Problems()
    if not blocks:
        problems.add("A645", Place(entry=id), id=id)
        problems.refuse()
    sections = _sections(blocks, problems)
    languages = _languages(blocks, problems)
    sources = _sources(blocks, problems)
    problems.refuse()
    first = blocks[0]
    return Questionnaire(
        id=id,
        version=version,
        title=LanguageMap(title),
        description=LanguageMap(description) if description else first.description,
        language=first.language if first.language in languages else languages[0],
        languages=languages,
        sections=_own_lists(sections),
        provider=LanguageMap(provider) if provider else first.provider,
        licence=licence or first.licence,
        evidence="composed",
        consent=consent or next((one.consent for one in blocks if one.consent), None),
        sources=sources,
        many=True,
    )


def indicator_columns(questionnaire: Questionnaire) -> dict[str, tuple[str, ...]]:
    """Return for each indicator the columns of answers that feed it, in the order of the questions.

    What is counted in them is the framework's: its scale has the same codes, its cut says which.

    Example:
        >>> block = load_questionnaire(BLOCKS + "day-night")
        >>> indicator_columns(block)["SAF-04"]
        ('day_area', 'dark_area')
    """
    found: dict[str, tuple[str, ...]] = {}
    for question in questionnaire.questions():
        names = tuple(
            one.name for one in of_question(question) if one.kind not in ("missing", "other")
        )
        for indicator in question.indicators:
            found[indicator] = (*found.get(indicator, ()), *names)
    return found


def _sections(blocks: Sequence[Questionnaire], problems: Problems) -> tuple[Section, ...]:
    """Return the sections of all blocks, without questions that were asked already."""
    held: dict[str, tuple[Question, str]] = {}
    columns: dict[str, str] = {}
    seen: dict[str, str] = {}
    sections = []
    for block in blocks:
        for section in block.sections:
            kept = tuple(_new(section.questions, block.id, held, columns, problems))
            if not kept:
                continue  # every question of it was asked before
            if section.id in seen:
                _clash(problems, section.id, seen[section.id], block.id)
            seen[section.id] = block.id
            sections.append(replace(section, questions=kept))
    return tuple(sections)


def _new(
    questions: Iterable[Question], block: str, held: dict[str, tuple[Question, str]],
    columns: dict[str, str], problems: Problems,
) -> Iterable[Question]:  # fmt: skip
    """Yield the questions that no earlier block asks."""
    for question in questions:
        before = held.get(question.id)
        if before is not None:
            if not _same(before[0], question):
                _clash(problems, question.id, before[1], block)
            continue
        held[question.id] = (question, block)
        for variable in of_question(question):
            # Excel, Kobo and databases take columns that differ in case only for the same.
            name = variable.name.lower()
            other = columns.setdefault(name, question.id)
            if other != question.id:
                _clash(problems, variable.name, held[other][1], block)
        yield question


def _same(one: Question, other: Question) -> bool:
    """Say whether two questions ask the same; in which section they stand does not matter."""

    def bare(question: Question) -> Any:
        fields = tuple(replace(field, section="") for field in question.fields)
        return replace(question, section="", fields=fields)

    same: bool = bare(one) == bare(other)
    return same


def _own_lists(sections: Sequence[Section]) -> tuple[Section, ...]:
    """Give a list of options a name of its own where blocks call different lists the same."""
    held: dict[str, tuple[OptionList, dict[str, Option]]] = {}

    def settled(question: Question) -> Question:
        fields = tuple(settled(one) for one in question.fields)
        options = question.options
        if options is not None:
            first, reasons = held.setdefault(options.id, (options, {}))
            same = (options.name, options.options) == (first.name, first.options) and all(
                reasons.get(one.code, one) == one for one in options.missing
            )
            if same:
                reasons.update({one.code: one for one in options.missing})
            else:
                options = replace(options, id=question.id)
        return replace(question, fields=fields, options=options)

    return tuple(
        replace(section, questions=tuple(settled(one) for one in section.questions))
        for section in sections
    )


def _clash(problems: Problems, id: str, first: str, second: str) -> None:
    problems.add("A646", Place(second, entry=id), id=id, first=first, second=second)


def _languages(blocks: Sequence[Questionnaire], problems: Problems) -> tuple[str, ...]:
    shared = tuple(
        language
        for language in blocks[0].languages
        if all(language in one.languages for one in blocks)
    )
    if not shared:
        names = ", ".join(f"{one.id} ({', '.join(one.languages)})" for one in blocks)
        problems.add("A648", Place(), blocks=names)
    return shared


def _sources(blocks: Sequence[Questionnaire], problems: Problems) -> dict[str, LanguageMap]:
    sources: dict[str, LanguageMap] = {}
    for block in blocks:
        for id, title in block.sources.items():
            if sources.setdefault(id, title) != title:
                problems.add("A647", Place(block.id, entry=id), id=id, block=block.id)
    return sources
