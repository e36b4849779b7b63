"""Words of questions that a city enters: the official translation of an anchor, or its own.

An anchor is a question that another survey asks too; its values may stand beside those of that
survey only where it is asked in the same words. What we ship words an anchor in our own way, as far
as the sources name it, so that every language is unofficial until somebody enters the real words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from paseo.content.hints import hint, listed
from paseo.content.language import LanguageMap
from paseo.content.pack import Pack
from paseo.content.phrases import load_phrases
from paseo.content.problems import Place, Problems
from paseo.content.registry import Shelf
from paseo.content.store import list_packs, store
from paseo.evidence.questionnaires.pack import build_questionnaire
from paseo.evidence.questionnaires.questionnaire import (
    Option,
    OptionList,
    Question,
    Questionnaire,
    SourceUse,
)


@dataclass(frozen=True)
class Wording:
    """The words of one question in one language.

    Args:
        questionnaire, question: what is worded.
        anchor: id of the exact wording, where the question is an anchor.
        asked: the words in which the questionnaire asks it.
        options, missing, rows: code to words.
        status: ``official`` words are those of the anchor itself; ``own`` ones the city's.
        source: id of the source within all packs, and what it is.
    """

    questionnaire: str
    question: str
    language: str
    text: str
    status: Literal["official", "own"]
    anchor: str = ""
    asked: LanguageMap = field(default_factory=lambda: LanguageMap({}))
    help: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    source_title: LanguageMap = field(default_factory=lambda: LanguageMap({}))


@dataclass(frozen=True)
class Wordings:
    """A pack of wordings, read and checked."""

    id: str
    version: str
    title: LanguageMap
    wordings: tuple[Wording, ...]


def load_wordings(pack: str) -> Wordings:
    """Return wordings by the id of their pack.

    Raises:
        Refused: when there is no such pack, or it has an error.
    """
    found: Wordings = store().build(pack, "wordings")
    return found


def entered_wordings() -> tuple[Wordings, ...]:
    """Return every pack of wordings that is at hand, by id; a city keeps its own in ``packs``.

    Raises:
        Refused: when one of them has an error.
    """
    return tuple(load_wordings(one.id) for one in list_packs("wordings"))


def unofficial_anchors(questionnaire: Questionnaire, language: str) -> tuple[Question, ...]:
    """Return the anchors whose words in a language are not the official ones.

    Example:
        >>> from paseo.evidence.questionnaires.pack import load_questionnaire
        >>> block = load_questionnaire("paseo.block.after-dark-safety")
        >>> [one.id for one in unofficial_anchors(block, "es")]
        ['dark_area', 'dark_city', 'dark_neighbourhood']
    """
    return tuple(
        one for one in questionnaire.questions() if one.wording and language not in one.official
    )


def anchor_warning(question: Question, asked_in: str, language: str) -> str:
    """Return the warning that belongs beside an unofficial anchor, empty where none is due.

    Args:
        asked_in: the language in which the question is asked.
        language: in which the warning is read.

    Example:
        >>> from paseo.evidence.questionnaires.pack import load_questionnaire
        >>> block = load_questionnaire("paseo.block.after-dark-safety")
        >>> anchor_warning(block.question("dark_city"), "es", "en")[:33]
        'Not the official wording in “es”:'
    """
    if not question.wording or asked_in in question.official:
        return ""
    words = load_phrases("paseo.evidence.questionnaires")
    return words.say("anchor_not_official", language, asked_in=asked_in, anchor=question.wording)


def with_wordings(questionnaire: Questionnaire, wordings: Iterable[Wordings]) -> Questionnaire:
    """Return the questionnaire in the words that were entered for its questions.

    Words belong to a question of the questionnaire that they name; to the same anchor wherever it
    is asked; and, in a survey put together from blocks, to a question that is still asked in the
    words of its block. Official words win over own ones, later packs over earlier ones. Only
    official words of an anchor make it official in their language.
    """
    every = [one for pack in wordings for one in pack.wordings]
    every.sort(key=lambda one: one.status == "official")
    sources = dict(questionnaire.sources)
    languages = list(questionnaire.languages)

    def worded(question: Question) -> Question:
        for one in every:
            if _belongs(one, questionnaire.id, question):
                question = _worded(question, one)
                if one.source:
                    sources[one.source] = one.source_title
                if one.language not in languages:
                    languages.append(one.language)
        return question

    sections = tuple(
        replace(section, questions=tuple(worded(one) for one in section.questions))
        for section in questionnaire.sections
    )
    return replace(questionnaire, sections=sections, sources=sources, languages=tuple(languages))


def _belongs(one: Wording, questionnaire: str, question: Question) -> bool:
    if one.anchor and one.anchor == question.wording:
        return True
    if one.question != question.id:
        return False
    return one.questionnaire == questionnaire or any(
        question.text.get(language) == words for language, words in one.asked.items()
    )


def _worded(question: Question, one: Wording) -> Question:
    def said(words: LanguageMap, new: str | None) -> LanguageMap:
        return LanguageMap({**words, one.language: new}) if new else words

    def option(found: Option, labels: Mapping[str, str]) -> Option:
        return replace(found, label=said(found.label, labels.get(found.code)))

    missing = tuple(option(found, one.missing) for found in question.missing)
    options = question.options
    if isinstance(options, OptionList):
        chosen = tuple(option(found, one.options) for found in options.options)
        # Other questions keep the words of the scale, so the list becomes this question's own.
        own = (chosen, missing) != (options.options, options.missing)
        code = question.id if own else options.id
        options = replace(options, id=code, options=chosen, missing=missing)
    official = tuple(each for each in question.official if each != one.language)
    # The same anchor may be asked elsewhere with options that the source does not have.
    if one.status == "official" and not _open_codes(question, one.options, one.rows):
        official = (*official, one.language)
    return replace(
        question,
        text=said(question.text, one.text),
        help=said(question.help or LanguageMap({}), one.help) if one.help else question.help,
        options=options,
        missing=missing,
        rows=tuple(
            replace(row, text=said(row.text, one.rows.get(row.id))) for row in question.rows
        ),
        official=official,
        sources=(*question.sources, SourceUse(one.source, one.language))
        if one.source else question.sources,
    )  # fmt: skip


def check_wordings(pack: Pack, problems: Problems, shelf: Shelf) -> None:
    """Find what the schema of wordings cannot say."""
    first: dict[tuple[str, str, str], Place] = {}
    for at, one in enumerate(pack.section("wordings")):
        key = (one["questionnaire"], one["question"], one["language"])
        place = pack.place("wordings", at)
        if key in first:
            values = {"question": one["question"], "language": one["language"]}
            problems.add("P633", place, first=first[key], **values)
        first.setdefault(key, place)
        question = _target(pack, at, one, problems, shelf)
        if question is not None:
            _check_codes(pack, at, one, question, problems)


def _target(
    pack: Pack, at: int, one: Mapping[str, Any], problems: Problems, shelf: Shelf
) -> Question | None:
    name, wanted = one["questionnaire"], one["question"]
    found = shelf.find(name)
    if found is None or found.header.kind != "questionnaire":
        place = pack.place("wordings", at, "questionnaire")
        problems.add("P630", place, value=name, hint=hint(name, shelf.ids("questionnaire")))
        return None
    questionnaire = build_questionnaire(found)
    question = questionnaire.question(wanted)
    if question is None:
        known = [each.id for each in questionnaire.questions()]
        problems.add(
            "P631", pack.place("wordings", at, "question"), questionnaire=name,
            value=wanted[:60], hint=hint(wanted, known), known=listed(known),
        )  # fmt: skip
    return question


def _check_codes(
    pack: Pack, at: int, one: Mapping[str, Any], question: Question, problems: Problems
) -> None:
    """Words stand for codes that are there; an official wording has words for all of them."""
    for part, known in _codes(question).items():
        for code in sorted(_texts(one, part)):
            if code not in known:
                problems.add(
                    "P632", pack.place("wordings", at, part), question=question.id,
                    value=code[:60], part=part, hint=hint(code, known),
                    known=listed(known) or "-",
                )  # fmt: skip
    still_open = _open_codes(question, _texts(one, "options"), _texts(one, "rows"))
    if one["status"] == "official" and still_open:
        place = pack.place("wordings", at)
        problems.add("P634", place, question=question.id, codes=", ".join(still_open))


def _open_codes(
    question: Question, options: Mapping[str, str], rows: Mapping[str, str]
) -> list[str]:
    """Return the codes of options and lines that have no words.

    The reasons for no answer may lack them: many sources leave those to the interviewer.
    """
    known = _codes(question)
    return [code for code in known["options"] if code not in options] + [
        code for code in known["rows"] if code not in rows
    ]


def _codes(question: Question) -> dict[str, tuple[str, ...]]:
    return {
        "options": question.options.codes() if question.options else (),
        "missing": question.missing_codes(),
        "rows": tuple(row.id for row in question.rows),
    }


def _texts(one: Mapping[str, Any], part: str) -> dict[str, str]:
    """Return code to words; a code may stand as a number in YAML."""
    return {str(code): words for code, words in one.get(part, {}).items()}


def build_wordings(pack: Pack) -> Wordings:
    """Return a checked pack of wordings as wordings."""
    sources = {one["id"]: pack.words(one["title"]) for one in pack.section("sources")}
    return Wordings(
        id=pack.id,
        version=pack.header.version,
        title=pack.header.title,
        wordings=tuple(_wording(pack, one, sources) for one in pack.section("wordings")),
    )


def _wording(pack: Pack, one: Mapping[str, Any], sources: Mapping[str, LanguageMap]) -> Wording:
    found = store().find(one["questionnaire"])
    target = build_questionnaire(found).question(one["question"]) if found else None
    used = one.get("sources") or [one.get("source") or pack.header.source]
    source = used[0] if isinstance(used[0], str) else used[0]["id"]
    return Wording(
        questionnaire=one["questionnaire"],
        question=one["question"],
        language=one["language"],
        text=one["text"],
        status=one["status"],
        anchor=target.wording if target else "",
        asked=target.text if target else LanguageMap({}),
        help=one.get("help", ""),
        source=f"{pack.id}.{source}" if source else "",
        source_title=sources.get(source, LanguageMap({})),
        options=_texts(one, "options"),
        missing=_texts(one, "missing"),
        rows=_texts(one, "rows"),
    )
