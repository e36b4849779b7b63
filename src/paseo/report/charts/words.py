"""The few words that stand in pictures and at the head of their tables, in one language."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache

from paseo.content.phrases import load_phrases


@dataclass(frozen=True, slots=True)
class Words:
    """Words of one language; ``dataclasses.replace`` puts others in their place.

    ``language`` also decides how numbers are written.
    """

    language: str
    value: str
    low: str
    high: str
    span: str
    no_interval: str
    not_assessed: str
    suppressed: str
    peers: str
    peers_tenth: str
    peers_median: str
    peers_ninetieth: str
    no_peers: str
    better: str
    beyond: str
    happens: str
    felt: str
    context: str
    indicator: str
    dimension: str
    place: str
    period: str
    group: str
    unit: str
    assessed: str
    band_height: str
    band_cell: str
    band_tick: str
    position: str
    break_: str
    map_class: str
    reference: str
    rank_place: str
    rank_best: str
    rank_middle: str
    rank_worst: str
    rank_reach_best: str
    rank_reach_worst: str
    rank_together: str
    rank_span: str
    rank_span_plain: str
    rank_band: str
    rank_bands: str
    rank_likeliest: str
    rank_chance: str
    rank_rare: str
    chance_class: str
    chance_from: str
    driver: str
    driver_total: str
    driver_first: str
    driver_axis: str
    driver_few: str
    pyramid_none: str
    pyramid_person: str
    pyramid_structure: str
    pyramid_both: str
    pyramid_new: str
    pyramid_ended: str
    pyramid_moved: str
    pyramid_more: str
    pyramid_less: str
    pyramid_unstated: str
    pyramid_zero: str
    pyramid_unplaced: str
    pyramid_nowhere: str
    pyramid_one: str
    pyramid_share: str
    pyramid_together: str
    pyramid_area: str
    pyramid_smaller: str
    pyramid_unnumbered: str
    pyramid_shape: str
    pyramid_level: str
    pyramid_half: str
    pyramid_measure: str
    pyramid_aim: str
    pyramid_all: str
    before: str
    after: str
    change: str
    area: str
    role: str
    per_period: str
    method: str
    comparison: str
    measured_in: str
    effect_unreadable: str
    effect_one: str
    effect_pooled: str
    observed: str
    fitted: str
    expected: str
    expected_band: str
    start_line: str
    gap_own: str
    gap_placebos: str
    gap_lowest: str
    gap_middle: str
    gap_highest: str
    gap_none: str
    gap_no_placebo: str
    not_counted: str
    domain: str
    gate: str
    points: str
    points_possible: str
    points_of: str
    points_none: str
    condition: str
    partners: str
    partners_n: str
    partners_whole: str
    partners_kind: str
    partners_half: str
    partners_range: str
    partners_median: str
    quartile_low: str
    quartile_high: str
    partners_least: str
    partners_most: str


@cache
def words_in(language: str) -> Words:
    """Return the words of the package in a language, English where it has none.

    >>> words_in("es").not_assessed
    'sin evaluar'
    """
    phrases = load_phrases("paseo.report.charts", "words.yaml").map
    return Words(
        language,
        **{
            field.name: str(phrases(field.name.rstrip("_")).read(language))
            for field in fields(Words)
            if field.name != "language"
        },
    )
