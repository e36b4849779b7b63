"""The sources of data that the answers describe, put together from repeat groups by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from paseo.assessment.checklist.effects import words_of
from paseo.assessment.checklist.judging import Judge
from paseo.assessment.checklist.rules import ChecklistPack, Register
from paseo.assessment.framework import Framework
from paseo.content.schema import parse_day
from paseo.evidence.questionnaires.answers import NOTHING, Answer

#: Rights with which data may be used now.
RIGHTS: Final = ("open_licence", "signed", "own_data")
#: What describes a source and is taken from the first answer that says it.
TEXTS: Final = (
    "owner", "contact", "geography", "frequency", "quality", "agreement", "licence", "purpose",
    "years", "personal", "basis", "law",
)  # fmt: skip


@dataclass(frozen=True)
class DataSource:
    """A source as the answers describe it; what nobody stated is empty.

    Args:
        name: as it is written; rows of the same name describe one source.
        indicators: that it feeds by its codes, its dimension or its topic.
        named: those of them that a person named one by one.
        questions: the repeat groups with a row on it.
        effort: person-days of one delivery.
    """

    name: str
    family: str = ""
    owner: str = ""
    contact: str = ""
    geography: str = ""
    frequency: str = ""
    quality: str = ""
    agreement: str = ""
    licence: str = ""
    purpose: str = ""
    years: str = ""
    personal: str = ""
    basis: str = ""
    law: str = ""
    until: date | None = None
    delivery: date | None = None
    effort: float | None = None
    from_year: int | None = None
    to_year: int | None = None
    indicators: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    #: Codes that stand in the answers and that the framework does not know, with row and question.
    unknown: tuple[tuple[str, int, str], ...] = field(default=(), compare=False)

    def usable(self, today: date) -> bool | None:
        """Say whether it may be used on a day; None where nobody stated the right to do so."""
        if not self.agreement or self.agreement == "dont_know":
            return None
        return self.agreement in RIGHTS and (self.until is None or self.until >= today)

    @property
    def described(self) -> bool:
        """Say whether more than its name is known."""
        return bool(self.owner or self.agreement or self.geography or self.frequency)


def sources_of(pack: ChecklistPack, judge: Judge, framework: Framework) -> tuple[DataSource, ...]:
    """Return the sources that the answers describe, in the order in which they are first named."""
    found: dict[str, DataSource] = {}
    for register in pack.registers:
        for at, row in enumerate(judge.rows(register.question)):
            one = _source(pack, register, row, framework, at + 1)
            key = one.name.casefold()
            if key:
                found[key] = _together(found[key], one) if key in found else one
    return tuple(found.values())


def _source(
    pack: ChecklistPack,
    register: Register,
    row: Mapping[str, Answer],
    framework: Framework,
    number: int,
) -> DataSource:
    def read(role: str) -> Any:
        answer = row.get(register.fields.get(role, ""), NOTHING)
        return answer.missing or answer.value

    kinds = {kind: family.id for family in pack.families for kind in family.kinds}
    codes, unknown = _fed(words_of(row.get(register.fields.get("feeds", ""), NOTHING)), framework)
    topic = register.topics.get(str(read("topic") or ""), ())
    named = tuple(code for code, one_by_one in codes if one_by_one)
    every = dict.fromkeys((*(code for code, _ in codes), *topic))
    return DataSource(
        name=" ".join(str(read("source") or "").split()),
        family=register.family or kinds.get(str(read("kind") or ""), ""),
        until=_day(read("until")),
        delivery=_day(read("delivery")),
        effort=_number(read("effort")),
        from_year=_year(read("from_year")),
        to_year=_year(read("to_year")),
        indicators=tuple(every),
        named=(*named, *topic),
        questions=(register.question,),
        unknown=tuple((register.question, number, name) for name in unknown),
        **{role: str(read(role) or "").strip() for role in TEXTS},
    )


def _fed(names: Iterable[str], framework: Framework) -> tuple[list[tuple[str, bool]], list[str]]:
    """Return the indicators behind codes of indicators and dimensions, and names of neither."""
    codes = {one.id for one in framework.indicators}
    found: list[tuple[str, bool]] = []
    unknown: list[str] = []
    for name in names:
        inside = [one.id for one in framework.indicators if one.dimension == name.casefold()]
        if name in codes:
            found.append((name, True))
        elif inside:
            found += [(code, False) for code in inside]
        else:
            unknown.append(name)
    return found, unknown


def _together(first: DataSource, second: DataSource) -> DataSource:
    """Join what two rows say of one source: what the first leaves open the second may say."""
    filled: dict[str, Any] = {
        name: getattr(first, name) or getattr(second, name)
        for name in (*TEXTS, "family", "until", "delivery", "from_year", "to_year")
    }
    filled["effort"] = first.effort if first.effort is not None else second.effort
    lists: dict[str, Any] = {
        name: tuple(dict.fromkeys((*getattr(first, name), *getattr(second, name))))
        for name in ("indicators", "named", "questions", "unknown")
    }
    return replace(first, **filled, **lists)


def feeding(sources: Iterable[DataSource], indicator: str) -> Iterator[DataSource]:
    """Yield the sources that feed an indicator."""
    return (one for one in sources if indicator in one.indicators)


def _day(value: Any) -> date | None:
    return parse_day(str(value)) if value else None


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _year(value: Any) -> int | None:
    number = _number(value)
    return int(number) if number is not None else None
