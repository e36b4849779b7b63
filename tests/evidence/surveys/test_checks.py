"""One small broken survey per fault: the number, the rows, and what to do."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paseo.content.problems import Problem, Refused, catalogue
from paseo.evidence.surveys.checks import check_survey
from paseo.evidence.surveys.data import identifying_columns, read_survey
from paseo.evidence.surveys.mapping_pack import read_survey_mapping
from survey_town import MAPPING, respondents, written

QUIET = ("S717",)


def found(folder: Path, frame: pl.DataFrame, mapping: str = MAPPING) -> dict[str, Problem]:
    table, pack = written(folder, frame, mapping)
    problems = check_survey(read_survey(table), read_survey_mapping(pack)[0])
    for one in problems:
        for language in ("en", "es"):
            assert "%(" not in one.sentence(language) + one.mend(language)
    return {one.code: one for one in problems if one.code not in QUIET}


def changed(column: str, at: dict[int, object]) -> pl.DataFrame:
    frame = respondents(400)
    cells = [at.get(row, cell) for row, cell in enumerate(frame[column].cast(pl.String).to_list())]
    texts = pl.Series(column, [None if cell is None else str(cell) for cell in cells])
    return frame.with_columns(texts)


def test_the_town_itself_has_nothing_to_mend(tmp_path: Path) -> None:
    assert found(tmp_path, respondents()) == {}


@pytest.mark.parametrize(
    ("code", "column", "cell", "row"),
    [
        ("S703", "weight", None, 7),
        ("S704", "weight", 0, 7),
        ("S705", "weight", -1.5, 7),
        ("S706", "weight", "much", 7),
        ("S709", "night", 7, 7),
        ("S709", "night", "quite safe", 7),
        ("S710", "id", "r00002", 7),
        ("S711", "score", "ten", 7),
        ("S716", "sex", 9, 7),
        ("S720", "id", None, 7),
        ("S722", "district", None, 7),
    ],
)
def test_a_wrong_cell_is_found_with_its_row(
    tmp_path: Path, code: str, column: str, cell: object, row: int
) -> None:
    problems = found(tmp_path, changed(column, {row - 2: cell}))
    assert code in problems
    assert re.search(rf"\b{row}\b", problems[code].sentence()), problems[code].sentence()


def test_labels_instead_of_codes_are_read_and_said(tmp_path: Path) -> None:
    frame = changed("night", {0: "Very safe", 1: "FAIRLY SAFE"})
    problems = found(tmp_path, frame)
    assert set(problems) == {"S708"}
    assert problems["S708"].values["count"] == 2


def test_a_missing_column_comes_with_what_was_probably_meant(tmp_path: Path) -> None:
    problems = found(tmp_path, respondents(100).rename({"weight": "weigth"}))
    assert set(problems) == {"S702"}
    assert "weigth" in problems["S702"].mend()


def test_a_stratum_of_one_cluster_is_refused_with_the_choices(tmp_path: Path) -> None:
    frame = respondents(400).with_columns(
        pl.when(pl.col("district") == 3).then(301).otherwise(pl.col("section")).alias("section")
    )
    problems = found(tmp_path, frame)
    assert problems["S707"].values["strata"] == "3"
    assert "centre" in problems["S707"].mend()
    settled = MAPPING.replace(
        "  clusters: [section]", "  clusters: [section]\n  single_clusters: centre"
    )
    assert "S707" not in found(tmp_path, frame, settled)


def test_clusters_that_share_a_number_over_strata_are_told(tmp_path: Path) -> None:
    frame = respondents(400).with_columns(pl.col("section") % 100)
    assert "S721" in found(tmp_path, frame)


MARGIN = """\
weighting:
  - step: post_stratify
    margins:
      - columns: [sex]
        source: register
        totals: [{of: [1], total: 10}, {of: [woman], total: 10}]
