"""Whatever is exported imports back equal: the opposite loses observations on every round."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Point, box

from import_cases import INDICATORS, TODAY, a_vocabulary
from paseo.content.language import LanguageMap
from paseo.evidence import columns
from paseo.evidence.city import (
    Area,
    Boundary,
    Break,
    City,
    CityEvidence,
    Population,
    Source,
    Wording,
)
from paseo.evidence.city_folder import read_city_folder, write_city_folder
from paseo.evidence.export import canonical, observations_csv

VOCABULARY = a_vocabulary()
EXAMPLES = Path(__file__).parents[3] / "examples"

# Letters of many scripts, quotation marks, separators, formula signs, line ends: all that a
# person may type. Control characters and halves of letters are no text.
TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="\ufeff")
    | st.sampled_from("=+-@'\";,\n|#%&<>"),
    max_size=30,
).map(str.strip)
FILLED = TEXT.filter(bool)
ID = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,12}", fullmatch=True)
WORDS = st.dictionaries(st.sampled_from(["en", "es", "ca", "pt-BR"]), FILLED, min_size=1).map(
    LanguageMap
)
DAY = st.dates(date(1950, 1, 1), date(2100, 1, 1))
NUMBER = st.floats(0, 1e12, allow_nan=False).map(lambda number: number + 0.0)


def lists(items: st.SearchStrategy[Any], **more: Any) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(items, max_size=3, **more).map(tuple)


@st.composite
def cities(draw: st.DrawFn) -> City:
    sources = draw(
        lists(
            st.builds(
                Source, id=ID, title=WORDS, publisher=TEXT,
                year=st.none() | st.integers(1900, 2100),
                url=st.sampled_from(["", "https://example.org/a?b=c"]), licence=TEXT,
                attribution=TEXT, retrieved=st.none() | DAY,
                evidence=st.sampled_from(["stated", "adapted", "composed"]),
                note=WORDS | st.just(LanguageMap({})),
            ),
            unique_by=lambda one: one.id,
        )
    )  # fmt: skip
    source = st.sampled_from(["", *(one.id for one in sources)])
    codes = st.sampled_from([one.code for one in INDICATORS])
    wordings = lists(
        st.builds(Wording, id=ID, text=WORDS, indicator=codes | st.just(""), source=source,
                  inferred=st.booleans()),
        unique_by=lambda one: one.id,
    )  # fmt: skip
    return City(
        id=draw(ID),
        name=draw(WORDS),
        country=draw(st.sampled_from(["NO", "ES", "DE"])),
        depth=draw(st.sampled_from(["rapid", "standard", "full"])),
        languages=draw(st.sampled_from([("en",), ("es", "en"), ("no",)])),
        population=draw(
            lists(st.builds(Population, year=st.integers(1900, 2100),
                            residents=st.integers(0, 10**8), source=source),
                  unique_by=lambda one: one.year)
        ),
        kind=draw(TEXT),
        generated=draw(st.booleans()),
        description=draw(WORDS | st.just(LanguageMap({}))),
        not_in_remit=draw(lists(codes)),
        breaks=draw(
            lists(st.builds(Break, indicators=st.just(("*",)) | lists(codes, min_size=1),
                            period=st.sampled_from(["2019", "2019-Q1"]), reason=WORDS,
                            source=source))
        ),
        sources=sources,
        wordings=draw(wordings),
        peers=draw(lists(FILLED)),
        thresholds=draw(st.dictionaries(
                st.sampled_from(("register", "survey", "weak")), st.integers(1, 200), max_size=2
            )),
    )  # fmt: skip


@st.composite
def trees(draw: st.DrawFn) -> tuple[Area, ...]:
    drawn = st.sampled_from(
        [None, box(2, 41, 2.1, 41.123456789012345), Point(2.1, 41.2),
         MultiPolygon([box(2, 41, 2.1, 41.1), box(3, 41, 3.1, 41.1)])]
    )  # fmt: skip
    boundaries = lists(
        st.builds(Boundary, id=ID, geometry=drawn, valid_from=st.none() | st.just(date(2011, 1, 1)),
                  valid_to=st.none() | st.just(date(2020, 12, 31)), source=TEXT),
        unique_by=lambda one: one.id,
    )  # fmt: skip
    ids = draw(st.lists(ID, min_size=1, max_size=4, unique=True))
    city = Area(ids[0], draw(WORDS), "city", None, draw(boundaries))
    districts = [
        Area(one, draw(WORDS), "district", draw(st.sampled_from([None, ids[0]])), draw(boundaries))
        for one in ids[1:]
    ]
    return (city, *districts)


def row(areas: tuple[Area, ...], city: City) -> st.SearchStrategy[dict[str, Any]]:
    optional = st.none()
    sources = st.sampled_from([one.id for one in city.sources]) if city.sources else st.none()
    texts = {
        name: optional | FILLED for name, kind in columns.SCHEMA.items() if kind == pl.String()
    }
    numbers = {
        columns.N: st.integers(0, 10**6).map(float),
        columns.DESIGN_EFFECT: st.floats(0.01, 10),
        columns.STANDARD_ERROR: NUMBER,
        columns.LEVEL: st.floats(0.01, 0.99),
        columns.LOW: st.floats(-1e6, 0),
        columns.HIGH: st.floats(1e12, 1e13),
        columns.NUMERATOR: NUMBER,
        columns.DENOMINATOR: NUMBER.filter(lambda number: number > 0),
    }
    return st.fixed_dictionaries(
        {
            **texts,
            **{name: optional | some for name, some in numbers.items()},
            columns.INDICATOR: st.just("BGC-01"),
            columns.AREA: st.sampled_from([area.id for area in areas]),
            columns.PERIOD: st.sampled_from(["2019", "2020-Q1", "2021-06", "2019/2021"]),
            columns.BREAKDOWN: st.sampled_from(["_T", "sex=F", "age=15-24;sex=M"]),
            columns.VALUE: NUMBER,
            columns.UNIT: st.just("persons"),
            columns.STATUS: st.sampled_from(["A", "B", "E", "P", "U"]),
            columns.SOURCE: optional | sources,
        }
    )


@st.composite
def evidence(draw: st.DrawFn) -> CityEvidence:
    city, areas = draw(cities()), draw(trees())
    rows = draw(
        st.lists(
            row(areas, city), max_size=5,
            unique_by=lambda one: tuple(one[name] for name in columns.KEY),
        )
    )  # fmt: skip
    table = pl.DataFrame(rows, schema=columns.SCHEMA) if rows else columns.empty()
    # Text in its one form, so that what is compared is the round trip and not the tidying.
    return CityEvidence(city, areas, canonical(table).unique(columns.KEY, maintain_order=True))


@pytest.mark.parametrize("table", ["csv", "xlsx"])
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(written=evidence())
def test_an_export_imports_back_equal(table: Any, written: CityEvidence) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "city"
        write_city_folder(written, path, table=table)
        read = read_city_folder(path, VOCABULARY, TODAY)
    assert read.city == written.city
    assert read.areas == written.areas
    assert read.observations.equals(written.observations)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(max_size=20), max_size=4), st.lists(st.floats(), max_size=4))
def test_the_one_form_is_reached_in_one_step(notes: list[str], numbers: list[float]) -> None:
    table = pl.DataFrame(
        {"note": [*notes, *[None] * len(numbers)], "value": [*[None] * len(notes), *numbers]},
        schema={"note": pl.String, "value": pl.Float64},
    )
    once = canonical(table)
    assert canonical(once).equals(once)


@pytest.mark.parametrize("text", ["=1+1", "+34 600", "-x", "@a", "'=1", "''=1", "'quoted'", "＝x"])
def test_what_a_spreadsheet_would_calculate_leaves_with_an_apostrophe(text: str) -> None:
    csv = observations_csv(pl.DataFrame({"indicator": ["BGC-01"], "note": [text]}))
    cell = csv.splitlines()[1].rsplit(",", 1)[1]
    assert cell == (text if text == "'quoted'" else "'" + text)


@pytest.mark.parametrize("number", [0.1 + 0.2, 1e-7, 1 / 3, 123456789012345.67, 5e-324, 1e300])
def test_numbers_keep_every_digit_in_excel_too(tmp_path: Path, number: float) -> None:
    from python_calamine import CalamineWorkbook

    from paseo.evidence.export import write_observations_xlsx

    path = tmp_path / "x.xlsx"
    write_observations_xlsx(pl.DataFrame({"value": [number]}), path)
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert rows[1][columns.COLUMNS.index("value")] == number


@pytest.mark.parametrize("city", sorted(file.parent.name for file in EXAMPLES.glob("*/city.yaml")))
@pytest.mark.parametrize("table", ["csv", "xlsx"])
def test_the_demonstration_cities_come_back_equal(tmp_path: Path, city: str, table: Any) -> None:
    from paseo.assessment.framework_pack import load_framework
    from paseo.assessment.vocabulary import vocabulary

    words = vocabulary(load_framework())
    written = read_city_folder(EXAMPLES / city, words)
    write_city_folder(written, tmp_path / "copy", table=table)
    read = read_city_folder(tmp_path / "copy", words)
    assert read.city == written.city
    assert read.areas == written.areas
    assert read.observations.equals(written.observations)
