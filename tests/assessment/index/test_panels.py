"""An index over time: a scale that stays, and changes only where they can be told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index_specifying import factors, problems_of, read, spec, written
from paseo.assessment.index.panel.files import FROZEN_FILE, panel_tables, write_panel
from paseo.assessment.index.panel.running import PanelRun, read_panel, run_panel
from paseo.assessment.index.panel.words import PanelWords, verdict_of
from paseo.assessment.index.specification.pack import read_index
from paseo.assessment.index.specification.writing import text_of
from paseo.content.check import check
from paseo.content.problems import Refused

EXAMPLES = Path(__file__).parents[3] / "examples" / "index"
TABLE = """unit,name,year,a,a_error,b,b_error
u1,One,2020,10,1,40,2
u2,Two,2020,20,1,20,2
u3,Three,2020,30,1,30,2
u1,One,2022,16,1,40,2
u2,Two,2022,20,1,24,2
u3,Three,2022,28,1,26,2
u4,Four,2022,50,1,10,2
"""
ELEMENTS: list[dict[str, Any]] = [
    {"code": "a", "parent": "top", "weight": 3, "error": "a_error"},
    {"code": "b", "parent": "top", "weight": 1, "direction": -1, "error": "b_error"},
    {"code": "top"},
]
PANEL: dict[str, Any] = {"periods": [2020, 2022], "reference": 2020}


def panel_spec(panel: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """Return a right specification with a panel."""
    held: dict[str, Any] = {
        "data": {"kind": "table", "file": "table.csv", "unit": "unit", "name": "name",
                 "time": "year"},
        "elements": ELEMENTS, "uncertainty": None, "steps": [{"normalise": "minmax"}],
        "panel": PANEL if panel is None else panel,
    }  # fmt: skip
    return dict(spec(**{**held, **changes}))


def run_of(folder: Path, said: dict[str, Any], table: str = TABLE, **files: str) -> PanelRun:
    return run_panel(read_panel(written(folder, said, table, **files)))


def test_scores_and_contributions_are_those_of_a_calculation_by_hand(tmp_path: Path) -> None:
    run = run_of(tmp_path, panel_spec())
    # u1 in 2020: a at its least (0), b at its most and less is better (0); in 2022 a is 30.
    change = run.changes[0].change
    np.testing.assert_allclose(run.panel.scores[:, 0], [0, 0.75 * 30], atol=1e-12)
    np.testing.assert_allclose(change.contributions[0], [22.5, 0], atol=1e-12)
    assert run.changes[0].joined == ("u4",)
    assert run.changes[0].left == ()
    assert run.outside["2022"] == {"a": 1, "b": 1}


@pytest.mark.parametrize(
    ("samples", "error"),
    [
        # a: 3/4 of 100/20 points a unit, error 1 -> 3.75; b: 1/4 of 5, error 2 -> 2.5; two periods.
        ("separate", np.sqrt(2 * (3.75**2 + 2.5**2))),
        ("shared", np.sqrt(2) * (3.75 + 2.5)),
    ],
)
def test_sampling_errors_come_through_the_weights(
    samples: str, error: float, tmp_path: Path
) -> None:
    run = run_of(tmp_path, panel_spec({**PANEL, "samples": samples, "level": 0.9}))
    one = run.changes[0]
    np.testing.assert_allclose(one.error, error, rtol=1e-10)
    np.testing.assert_allclose(one.errors[0], np.sqrt(2) * np.array([3.75, 2.5]), rtol=1e-10)
    np.testing.assert_allclose(one.high - one.low, 2 * 1.6448536269514722 * error, rtol=1e-10)


def test_a_change_is_clear_only_beyond_its_interval(tmp_path: Path) -> None:
    run = run_of(tmp_path, panel_spec({**PANEL, "samples": "separate"}))
    assert [verdict_of(run.changes[0], at) for at in range(3)] == ["rise", "same", "same"]


def test_without_a_known_error_no_change_is_called_sure(tmp_path: Path) -> None:
    bare = [{key: held for key, held in one.items() if key != "error"} for one in ELEMENTS]
    run = run_of(tmp_path, panel_spec(elements=bare))
    assert [verdict_of(run.changes[0], at) for at in range(3)] == ["unknown"] * 3
    words = " ".join(PanelWords(run).step(run.changes[0]))
    assert "sampling error of these changes is not known" in words
    assert "rose" not in words


def test_a_unit_that_joins_moves_no_old_score(tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    before = run_of(tmp_path, panel_spec())
    after = run_of(tmp_path / "more", panel_spec(), TABLE + "u5,Five,2022,999,1,-99,1\n")
    np.testing.assert_array_equal(after.panel.scores[:, :4], before.panel.scores)


def test_a_kept_scale_holds_even_when_a_unit_joins_the_reference(tmp_path: Path) -> None:
    before = run_of(tmp_path, panel_spec())
    write_panel(before, tmp_path, ())
    more = TABLE + "u5,Five,2020,999,1,-99,1\nu5,Five,2022,5,1,5,1\n"
    again = {"periods": [2020, 2022], "frozen": FROZEN_FILE}
    after = run_of(tmp_path, panel_spec(again), more)
    held = [after.panel.units.index(unit) for unit in before.panel.units]
    np.testing.assert_array_equal(after.panel.scores[:, held], before.panel.scores)
    moved = run_of(tmp_path, panel_spec(), more)
    assert not np.allclose(moved.panel.scores[0, :3], before.panel.scores[0, :3])


def test_given_goalposts_need_no_reference(tmp_path: Path) -> None:
    posts = {"a": [0, 100], "b": [0, 100]}
    run = run_of(tmp_path, panel_spec({"periods": [2020, 2022], "goalposts": posts}))
    assert run.panel.scores[0, 0] == pytest.approx(0.75 * 10 + 0.25 * 60)


def test_a_break_that_is_named_keeps_the_change_from_being_told(tmp_path: Path) -> None:
    breaks = [{"before": 2022, "indicators": ["b"], "reason": "Asked anew."}]
    run = run_of(tmp_path, panel_spec({**PANEL, "breaks": breaks}))
    one = run.changes[0]
    assert not one.told.any()
    assert one.comparable.tolist() == [[True, False]] * 3
    assert "Asked anew." in next(PanelWords(run).breaks(one))
    rows = panel_tables(run)["changes"]
    told, change = rows[0].index("told"), rows[0].index("change")
    assert {(row[told], row[change]) for row in rows[1:]} == {("no", None)}


def test_a_value_that_is_missing_keeps_the_change_from_being_told(tmp_path: Path) -> None:
    run = run_of(tmp_path, panel_spec(), TABLE.replace("u2,Two,2022,20,", "u2,Two,2022,,"))
    assert run.changes[0].told.tolist() == [True, False, True]
    assert run.changes[0].breaks[0].reason == "missing"


def test_standard_errors_of_a_table_of_their_own_belong_to_their_period(tmp_path: Path) -> None:
    use = {**panel_spec()["data"], "errors": "errors.csv"}
    bare = [{key: held for key, held in one.items() if key != "error"} for one in ELEMENTS]
    errors = "unit,year,a,b\nu1,2020,1,2\nu1,2022,3,4\n"
    said = panel_spec(data=use, elements=bare)
    run = run_of(tmp_path, said, errors=errors)
    for period, held in (("2020", [1, 2]), ("2022", [3, 4])):
        found = run.data.waves[period].values.errors
        assert found is not None
        np.testing.assert_allclose(found[0], held)
    assert run.changes[0].known.tolist() == [True, False, False]
    with pytest.raises(Refused) as refused:
        run_of(tmp_path, said, errors=errors.replace("year", "when"))
    assert [one.code for one in problems_of(refused.value)] == ["I874"]


@pytest.fixture(scope="module")
def felt() -> PanelRun:
    return run_panel(read_panel(EXAMPLES / "felt-over-time.yaml"))


def test_another_wording_and_another_mode_are_named_and_the_change_is_not_told(
    felt: PanelRun,
) -> None:
    first, wording, mode = felt.changes
    assert int(first.told.sum()) == len(first.change.units) - 1
    assert not first.known.any()  # the pack knows no number of interviews for 2012
    assert not wording.told.any()
    assert not mode.told.any()
    held = {(one.indicator, one.reason) for one in wording.breaks}
    assert held == {("SAF-01", "definition")}
    assert {one.reason for one in mode.breaks} == {"mode"}
    said = " ".join(PanelWords(felt, "en").breaks(wording))
    assert "neither night nor being alone" in said
    assert "walking alone at night" in said


def test_old_scores_of_the_survey_stay_when_a_wave_joins(felt: PanelRun, tmp_path: Path) -> None:
    text = (EXAMPLES / "felt-over-time.yaml").read_text("utf-8")
    path = tmp_path / "short.yaml"
    path.write_text(text.replace("[2012, 2015, 2019, 2023]", "[2012, 2015]"), "utf-8")
    short = run_panel(read_panel(path))
    held = [felt.panel.units.index(unit) for unit in short.panel.units]
    np.testing.assert_array_equal(felt.panel.scores[:2, held], short.panel.scores)


def test_written_anew_the_specification_says_the_same(tmp_path: Path) -> None:
    breaks = [{"before": 2022, "indicators": ["b"], "reason": {"en": "Asked anew."}}]
    said = panel_spec({**PANEL, "beyond": "clip", "breaks": breaks, "top": "top"})
    first = read_index(written(tmp_path, said, TABLE)).spec
    path = tmp_path / "again.yaml"
    path.write_text(text_of(first), "utf-8")
    assert read_index(path).spec.panel == first.panel
    assert list(check(path)) == []


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "I870": (panel_spec() | {"panel": None}, "panel"),
    "I871": (panel_spec({"periods": [2020, 2022]}), "panel"),
    "I872": (panel_spec({**PANEL, "periods": [2022, 2020]}), "panel/periods"),
    "I873": (panel_spec({**PANEL, "reference": 2021}), "panel/reference"),
    "I874": (panel_spec(data={**panel_spec()["data"], "time": ""}), "data/time"),
    "I875": (panel_spec({"periods": [2020, 2022], "frozen": "frozen.json"}), "panel/frozen"),
    "I815": (panel_spec({**PANEL, "top": "a"}), "panel/top"),
    "I816": (panel_spec(aggregation="copeland"), ""),
    "I831": (panel_spec({**PANEL, "periods": [2020, 2021, 2022]}), "panel/periods"),
}


@pytest.mark.parametrize("number", sorted(WRONG))
def test_each_wrong_panel_gives_its_number_at_its_entry(number: str, tmp_path: Path) -> None:
    said, entry = WRONG[number]
    said = {key: held for key, held in said.items() if held is not None}
    said["data"] = {key: held for key, held in said["data"].items() if held}
    (tmp_path / "frozen.json").write_text("{}", "utf-8")
    with pytest.raises(Refused) as refused:
        run_of(tmp_path, said)
    found = problems_of(refused.value)
    assert [one.code for one in found][:1] == [number], [str(one) for one in found]
    assert entry in found[0].place.entry
    for language in ("en", "es"):
        told = f"{found[0].sentence(language)} {found[0].mend(language)}"
        assert "%(" not in told
        assert "None" not in told


def test_a_fault_of_the_data_names_its_period_and_row(tmp_path: Path) -> None:
    bare = TABLE.replace("u1,One,2022,16,", "u1,One,2022,-16,")
    with pytest.raises(Refused) as refused:
        run_of(tmp_path, panel_spec(steps=[{"treat": "log"}, {"normalise": "minmax"}]), bare)
    found = problems_of(refused.value)[0]
    assert (found.code, found.place.row, found.place.column) == ("I826", 5, "a")
    assert "2022" in found.place.entry


def test_without_a_scale_nothing_can_be_frozen(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        run_of(tmp_path, {key: held for key, held in panel_spec().items() if key != "steps"})
    assert [one.code for one in problems_of(refused.value)] == ["I816"]


def test_two_periods_without_a_unit_in_both_have_no_change(tmp_path: Path) -> None:
    table = TABLE
    for at, name in enumerate(("One", "Two", "Three"), 1):
        table = table.replace(f"u{at},{name},2022", f"v{at},{name},2022")
    one = run_of(tmp_path, panel_spec(), table).changes[0]
    assert (one.change.units, one.joined) == ((), ("v1", "v2", "v3", "u4"))


def test_a_scale_frozen_with_other_weights_is_refused(tmp_path: Path) -> None:
    write_panel(run_of(tmp_path, panel_spec()), tmp_path, ())
    other = [{**ELEMENTS[0], "weight": 1}, *ELEMENTS[1:]]
    again = {"periods": [2020, 2022], "frozen": FROZEN_FILE}
    with pytest.raises(Refused) as refused:
        run_of(tmp_path, panel_spec(again, elements=other))
    assert [one.code for one in problems_of(refused.value)] == ["I875"]
    assert "weights" in problems_of(refused.value)[0].sentence("en")


def test_files_hold_every_period_and_no_place(tmp_path: Path) -> None:
    run = run_of(tmp_path, panel_spec())
    files = write_panel(run, tmp_path / "out", ("json", "csv"))
    assert [one.name for one in files] == [
        "panel.json", "scores.csv", "changes.csv", "contributions.csv", "breaks.csv",
        "joined-and-left.csv", "scale.csv", "frozen.json",
    ]  # fmt: skip
    held = json.loads(files[0].read_text("utf-8"))
    assert held["periods"] == ["2020", "2022"]
    assert "rank" not in "".join(one.read_text("utf-8") for one in files[1:7])


def test_a_panel_leaves_the_index_itself_as_it_was(tmp_path: Path) -> None:
    assert read(tmp_path, panel_spec(), TABLE).periods == {"a": "2022", "b": "2022"}
    assert read(tmp_path, spec(**factors({"id": "w", "weights": {}}))).spec.panel is None
