"""The pictures of an evaluation: drawn wide for paper, wide and narrow for pages."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from paseo.prevention.evaluation.case import Role
from paseo.prevention.evaluation.result import (
    Effect,
    Evaluation,
    GapPath,
    Kind,
    Method,
    Part,
    SeriesPath,
    Tally,
)
from paseo.report.charts import (
    CountRow,
    EffectPanel,
    EffectRow,
    Estimate,
    Picture,
    SeriesStep,
    before_after,
    counterfactual,
    effect_panels,
    placebo_gaps,
)
from paseo.report.prevention.evaluation.speaker import EvaluationSpeaker, estimate_of

#: Rows of one picture of effects, and areas of one of counts: more would not fit a page.
MOST_EFFECTS: Final = 18
MOST_AREAS: Final = 12
_UNITS: Final = ("events", "per_period", "harm", "score", "points", "ratio", "quotient")


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture that can be drawn in any width.

    Args:
        key: start of its ids.
        draw: of a key and a width.
        notes: below it.
    """

    key: str
    draw: Callable[[str, float], Picture]
    notes: tuple[str, ...] = ()


# --------------------------------------------------------------------- before and after
def counted(speaker: EvaluationSpeaker, found: Evaluation) -> Drawing | None:
    """Return the counts of every area before and after; nothing where there are none."""
    tallies = [one for one in found.tallies if not one.crime] or _summed(found.tallies)
    if not tallies:
        return None
    rates = any(not _same(one.before, one.before_rate) for one in tallies)
    shown = _few(tallies)
    rows = [_count_row(one, speaker) for one in shown]
    title = speaker.say("picture.counts", outcome=speaker.outcome)
    sentence = _counted_sentence(speaker, tallies)
    sized = any(one.size is not None for one in found.case.areas)
    per = speaker.say("picture.per_size" if sized else "picture.per") if rates else ""

    def draw(key: str, width: float) -> Picture:
        return before_after(
            rows, title=title, description=sentence, words=speaker.chart_words, key=key, per=per,
            width=width,
        )  # fmt: skip

    left = len(tallies) - len(shown)
    notes = (speaker.say("picture.counts_left", count=left),) if left else ()
    return Drawing("counts", draw, notes)


def _few(tallies: Sequence[Tally]) -> list[Tally]:
    """Return the areas that a page can hold: donors stand in the table only where many do."""
    if len(tallies) <= MOST_AREAS:
        return list(tallies)
    return [one for one in tallies if one.role is not Role.DONOR][:MOST_AREAS]


def _same(one: float, other: float | None) -> bool:
    return other is not None and math.isclose(one, other, rel_tol=1e-9)


def _count_row(one: Tally, speaker: EvaluationSpeaker) -> CountRow:
    return CountRow(
        speaker.area(one.area), speaker.role(one.role), one.before, one.after, one.before_rate,
        one.after_rate, own=one.role is Role.TREATED,
    )  # fmt: skip


def _summed(tallies: Iterable[Tally]) -> list[Tally]:
    """Return one tally for each area, over its classes."""
    found: dict[str, Tally] = {}
    for one in tallies:
        held = found.get(one.area)
        found[one.area] = one if held is None else Tally(
            one.area, one.role, held.before + one.before, _sum(held.after, one.after),
            held.before_rate + one.before_rate, _sum(held.after_rate, one.after_rate),
        )  # fmt: skip
    return list(found.values())


