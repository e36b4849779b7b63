"""Every numbered problem of an index has a wrong case that gives it, at its entry, with a mend."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import paseo.stats.composite
from index_specifying import TABLE, element, factors, problems_of, read, spec, written
from paseo.assessment.index.building import build_index
from paseo.assessment.index.comparing import compare_indices
from paseo.assessment.index.faults import NUMBERS, PLAN_NUMBERS, problem_of, problem_of_plan
from paseo.assessment.index.files.record import read_record, record_of, replay
from paseo.assessment.index.running import check_plan, need_plan, run_index, with_run_settings
from paseo.assessment.index.specification.pack import read_index
from paseo.content.check import check
from paseo.content.problems import Problem, Problems, Refused, catalogue
from paseo.stats.composite import CompositeError
from paseo.stats.composite.uncertainty.factors import PlanFault

ROOT = Path(__file__).parents[3]
NORMAL = {"normalise": "minmax", "low": 1, "high": 100}
AGG = [{"label": "m", "aggregation": "arithmetic"}, {"label": "g", "aggregation": "geometric"}]
COSTLY = "unit,name,grp,people,a,b,c\nu1,One,x,10,{},10,5\nu2,Two,x,20,2,30,7\nu3,T,y,40,4,20,6\n"


def head(**changes: Any) -> dict[str, Any]:
    return {"pack": {**spec()["pack"], **changes}}


def data(**changes: Any) -> dict[str, Any]:
    held = {**spec()["data"], **changes}
    return {"data": {key: value for key, value in held.items() if value is not None}}


def benchmark(*codes: str, periods: dict[str, int] | None = None, **more: Any) -> dict[str, Any]:
    return {
        "data": {"kind": "benchmark", "pack": "paseo.benchmark.perception-survey",
                 "periods": periods or {}},
        "elements": [*({"code": code, "parent": "top"} for code in codes), {"code": "top"}],
        "uncertainty": None, **more,
    }  # fmt: skip


#: Counts behind the values of c, out of as much as no column says.
COUNTED = (
    "unit,name,grp,people,a,b,c,n\nu1,One,x,10,1,10,5,9\nu2,Two,x,20,2,30,7,70\n"
    "u3,T,y,40,4,20,6,12\n"
)


def counted(code: str, column: str) -> dict[str, Any]:
    drawn = factors({"id": "s", "sampling": "from_data"})
    return {"elements": element(code, count=column), **drawn}


#: Number to changes of the right specification, the table where it matters, and the entry that
#: the problem must name.
CASES: dict[str, tuple[dict[str, Any], str, str]] = {
    "I801": (data(file="tabel.csv"), TABLE, "data/file"),
    "I802": ({"elements": [*spec()["elements"], {"code": "a", "parent": "two"}]}, TABLE, "a"),
    "I803": ({"elements": element("a", parent="ones")}, TABLE, "a"),
    "I804": ({"elements": element("top", parent="one")}, TABLE, "one"),
    "I805": ({"elements": element("c", weight=0)}, TABLE, "two"),
    "I806": ({"elements": element("c", weight=-1)}, TABLE, "c"),
    "I807": ({"elements": element("c", direction=2)}, TABLE, "c"),
    "I808": ({"elements": [{"code": "a"}, {"code": "b"}]}, TABLE, ""),
    "I810": ({"steps": [{"normalize": "minmax"}]}, TABLE, "steps/1"),
    "I811": ({"steps": [{"normalise": "minmx"}]}, TABLE, "steps/1"),
    "I812": ({"steps": [{**NORMAL, "hihg": 3}]}, TABLE, "steps/1"),
    "I813": ({"steps": [{**NORMAL, "high": "much"}]}, TABLE, "steps/1"),
    "I814": ({"steps": [NORMAL, dict(NORMAL, high=9)]}, TABLE, "steps/2"),
    "I815": ({"steps": [{"treat": "log", "only": ["aa"]}, NORMAL]}, TABLE, "aa"),
    "I816": ({"steps": [{"normalise": "goalposts", "posts": {"a": [0, 9]}}]}, TABLE, "b"),
    "I817": (data(unit="unti", name=None), TABLE, ""),
    "I818": ({}, TABLE + "u1,Again,y,1,1,1,1\n", "u1"),
    "I819": ({}, TABLE.replace("people,a,b", "people,a,A"), ""),
    "I820": ({}, TABLE.replace("u2,Two,x,20,2", "u2,Two,x,20,two"), ""),
    "I821": ({}, TABLE + ",Total,y,1,1,1,1\n", ""),
    "I822": (data(units=["u1"]), TABLE, "data/units"),
    "I823": (data(sha256="0" * 64), TABLE, ""),
    "I824": ({}, COSTLY.format(2).replace(",40,4,", ",40,2,"), "a"),
    "I825": ({}, COSTLY.format("").replace(",20,2,", ",20,,").replace(",40,4,", ",40,,"), "a"),
    "I826": ({"steps": [{"treat": "log"}, NORMAL]}, COSTLY.format(-3), "a"),
    "I827": (
        {"steps": [{"denominate": "from_elements"}, NORMAL],
         "elements": element("a", denominator="people")},
        TABLE.replace("x,20", "x,0"), "a",
    ),
    "I828": ({}, COSTLY.format("1e999"), "a"),
    "I829": (data(errors="errors.csv"), TABLE, ""),
    "I830": (data(errors="negative.csv"), TABLE, ""),
    "I831": (data(units=["u1", "u9"]), TABLE, "data/units"),
    "I832": (
        {**head(target="paseo.framework.action1"),
         "elements": element("one", dimension="sense-of-safty")},
        TABLE, "one",
    ),
    "I833": (
        {**head(target="paseo.framework.action1"), "elements": [
            {"code": "a", "parent": "one", "indicator": "SAF-01", "direction": 1},
            {"code": "b", "parent": "one", "indicator": "SEC-24", "direction": -1},
            {"code": "one"}]},
        TABLE, "one",
    ),
    "I836": (
        benchmark("COH-01", "QOL-01") | {"elements": [
            {"code": "COH-01", "parent": "top", "denominator": "people"},
            {"code": "QOL-01", "parent": "top"}, {"code": "top"}]},
        TABLE, "COH-01",
    ),
    "I837": (benchmark("COH-01", "COH-99"), TABLE, "COH-99"),
    "I838": (
        benchmark("SEC-10") | {"data": {"kind": "city", "level": "block"}}, TABLE, "data/level",
    ),
    "I839": (
        benchmark("SEC-10") | {"data": {"kind": "city", "level": "district"}}, TABLE, "data",
    ),
    "I840": (factors({"id": "w", "options": AGG}, {"id": "w", "weights": {}}), TABLE, "w"),
    "I841": (factors({"id": "w"}), TABLE, "w"),
    "I842": (factors({"id": "w", "options": AGG[:1]}), TABLE, "w"),
    "I843": (factors({"id": "w", "options": [*AGG, {**AGG[0], "label": "again"}]}), TABLE, "w"),
    "I844": (
        factors({"id": "t", "range": {"step": "treat", "setting": "most", "low": 1, "high": 5}}),
        TABLE, "t",
    ),
    "I845": (
        factors({"id": "t", "range": {"step": "normalise", "setting": "low", "low": 5, "high": 5}}),
        TABLE, "t",
    ),
    "I846": (factors({"id": "s", "sampling": "from_data"}), TABLE, "s"),
    "I847": (
        factors({"id": "m", "missing": {}})
        | {"steps": [{"impute": "multiple"}, {"normalise": "minmax"}]},
        TABLE, "m",
    ),
    "I848": (
        factors({"id": "w", "options": [{**AGG[0], "chance": 0}, {**AGG[1], "chance": 0}]}),
        TABLE, "w",
    ),
    "I849": (factors({"id": "w", "weights": {"spread": 0}}), TABLE, "w"),
    "I850": (factors({"id": "w", "weights": {"levels": [7]}}), TABLE, "w"),
    "I851": (factors(), TABLE, "uncertainty"),
    "I853": (factors({"id": "w", "weights": {}}, replications=2), TABLE, ""),
    "I854": (
        factors({"id": "w", "options": [
            {"label": "usual", "steps": [NORMAL]},
            {"label": "log", "steps": [{"normalise": "goalposts", "posts": {"a": [0, 9]}}]}]}),
        TABLE, "w",
    ),
    "I855": (
        factors({"id": "w", "weights": {}}, classes=[{"label": "low"}, {"label": "high", "to": 3}]),
        TABLE, "classes",
    ),
    "I857": ({"weighting": {"method": "ahp"}}, TABLE, ""),
    "I880": ({"elements": element("one", direction=-1)}, TABLE, "one"),
    "I881": ({"elements": element("people")}, TABLE, "people"),
    "I883": (
        {"steps": [{"denominate": "from_elements", "scale": {"a": 1000}}, NORMAL]},
        TABLE, "steps/1",
    ),
    "I884": ({"aggregation": {"method": "median", "by_code": {"a": "median"}}}, TABLE, "aggregat"),
    "I885": (
        {"aggregation": {"method": "median", "by_level": {
            "2": {"method": "harmonic", "by_level": {"3": "median"}}}}},
        TABLE, "aggregation",
    ),
    "I886": (data(countries=["ES"]), TABLE, "data/countries"),
    "I887": (data(period="2020"), TABLE, "data/period"),
    "I888": ({"weighting": {"method": "correlation", "importance": {"top": 2}}}, TABLE, "top"),
    "I891": (counted("c", "n"), COUNTED.replace(",6,12\n", ",0,0\n"), "c"),
    "I892": (counted("c", "n"), COUNTED.replace(",6,12\n", ",6,-1\n"), "c"),
    "I893": ({"sensitivity": {"base": 100}}, TABLE, "sensitivity/base"),
    "I894": (
        factors(
            {"id": "agg", "options": AGG},
            {"id": "low", "options": [
                {"label": "usual"}, {"label": "m", "by_level": {"2": "median"}}]},
        ),
        TABLE, "low",
    ),
    "I895": (
        factors({"id": "t", "range": {
            "weight": "a", "step": "normalise", "setting": "low", "low": 1, "high": 5}}),
        TABLE, "t",
    ),
    "I896": (
        factors({"id": "w", "weights": {}}, {"id": "agg", "options": AGG, "group": "w"}),
        TABLE, "agg",
    ),
    "I897": (
        data(errors="some.csv") | factors(
            {"id": "s", "sampling": {"distributions": {"a": "normal", "b": "normal"}}}),
        TABLE, "s",
    ),
    "I898": (factors({"id": "w", "weights": {"method": "free", "spread": 0.2}}), TABLE, "factors"),
    "I899": (factors({"id": "s", "sampling": "from_dta"}), TABLE, "factors"),
    "I859": (
        {"aggregation": {"method": "arithmetic", "least": 1.0}},
        "unit,name,grp,people,a,b,c\nu1,One,x,1,1,,5\nu2,Two,x,2,,30,\nu3,T,y,4,4,,6\n"
        "u4,F,y,4,,20,\n", "top",
    ),
}  # fmt: skip
#: Problems that no such case can show, and the test that shows them.
ELSEWHERE = {
    "I882": "test_a_denominator_that_nothing_divides_by_is_warned_of",
    "I889": "test_sizes_that_no_machine_could_run_are_refused_before_anything_is_tried",
    "I890": "test_sizes_that_no_machine_could_run_are_refused_before_anything_is_tried",
    "I800": "test_a_pack_of_another_kind_is_no_index",
    "I809": "test_elements_in_a_table_that_is_not_here_are_noted",
    "I834": "test_what_is_kept_apart_may_be_joined_with_a_reason_and_is_marked",
    "I835": "test_values_of_two_definitions_are_refused",
    "I852": "test_faults_that_a_file_cannot_hold_have_words_too",
    "I856": "test_what_is_no_record_is_refused",
    "I858": "test_faults_that_a_file_cannot_hold_have_words_too",
}


def found_in(folder: Path, changes: dict[str, Any], table: str) -> list[Problem]:
    """Return the errors of a wrong specification: in the file, the data, the index, the plan."""
    more = {
        "errors": "unit,q\nz1,1\n",
        "negative": "unit,a,b,c\nu1,1,1,1\nu2,-2,1,1\n",
        "some": "unit,a\nu1,0.1\nu2,0.1\nu3,0.1\nu4,0.1\n",
    }
    path = written(folder, spec(**changes), table, **more)
    where = (
        ROOT / "examples" / "berlin" if changes.get("data", {}).get("level") == "block" else None
    )
    try:
        index = read_index(path, where)
        build_index(index)
        faults = check_plan(index)
        faults.refuse()
        if "factors" in index.spec.text:
            need_plan(index)
    except Refused as refused:
        return problems_of(refused)
    return []


@pytest.mark.parametrize("number", sorted(CASES))
def test_each_wrong_index_gives_its_number_at_its_entry(number: str, tmp_path: Path) -> None:
    changes, table, entry = CASES[number]
    found = found_in(tmp_path, changes, table)
    assert [one.code for one in found][:1] == [number], [str(one) for one in found]
    assert entry in found[0].place.entry
    assert found[0].place.file
    for language in ("en", "es"):
        said = f"{found[0].sentence(language)} {found[0].mend(language)}"
        assert "%(" not in said
        assert "LanguageMap" not in said
        assert "None" not in said


def test_every_number_has_a_case_or_a_test_of_its_own() -> None:
    held = catalogue()
    numbers = {code for code in held if "I800" <= code <= "I859" or "I880" <= code <= "I899"}
    assert numbers == set(CASES) | set(ELSEWHERE)
    assert not set(CASES) & set(ELSEWHERE)
    text = Path(__file__).read_text("utf-8")
    assert all(f"def {test}(" in text for test in ELSEWHERE.values())


def test_the_right_index_has_no_problem(tmp_path: Path) -> None:
    assert found_in(tmp_path, {}, TABLE) == []
    assert list(check(written(tmp_path, spec()))) == []


@pytest.mark.parametrize(
    ("number", "row", "column"),
    [
        ("I820", 3, "a"),
        ("I818", 6, "unit"),
        ("I821", 6, "unit"),
        ("I824", 1, "a"),
        ("I826", 2, "a"),
    ],
)
def test_cells_are_named_by_row_and_column(
    number: str, row: int, column: str, tmp_path: Path
) -> None:
    changes, table, _ = CASES[number]
    place = found_in(tmp_path, changes, table)[0].place
    assert (place.file, place.row, place.column) == ("table.csv", row, column)


@pytest.mark.parametrize(
    ("number", "changes"),
    [
        ("I880", {"elements": element("one", denominator="people")}),
        ("I815", {"steps": [{"normalise": "goalposts", "posts": {
            "a": [0, 9], "b": [0, 99], "c": [0, 9], "d": [0, 1]}}]}),
        ("I884", {"steps": [{"normalise": "distance_to_target", "targets": {
            "a": 9, "b": 0, "c": 9, "one": 1}}]}),
        ("I815", {"aggregation": {"method": "median", "by_code": {"three": "median"}}}),
        ("I850", {"aggregation": {"method": "median", "by_level": {"9": "harmonic"}}}),
        ("I886", benchmark("COH-01", "QOL-01") | {
            "data": {"kind": "benchmark", "file": "table.csv"}}),
        ("I815", benchmark("COH-01", "QOL-01", periods={"COH-02": 2023})),
        ("I888", {"weighting": {"method": "benefit_of_doubt", "bounds": {"top": [0, 1]}}}),
        ("I888", {"weighting": {"method": "budget", "budgets": {"x": {"top": 5}}}}),
        ("I884", {"weighting": {"method": "ahp", "comparisons": {"a": [[1]]}}}),
        ("I857", {"weighting": {"method": "ahp", "comparisons": {
            "one": {"pairs": [["a", "b", 3], ["b", "a", 4]]}}}}),
        ("I813", {"weighting": {"method": "ahp", "comparisons": {
            "one": {"pairs": [["a", "b", 3]], "expert": "x"}}}}),
        ("I813", {"weighting": {"method": "ahp", "comparisons": {"one": {"pairs": 5}}}}),
        ("I813", {"weighting": {"method": "ahp", "comparisons": {
            "one": {"codes": 5, "matrix": [[1, 1], [1, 1]]}}}}),
        ("I813", {"weighting": {"method": "ahp", "most": "x", "comparisons": {
            "one": [[1, 2], [0.5, 1]]}}}),
        ("I813", {"weighting": {"method": "budget", "total": "x", "budgets": {
            "x": {"a": 1, "b": 1}}}}),
        ("P123", {"aggregation": {"method": "median", "by_level": {
            "2": {"method": "median", "least": "x"}}}}),
    ],
)  # fmt: skip
def test_what_would_be_passed_over_or_break_is_refused(
    number: str, changes: dict[str, Any], tmp_path: Path
) -> None:
    assert [one.code for one in found_in(tmp_path, changes, TABLE)][:1] == [number]


def test_an_indicator_without_a_direction_is_warned_of(tmp_path: Path) -> None:
    elements = [{key: held for key, held in one.items() if key != "direction"}
                for one in spec()["elements"]]  # fmt: skip
    found = list(read(tmp_path, spec(elements=elements)).problems)
    assert [(one.code, one.severity) for one in found] == [("I878", "warning")]
    assert "a, b, c" in found[0].sentence("es")


def test_a_score_that_a_mean_cannot_take_is_not_looked_for_in_the_data(tmp_path: Path) -> None:
    changes = {"steps": [{"normalise": "minmax"}], "aggregation": "geometric"}
    found = found_in(tmp_path, changes, TABLE)[0]
    assert (found.code, found.place.file) == ("I879", "index.yaml")
    assert "the score of “a” is 0 for “u1”" in found.sentence("en")


def test_a_folder_of_data_that_is_none_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, spec())
    for folder in (tmp_path / "none", tmp_path / "table.csv"):
        with pytest.raises(Refused, match="I877"):
            read_index(path, folder)


def test_a_table_of_column_names_alone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="I822"):
        read(tmp_path, table=TABLE.splitlines()[0] + "\n")


def test_a_record_with_parts_of_another_kind_is_refused(tmp_path: Path) -> None:
    index = read(tmp_path, spec(uncertainty=None))
    record = record_of(run_index(index, analysis=False, removal=False))
    for wrong in ({"specification": 5}, {"asked": []}, {"index": {}}, {"results": None}):
        with pytest.raises(Refused, match="I856"):
            replay({**record, **wrong}, tmp_path)


def test_indices_without_a_unit_in_common_are_not_compared(tmp_path: Path) -> None:
    other = read(tmp_path, table=TABLE.replace("\nu", "\nv"))
    with pytest.raises(Refused, match="I876"):
        compare_indices(read(tmp_path), other)


def test_a_denominator_that_nothing_divides_by_is_warned_of(tmp_path: Path) -> None:
    index = read(tmp_path, spec(elements=element("a", denominator="people")))
    assert [(one.code, one.severity) for one in index.problems] == [("I882", "warning")]
    divided = spec(
        elements=element("a", denominator="people"),
        steps=[{"denominate": "from_elements"}, NORMAL],
    )
    assert not list(read(tmp_path, divided).problems)


@pytest.mark.parametrize(
    ("number", "sizes"),
    [
        ("I890", (None, -1, None)), ("I889", (3_000_000_000, None, None)),
        ("I889", (None, None, 2**30)), ("I893", (None, None, 4)), ("I893", (None, None, -7)),
    ],
)  # fmt: skip
def test_sizes_that_no_machine_could_run_are_refused_before_anything_is_tried(
    number: str, sizes: tuple[int | None, int | None, int | None], tmp_path: Path
) -> None:
    found = check_plan(with_run_settings(read(tmp_path), *sizes))
    assert [one.code for one in found] == [number]
    assert "%(" not in f"{found.errors[0].sentence('es')} {found.errors[0].mend('es')}"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (factors({"id": "w", "weights": {}}, replications=2), "2 replications"),
        ({"steps": [{"screen": "by_missing", "force": {"zz": "include"}}, NORMAL]}, "no “zz” for"),
        ({"steps": [{"impute": "group_mean", "group": "area"}, NORMAL]}, "no “area” for groups"),
        ({"steps": [{"treat": "winsorise", "skew": "two"}, NORMAL]}, "skew = two is no number"),
        ({"steps": [{"treat": "winsorise", "most": 1.5}, NORMAL]}, "a whole number from 0 to ∞"),
        ({"weighting": {"method": "given", "x": 1}}, "It knows: none."),
        ({"aggregation": {"method": "median", "lest": 1}}, "It knows: least, by_level, by_code."),
        ({"steps": [{"denominate": "by", "columns": {"a": "peple"}}, NORMAL]}, "no column “peple”"),
        (
            factors({"id": "w", "options": [
                {"label": "as it is"}, {"label": "none", "without": ["top"]}]}),
            "With “w/none”",
        ),
    ],
)  # fmt: skip
def test_what_is_said_of_a_fault_is_true(
    changes: dict[str, Any], said: str, tmp_path: Path
) -> None:
    found = found_in(tmp_path, changes, TABLE)[0]
    assert said in f"{found.sentence('en')} {found.mend('en')}"
    assert found.place.file == "index.yaml"


def test_a_pack_of_another_kind_is_no_index() -> None:
    with pytest.raises(Refused) as refused:
        read_index(ROOT / "tests" / "content" / "right" / "phrases.yaml")
    assert [one.code for one in problems_of(refused.value)] == ["I800"]


def test_elements_in_a_table_that_is_not_here_are_noted() -> None:
    found = check(ROOT / "examples" / "index" / "asem.yaml")
    assert [(one.code, one.severity) for one in found] == [("I809", "note")]


def test_what_is_kept_apart_may_be_joined_with_a_reason_and_is_marked(tmp_path: Path) -> None:
    changes, _, _ = CASES["I833"]
    index = read(tmp_path, spec(**changes, joins_faces="To show what it hides."))
    assert [(one.code, one.severity) for one in index.problems] == [("I834", "warning")]
    assert str(index.spec.joins_faces) == "To show what it hides."


def test_context_may_stand_beside_either_face(tmp_path: Path) -> None:
    changes = CASES["I833"][0] | {"elements": [
        {"code": "a", "parent": "one", "indicator": "SAF-01", "direction": 1},
        {"code": "b", "parent": "one", "indicator": "QOL-01", "direction": 1},
        {"code": "one"}]}  # fmt: skip
    assert list(read(tmp_path, spec(**changes)).problems) == []


def test_values_of_two_definitions_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import polars as pl

    from paseo.assessment.peers import Peers

    usual: Callable[..., Any] = Peers.measured

    def mixed(self: Peers, framework: Any) -> Any:
        first = pl.int_range(pl.len()) % 2 == 0
        other = pl.when(first).then(pl.lit("another")).otherwise(pl.col("definition"))
        return usual(self, framework).with_columns(other.alias("definition"))

    monkeypatch.setattr(Peers, "measured", mixed)
    with pytest.raises(Refused) as refused:
        read(tmp_path, spec(**benchmark("COH-01", "QOL-01")))
    assert {one.code for one in problems_of(refused.value)} == {"I835"}


def test_faults_that_a_file_cannot_hold_have_words_too() -> None:
    group = problem_of_plan(PlanFault("group-unknown", "x", values={"known": ("y",)}), {}, "f")
    other = problem_of(CompositeError("not-known-yet", "It is odd.", "x"), {}, "f")
    assert (group.code, other.code) == ("I852", "I858")
    assert "It is odd." in other.sentence("es")


def test_what_is_no_record_is_refused(tmp_path: Path) -> None:
    for text in ("{}", "not json", "[" * 100_000):
        path = tmp_path / "record.json"
        path.write_text(text, "utf-8")
        with pytest.raises(Refused) as refused:
            read_record(path)
        assert [one.code for one in problems_of(refused.value)] == ["I856"]


def raised() -> tuple[set[str], set[str]]:
    """Return every code that the engine raises or puts into a fault of a plan, by its source."""
    composite: set[str] = set()
    plan: set[str] = set()
    for path in Path(paseo.stats.composite.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            into = {"CompositeError": composite, "PlanFault": plan}.get(name)
            if into is not None and isinstance(node.args[0], ast.Constant):
                into.add(str(node.args[0].value))
    return composite, plan


def test_every_code_that_the_engine_raises_has_a_number() -> None:
    composite, plan = raised()
    assert len(composite) > 40
    assert composite - set(NUMBERS) == set()
    assert plan - set(PLAN_NUMBERS) == set()
    assert set(NUMBERS.values()) | set(PLAN_NUMBERS.values()) <= set(catalogue())


def test_run_settings_take_the_place_of_those_of_the_specification(tmp_path: Path) -> None:
    index = with_run_settings(read(tmp_path), 77, 9, 64)
    assert index.spec.plan is not None
    assert (index.spec.plan.replications, index.spec.plan.seed) == (77, 9)
    assert (index.spec.sensitivity.base, index.spec.sensitivity.seed) == (64, 9)
    with pytest.raises(Refused) as refused:
        run_index(read(tmp_path), replications=1, analysis=False, removal=False)
    assert [one.code for one in problems_of(refused.value)] == ["I853"]


def test_all_faults_of_a_plan_are_said_at_once(tmp_path: Path) -> None:
    changes = factors({"id": "w", "weights": {"spread": 0}}, {"id": "o", "options": AGG[:1]})
    found = check_plan(read(tmp_path, spec(**changes)))
    assert isinstance(found, Problems)
    assert {one.code for one in found} == {"I849", "I842"}


def test_an_index_without_a_plan_is_built_but_not_called_sure(tmp_path: Path) -> None:
    index = read(tmp_path, spec(uncertainty=None))
    assert run_index(index, analysis=False, removal=False).uncertainty is None
    with pytest.raises(Refused):
        need_plan(replace(index))
