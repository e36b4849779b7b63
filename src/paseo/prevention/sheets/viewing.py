"""A sheet with everything that is shown beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from paseo.evidence.areas import AreaTree
from paseo.prevention.sheets.baseline import baselines, count_in
from paseo.prevention.sheets.comparing import Candidate, propose_comparisons
from paseo.prevention.sheets.fixing import in_force
from paseo.prevention.sheets.likeness import Like, like_practices
from paseo.prevention.sheets.links import LinksPack
from paseo.prevention.sheets.matching import Shown, matching_links
from paseo.prevention.sheets.practices import Practice
from paseo.prevention.sheets.seeing import Seeing, Unseen, what_could_be_seen
from paseo.prevention.sheets.sheet import Baseline, Sheet, State, state_of


@dataclass(frozen=True)
class SheetView:
    """A sheet as it is looked at on a day.

    Args:
        sheet: as it was written, what was fixed unchanged. force: with its amendments.
        baseline: values before the start: those kept when it was fixed, else the last ones.
        candidates: areas proposed for comparison, the likest first.
        links: what other rooms ask of it, by room.
    """

    sheet: Sheet
    force: Sheet
    state: State
    today: date
    likes: tuple[Like, ...]
    baseline: tuple[Baseline, ...]
    candidates: tuple[Candidate, ...]
    seeing: Seeing | Unseen
    links: Mapping[str, tuple[Shown, ...]]
    pack: LinksPack


def look_at(
    sheet: Sheet,
    today: date,
    practices: Iterable[Practice],
    links: LinksPack,
    observations: pl.DataFrame | None = None,
    areas: AreaTree | None = None,
) -> SheetView:
    """Return a sheet with practices, baseline, proposed comparison, power and links.

    Args:
        practices: from the catalogue and from other cities.
        observations: of the city, None where there are none.
        areas: the city's areas.
    """
    force = in_force(sheet)
    treated = force.area or (areas.city.id if areas else "")
    whole_city = not force.area or (areas is not None and force.area == areas.city.id)
    before = force.baseline
    candidates: tuple[Candidate, ...] = ()
    if observations is not None:
        before = before or baselines(observations, force.indicators, treated)
        outcome = next(iter(force.indicators), "")
        if areas is not None and outcome:
            candidates = propose_comparisons(observations, outcome, treated, areas)
    return SheetView(
        sheet, force, state_of(force, today), today, like_practices(force, practices), before,
        candidates, _seeing(force, whole_city, before, observations),
        matching_links(force, links), links,
    )  # fmt: skip


def _seeing(
    sheet: Sheet, whole_city: bool, before: tuple[Baseline, ...], observations: pl.DataFrame | None
) -> Seeing | Unseen:
    if whole_city:
        return Unseen("whole_city")
    if not sheet.comparison:
        return Unseen("no_comparison")
    # Only what happens is counted; a feeling is a share of answers, with a power of its own.
    treated = next((one for one in before if one.indicator == sheet.happens), None)
    if treated is None or not treated.numerator:
        return Unseen("no_count")
    beside = [
        None if observations is None
        else count_in(observations, sheet.happens, area, treated.period)
        for area in sheet.comparison
    ]  # fmt: skip
    # A sum over some of them would promise less than all of them can show, or more.
    counted = [one for one in beside if one is not None]
    if len(counted) < len(beside) or sum(counted) <= 0:
        return Unseen("comparison_not_counted")
    return what_could_be_seen(treated, sum(counted), displacement=bool(sheet.displacement))
