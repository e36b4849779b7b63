"""A case and an evaluation as plain data for files and for keeping; a case can be read back."""

from __future__ import annotations

import csv
import dataclasses
import io
import math
from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any, Final

from paseo.prevention.evaluation.case import (
    Answer,
    Area,
    Assignment,
    Better,
    Case,
    Count,
    Counts,
    CrimeClass,
    Data,
    Line,
    PairedScores,
    PairedShares,
    Periods,
    RivalAnswer,
    Role,
    Series,
    Shares,
    Span,
    Step,
    Waves,
)
from paseo.prevention.evaluation.result import Effect, Evaluation
from paseo.prevention.evaluation.words import Wording
from paseo.stats.interval import Interval

#: Version of the form of evaluation.json.
FORMAT: Final = 1
#: Columns of the long table of effects.
EFFECT_COLUMNS: Final = (
    "method", "part", "kind", "unit", "crime", "comparison", "pooled", "value", "low", "high",
    "level", "p", "sides", "direction", "variance_factor", "readable", "reason", "cautions", "said",
)  # fmt: skip


def plain(value: Any) -> Any:
    """Return data classes, enumerations, days and mappings as what JSON can hold.

    A number that is not finite becomes None: JSON has no such numbers.
    """
    if isinstance(value, Interval):
        numbers = dict(zip(("value", "low", "high"), value.floats(), strict=True))
        return plain({**numbers, "level": value.level, "method": value.method})
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value


def evaluation_to_plain(evaluation: Evaluation, language: str = "en") -> dict[str, Any]:
    """Return an evaluation as plain data: sentences, numbers, case and paths to draw."""
    wording = Wording(evaluation, language)
    said = wording.said()
    return {
        "format": FORMAT,
        "language": language,
        "sentences": plain(said),
        "case": case_to_plain(evaluation.case),
        "counts": plain(evaluation.tallies),
        "proposals": [
            {**plain(one), "fits": one.fits, "said": list(wording.remarks(
                one.reasons if one.fits else one.refusals))}
            for one in evaluation.proposals
        ],
        "headline": None if evaluation.headline is None else _effect(evaluation.headline, wording),
        "effects": [_effect(one, wording) for one in evaluation.effects],
        "disagreements": [
            {**plain(one), "said": list(wording.disagreement(one))}
            for one in evaluation.disagreements
        ],
        "power": [
            {**plain(one), "said": list(wording.power(one))} for one in evaluation.power
        ],
        "rivals": [
            {**plain(one), "name": wording.rival_name(one),
             "said": wording.remark(one.hint) if one.hint else ""}
            for one in evaluation.rivals
        ],
        "evidence": {
            **plain(evaluation.evidence), "said": wording.remark(evaluation.evidence.reason),
        },
        "series": plain(evaluation.series),
        "gaps": plain(evaluation.gaps),
        "notes": [{**plain(one), "said": wording.remark(one)} for one in evaluation.notes],
    }  # fmt: skip


def _effect(effect: Effect, wording: Wording) -> dict[str, Any]:
    made: dict[str, Any] = plain(effect)
    return {
        **made, "readable": effect.readable, "said": wording.value(effect),
        "cautions_said": list(wording.remarks(effect.cautions)),
    }  # fmt: skip


def effects_csv(evaluation: Evaluation, language: str = "en") -> str:
    """Return every effect as one row of a long table."""
    wording = Wording(evaluation, language)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(EFFECT_COLUMNS)
    for one in evaluation.effects:
        numbers = (math.nan,) * 3 if one.estimate is None else one.estimate.floats()
        writer.writerow(
            [
                one.method.value, one.part.value, one.kind.value, one.unit, one.crime,
                " ".join(one.comparison), str(one.pooled).lower(),
                *("" if not math.isfinite(n) else repr(n) for n in numbers),
                evaluation.case.level, "" if one.p is None else repr(one.p), one.sides,
                one.direction.value, one.factor, str(one.readable).lower(),
                wording.remark(one.unreadable) if one.unreadable else "",
                "; ".join(caution.id for caution in one.cautions), wording.value(one),
            ]
        )  # fmt: skip
    return out.getvalue()


def case_to_plain(case: Case) -> dict[str, Any]:
    """Return a case as plain data, whole; :func:`case_from_plain` reads it back."""
    kinds = {Counts: "counts", Series: "series", Waves: "waves"}
    made: dict[str, Any] = plain(case)
    if case.data is not None:
        made["data"]["kind"] = kinds[type(case.data)]
    if isinstance(case.data, Waves):
        for one, held in zip(made["data"]["answers"], case.data.answers, strict=True):
            one["kind"] = type(held).__name__
    return made


def case_from_plain(data: Mapping[str, Any]) -> Case:
    """Return the case that :func:`case_to_plain` wrote.

    Raises:
        KeyError, ValueError, TypeError: the data were not written by it.
    """
    return Case(
        title=data["title"],
        areas=tuple(
            Area(one["id"], Role(one["role"]), one["name"], one["size"]) for one in data["areas"]
        ),
        data=_data(data["data"]),
        start=_day(data["start"]),
        review=_day(data["review"]),
        better=Better(data["better"]),
        crimes=tuple(CrimeClass(**one) for one in data["crimes"]),
        periods=_periods(data["periods"]),
        assignment=Assignment(data["assignment"]),
        answers={
            name: RivalAnswer(Answer(one["answer"]), one["note"], one["who"])
            for name, one in data["answers"].items()
        },
        sources=tuple(data["sources"]),
        **{
            name: data[name]
            for name in (
                "measure", "outcome", "indicator", "unit", "place", "level", "season",
                "variance_factor", "chosen_as_worst", "expected", "mechanism", "note",
            )
        },
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _periods(data: Mapping[str, Any]) -> Periods:
    spans = data["spans"]
    if spans is not None:
        spans = tuple(
            Span(date.fromisoformat(one["first"]), date.fromisoformat(one["last"]))
            for one in spans
        )
    return Periods(data["before"], data["after"], data["unit"], spans)


def _data(data: Mapping[str, Any] | None) -> Data | None:
    if data is None:
        return None
    if data["kind"] == "counts":
        return Counts(tuple(Count(**one) for one in data["cells"]))
    if data["kind"] == "series":
        return Series(
            Step(data["step"]),
            tuple(date.fromisoformat(one) for one in data["starts"]),
            tuple(
                Line(
                    one["area"], tuple(one["counts"]), one["crime"],
                    None if one["exposure"] is None else tuple(one["exposure"]),
                )
                for one in data["lines"]
            ),
        )  # fmt: skip
    return Waves(tuple(_answers(one) for one in data["answers"]))


def _answers(data: Mapping[str, Any]) -> Shares | PairedShares | PairedScores:
    values = {name: value for name, value in data.items() if name != "kind"}
    if data["kind"] == "Shares":
        before, after = values["before"], values["after"]
        return Shares(
            values["area"], (before[0], before[1]),
            None if after is None else (after[0], after[1]), values["design_effect"],
        )  # fmt: skip
    if data["kind"] == "PairedShares":
        return PairedShares(**values)
    return PairedScores(values["area"], tuple(values["before"]), tuple(values["after"]))
