"""What was done to the data, step by step, in words: from the records of a built index."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from paseo.assessment.index.words.speaking import IndexWords
from paseo.stats.composite import Note, Record

#: More notes of one kind than this are said together, where there are words for it.
_EACH: Final = 4
#: Of notes for which there are no such words, so many are said.
_MOST: Final = 12
#: Notes of which only the number matters.
_TOGETHER: Final = frozenset({"within-limits", "normalised"})
#: Notes that tables tell better.
_IN_TABLES: Final = frozenset({"weight", "aggregated"})
#: Figures that are shares.
_SHARES: Final = frozenset({"share", "least", "least_nonzero", "explained"})
#: Names of columns and groups, said as they are.
_PLAIN: Final = frozenset({"column", "group", "wave", "side", "by", "reason", "method"})


@dataclass(frozen=True, slots=True)
class StepTold:
    """One step: its name, the method with what was chosen, what it did and could not do."""

    step: str
    title: str
    method: str
    did: tuple[str, ...]
    could_not: tuple[str, ...]


def steps(words: IndexWords) -> tuple[StepTold, ...]:
    """Return the account of every step in the order in which they ran."""
    return tuple(
        StepTold(
            record.step,
            title(words, record.step),
            method(words, record),
            tuple(notes(words, record.did)),
            tuple(notes(words, record.could_not)),
        )
        for record in words.run.built.records
    )


def title(words: IndexWords, step: str) -> str:
    """Return the name of a step."""
    return words.say(f"step.{step}") if f"step.{step}" in words.phrases else step


def method(words: IndexWords, record: Record) -> str:
    """Return the method of a step in a sentence, with what was chosen."""
    said = f"method.{record.step}.{record.method}"
    if said not in words.phrases:
        return words.say("method.other", method=record.method)
    return words.say(said, **_settings(words, record.settings))


def method_name(words: IndexWords, step: str, name: str) -> str:
    """Return the short name of a method, its code where there are no words."""
    said = f"name.{step}.{name}"
    return words.say(said) if said in words.phrases else name


def notes(words: IndexWords, held: Sequence[Note]) -> Iterable[str]:
    """Yield what notes say; many of one kind together."""
    kinds: dict[str, list[Note]] = {}
    for note in held:
        if note.kind not in _IN_TABLES:
            kinds.setdefault(note.kind, []).append(note)
    if "winsorised" in kinds:  # said by indicator already
        kinds.pop("point-winsorised", None)
    for kind, same in kinds.items():
        each = 0 if kind in _TOGETHER else _EACH
        if len(same) > each and f"many.{kind}" in words.phrases:
            yield _many(words, kind, same)
            continue
        for note in same[:_MOST]:
            yield said(words, note)
        if len(same) > _MOST:
            rest = len(same) - _MOST
            yield words.say("note.more", count=rest, more=words.count(rest))


def said(words: IndexWords, note: Note) -> str:
    """Return one note as a sentence."""
    figures = {name: _figure(words, name, value) for name, value in note.values.items()}
    figures["entry"] = words.element(note.entry) if note.entry else ""
    figures["named"] = words.unit(note.unit) if note.unit else ""
    apart = note.values.get("reason", note.values.get("by", ""))
    for phrase in (f"note.{note.kind}.{apart}", f"note.{note.kind}"):
        if phrase in words.phrases:
            if (by := f"by.{note.values.get('by', '')}") in words.phrases:
                figures["by"] = words.say(by)
            return words.say(phrase, **_filled(words, figures), **_counted(note))
    return _unknown(words, note, figures)


def _unknown(words: IndexWords, note: Note, figures: Mapping[str, str]) -> str:
    """Return a note for which there are no words: its kind with every figure it brings."""
    about = [one for one in (figures["entry"], figures["named"]) if one]
    told = [*about, *(f"{name} {figures[name]}" for name in note.values)]
    kind = note.kind.replace("-", " ")
    return words.say("note.other", kind=kind, told=", ".join(told)) if told else f"{kind}."


def _counted(note: Note) -> dict[str, float]:
    """Return the number that decides the plural."""
    for name in ("points", "units", "known", "distinct"):
        if isinstance(note.values.get(name), int | float):
            return {"count": float(note.values[name])}
    return {"count": 2.0}


def _many(words: IndexWords, kind: str, same: Sequence[Note]) -> str:
    entries = list(dict.fromkeys(note.entry for note in same if note.entry))
    units = list(dict.fromkeys(note.unit for note in same if note.unit))
    points = sum(int(note.values.get("points", 0)) for note in same)
    return words.say(
        f"many.{kind}",
        count=len(same),
        notes=words.count(len(same)),
        entries=words.list((words.element(one) for one in entries), 10),
        indicators=words.count(len(entries)),
        named=words.list((words.unit(one) for one in units), 10),
        units=words.count(len(units)),
        points=words.count(points),
    )


def _figure(words: IndexWords, name: str, value: Any) -> str:
    if name in _PLAIN or isinstance(value, str):
        return str(value)
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, int | float):
        if not math.isfinite(value):
            return words.say("not_known")
        if name in _SHARES and 0 <= value <= 1:
            return words.percent(float(value))
        return words.number(float(value), 0 if float(value).is_integer() else None)
    if isinstance(value, list | tuple):
        return words.list((_figure(words, name, one) for one in value), 10)
    if isinstance(value, Mapping):
        return words.list((f"{words.element(str(one))}: {two}" for one, two in value.items()), 10)
    return str(value)


def _settings(words: IndexWords, settings: Mapping[str, Any]) -> dict[str, str]:
    return _filled(words, {name: _figure(words, name, value) for name, value in settings.items()})


#: Values that sentences ask for; what a record does not bring is said to be unknown.
_ASKED: Final = (
    "low", "high", "mean", "sd", "skew", "kurtosis", "most", "least", "least_nonzero", "group",
    "unit", "factor", "draws", "column", "scale", "units", "known", "of", "share", "nonzero",
    "value", "by", "wave", "points", "skew_before", "kurtosis_before", "before", "after", "power",
    "limit_skew", "limit_kurtosis", "distinct", "side", "ratio", "penalty", "seed", "by_column",
    "entry", "named", "reason", "lowest", "highest", "rounds", "experts", "explained",
)  # fmt: skip


def _filled(words: IndexWords, figures: Mapping[str, str]) -> dict[str, str]:
    unknown = words.say("not_known")
    found = {name: figures.get(name, unknown) for name in _ASKED}
    return {**found, **{name: one for name, one in figures.items() if name != "count"}}