answers:
"""


def test_cells_that_differ_between_file_and_margin_are_told_both_ways(tmp_path: Path) -> None:
    problems = found(tmp_path, respondents(100), MAPPING.replace("answers:\n", MARGIN, 1))
    assert {"S712", "S713"} <= set(problems)
    assert problems["S712"].values["value"] == "2"
    assert problems["S713"].values["value"] == "woman"


def test_those_who_did_not_answer_are_counted_and_left_out(tmp_path: Path) -> None:
    frame = respondents(400).with_columns(
        pl.Series("outcome", ["no"] * 100 + ["yes"] * 300), pl.col("weight").cast(pl.String)
    )
    frame = frame.with_columns(
        pl.when(pl.col("outcome") == "no").then(None).otherwise(pl.col("weight")).alias("weight")
    )
    text = MAPPING.replace(
        "  clusters: [section]",
        "  clusters: [section]\n  outcome: {column: outcome, complete: [yes]}",
    ).replace("complete: [yes]", 'complete: ["yes"]')
    problems = found(tmp_path, frame, text)
    assert set(problems) == {"S714"}
    assert problems["S714"].values["share"] == 75


def test_columns_that_name_people_are_warned_of(tmp_path: Path) -> None:
    frame = respondents(100).with_columns(pl.lit("x@example.org").alias("E-mail"))
    assert "S725" in found(tmp_path, frame)
    assert identifying_columns(["district_name", "name", "Q_name"]) == ["name"]


def test_very_unequal_weights_are_warned_of(tmp_path: Path) -> None:
    frame = changed("weight", dict.fromkeys(range(3), 900))
    assert "S715" in found(tmp_path, frame)


def test_an_unknown_wave_is_refused(tmp_path: Path) -> None:
    frame = respondents(100).with_columns(pl.Series("wave", [1] * 99 + [3]))
    text = MAPPING.replace(
        "  clusters: [section]",
        "  clusters: [section]\n  waves: {column: wave, list: [{cell: 1, period: 2025}]}",
    )
    assert found(tmp_path, frame, text)["S727"].values["rows"] == "101"


@pytest.mark.parametrize(
    ("name", "raw", "code"),
    [
        ("empty.csv", b"", "S701"),
        ("head.csv", b"id,night\n", "S701"),
        ("twice.csv", b"id,night,night\n1,2,3\n", "S728"),
        ("broken.parquet", b"PAR1not a parquet file", "S700"),
        ("page.csv", b"<html><body>sign in</body></html>", "T202"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "T203"),
        ("book.xlsx", b"PK\x03\x04 but not really", "T207"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_its_reason(
    tmp_path: Path, name: str, raw: bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(raw)
    with pytest.raises(Refused) as refused:
        read_survey(path)
    assert [one.code for one in refused.value.problems.errors] == [code]


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_every_format_reads_to_the_same_answers(tmp_path: Path, ending: str) -> None:
    frame = respondents(50)
    path = tmp_path / f"survey.{ending}"
    {"csv": frame.write_csv, "xlsx": frame.write_excel, "parquet": frame.write_parquet}[ending](
        path
    )
    from paseo.evidence.surveys.recoding import numbers_of, texts_of

    read = read_survey(path).frame
    assert texts_of(read["night"]).to_list() == texts_of(frame["night"]).to_list()
    assert numbers_of(read["weight"]).to_list() == pytest.approx(frame["weight"].to_list())


def test_a_semicolon_file_with_decimal_commas_in_windows_letters_is_read(tmp_path: Path) -> None:
    from paseo.evidence.surveys.recoding import numbers_of

    path = tmp_path / "survey.csv"
    path.write_bytes("id;weight;barrio\n1;1,25;Málaga\n2;0,75;Este\n\n".encode("cp1252"))
    data = read_survey(path)
    assert numbers_of(data.frame["weight"]).to_list() == [1.25, 0.75]
    assert data.frame["barrio"][0] == "Málaga"
    assert "T209" in [one.code for one in data.problems]


def test_columns_that_a_spreadsheet_left_empty_at_the_end_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "survey.csv"
    path.write_text("id,weight,,\n1,1.5,,\n2,0.5, ,\n", "utf-8")
    assert read_survey(path).frame.columns == ["id", "weight"]
    path.write_text("id,weight,,\n1,1.5,,\n2,0.5,lost,\n", "utf-8")
    with pytest.raises(Refused) as refused:
        read_survey(path)
    assert [one.code for one in refused.value.problems.errors] == ["S728"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("cut: [1, 2], definition: near-home-night}", "definition: near-home-night}", "S731"),
        (
            "cut: [1, 2], definition: near-home-day}",
            "cut: [1, 9], definition: near-home-day}",
            "S732",
        ),
        ("period: 2025", "period: last year", "S738"),
        ("groups: [M, F]", "groups: [M, W]", "S732"),
        ("answers:\n", "weighting: [{step: trim}]\nanswers:\n", "S739"),
        (
            "answers:\n",
            "weighting: [{step: rake, margins: [{columns: [sex], source: register,"
            " totals: [{of: [1, 2], total: 5}]}]}]\nanswers:\n",
            "S747",
        ),
    ],
)
def test_each_fault_of_a_mapping_is_found_at_its_place(
    tmp_path: Path, old: str, new: str, code: str
) -> None:
    assert old in MAPPING
    _, pack = written(tmp_path, respondents(10), MAPPING.replace(old, new, 1))
    with pytest.raises(Refused) as refused:
        read_survey_mapping(pack)
    assert {one.code for one in refused.value.problems.errors} == {code}
    assert all(one.place.line for one in refused.value.problems.errors)


def test_a_pack_of_another_kind_is_no_mapping(tmp_path: Path) -> None:
    path = tmp_path / "phrases.yaml"
    path.write_text(
        MAPPING.split("survey:")[0].replace("survey-mapping", "phrases").split("sources:")[0]
        .replace("  source: register\n", "").replace("  target: paseo.framework.action1\n", ""),
        "utf-8",
    )  # fmt: skip
    with pytest.raises(Refused):
        read_survey_mapping(path)


def test_every_number_of_surveys_is_used_somewhere() -> None:
    import paseo.evidence.surveys as surveys

    roots = [Path(surveys.__path__[0]), Path(surveys.__path__[0]).parents[1] / "report" / "survey"]
    code = "".join(path.read_text("utf-8") for root in roots for path in root.glob("*.py"))
    numbers = {one for one in catalogue() if one.startswith("S7")}
    assert {one for one in numbers if f'"{one}"' not in code} == set()


@given(st.data())
def test_whatever_bytes_come_a_file_is_read_or_refused(data: st.DataObject) -> None:
    import tempfile

    raw = bytearray(b'id,weight,night\n1,1.5,2\n2,"a,b",3\n3,,\n')
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(raw)))
        raw[at:at] = data.draw(st.binary(min_size=1, max_size=6))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "survey.csv"
        path.write_bytes(bytes(raw))
        try:
            read = read_survey(path)
        except Refused as refused:
            assert refused.problems.errors
        else:
            assert len(set(read.frame.columns)) == read.frame.width


def test_columns_of_every_type_are_read_as_text(tmp_path: Path) -> None:
    from datetime import date, timedelta

    from paseo.evidence.surveys.recoding import numbers_of, texts_of

    frame = pl.DataFrame(
        {
            "whole": [1.0, 2.5], "flag": [True, None], "day": [date(2025, 5, 1), None],
            "span": [timedelta(days=1), None], "codes": [["a", "b"], None],
        }
    )  # fmt: skip
    path = tmp_path / "survey.parquet"
    frame.write_parquet(path)
    held = read_survey(path).frame
    texts = {name: texts_of(held[name]).to_list() for name in held.columns}
    assert texts["whole"] == ["1", "2.5"] and texts["flag"] == ["1", None]
    assert texts["day"] == ["2025-05-01", None] and texts["codes"] == ["a b", None]
    assert texts["span"][0] and numbers_of(held["whole"]).to_list() == [1.0, 2.5]
