"""From a framework to the codes by which observations are checked."""

from __future__ import annotations

from typing import Final

from paseo.assessment.framework import Framework, Indicator
from paseo.evidence.vocabulary import BreakdownTerms, IndicatorTerms, UnitTerms, Vocabulary

#: Kinds that are one number over another; a median or a class is not.
_QUOTIENTS: Final = ("register_rate", "register_share", "survey_share", "spatial_ratio")
#: Units without a base of their own that are still quotients.
_FACTORS: Final = {"percent": 100.0, "ratio": 1.0, "index_0_1": 1.0}
#: What cannot fall below nought, whatever the pack says.
_NEVER_NEGATIVE: Final = ("register_rate", "register_share", "survey_share", "time", "flag")
_SHARES: Final = ("register_share", "survey_share")


def vocabulary(framework: Framework) -> Vocabulary:
    """Return the codes of a framework, as the evidence floor checks observations by them.

    Where the pack leaves a range open, the kind closes it: a share lies between 0 and 100 %,
    a rate or a time is not negative, a flag is 0 or 1.

    Args:
        framework: a framework pack, read and checked.
    """
    return Vocabulary(
        framework=framework.id,
        version=framework.version,
        indicators={one.id: _terms(one, framework) for one in framework.indicators},
        units={code: UnitTerms(code, unit.label) for code, unit in framework.units.items()},
        breakdowns={
            code: BreakdownTerms(code, one.name, one.codes)
            for code, one in framework.breakdowns.items()
        },
    )


def _terms(indicator: Indicator, framework: Framework) -> IndicatorTerms:
    low, high = _range(indicator)
    return IndicatorTerms(
        code=indicator.id,
        name=indicator.name,
        definition=indicator.definition,
        kind=indicator.kind,
        unit=indicator.unit,
        factor=_factor(indicator, framework),
        low=low,
        high=high,
        levels=indicator.levels,
        breakdowns=indicator.breakdowns,
        denominators=indicator.denominators,
        scale=indicator.scale,
        cut=indicator.cut,
    )


def _factor(indicator: Indicator, framework: Framework) -> float | None:
    if indicator.kind not in _QUOTIENTS:
        return None
    unit = framework.units.get(indicator.unit)
    if unit is not None and unit.per:
        return unit.per
    return _FACTORS.get(indicator.unit)


def _range(indicator: Indicator) -> tuple[float | None, float | None]:
    low, high = indicator.low, indicator.high
    if low is None and indicator.kind in _NEVER_NEGATIVE:
        low = 0.0
    if high is None:
        if indicator.kind in _SHARES and indicator.unit == "percent":
            high = 100.0
        elif indicator.kind == "flag":
            high = 1.0
    return low, high
