"""A questionnaire as the text of a pack that loads back equal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from paseo.content.language import LanguageMap
from paseo.content.phrases import load_phrases
from paseo.content.yaml_writing import yaml_text
from paseo.evidence.questionnaires.questionnaire import (
    Change,
    Option,
    OptionList,
    Question,
    Questionnaire,
    Section,
    SourceUse,
)


def to_pack_yaml(questionnaire: Questionnaire, published: date | None = None) -> str:
    """Return a questionnaire as a pack of one file, for the workspace's ``packs`` folder.

    Args:
        published: the day in the header; today where left out.

    Returns:
        YAML that :func:`paseo.evidence.questionnaires.pack.load_questionnaire` makes into an
        equal questionnaire.

    Raises:
        ValueError: two lists of options of one id say different things, which no pack can hold.

    Example:
        >>> from paseo.evidence.questionnaires.questionnaire import Question, Section
        >>> words = LanguageMap("Where?")
        >>> question = Question("where", "s", "text", words, "composed", (SourceUse("own"),))
        >>> form = Questionnaire(
        ...     "x.where", "1.0.0", words, words, "en", ("en",),
        ...     (Section("s", words, (question,)),), words, "CC0-1.0", "composed",
        ...     sources={"own": words})
        >>> print(to_pack_yaml(form, date(2026, 11, 25)).splitlines()[-1])
          text: Where?
    """
    plain = _Packed(questionnaire).plain(published or date.today())
    return yaml_text(plain)


class _Packed:
    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.language = questionnaire.language
        self.source = _usual_source(questionnaire)
        self.reasons = _reasons(questionnaire)
        self.scales: dict[str, dict[str, Any]] = {}
        self._lists: dict[str, list[OptionList]] = {}
        for question in _every(questionnaire):
            if question.options and not self._is_own(question, question.options):
                self._lists.setdefault(question.options.id, []).append(question.options)

    def plain(self, published: date) -> dict[str, Any]:
        """Return the whole pack as YAML can hold it."""
        one = self.questionnaire
        for code, lists in self._lists.items():
            self.scales[code] = self._scale(lists)
        usual = load_phrases("paseo.evidence.questionnaires")
        own_reasons = [
            {"code": code, "label": self._words(option.label)}
            for code, option in self.reasons.items()
            if f"missing_{code}" not in usual or option.label != usual.map(f"missing_{code}")
        ]
        return _filled(
            {
                "pack": self._header(published),
                "sources": [
                    {"id": name, "title": self._words(title)}
                    for name, title in one.sources.items()
                ],
                "many": one.many,
                "consent": self._consent(),
                "missing": own_reasons,
                "scales": list(self.scales.values()),
                "sections": [self._section(section) for section in one.sections],
                "questions": [self._question(question) for question in one.questions()],
                "changes": [self._change(change) for change in one.changes],
            }
        )  # fmt: skip

    def _consent(self) -> dict[str, Any] | None:
        consent = self.questionnaire.consent
        if consent is None:
            return None
        return {
            "text": self._words(consent.text),
            "required": consent.required,
            "evidence": consent.evidence,
        }

    def _header(self, published: date) -> dict[str, Any]:
        one = self.questionnaire
        return _filled(
            {
                "format": 1,
                "id": one.id,
                "kind": "questionnaire",
                "version": one.version,
                "published": published.isoformat(),
                "language": one.language,
                "languages": list(one.languages),
                "title": self._words(one.title),
                "description": self._words(one.description),
                "provider": self._words(one.provider),
                "licence": one.licence,
                "evidence": one.evidence,
                "source": self.source,
            }
        )

    def _words(self, words: LanguageMap | None) -> str | dict[str, str] | None:
        if not words:
            return None
        return words[self.language] if list(words) == [self.language] else dict(words)

    def _section(self, section: Section) -> dict[str, Any]:
        return _filled(
            {
                "id": section.id,
                "name": self._words(section.name),
                "intro": self._words(section.intro),
                "relevant": section.relevant,
            }
        )

    def _question(self, question: Question) -> dict[str, Any]:
        evidence = question.evidence
        return {
            **_filled({"id": question.id, "section": question.section}),
            **self._asked(question),
            **_filled(
                {
                    "rows": [
                        {"id": row.id, "text": self._words(row.text)} for row in question.rows
                    ],
                    "fields": [_first("id", one.id, self._asked(one)) for one in question.fields],
                    "indicators": list(question.indicators),
                    "wording": question.wording,
                    "official": list(question.official),
                    "evidence": evidence if evidence != self.questionnaire.evidence else None,
                    "sources": self._sources(question.sources),
                }
            ),
        }

    def _asked(self, question: Question) -> dict[str, Any]:
        """Return what a question and a field have alike."""
        return _filled(
            {
                "type": question.type,
                "text": self._words(question.text),
                "help": self._words(question.help),
                **self._closed(question),
                "unit": self._words(question.unit),
                "low": question.low,
                "high": question.high,
                "whole": question.whole,
                "low_anchor": self._words(question.low_anchor),
                "high_anchor": self._words(question.high_anchor),
                "long": question.long,
                "area": question.area,
                "accepts": list(question.accepts),
                "required": question.required,
                "relevant": question.relevant,
                "constraint": question.constraint,
                "constraint_message": self._words(question.constraint_message),
                "sensitive": question.sensitive,
            }
        )

    def _closed(self, question: Question) -> dict[str, Any]:
        missing = [one.code for one in question.missing]
        options = question.options
        if options is None:
            return {"missing": missing}
        if self._is_own(question, options):
            return {"options": [self._option(one) for one in options.options], "missing": missing}
        offered = [one["code"] for one in self.scales[options.id].get("missing", ())]
        if missing == offered:
            return {"scale": options.id}
        # A question that offers none of the scale's reasons says so with an empty list.
        return {"scale": options.id, "missing": _Kept(missing)}

    def _is_own(self, question: Question, options: OptionList) -> bool:
        """Say whether a list can stand in its question instead of among the scales."""
        return (
            options.id == question.id
            and options.name == question.text
            and all(self.reasons[one.code] == one for one in options.missing)
        )

    def _scale(self, lists: Sequence[OptionList]) -> dict[str, Any]:
        first = lists[0]
        missing: dict[str, Option] = {}
        for one in lists:
            if (one.name, one.options) != (first.name, first.options) or any(
                missing.setdefault(reason.code, reason) != reason for reason in one.missing
            ):
                raise ValueError(f"two lists of options are called {first.id!r}")
        return _filled(
            {
                "id": first.id,
                "name": self._words(first.name),
                "points": [self._option(one) for one in first.options],
                "missing": [
                    {"code": one.code, "label": self._words(one.label)} for one in missing.values()
                ],
            }
        )

    def _option(self, option: Option) -> dict[str, Any]:
        return _filled(
            {
                "code": option.code,
                "label": self._words(option.label),
                "other": option.other,
                "exclusive": option.exclusive,
            }
        )

    def _sources(self, used: Sequence[SourceUse]) -> list[Any]:
        if tuple(used) == ((SourceUse(self.source),) if self.source else ()):
            return []
        return [{"id": one.id, "detail": one.detail} if one.detail else one.id for one in used]

    def _change(self, change: Change) -> dict[str, Any]:
        return _filled(
            {
                "since": change.since,
                "question": change.question,
                "was": change.was if change.was != change.question else None,
                "kind": change.kind,
                "codes": dict(change.codes),
                "note": self._words(change.note),
            }
        )


#: What is left out of a pack.
_EMPTY: Final[tuple[Any, ...]] = (None, "", [], {})


class _Kept(list[str]):
    """A list that is written although it is empty."""


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    """Return what is not empty; zero is a number, and a kept list says that there is nothing."""
    return {
        key: list(value) if isinstance(value, _Kept) else value
        for key, value in values.items()
        if isinstance(value, _Kept) or (value is not False and value not in _EMPTY)
    }


def _first(key: str, value: Any, rest: dict[str, Any]) -> dict[str, Any]:
    return {key: value, **rest}


def _every(questionnaire: Questionnaire) -> Iterator[Question]:
    for question in questionnaire.questions():
        yield question
        yield from question.fields


def _usual_source(questionnaire: Questionnaire) -> str:
    """Return the source of entries that name none: the fields', who cannot name one."""
    fields = [one.sources for question in questionnaire.questions() for one in question.fields]
    if fields:
        return fields[0][0].id if fields[0] else ""
    bare = Counter(
        question.sources[0].id
        for question in questionnaire.questions()
        if len(question.sources) == 1 and not question.sources[0].detail
    )
    return bare.most_common(1)[0][0] if bare else ""


def _reasons(questionnaire: Questionnaire) -> dict[str, Option]:
    """Return how the pack words each reason for no answer: as its open questions do."""
    found: dict[str, Option] = {}
    for closed in (False, True):
        for question in _every(questionnaire):
            if bool(question.options) == closed:
                for one in question.missing:
                    found.setdefault(one.code, one)
    return found
