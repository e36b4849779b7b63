"""The pyramid for the council: what it says, in both languages and in every format."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from paseo.content.language import LanguageMap
from paseo.prevention.measures.measure import (
    LEVELS,
    Aim,
    Level,
    Measure,
    Orientation,
    Register,
    Status,
)
from paseo.prevention.pyramid.pyramid import Scope
from paseo.prevention.pyramid.view import look
from paseo.report.document import Bullets, Callout, Figure, Heading, Paragraph, Table, plain
from paseo.report.prevention.pyramid import pyramid_document
from paseo.report.prevention.pyramid.bundle import data_of
from paseo.report.prevention.speaker import Standing
from paseo.report.writers.registry import WRITERS

STANDING = Standing(LanguageMap({"en": "Plaza"}), datetime(2026, 5, 1, tzinfo=UTC), generated=True)


def measure(code, level, half, **more):
    return Measure(
        id=code, name=f"Name of {code}", level=level, orientation=half, aim=Aim.PERSON,
        status=Status.RUNNING, sources=("Composed",), **more,
    )  # fmt: skip


HELD = Register(
    [
        measure("picnic", Level.QUALITY_OF_LIFE, Orientation.POSITIVE, area="park", fte=0.2),
        measure("youth", Level.GENERAL, Orientation.POSITIVE, area="park", fte=0.3),
        measure("cameras", Level.SPECIFIC, Orientation.PROBLEM, area="park", fte=9.0),
        measure("fine", Level.REACTION, Orientation.PROBLEM, area="port", start=date(2026, 2, 1)),
        Measure(id="idea", name="Name of idea", start=date(2026, 1, 1)),
    ]
)


def document(language="en", register=HELD, **asked):
    scope = Scope(year=2026) if "beside" in asked else Scope()
    return pyramid_document(look(register, scope, **asked), STANDING, language)


def said(found):
    parts = []
    for block in found.blocks:
        if isinstance(block, Paragraph | Heading):
            parts.append(plain(block.words))
        elif isinstance(block, Callout):
            parts += [plain(one) for one in block.body]
        elif isinstance(block, Bullets):
            parts += [plain(one) for one in block.items]
        elif isinstance(block, Figure):
            parts += [block.title, plain(block.sentence)]
    parts += [plain(cell.words) for one in found.tables() for row in one.rows for cell in row]
    return "\n".join(parts)


def test_the_effort_has_a_picture_where_it_disagrees_with_the_count():
    figures = [one.title for one in document().blocks if isinstance(one, Figure)]
    assert figures == [
        "What stands on each level (All problems, the whole city)",
        "Where the effort goes: full-time posts (All problems, the whole city)",
    ]
    text = said(document())
    assert "Specific prevention: 33\xa0% of the measures that state it, 95\xa0% of the" in text
    assert "No measure states its budget for a year." in text


def test_a_measure_with_nothing_below_it_is_shown_and_the_rule_is_composed():
    text = said(document())
    assert "Name of picnic (same area); Name of youth (same area)" in text
    assert "Nothing positive below for these people or this place" in text


def test_no_document_gives_a_verdict():
    for language in ("en", "es"):
        text = said(document(language))
        assert "best balance" in text or "mejor equilibrio" in text
        assert "%(" not in text
    assert document().generated


def test_two_years_show_what_differs_and_what_cannot_be_told():
    text = said(document(beside=2025))
    assert "2025 beside 2026: 2 new, 0 no longer there, 3 in both." in text
    assert "moves and changes of effort cannot be told" in text


def test_every_level_lists_its_measures_and_those_without_one_stand_apart():
    found = document()
    tables = {one.id: one for one in found.tables() if isinstance(one, Table)}
    assert {f"cells-{level}" for level in LEVELS} <= set(tables)
    assert plain(tables["cells-unplaced"].rows[0][0].words) == "Name of idea"
    assert plain(tables["cells-reaction"].rows[0][5].words) == "not stated"


def test_many_measures_are_left_to_the_file_of_data():
    many = Register(
        measure(f"m{at}", LEVELS[at % 4], Orientation.PROBLEM, area="park") for at in range(301)
    )
    text = said(document(register=many))
    assert "The pyramid holds 301 measures." in text
    assert "Name of m7" not in text


@pytest.mark.parametrize("form", ["html", "xlsx"])
def test_the_document_is_written(form):
    assert len(WRITERS[form].write(document("es", beside=2025))) > 5_000


def test_the_picture_goes_out_alone():
    svg = data_of(look(HELD), "es")["svg"]().decode("utf-8")
    assert svg.startswith("<svg")
    assert "Orientada al problema" in svg


def test_a_register_without_sources_says_so():
    bare = Register(replace(one, sources=()) for one in HELD)
    text = said(document(register=bare))
    assert "its records name no source" in text


def test_one_table_holds_every_cell_with_both_efforts():
    found = document()
    (grid,) = [one for one in found.tables() if isinstance(one, Table) and one.id == "grid"]
    rows = [[plain(cell.words) for cell in row] for row in grid.rows]
    assert ["Specific prevention", "Problem-oriented", "1", "9", "not stated"] in rows
    assert ["Reaction", "Positive", "0", "–", "–"] in rows
    assert len(rows) == 8


def test_a_pyramid_of_several_problems_says_so_and_one_of_a_single_problem_does_not():
    problems = ("noise", "theft", "noise", "theft", "")
    mixed = Register(replace(one, problem=p) for one, p in zip(HELD, problems, strict=True))
    assert "This pyramid mixes 2 problems" in said(document(register=mixed))
    alone = pyramid_document(look(mixed, Scope(problem="noise")), STANDING)
    assert "mixes" not in said(alone)
