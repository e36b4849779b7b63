"""The report of an index: what it tells, and what it must never tell."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from index_by_hand import PLAN, index_run
from paseo.assessment.index.words.speaking import IndexWords
from paseo.content.language import LanguageMap
from paseo.content.phrases import load_phrases
from paseo.report.document import Callout, Document, Figure, Table, plain
from paseo.report.index import comparison_document, index_document, unit_document
from paseo.report.index.choices import driver_rows
from paseo.report.index.speaker import parted
from paseo.report.index.standings import PAGE_ROWS
from paseo.report.writers.registry import WRITERS
from paseo.stats.composite import Step
from paseo.stats.composite.uncertainty.factors import Change, Choice
from report.charts import svg_reading
from report_by_hand import HOSTILE

MADE = datetime(2026, 11, 26, tzinfo=UTC)
languages = pytest.mark.parametrize("language", ["en", "es"])


def text(document: Document) -> str:
    """Return everything that a page of the document says."""
    return re.sub(r"<[^>]+>", " ", WRITERS["html"].write(document).decode("utf-8"))


def table(document: Document, name: str) -> Table:
    return next(one for one in document.tables() if one.id == name)


def headings(document: Document) -> list[str]:
    return [one.id for one in document.headings(1)]


@languages
def test_the_report_tells_positions_first_and_its_limits_on_the_first_page(language):
    made = index_document(index_run(), language, made_at=MADE)
    assert headings(made)[:2] == ["short", "positions"]
    assert {"sure", "drivers", "parts", "strengths", "making", "missing", "weights", "relations",
            "says-not", "method", "again"} <= set(headings(made))  # fmt: skip
    first = next(block for block in made.blocks if isinstance(block, Callout))
    assert {"No mide la policía.", "It is no measure of the police."} & set(map(plain, first.body))


@languages
def test_without_uncertainty_no_place_is_told_anywhere(language):
    made = index_document(index_run(uncertain=False, sensitive=False), language, made_at=MADE)
    assert not [block for block in made.blocks if isinstance(block, Figure)]
    assert len(table(made, "scores").columns) == 2
    names = [plain(row[0].words) for row in table(made, "scores").rows]
    assert names == sorted(names)
    said = IndexWords(index_run(), language)
    assert not re.search(rf"\b{said.place(3)}\b.{{0,20}}(place|puesto)", text(made))


def test_a_total_never_stands_in_a_table_of_parts_without_its_range():
    made = index_document(index_run(), made_at=MADE)
    parts = next(one for one in made.tables() if one.caption.startswith("Parts of"))
    at = [one.name for one in parts.columns].index("Total")
    assert all(re.fullmatch(r"\S+ \(\S+ to \S+\)", plain(row[at].words)) for row in parts.rows)
    bare = index_document(index_run(uncertain=False), made_at=MADE)
    parts = next(one for one in bare.tables() if one.caption.startswith("Parts of"))
    assert "Total" not in [one.name for one in parts.columns]


def test_scores_on_different_scales_get_no_interval_and_totals_the_range_of_places():
    ways = [Step("normalise", "minmax"), Step("normalise", "z_score", {"mean": 10, "sd": 2})]
    scale = Choice("scale", tuple(Change(one.method, steps=(one,)) for one in ways))
    run = index_run(plan=replace(PLAN, factors=(*PLAN.factors, scale)))
    made = index_document(run, made_at=MADE)
    assert "From" not in [one.name for one in table(made, "scores").columns]
    assert "(places " in text(made)


def test_pictures_of_many_units_are_parted_so_that_each_fits_a_page():
    run = index_run(units=75, sensitive=False)
    figures = [one for one in index_document(run, made_at=MADE).blocks if isinstance(one, Figure)]
    assert len(figures) == 5
    for figure in figures:
        drawn = svg_reading.root(figure)
        # Two fit one page.
        assert float(drawn.get("height")) < 450
    assert [len(part) for part in parted(range(75), PAGE_ROWS)] == [15] * 5


def test_a_choice_that_cannot_be_told_has_no_bar_and_none_passes_all():
    run = index_run()
    rough = replace(
        run.drivers,
        places_total=np.array([1.14, 0.3, 0.05]), places_total_low=np.array([0.79, 0.2, -0.02]),
        places_total_high=np.array([1.2, 0.9, 0.08]),
    )  # fmt: skip
    bars = {row.label: row.total for row in driver_rows(rough, str)}
    assert (bars["aggregation"].value, bars["aggregation"].high) == (100, 100)
    assert not bars["winsorising"].known
    assert bars["weights"].low == 0


def test_the_mean_shift_is_named_as_what_it_is_beside_the_places():
    made = index_document(index_run(), made_at=MADE)
    assert table(made, "drivers-table") and "COINr" in " ".join(
        map(plain, table(made, "shift-table").notes)
    )


@languages
def test_every_report_bears_the_mark_of_joined_sides_and_the_words_of_the_index(language):
    run = index_run()
    reason = LanguageMap({"en": "For the plan.", "es": "Para el plan."})
    spec = replace(run.index.spec, joins_faces=reason)
    run = replace(run, index=replace(run.index, spec=spec))
    for made in (
        index_document(run, language, made_at=MADE),
        unit_document(run, "c03", language, made_at=MADE),
        comparison_document(run, run, language, made_at=MADE),
    ):
        marks = [one for one in made.blocks if isinstance(one, Callout)][:2]
        told = " ".join(plain(words) for one in marks for words in one.body)
        assert reason.read(language).words in told
        assert run.index.spec.about.read(language).words in told
        assert made.blocks.index(marks[1]) < 8


def test_readers_are_told_the_version_that_they_know():
    assert "version 7" in index_document(index_run(), made_at=MADE, version="7").subtitle


def test_drivers_that_were_not_sought_are_said_to_be_missing():
    run = index_run(sensitive=False)
    made = index_document(run, made_at=MADE)
    missing = [one for one in made.blocks if isinstance(one, Callout) and one.kind == "missing"]
    assert any("Run the sensitivity" in plain(one.body[0]) for one in missing)


@languages
def test_one_unit_is_told_with_its_neighbours_parts_values_and_limits(language):
    made = unit_document(index_run(), "c01", language, made_at=MADE)
    assert "Town 01" in made.title
    assert len(table(made, "unit-values").rows) == 6
    said = load_phrases("paseo.report.index").say("was_missing", language)
    assert plain(table(made, "unit-values").rows[2][1].words) == said
    assert [one for one in made.blocks if isinstance(one, Figure)]
    with pytest.raises(KeyError):
        unit_document(index_run(), "nowhere")


def test_a_comparison_calls_a_change_clear_only_where_intervals_do_not_overlap():
    one, other = index_run(spread=0.1), index_run(spread=0.1)
    found = other.uncertainty
    turned = replace(
        other,
        uncertainty=replace(
            found,
            rank_low=13 - found.rank_high, rank_high=13 - found.rank_low,
            rank_median=13 - found.rank_median, rank_mean=13 - found.rank_mean,
            above=found.above.T,
        ),
    )  # fmt: skip
    assert "No unit clearly changes" in text(comparison_document(one, one, made_at=MADE))
    assert "units clearly change their places" in text(
        comparison_document(one, turned, made_at=MADE)
    )


def test_a_comparison_without_uncertainty_shows_scores_only():
    made = comparison_document(index_run(), index_run(uncertain=False), made_at=MADE)
    assert len(table(made, "units-table").columns) == 4


def test_units_that_the_index_as_built_leaves_out_and_those_without_any_score_are_told():
    run = index_run()
    kept, found = [True] * 11 + [False], run.uncertainty
    stages = {name: held.keep_units(kept) for name, held in run.built.stages.items()}
    without_last = replace(run, built=replace(run.built, stages=stages))
    assert "left out" in text(index_document(without_last, made_at=MADE))
    some = slice(1, None)
    fewer = replace(
        found,
        units=found.units[some], above=found.above[some, some],
        rank_probability=found.rank_probability[some], classes=(),
        class_probability=np.zeros((11, 0)),
        **{
            name: getattr(found, name)[some]
            for name in ("score", "rank", "score_mean", "score_sd", "score_low", "score_median",
                         "score_high", "rank_mean", "rank_low", "rank_median", "rank_high",
                         "scored")
        },
    )  # fmt: skip
    made = index_document(replace(run, uncertainty=fewer), made_at=MADE)
    assert "Town 00 has no score and no place" in text(made)
    assert plain(table(made, "scores").rows[-1][0].words) == "Town 00"


@languages
def test_every_format_takes_ugly_names_and_missing_scores(language):
    names = {f"c{at:02d}": words for at, words in enumerate(HOSTILE[:12])}
    run = index_run(names=names)
    found, gone = run.uncertainty, np.arange(12) == 4
    holed = replace(
        found,
        **{
            name: np.where(gone, np.nan, getattr(found, name))
            for name in ("score", "rank", "rank_low", "rank_median", "rank_high", "rank_mean",
                         "score_low", "score_high")
        },
        above=np.where(gone[:, None] | gone[None, :], np.nan, found.above),
    )  # fmt: skip
    made = index_document(replace(run, uncertainty=holed), language, made_at=MADE)
    for name in ("html", "xlsx"):
        assert WRITERS[name].write(made)
    assert "<script>alert" not in WRITERS["html"].write(made).decode("utf-8")
    assert " nan" not in text(made).lower().replace("nan-", "")


def test_the_whole_report_can_be_printed():
    pytest.importorskip("typst")
    assert WRITERS["pdf"].write(index_document(index_run(), made_at=MADE)).startswith(b"%PDF")


def test_generated_data_are_marked_on_every_page():
    made = index_document(index_run(generated=True), "es", made_at=MADE)
    assert made.generated.startswith("Generado")


def test_every_phrase_of_the_report_stands_in_both_languages():
    phrases = load_phrases("paseo.report.index")
    for phrase in phrases.ids():
        assert set(phrases.map(phrase)) == {"en", "es"}, phrase
