"""An evaluation for other programs: plain JSON with its sentences, and a long table of effects.

What is kept to be read back is in ``stored``.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import math
from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any, Final

from paseo.evidence.city_around import GENERATED
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


def to_plain(
    evaluation: Evaluation, language: str = "en", *, generated: bool = False
) -> dict[str, Any]:
    """Return an evaluation as plain data: sentences, numbers, case and paths to draw.

    Args:
        evaluation: what was found.
        language: of the sentences.
        generated: the counts were invented.
    """
    wording = Wording(evaluation, language)
    said = wording.said()
    return {
        "format": FORMAT,
        "generated": generated,
        "language": language,
        "sentences": plain(said),
        "case": plain(evaluation.case),
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


def to_csv(evaluation: Evaluation, language: str = "en", *, generated: bool = False) -> str:
    """Return every effect as one row of a long table.

    With invented counts a last column says so in every row.
    """
    wording = Wording(evaluation, language)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow((*EFFECT_COLUMNS, GENERATED) if generated else EFFECT_COLUMNS)
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
                *(["true"] if generated else []),
            ]
        )  # fmt: skip
    return out.getvalue()
