"""Every numbered problem of an evaluation, each with a file or option that has it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from evaluations_by_hand import BODY, COUNTS, HEADER, write_evaluation
from paseo.content.check import check
from paseo.content.problems import Refused, catalogue
from paseo.prevention.evaluation.arguments import case_of_numbers, check_options
from paseo.prevention.evaluation.case import Role
from paseo.prevention.evaluation.pack import read_case

SERIES_BODY = BODY.replace(
    "periods: {before: 2023-01-01/2023-12-31, after: 2024-01-01/2024-12-31}\n", ""
)
MONTHS = [f"{year}-{month:02d}" for year in (2022, 2023, 2024) for month in range(1, 13)]
SERIES = "area,period,count\n" + "".join(
    f"{area},{month},{10 + at % 4}\n"
    for area in ("park", "square")
    for at, month in enumerate(MONTHS)
)
SURVEY = """area,wave,yes,n
park,before,50,100
park,after,60,100
square,before,50,100
square,after,52,100
"""


def changed(text: str, *pairs: tuple[str, str]) -> str:
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return text


def table(*rows: str) -> str:
    return "\n".join(rows) + "\n"


ALONE = ("- {id: square, role: comparison, name: The square}\n", "")
SIZED = ("name: The park}", "name: The park, size: 3}")
#: Number to body and table that have the problem.
WRONG: dict[str, tuple[str, str]] = {
    "E901": (BODY, "colour,shade\npark,green\n"),
    "E903": (BODY, "area,before,after,antes\npark,1,2,3\nsquare,1,2,3\n"),
    "E904": (BODY, changed(COUNTS, ("80", "about 80"))),
    "E905": (BODY, "before,after\n100,80\n"),
    "E906": (BODY, "area,after\npark,80\nsquare,90\n"),
    "E907": (BODY, COUNTS + ",3,4\n"),
    "E908": (BODY, "area,role,before,after\npark,comparison,100,80\nsquare,comparison,100,90\n"),
    "E909": (BODY, "area,role,before,after\npark,treated,100,80\nsquare,comparizon,100,90\n"),
    "E910": (BODY, COUNTS + "meadow,3,4\n"),
    "E911": (BODY, changed(COUNTS, ("100,80", ",80"))),
    "E912": (BODY, changed(COUNTS, ("80", "-80"))),
    "E913": (BODY, changed(COUNTS, ("80", "80.5"))),
    "E914": (changed(BODY, ("role: treated", "role: donor")), COUNTS),
    "E915": (BODY, "area,before,after\npark,100,80\n"),
    "E916": (BODY, changed(COUNTS, ("80", "0"))),
    "E917": (SERIES_BODY,
        table("area,period,count", "park,2023-12,4", "park,2024-01,3",
              "square,2023-12,4", "square,2024-01,3")),
    "E920": (SERIES_BODY, changed(SERIES, ("park,2023-05,10\n", ""))),
    "E921": (changed(SERIES_BODY, ("2024-01-01", "2020-01-01")), SERIES),
    "E922": (changed(SERIES_BODY, ("start: '2024-01-01'\n", "")), SERIES),
    "E923": (SERIES_BODY, changed(SERIES, ("park,2023-05", "park,sometime"))),
    "E924": (BODY, COUNTS + "park,100,80\n"),
    "E925": (SERIES_BODY,
        table("area,period,count", "park,2023-01-01,4",
              "park,2023-01-05,3", "square,2023-01-01,2")),
    "E926": (SERIES_BODY, changed(SERIES, ("park,2023-05", "park,2023-Q2"))),
    "E928": (BODY,
        table("area,role,size,before,after", "park,treated,1,100,80",
              "square,comparison,1,100,90", "hill,donor,0,1,2")),
    "E929": (BODY, changed(SURVEY, ("park,after", "park,sometime"))),
    "E930": (BODY, changed(SURVEY, ("60,100", "160,100"))),
    "E931": (BODY + "crimes:\n- {id: theft}\n",
        table("area,class,before,after", "park,theft,100,80", "square,tehft,100,90")),
    "E932": (changed(BODY, ("2023-01-01/2023-12-31", "2023-12-31/2023-01-01")), COUNTS),
    "E933": (changed(BODY, ("2023-12-31", "2024-06-30")), COUNTS),
    "E934": (SERIES_BODY, COUNTS),
    "E935": (changed(BODY, ("2023-01-01/", "2022-01-01/")), COUNTS),
    "E936": (changed(BODY, ("start: '2024-01-01'", "start: '2023-06-01'")), COUNTS),
    "E937": (changed(SERIES_BODY, ("2024-01-01", "2024-01-15")), SERIES),
    "E939": (BODY + "counts:\n- {area: park, before: 3, after: 4}\n", COUNTS),
    "E940": (BODY + "answers:\n- {rival: seasn, answer: 'yes'}\n", COUNTS),
    "E941": (changed(BODY, ALONE), table("area,before,after", "park,100,80")),
    "E942": (changed(BODY, SIZED), COUNTS),
    "E943": (BODY,
        table("area,class,before,after", "park,theft,100,80",
              "square,theft,100,90", "park,fire,3,4")),
    "E944": (BODY, changed(COUNTS, ("100,80", "100,"))),
    "E945": (BODY, "area,before,after\npark,0,0\nsquare,0,0\n"),
}  # fmt: skip


@pytest.mark.parametrize("code", sorted(WRONG))
def test_a_wrong_file_is_named_with_its_number(code: str, tmp_path: Path) -> None:
    body, table = WRONG[code]
    path = write_evaluation(tmp_path, body, table)
    problems = check(path)
    assert code in {one.code for one in problems}
    found = next(one for one in problems if one.code == code)
    for language in ("en", "es"):
        assert "%(" not in found.sentence(language) + found.mend(language)
    if catalogue()[code].severity == "error":
        with pytest.raises(Refused):
            read_case(path)
    else:
        assert not problems.errors


def test_a_file_of_another_kind_is_no_evaluation() -> None:
    with pytest.raises(Refused, match="E900"):
        read_case(Path("src/paseo/prevention/content/rivals/pack.yaml"))


def test_a_sheet_that_is_not_there_is_named(tmp_path: Path) -> None:
    import xlsxwriter

    path = write_evaluation(
        tmp_path, changed(BODY, ("data.csv", "data.xlsx, sheet: Figures")), None
    )
    with xlsxwriter.Workbook(tmp_path / "data.xlsx") as book:
        sheet = book.add_worksheet("Numbers")
        for at, row in enumerate(COUNTS.splitlines()):
            sheet.write_row(at, 0, row.split(","))
    assert [one.code for one in check(path).errors] == ["E902"]
    whole = path.read_text("utf-8").replace("Figures", "Numbers")
    path.write_text(whole, "utf-8")
    assert not check(path).errors


def places(west: float, other: str = "square", inside: bool = False) -> str:
    """Return the park as a square of 0.01 degrees, and another area from a longitude on."""

    def feature(area: str, left: float, right: float, **more: str) -> dict[str, object]:
        corners = [[left, 41], [right, 41], [right, 41.01], [left, 41.01], [left, 41]]
        return {
            "type": "Feature", "properties": {"id": area, "level": "district", **more},
            "geometry": {"type": "Polygon", "coordinates": [corners]},
        }  # fmt: skip

    park = feature("park", 2, 2.01, **({"parent": "square"} if inside else {}))
    features = [park, feature(other, west, 2.03)]
    return json.dumps({"type": "FeatureCollection", "features": features})


@pytest.mark.parametrize(
    ("code", "ground"),
    [
        ("E918", places(2.02, inside=True)),
        ("E919", places(2.005)),
        ("E927", places(2.02, other="squarre")),
        ("", places(2.02)),
    ],
)
def test_areas_that_share_ground_are_refused(code: str, ground: str, tmp_path: Path) -> None:
    path = write_evaluation(tmp_path)
    (tmp_path / "places.geojson").write_text(ground, "utf-8")
    assert [one.code for one in check(path) if one.code.startswith("E")] == [code] * bool(code)


def test_a_table_outside_the_folder_is_not_read(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / "data.csv").write_text(COUNTS, "utf-8")
    path = write_evaluation(inner, changed(BODY, ("data.csv", "../data.csv")), None)
    assert [one.code for one in check(path)] == ["P116"]
    path = write_evaluation(inner, changed(BODY, ("data.csv", "lost.csv")), None)
    assert [one.code for one in check(path)] == ["P101"]


@pytest.mark.parametrize(
    ("text", "code"), [("100;x", "E938"), ("1,2,3", "E938"), ("-4,5", "E938"), ("4.5,5", "E913")]
)
def test_typed_counts_that_are_none_are_named(text: str, code: str) -> None:
    names = dict.fromkeys(Role, "area")
    with pytest.raises(Refused, match=code):
        case_of_numbers({Role.TREATED: [text]}, title="x", names=names)


@pytest.mark.parametrize(
    ("option", "value", "code"),
    [("level", 1.0, "E946"), ("variance_factor", 0.5, "E947"), ("expected", -2.0, "E948")],
)
def test_options_that_cannot_be_are_named(option: str, value: float, code: str) -> None:
    from paseo.content.problems import Problems

    problems = Problems()
    check_options({option: value}, problems)
    assert [one.code for one in problems] == [code]


PREDICTORS = "synthetic: {predictors: alike.csv}\n"


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ("area,income\npark,3\n", "E949"),
        ("income\n3\n", "E905"),
        ("area,income\npark,3\nsquare,much\n", "E904"),
        ("area,income\npark,3\nsquare,4\npark,3\n", "E924"),
        ("area;income\npark;3,5\nsquare;4\n", ""),
    ],
)
def test_wrong_tables_of_predictors_are_named(table: str, code: str, tmp_path: Path) -> None:
    (tmp_path / "alike.csv").write_text(table, "utf-8")
    path = write_evaluation(tmp_path, BODY + PREDICTORS)
    assert [one.code for one in check(path).errors] == [code] * bool(code)


def test_a_time_of_the_fit_that_is_none_is_named(tmp_path: Path) -> None:
    path = write_evaluation(tmp_path, BODY + "synthetic: {fit: whenever}\n")
    assert [one.code for one in check(path).errors] == ["E923"]


LENGTHS = ("before: 2023-01-01/2023-12-31, after: 2024-01-01/2024-12-31", "before: 12, after: 12")


@pytest.mark.parametrize(
    ("body", "table", "today", "code"),
    [
        (BODY, COUNTS, date(2024, 12, 30), "E950"),
        (BODY, COUNTS, date(2024, 12, 31), ""),
        (SERIES_BODY, SERIES, date(2024, 12, 30), "E950"),  # the last month is not over
        (SERIES_BODY, SERIES, date(2024, 12, 31), ""),
        (changed(BODY, LENGTHS), COUNTS, date(2023, 12, 31), "E951"),
        (changed(BODY, LENGTHS), COUNTS, date(2024, 1, 1), ""),
    ],
)
def test_nothing_is_counted_before_it_happens(
    body: str, table: str, today: date, code: str, tmp_path: Path
) -> None:
    path = write_evaluation(tmp_path, body, table)
    if not code:
        assert not read_case(path, today=today)[1].errors
        return
    with pytest.raises(Refused, match=code):
        read_case(path, today=today)


def test_a_plan_may_name_days_to_come(tmp_path: Path) -> None:
    table = changed(COUNTS, ("100,80", "100,"), ("100,90", "100,"))
    case, _ = read_case(write_evaluation(tmp_path, BODY, table), today=date(2023, 12, 31))
    assert case.is_plan


def test_every_number_of_an_evaluation_has_a_wrong_case() -> None:
    elsewhere = {
        "E900", "E902", "E918", "E919", "E927", "E938", "E946", "E947", "E948", "E949", "E950",
        "E951", "E952",
    }  # fmt: skip
    numbers = {code for code in catalogue() if "E900" <= code < "E960"}
    assert set(WRONG) | elsewhere == numbers
    assert HEADER.startswith("pack:")
