"""What an index says of itself: never more certain than its recalculations."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from index_by_hand import PLAN, index_run
from paseo.assessment.index import words
from paseo.assessment.index.words.speaking import IndexWords
from paseo.assessment.index.words.standing import scales_mix, standings
from paseo.content.language import LanguageMap
from paseo.content.phrases import load_phrases
from paseo.stats.composite import Aggregation, Step, weights
from paseo.stats.composite.uncertainty.factors import Change, Choice, Range

WEIGHTS = Path(weights.__file__).parent

languages = pytest.mark.parametrize("language", ["en", "es"])


def said(run, language: str = "en") -> str:
    return " ".join(words.positions(run, language))


@languages
def test_without_uncertainty_no_place_is_told(language):
    run = index_run(uncertain=False)
    assert standings(run) == ()
    assert words.positions(run, language) == (IndexWords(run, language).say("no_ranks"),)
    assert len(words.position_of(run, "c03", language)) == 2


def test_a_unit_that_leads_in_fewer_than_half_of_the_recalculations_is_not_called_first():
    run = index_run(spread=40)
    assert max(one.first for one in standings(run)) < 0.5
    assert words.positions(run)[0].startswith("No one is clearly first")


def test_a_unit_that_leads_always_is_first_and_an_index_that_never_moves_is_solid():
    run = index_run(spread=1e-6)
    assert "comes first in 100\u00a0% of the 500 recalculations" in words.positions(run)[0]
    assert "12 of 12 positions are solid" in said(run)
    assert "not solid" not in said(run)


def test_a_wide_interval_is_told_by_its_ends():
    run = index_run(spread=40)
    widest = max(standings(run), key=lambda one: one.span)
    assert widest.hold == "open"
    speaking = IndexWords(run)
    ends = f"between {speaking.place(widest.best)} and {speaking.place(widest.worst)} place"
    often = "in at least 90 of 100 recalculations"
    assert f"{speaking.unit(widest.unit)} stands {ends} {often}" in said(run)


def test_a_unit_of_a_higher_band_is_clearly_above_every_unit_of_a_lower_one():
    run = index_run(units=40, spread=1.5)
    found, held = run.uncertainty, standings(run)
    assert len({one.band for one in held}) > 1
    assert [one.band for one in held] == sorted(one.band for one in held)
    for one in held:
        for other in held:
            if one.band < other.band:
                pair = found.units.index(one.unit), found.units.index(other.unit)
                assert found.above[pair] >= found.level - 1e-6
                assert one.worst < other.best


def test_bands_are_told_by_the_names_of_their_units():
    told = said(index_run(units=12, spread=1.5))
    assert "all pairs at once" in told
    assert "From the top: Town " in told


def test_what_moves_the_place_of_each_unit_counts_though_it_averages_out_of_the_mean_shift():
    run = index_run()
    tiny = np.full(3, 0.01)
    averaged = replace(run.drivers, total=tiny, total_low=tiny, total_high=tiny)
    assert words.drivers(replace(run, drivers=averaged)) == words.drivers(run)


def test_parts_that_have_not_settled_are_not_told_and_none_passes_all():
    run = index_run()
    rough = replace(
        run.drivers,
        places_total=np.array([1.14, 0.3, 0.05]), places_total_low=np.array([0.79, -0.2, -0.02]),
        places_total_high=np.array([1.49, 0.9, 0.08]),
    )  # fmt: skip
    told = " ".join(words.drivers(replace(run, drivers=rough)))
    assert "too few" in told
    assert "149" not in told and "\u2212" not in told
    assert IndexWords(run).spread(0.79, 1.2) == "between 79 and 100\u00a0%"
    assert IndexWords(run).spread(-0.02, 0.001) == "less than 1\u00a0%"


def test_a_unit_that_can_be_told_from_all_is_not_said_to_be_unclear_from_none():
    told = " ".join(words.position_of(index_run(spread=1e-6), "c03"))
    assert "it can be told apart from all" in told and "from 0" not in told


@languages
def test_where_a_unit_stands_is_told_by_its_range_before_its_place(language):
    first, second, *_ = words.position_of(index_run(spread=4), "c05", language)
    assert "90" in first and "90" not in second


@languages
def test_an_index_that_joins_both_sides_bears_its_mark(language):
    plain = index_run()
    assert words.sides(plain, language) == ""
    spec = replace(plain.index.spec, joins_faces=LanguageMap({"en": "For the plan."}))
    joined = replace(plain, index=replace(plain.index, spec=spec))
    assert "For the plan." in words.sides(joined, language)


def test_where_pairs_were_not_counted_a_unit_of_a_higher_band_has_no_place_of_a_lower_one():
    run = index_run(units=40, spread=0.5)
    held = standings(replace(run, uncertainty=replace(run.uncertainty, above=None)))
    assert len({one.band for one in held}) > 2
    assert all(one.worst < other.best for one in held for other in held if one.band < other.band)


def test_scores_are_told_to_mix_scales_only_where_a_choice_changes_the_scale():
    steps = [Step("normalise", "minmax"), Step("normalise", "z_score")]
    mixed = Choice("scale", tuple(Change(one.method, steps=(one,)) for one in steps))
    counted = Choice(
        "count",
        tuple(Change(one, aggregation=Aggregation(one)) for one in ("arithmetic", "copeland")),
    )
    assert not scales_mix(PLAN) and not scales_mix(None)
    assert scales_mix(replace(PLAN, factors=(*PLAN.factors, mixed)))
    assert scales_mix(replace(PLAN, factors=(counted,)))
    assert scales_mix(replace(PLAN, factors=(Range("low", 0, 1, "normalise", "low"),)))


def test_a_choice_that_leads_alone_is_named_with_its_part_in_words():
    assert "about two thirds of their movement" in said(index_run())


def test_among_a_handful_of_units_two_places_are_not_solid():
    held = standings(index_run(units=3, spread=60))
    assert max(one.span for one in held) == 2
    assert {one.hold for one in held if one.span == 2} == {"open"}


def test_choices_whose_intervals_overlap_share_the_lead():
    run = index_run()
    found = run.drivers
    close = replace(found, places_total_high=np.array([0.75, 0.65, 0.04]))
    told = " ".join(words.drivers(replace(run, drivers=close)))
    assert "which of them does more cannot be told" in told
    assert "moves the positions most is" not in told


def test_a_first_order_interval_that_is_too_wide_says_that_it_cannot_tell():
    told = " ".join(words.drivers(index_run()))
    assert 'What "Outlying values" does on its own cannot be told' in told
    assert '"Weights" hardly moves the positions' in told


def test_nothing_that_moves_is_said_to_move_nothing():
    run = index_run()
    still = replace(run.drivers, places_total=np.full(3, np.nan))
    assert words.drivers(replace(run, drivers=still)) == (
        "Nothing that was varied moves any place.",
    )


def test_units_without_scores_and_failed_recalculations_are_named():
    run = index_run()
    found = run.uncertainty
    gone = np.array([True] + [False] * 11)
    holed = replace(
        found,
        failed={"negative-value": 3},
        **{
            name: np.where(gone, np.nan, getattr(found, name))
            for name in ("score", "rank", "rank_low", "rank_median", "rank_high", "rank_mean")
        },
    )
    told = said(replace(run, uncertainty=holed))
    assert "Town 00 has no score and no place" in told
    assert "3 recalculations gave no scores" in told


@languages
def test_every_step_is_told_and_a_note_without_words_keeps_its_figures(language):
    told = words.done(index_run(), language)
    assert [one.step for one in told] == ["impute", "treat", "normalise", "weight", "aggregate"]
    assert all(one.title != one.step and one.method for one in told)
    assert "1.5" in told[1].could_not[0].replace(",", ".")


def test_every_kind_of_note_that_the_weights_write_has_words():
    source = "".join(one.read_text("utf-8") for one in WEIGHTS.glob("*.py"))
    phrases = load_phrases("paseo.assessment.index", "words.yaml")
    kinds = set(re.findall(r'Note\(\s*"([a-z-]+)"', source)) - {"weight", "aggregated"}
    assert len(kinds) > 5
    assert [one for one in sorted(kinds) if f"note.{one}" not in phrases] == []


STEPS = ("denomination", "imputation", "screening", "treatment", "normalisation")


@pytest.mark.parametrize("module", STEPS)
def test_every_kind_of_note_has_words(module):
    known = getattr(import_module(f"paseo.stats.composite.{module}"), "KINDS", {})
    phrases = load_phrases("paseo.assessment.index", "words.yaml").ids()
    assert known
    missing = [
        kind
        for kind in known
        if not any(one == f"note.{kind}" or one.startswith(f"note.{kind}.") for one in phrases)
    ]
    assert missing == []


@pytest.mark.parametrize("module", STEPS)
def test_every_method_has_words(module):
    kind = {"denomination": "denominate", "imputation": "impute", "screening": "screen",
            "treatment": "treat", "normalisation": "normalise"}[module]  # fmt: skip
    known = getattr(import_module(f"paseo.stats.composite.{module}"), "METHODS", {})
    phrases = load_phrases("paseo.assessment.index", "words.yaml")
    assert [one for one in known if f"method.{kind}.{one}" not in phrases] == []


def test_every_phrase_stands_in_both_languages():
    phrases = load_phrases("paseo.assessment.index", "words.yaml")
    for phrase in phrases.ids():
        assert set(phrases.map(phrase)) == {"en", "es"}, phrase


def test_places_in_english_have_their_endings():
    speaking = IndexWords(index_run())
    assert [speaking.place(at) for at in (1, 2, 3, 4, 11, 12, 13, 21, 112)] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "112th",
    ]  # fmt: skip