def _sum(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one + other


def _counted_sentence(speaker: EvaluationSpeaker, tallies: Sequence[Tally]) -> str:
    unit = speaker.wording.unit("events")
    treated = [one for one in tallies if one.role is Role.TREATED]
    before = sum(one.before for one in treated)
    afters = [one.after for one in treated if one.after is not None]
    if len(afters) < len(treated):
        return speaker.say("picture.counts_plan", before=speaker.count(before), unit=unit)
    phrase = "picture.counts_sentence" if len(treated) == 1 else "picture.counts_sum"
    values = {"before": speaker.count(before), "after": speaker.count(sum(afters))}
    return speaker.say(phrase, unit=unit, **values)


# ------------------------------------------------------------------------------- effects
def effects(speaker: EvaluationSpeaker, found: Evaluation) -> list[Drawing]:
    """Return every comparison and method, one picture for each unit, classes apart."""
    drawn: list[Drawing] = []
    whole = [one for one in shown(found.effects) if not one.crime]
    classes = [one for one in shown(found.effects) if one.crime and one.pooled]
    for chosen, title, key in (
        (whole, "picture.effects", "effects"), (classes, "picture.classes", "classes")
    ):  # fmt: skip
        for unit in _units(chosen):
            held = sorted((one for one in chosen if one.unit == unit), key=_order)
            for first in range(0, len(held), MOST_EFFECTS):
                part = held[first : first + MOST_EFFECTS]
                drawn.append(_effects(speaker, part, title, f"{key}-{unit}-{first}"))
    return drawn


def _order(one: Effect) -> tuple[int, int]:
    """Keep the rows of a method and of what it is about together."""
    return list(Method).index(one.method), list(Part).index(one.part)


def shown(effects: Iterable[Effect]) -> list[Effect]:
    """Return effects without repeats: what moved does not hang on the comparison of the rest."""
    seen: set[tuple[object, ...]] = set()
    found = []
    for one in effects:
        if one.part is Part.DISPLACEMENT and one.estimate is not None:
            key = (one.method, one.crime, one.unit, one.estimate.floats())
            if key in seen:
                continue
            seen.add(key)
        found.append(one)
    return found


def _effects(speaker: EvaluationSpeaker, chosen: Sequence[Effect], title: str, key: str) -> Drawing:
    panel = _panel(speaker, chosen)
    level = speaker.level(speaker.case.level)
    name = speaker.say(title, what=panel.title)
    lines = any(row.estimate.ends for row in panel.rows)
    sentence = speaker.say("picture.effects_sentence" if lines else "picture.effects_points",
                           level=level)  # fmt: skip

    def draw(key: str, width: float) -> Picture:
        return effect_panels(
            [panel],
            title=name,
            description=sentence,
            words=speaker.chart_words,
            key=key,
            interval=speaker.say("interval_words", level=level),
            width=width,
        )

    return Drawing(key, draw)


def _units(chosen: Iterable[Effect]) -> list[str]:
    """Return the units that stand there, differences first, ratios next."""
    held = {one.unit for one in chosen}
    return [one for one in _UNITS if one in held] + sorted(held - set(_UNITS))


def _panel(speaker: EvaluationSpeaker, chosen: Sequence[Effect]) -> EffectPanel:
    kind = chosen[0].kind
    less, more = _sides(kind, chosen[0].unit)
    return EffectPanel(
        title=speaker.say(f"panel.{kind}", unit=speaker.unit(chosen[0])),
        rows=tuple(_effect_row(speaker, one) for one in chosen),
        ratio=kind is Kind.RATIO,
        none=speaker.say("no_effect"),
        lower=speaker.say(less) if less else "",
        higher=speaker.say(more) if more else "",
    )


def _sides(kind: Kind, unit: str) -> tuple[str, str]:
    """Return what lies on both sides of no effect; a quotient has no sides."""
    if kind is Kind.QUOTIENT:
        return "", ""
    return ("lower", "higher") if unit in ("points", "score") else ("fewer", "more")


def _effect_row(speaker: EvaluationSpeaker, one: Effect) -> EffectRow:
    missing = speaker.remark(one.unreadable) if one.unreadable else ""
    label = speaker.crime(one.crime) if one.crime else speaker.comparison(one)
    estimate = estimate_of(one)
    if not missing and not estimate.known:
        missing = speaker.say("table.unreadable")
    several = one.pooled and len(one.comparison) > 1
    return EffectRow(label, speaker.how(one), estimate, missing, pooled=several)


# -------------------------------------------------------------------------------- series
def series(speaker: EvaluationSpeaker, found: Evaluation) -> list[Drawing]:
    """Return the series of each method with what would have been expected."""
    chosen: dict[Method, SeriesPath] = {}
    for one in found.series:
        # Of each method the one with most comparison areas: the others stand among the effects.
        held = chosen.get(one.method)
        if not one.crime and (held is None or len(one.comparison) > len(held.comparison)):
            chosen[one.method] = one
    return [_series(speaker, one, at) for at, one in enumerate(chosen.values())]


def _series(speaker: EvaluationSpeaker, path: SeriesPath, at: int) -> Drawing:
    steps = []
    for index, day in enumerate(path.starts):
        after = index - path.split
        expected = Estimate(None)
        if 0 <= after < len(path.expected):
            expected = Estimate(path.expected[after], path.low[after], path.high[after])
        fitted = path.fitted[index] if index < len(path.fitted) else None
        steps.append(
            SeriesStep(speaker.period(day, path.step), path.observed[index], fitted, expected)
        )
    title = speaker.say(
        "picture.series",
        outcome=speaker.outcome,
        area=speaker.areas(path.areas),
        method=speaker.method(path.method),
    )
    sentence = _series_sentence(speaker, path)
    level = speaker.level(path.level)

    def draw(key: str, width: float) -> Picture:
        return counterfactual(
            steps, start=path.split, title=title, description=sentence,
            words=speaker.chart_words, key=key, width=width,
            interval=speaker.say("interval_band", level=level),
        )  # fmt: skip

    return Drawing(f"series-{at}", draw)


def _series_sentence(speaker: EvaluationSpeaker, path: SeriesPath) -> str:
    pairs = [
        (counted, path.expected[at])
        for at, counted in enumerate(path.observed[path.split :])
        if counted is not None and at < len(path.expected)
    ]
    return speaker.say(
        "picture.series_sentence",
        observed=speaker.number(sum(one for one, _ in pairs), 0),
        expected=speaker.number(sum(one for _, one in pairs), 0),
    )


# ------------------------------------------------------------------------------ placebos
def placebos(speaker: EvaluationSpeaker, found: Evaluation) -> list[Drawing]:
    """Return the gap of the area of the measure among those of all other areas."""
    return [_placebos(speaker, one, at) for at, one in enumerate(found.gaps) if not one.crime]


def _placebos(speaker: EvaluationSpeaker, path: GapPath, at: int) -> Drawing:
    kept = [one for one in path.placebos if one.kept]
    left = len(path.placebos) - len(kept)
    labels = [speaker.period(day, path.step) for day in path.starts]
    lines = [(speaker.area(one.area), one.gap) for one in kept]
    # Placebos that fit badly stay in the rank, as they do in the sentences.
    rank = 1 + sum(one.ratio >= path.ratio for one in path.placebos)
    title = speaker.say("picture.placebos", count=speaker.number(len(kept), 0))
    others = len(path.placebos)
    sentence = (
        speaker.say("picture.placebos_first", count=speaker.number(others, 0))
        if rank == 1
        else speaker.say(
            "picture.placebos_sentence", rank=speaker.number(rank, 0),
            count=speaker.number(others + 1, 0),
        )
    )  # fmt: skip

    def draw(key: str, width: float) -> Picture:
        return placebo_gaps(
            labels, path.gap, lines, start=path.split, title=title, description=sentence,
            words=speaker.chart_words, key=key, width=width,
        )  # fmt: skip

    notes = (speaker.say("picture.placebos_left", count=left),) if left else ()
    return Drawing(f"placebos-{at}", draw, notes)
