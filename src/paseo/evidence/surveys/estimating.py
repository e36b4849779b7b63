"""From a survey and its mapping to results: every indicator, everywhere, on both bases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from paseo.content.hints import hint
from paseo.content.phrases import load_phrases
from paseo.content.problems import Place as FilePlace
from paseo.content.problems import Problems
from paseo.evidence import columns
from paseo.evidence.city import Area
from paseo.evidence.disclosure import Thresholds
from paseo.evidence.surveys.checks import check_survey
from paseo.evidence.surveys.comparing import answers_that_count, group_differences
from paseo.evidence.surveys.data import SurveyData
from paseo.evidence.surveys.design_checks import answered_only
from paseo.evidence.surveys.mapping import (
    BASES,
    Base,
    Domain,
    IndicatorRule,
    SurveyMapping,
    Wave,
)
from paseo.evidence.surveys.protecting import protect_results
from paseo.evidence.surveys.recoding import Counted, group, measure, read_column, texts_of
from paseo.evidence.surveys.results import (
    NO_MARGIN,
    NOT_ESTIMABLE,
    Difference,
    Place,
    Progress,
    Result,
    SampleFacts,
    SurveyResults,
    Without,
)
from paseo.evidence.surveys.waves import changes_between
from paseo.evidence.surveys.weighting import Sample, survey_design
from paseo.stats.survey import (
    Estimate,
    Grouping,
    SurveyError,
    effective_sample,
    survey_difference,
    survey_gap,
    survey_mean,
    survey_share,
    survey_total,
)

FloatArray = NDArray[np.float64]
AREA: Final = "area"
#: A model with a constant and one covariate over fewer areas explains nothing.
FEWEST_AREAS: Final = 5
_PERCENT: Final = 100.0


def estimate_survey(
    data: SurveyData,
    mapping: SurveyMapping,
    *,
    areas: Sequence[Area] | None = None,
    level: float = 0.95,
    compare: bool = True,
    thresholds: Mapping[str, int] | None = None,
    progress: Progress | None = None,
) -> SurveyResults:
    """Estimate every indicator of a mapping, for the city, its areas and its groups.

    Shares, means, totals and gaps with design-based intervals; shares and gaps on both bases
    (with and without those who gave no answer). What rests on too few answers is withheld, and
    whatever would give it away, before anything is returned.

    Args:
        data: the table of respondents.
        mapping: what its columns mean.
        areas: of the city; None takes the areas of the mapping as its districts.
        level: confidence level of every interval.
        compare: also compare groups with each other and areas with the rest of the city.
        thresholds: ``survey`` and ``weak``, where the city asks for more than 30 and 100.
        progress: called before each indicator.

    Raises:
        Refused: when the file has errors under this mapping (:func:`.checks.check_survey`).
        MissingExtraError: svy is not installed (extra ``survey``).
    """
    problems = check_survey(data, mapping)
    problems.refuse()
    tell = progress or (lambda done, total, step: None)
    waves = _waves(mapping)
    total = len(waves) * len(mapping.indicators) + 1
    found: list[Result] = []
    differences: list[Difference] = []
    without: list[Without] = []
    facts: list[SampleFacts] = []
    least = Thresholds().raised(thresholds or {}).survey if compare else None
    for number, wave in enumerate(waves):
        part = _of_wave(data, mapping, wave)
        sample = _sample(part, mapping, wave)
        facts.append(_facts(sample, mapping))
        answers = _Answers(sample, mapping)
        for at, rule in enumerate(mapping.indicators):
            tell(number * len(mapping.indicators) + at, total, rule.id)
            held, compared = _estimate(sample, mapping, rule, answers, level, least)
            found += held
            differences += compared
            if rule.kind in ("share", "mean"):
                without.append(_without(sample, rule, answers))
    tell(total - 1, total, "protect")
    results = SurveyResults(
        mapping, tuple(facts), tuple(found), tuple(differences), without=tuple(without)
    )
    results = protect_results(results, areas=areas, thresholds=thresholds or {})
    return replace(results, changes=changes_between(results))


def direct_by_area(
    data: SurveyData, mapping: SurveyMapping, indicator: str, *, level: float = 0.95
) -> list[Result]:
    """Return the direct estimates of one indicator by area, before disclosure control.

    For models that borrow strength between areas (:mod:`.districts`), which need every area;
    they must not be shown as they are. Of several waves the last is taken.

    Raises:
        Refused: when the file has errors, or the mapping has no such indicator or no areas.
    """
    problems = check_survey(data, mapping)
    rule = next((one for one in mapping.indicators if one.id == indicator), None)
    domain = next((one for one in mapping.domains if one.areas), None)
    if rule is None:
        known = [one.id for one in mapping.indicators]
        problems.add("S733", FilePlace(mapping.file), value=indicator, hint=hint(indicator, known))
    elif domain is None:
        reason = load_phrases("paseo.evidence.surveys").map("small_area_no_areas")
        problems.add("S745", FilePlace(mapping.file), reason=reason, least=FEWEST_AREAS)
    problems.refuse()
    assert rule is not None and domain is not None
    wave = _waves(mapping)[-1]
    sample = _sample(_of_wave(data, mapping, wave), mapping, wave)
    answers = _Answers(sample, mapping)
    values = [answers.over(one, rule, rule.base) for one in answers.measures(rule)]
    return _results(sample, rule, rule.base, values, _Cut(domain), answers, level)


def _waves(mapping: SurveyMapping) -> tuple[Wave, ...]:
    return mapping.design.waves or (Wave("", mapping.survey.period),)


def _of_wave(data: SurveyData, mapping: SurveyMapping, wave: Wave) -> SurveyData:
    name = mapping.design.wave_column
    if not name:
        return data
    kept = (texts_of(data.frame[name]) == wave.cell).fill_null(False)
    return data.only(kept.arg_true().to_list())


def _sample(data: SurveyData, mapping: SurveyMapping, wave: Wave) -> Sample:
    answered = answered_only(data, mapping)
    held, design = survey_design(answered, mapping)
    return Sample(
        held,
        design,
        wave.period,
        wave.mode or mapping.survey.mode,
        wave.sample or mapping.survey.sample,
        data.respondents if mapping.design.outcome else None,
    )


def _facts(sample: Sample, mapping: SurveyMapping) -> SampleFacts:
    design = sample.design
    strata, clusters, _ = design.codes
    return SampleFacts(
        period=sample.period,
        mode=sample.mode,
        sample=sample.sample,
        drawn=sample.drawn,
        n=design.n,
        effective=effective_sample(design).effective,
        strata=len(np.unique(strata)) if mapping.design.strata else 0,
        clusters=len(np.unique(clusters)) if mapping.design.clusters else 0,
        replicates=0 if design.replicates is None else design.replicates.shape[1],
        weighting=tuple(one.step for one in mapping.weighting),
    )


class _Answers:
    """The columns of one wave, read once, and the groups of each domain."""

    def __init__(self, sample: Sample, mapping: SurveyMapping) -> None:
        frame = sample.data.frame
        used = dict.fromkeys(name for rule in mapping.indicators for name in rule.used())
        self.columns = {name: read_column(frame[name], mapping.answer(name)) for name in used}
        self.groups = {
            one.id: Grouping.of(
                group(frame[one.column], one, mapping.answer(one.column)).groups.to_numpy()
            )
            for one in mapping.domains
        }

    def measures(self, rule: IndicatorRule) -> list[Counted]:
        return [measure(self.columns, one) for one in rule.measures]

    def over(self, counted: Counted, rule: IndicatorRule, base: Base) -> FloatArray:
        """Return the numbers on one base; NaN outside it."""
        y = counted.y.to_numpy().astype(np.float64)
        if base == "valid_answers":
            return y
        inside = counted.reason.is_not_null() & ~counted.reason.is_in(list(rule.outside))
        return np.where(np.isnan(y) & inside.fill_null(False).to_numpy(), 0.0, y)


@dataclass(frozen=True)
class _Cut:
    """One way of dividing the respondents: nothing, areas, groups, or areas by groups."""

    area: Domain | None = None
    group: Domain | None = None

    def by(self, answers: _Answers) -> dict[str, Grouping] | None:
        found = {}
        if self.area is not None:
            found[AREA] = answers.groups[self.area.id]
        if self.group is not None:
            found["group"] = answers.groups[self.group.id]
        return found or None

    def place(self, label: tuple[tuple[str, str], ...], period: str) -> Place:
        parts = dict(label)
        breakdown = f"{self.group.id}={parts['group']}" if self.group else columns.TOTAL
        return Place(period, parts.get(AREA, ""), breakdown)


def _cuts(mapping: SurveyMapping, rule: IndicatorRule) -> list[_Cut]:
    """Return every division that is wanted; a gap between groups is not divided by them."""
    groups = [one for one in mapping.domains if not one.areas and one.id != rule.domain]
    areas = [one for one in mapping.domains if one.areas]
    crossed = [_Cut(area, one) for area in areas for one in groups if one.id in area.crossed]
    return [_Cut(), *(_Cut(one) for one in areas), *(_Cut(None, one) for one in groups), *crossed]


def _estimate(
    sample: Sample,
    mapping: SurveyMapping,
    rule: IndicatorRule,
    answers: _Answers,
    level: float,
    least: int | None,
) -> tuple[list[Result], list[Difference]]:
    """Estimate one indicator everywhere; compare groups of so many answers, none where None."""
    found: list[Result] = []
    compared: list[Difference] = []
    counted = answers.measures(rule)
    for base in BASES if rule.counts else BASES[:1]:
        values = [answers.over(one, rule, base) for one in counted]
        for cut in _cuts(mapping, rule):
            found += _results(sample, rule, base, values, cut, answers, level)
            headline = base == rule.base or not rule.counts
            if least and headline and rule.kind in ("share", "mean") and _margins(sample):
                compared += _compared(sample, rule, values[0], cut, answers, level, least)
    return found, compared


def _compared(
    sample: Sample,
    rule: IndicatorRule,
    y: FloatArray,
    cut: _Cut,
    answers: _Answers,
    level: float,
    least: int,
) -> list[Difference]:
    if (cut.area is None) == (cut.group is None):
        return []  # neither the whole, nor areas by groups: too many to say anything of
    domain = cut.area or cut.group
    assert domain is not None
    return group_differences(
        sample.design, y, answers.groups[domain.id], rule, domain, sample.period, level, least
    )


def _margins(sample: Sample) -> bool:
    return sample.sample != "self_selected"


def _results(
    sample: Sample,
    rule: IndicatorRule,
    base: Base,
    values: list[FloatArray],
    cut: _Cut,
    answers: _Answers,
    level: float,
) -> list[Result]:
    by = cut.by(answers)
    try:
        estimates = _ask(sample, rule, values, answers, by, level)
    except SurveyError as error:
        if error.problems[0].code == "group-absent":
            return []
        problems = Problems()
        problems.add("S742", sample.data.place(), id=rule.id, error=str(error))
        problems.refuse()
        raise
    factor = _PERCENT if rule.counts else 1.0
    weight = sample.design.weight
    return [
        _result(
            one, sample, rule, base, cut.place(one.domain, sample.period), factor,
            _effect(one, _variance(one, values[0], weight, by)),
        )
        for one in estimates
    ]  # fmt: skip


def _ask(
    sample: Sample,
    rule: IndicatorRule,
    values: list[FloatArray],
    answers: _Answers,
    by: dict[str, Grouping] | None,
    level: float,
) -> list[Estimate]:
    design, y, counted = sample.design, values[0], answers_that_count(rule)
    if rule.kind == "share":
        return survey_share(design, y, by=by, level=level, **counted)
    if rule.kind == "mean":
        return survey_mean(design, y, by=by, level=level)
    if rule.kind == "total":
        return survey_total(design, y, by=by, level=level)
    if rule.kind == "gap":
        # Each share on those who answered it: the gap is then that of the published values.
        return survey_gap(design, y, values[1], base="each", by=by, level=level, **counted)
    groups = answers.groups[rule.domain]
    first, second = rule.groups[0], rule.groups[1]
    return survey_difference(design, y, groups, first, second, by=by, level=level, **counted)


def _result(
    one: Estimate,
    sample: Sample,
    rule: IndicatorRule,
    base: Base,
    place: Place,
    factor: float,
    effect: float | None,
) -> Result:
    known = np.isfinite(one.value)
    # Where all answered alike a mean has no ends, and an error of nought would claim to know it.
    ends = np.isfinite(one.low) and np.isfinite(one.high)
    margin = known and ends and _margins(sample) and one.df > 0

    def unit(number: float | None) -> float | None:
        shown = margin and number is not None and np.isfinite(number)
        return float(number) * factor if shown and number is not None else None

    return Result(
        rule=rule,
        base=base,
        place=place,
        value=float(one.value) * factor if known else None,
        se=unit(one.se),
        low=unit(one.low),
        high=unit(one.high),
        df=one.df,
        n=_answers_of(one),
        deff=effect if margin else None,
        level=one.level,
        method=one.method if margin else "",
        standing="shown" if known else "withheld",
        why="" if margin else NO_MARGIN if known else NOT_ESTIMABLE,
    )


def _answers_of(one: Estimate) -> int:
    """Return the answers that must not be few: of a difference those of its smaller side."""
    return one.n if one.kind in ("difference", "gap") and one.n < one.n_base else one.n_base


def _effect(one: Estimate, variance: float | None) -> float | None:
    """Return the design effect ``se^2 n / s^2`` against a simple random sample.

    With replacement: weights that are scaled to the interviews tell no size of the population,
    from which a correction could be taken.

    Args:
        variance: of the answers, weighted; None where it is not known.
    """
    if one.kind == "share" and 0 < one.value < 1 and one.n_base > 1:
        return one.se**2 * (one.n_base - 1) / (one.value * (1 - one.value))
    if variance and one.kind == "mean" and one.n_base > 1:
        return one.se**2 * one.n_base / variance
    return None


def _variance(
    one: Estimate, y: FloatArray, weight: FloatArray, by: Mapping[str, Grouping] | None
) -> float | None:
    """Return the weighted variance of the answers behind a mean."""
    if one.kind != "mean" or one.n_base < 2:
        return None
    inside = ~np.isnan(y)
    for name, label in one.domain:
        assert by is not None
        inside &= by[name].holds(label)
    held, share = y[inside], weight[inside] / weight[inside].sum()
    spread = float((share * (held - (share * held).sum()) ** 2).sum())
    return spread * len(held) / (len(held) - 1)


def _without(sample: Sample, rule: IndicatorRule, answers: _Answers) -> Without:
    """Return the weighted shares of those asked who gave no answer, by reason.

    Whom the question does not concern was not asked: what lies outside both bases is no silence.
    """
    counted = answers.measures(rule)[0]
    reason = counted.reason.set(counted.reason.is_in(list(rule.outside)), None)
    weight = sample.design.weight
    asked = (counted.y.is_not_null() | reason.is_not_null()).to_numpy()
    whole = float(weight[asked].sum())
    shares = (
        pl.DataFrame({"reason": reason, "weight": weight})
        .filter(pl.col("reason").is_not_null())
        .group_by("reason")
        .agg(pl.col("weight").sum())
        .sort("weight", descending=True)
    )
    return Without(
        rule,
        sample.period,
        int(asked.sum()),
        tuple((reason, _PERCENT * held / whole) for reason, held in shares.iter_rows()),
    )
