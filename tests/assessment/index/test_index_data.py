"""Values from tables as people make them, from cities of a survey, and from areas of a city."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from index_specifying import TABLE, element, factors, problems_of, read, spec, written
from paseo.assessment.index.building import build_index
from paseo.assessment.index.data.from_framework import standard_errors
from paseo.assessment.index.specification.pack import read_index
from paseo.content.problems import Refused
from paseo.evidence.tables import cells
from paseo.stats.composite.uncertainty.factors import SamplingError

ROOT = Path(__file__).parents[3]
UGLY = (
    "\ufeffSurvey of the town;;;;;;\n;;;;;;\n"
    "Unit ;name;GRP;people;A ;b\u00a0;c\n"
    "u1;One;x;10;1,5;1.010,25;5\n u2 ;Two;x;20;2;30;n/a\nu3;Three;y;40;4;2\u202f000;6\n"
    "u4;Four;y;50;8;40;–\n;;;;;;\n"
)


def test_an_ugly_table_reads_like_a_tidy_one(tmp_path: Path) -> None:
    values = read(tmp_path, table=UGLY).values
    assert values.units == ("u1", "u2", "u3", "u4")
    assert values.column("a").tolist() == [1.5, 2.0, 4.0, 8.0]
    assert values.column("b").tolist() == [1010.25, 30.0, 2000.0, 40.0]
    assert np.isnan(values.column("c")).tolist() == [False, True, False, True]
    assert values.groups["grp"] == ("x", "x", "y", "y")


def test_a_workbook_reads_like_the_same_table_in_text(tmp_path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "table.xlsx") as book:
        book.add_worksheet("notes").write(0, 0, "Nothing here")
        sheet = book.add_worksheet("values")
        for at, line in enumerate(TABLE.splitlines(), start=2):
            for column, cell in enumerate(line.split(",")):
                number = cells.number(cell, "point")
                sheet.write(at, column, cell if number is None else number)
    said = spec(data={**spec()["data"], "file": "table.xlsx"})
    found, plain = read(tmp_path, said).values, read(tmp_path).values
    assert found.units == plain.units
    assert np.array_equal(found.numbers, plain.numbers)


def test_a_decimal_sign_that_changes_within_a_file_is_refused(tmp_path: Path) -> None:
    mixed = UGLY.replace("1,5", "1.55")
    with pytest.raises(Refused) as refused:
        read(tmp_path, table=mixed)
    assert [one.code for one in refused.value.problems.errors] == ["T225"]


def test_an_index_turned_over_by_rows_gives_the_same_scores(tmp_path: Path) -> None:
    head, *rows = TABLE.splitlines()
    turned = "\n".join([head, *reversed(rows)]) + "\n"
    one = build_index(read(tmp_path))
    other = build_index(read(tmp_path, table=turned))
    assert dict(zip(one.units, one.scores(), strict=True)) == dict(
        zip(other.units, other.scores(), strict=True)
    )


def test_earlier_periods_stand_behind_the_one_that_is_built(tmp_path: Path) -> None:
    table = "unit,name,grp,people,year,a,b,c\n" + "".join(
        f"u{at},N,x,1,{year},{at + year},{at * year},{at}\n"
        for year in (2021, 2023, 2022)
        for at in range(3)
    )
    said = spec(data={**spec()["data"], "time": "year"})
    values = read(tmp_path, said, table).values
    assert values.column("a").tolist() == [2023.0, 2024.0, 2025.0]
    assert [one.column("a")[0] for one in values.earlier] == [2022.0, 2021.0]
    said["data"]["period"] = 2022
    index = read(tmp_path, said, table)
    assert index.values.column("a")[0] == 2022.0
    assert len(index.values.earlier) == 1
    assert set(index.periods.values()) == {"2022"}


def test_elements_may_stand_in_a_table_in_the_columns_of_coinr(tmp_path: Path) -> None:
    meta = (
        "Level,iCode,iName,Direction,Weight,Unit,Target,Denominator,Parent,Type\n"
        "1,a,Aa,1,2,thing,NA,NA,top,Indicator\n1,b,Bb,-1,1,thing,3,people,top,Indicator\n"
        "2,top,All,1,1,NA,NA,NA,NA,Aggregate\nNA,grp,Grp,NA,NA,NA,NA,NA,NA,Group\n"
        "NA,people,P,NA,NA,NA,NA,NA,NA,Denominator\n"
    )
    data = {"kind": "table", "file": "table.csv", "unit": "unit"}
    index = read(tmp_path, spec(elements={"file": "meta.csv"}, data=data), meta=meta)
    structure = index.spec.structure
    assert structure.indicators == ("a", "b")
    assert structure.by_code["a"].weight == 2.0
    assert structure.by_code["b"].direction == -1
    assert structure.by_code["b"].target == 3.0
    assert set(index.values.groups) == {"grp"}
    assert index.values.beside["people"].tolist() == [10.0, 20.0, 40.0, 50.0]
    assert set(index.fingerprint) == {"index.yaml", "meta.csv", "table.csv"}


def test_errors_and_counts_become_the_distributions_they_belong_to(tmp_path: Path) -> None:
    table = TABLE.replace("a,b,c\n", "a,b,c,se,n\n").replace(",5\n", ",5,0.5,10\n")
    table = (
        table.replace(",7\n", ",7,0.6,14\n")
        .replace(",6\n", ",6,,12\n")
        .replace(",9\n", ",9,0.7,18\n")
    )
    elements = element("a", error="se")
    elements = [{**one, "count": "n"} if one["code"] == "c" else one for one in elements]
    said = spec(elements=elements, **factors({"id": "s", "sampling": "from_data"}))
    index = read(tmp_path, said, table)
    assert index.spec.plan is not None
    drawn = index.spec.plan.factors[0]
    assert isinstance(drawn, SamplingError)
    assert drawn.distributions == {"a": "normal", "c": "poisson"}
    assert drawn.bases["c"] == (2.0, 2.0, 2.0, 2.0)
    assert index.values.errors is not None
    assert index.values.errors[0, 0] == 0.5


def test_a_zero_is_drawn_with_the_base_of_the_column_that_rates_rest_on(tmp_path: Path) -> None:
    table = TABLE.replace("a,b,c\n", "a,b,c,n\n")
    # Events per thousand of the thousands in people, rounded as published; none in u3.
    for old, new in ((",5\n", ",0.5,5\n"), (",7\n", ",0.35,7\n"), (",6\n", ",0,0\n"),
                     (",9\n", ",0.18,9\n")):  # fmt: skip
        table = table.replace(old, new)
    elements = element("c", count="n")
    said = spec(elements=elements, **factors({"id": "s", "sampling": "from_data"}))
    plan = read(tmp_path, said, table).spec.plan
    assert plan is not None
    drawn = plan.factors[0]
    assert isinstance(drawn, SamplingError)
    assert drawn.bases["c"] == pytest.approx((10, 20, 40, 50), rel=1e-9)


def test_a_table_of_errors_is_laid_on_the_values_by_unit_and_column(tmp_path: Path) -> None:
    said = spec(data={**spec()["data"], "errors": "se.csv"})
    index = read(tmp_path, said, se="unit,c,a\nu3,0.3,0.1\nu1,0.4,\nz9,1,1\n")
    errors = index.values.errors
    assert errors is not None
    assert errors[2].tolist()[::2] == [0.1, 0.3]
    assert np.isnan(errors[1]).all()


def test_cities_of_a_survey_bring_the_errors_of_their_interviews() -> None:
    index = read_index(ROOT / "examples" / "index" / "cities.yaml")
    assert len(index.values.units) == 80
    at = index.values.units.index("berlin"), index.values.codes.index("QOL-01")
    share = index.values.numbers[at] / 100
    assert index.values.errors is not None
    # 843 interviews a city on average in 2023; 1.5 is the design effect that the profile assumes.
    assert index.values.errors[at] == pytest.approx(
        100 * np.sqrt(share * (1 - share) * 1.5 / 843), rel=1e-12
    )
    assert index.spec.plan is not None
    drawn = index.spec.plan.factors[0]
    assert isinstance(drawn, SamplingError)
    assert set(drawn.distributions.values()) == {"share"}


def test_districts_of_a_city_bring_the_errors_of_their_counts(tmp_path: Path) -> None:
    said = spec(
        data={"kind": "city", "level": "district", "periods": {"SEC-10": 2023, "SEC-12": 2023}},
        elements=[
            {"code": "SEC-10", "parent": "top", "direction": -1},
            {"code": "SEC-12", "parent": "top", "direction": -1}, {"code": "top"},
        ],
        **factors({"id": "s", "sampling": "from_data"}),
    )  # fmt: skip
    index = read_index(written(tmp_path, said), ROOT / "examples" / "berlin")
    assert len(index.values.units) > 10
    assert set(index.counts) == {"SEC-10", "SEC-12"}
    rate, count = index.values.column("SEC-10"), index.counts["SEC-10"]
    assert index.bases["SEC-10"] * rate == pytest.approx(count, rel=1e-3)
    assert index.values.errors is not None
    assert index.values.errors[:, 0] == pytest.approx(rate / np.sqrt(count), rel=1e-12)
    assert "observations.csv" in index.fingerprint
    assert build_index(index).scores().shape == (len(index.values.units),)


def test_a_standard_error_that_was_published_stands() -> None:
    rows = pl.DataFrame(
        {
            "value": [50.0, 50.0, 50.0], "standard_error": [2.0, None, None],
            "n": [100.0, None, None], "design_effect": [None, None, None],
            "numerator": [None, None, None], "ci_low": [None, 40.2, None],
            "ci_high": [None, 59.8, None], "ci_level": [0.95, 0.95, 0.95],
            "method": ["wilson", "published", "full_count"],
        }
    )  # fmt: skip
    found = standard_errors(rows, 100.0)
    assert found[:2] == pytest.approx([2.0, 5.0], abs=1e-3)
    assert np.isnan(found[2])


def test_a_row_that_a_decimal_comma_has_split_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="T217") as refused:
        read(tmp_path, table=TABLE.replace("u2,Two,x,20,2,30,7", "u2,Two,x,20,2,5,30,7"))
    assert problems_of(refused.value)[0].place.row == 3


def test_a_per_cent_sign_beside_bare_numbers_is_warned_of(tmp_path: Path) -> None:
    found = list(read(tmp_path, table=TABLE.replace("2,30,7", "2,30,12.5 %")).problems)
    assert [(one.code, one.place.row, one.place.column) for one in found] == [("I868", 3, "c")]


def test_a_number_too_large_to_reckon_with_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="I828"):
        read(tmp_path, table=TABLE.replace(",8,40", ",1e308,40"))
