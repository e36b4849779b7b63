"""What was decided on gaps goes out as a table, is filled in, and comes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from paseo.content.language import LanguageMap
from paseo.content.problems import Problems
from paseo.prevention.gaps import (
    Choice,
    Decision,
    GapWords,
    Search,
    decide,
    evaluated_beside,
    search_gaps,
    set_beside,
)
from paseo.prevention.gaps.decisions_file import decision_rows, problem_of, read_decisions, to_csv
from paseo.prevention.measures.measure import Level, Measure, Register
from paseo.prevention.pyramid.pyramid import Scope
from paseo.report.prevention.gaps.bundle import decisions_document
from paseo.report.prevention.speaker import Standing
from paseo.report.writers.registry import WRITERS

TODAY = date(2026, 11, 26)
PATROL = Measure(id="patrol", name="Patrol", problem="noise", level=Level.REACTION)
HEAD = "gap,decision,note,numbers,measures\n"


@pytest.fixture
def found() -> Search:
    return search_gaps(Register([PATROL]), Scope(problem="noise"), today=TODAY)


def read(path: Path, text: str) -> tuple[tuple[Decision, ...], list[str]]:
    path.write_text(text, "utf-8")
    problems = Problems()
    return read_decisions(path, problems), [one.code for one in problems]


def test_an_empty_table_names_every_gap_and_decides_nothing(found: Search, tmp_path: Path) -> None:
    words = GapWords(found.asked, "en")
    text = to_csv(decision_rows([(set_beside(found.gaps, ()), words)]))
    assert all(gap.id in text for gap in found.gaps)
    assert "Quality of life: no running measure" in text
    assert read(tmp_path / "decisions.csv", text) == ((), [])


def test_what_was_decided_comes_back_and_still_holds(found: Search, tmp_path: Path) -> None:
    words = GapWords(found.asked, "en")
    kept = [decide(gap, Choice.DISMISSED, "=Known; the region does it") for gap in found.gaps]
    text = to_csv(decision_rows([(set_beside(found.gaps, kept), words)]))
    assert "\n=" not in text and ",=" not in text  # no formula for a spreadsheet
    again, codes = read(tmp_path / "decisions.csv", text)
    assert not codes
    assert again == tuple(kept)
    assert not set_beside(found.gaps, again).open


def test_a_gap_whose_figures_moved_waits_again_with_its_note(found: Search) -> None:
    gap = found.gaps[0]
    old = replace(decide(gap, Choice.DISMISSED, "Known"), numbers={"running": 7.0})
    words = GapWords(found.asked, "en")
    rows = list(decision_rows([(set_beside(found.gaps, [old]), words)]))
    row = next(one for one in rows if one["gap"] == gap.id)
    assert (row["decision"], row["note"]) == ("", "Known")
    assert "running=0" in row["numbers"]


def test_decisions_on_other_problems_and_on_gaps_that_are_gone_are_carried_along(
    found: Search,
) -> None:
    gone = Decision("ending:noise:club", Choice.ACCEPTED)
    other = Decision("ending:theft:lamps", Choice.DISMISSED, "Enough")
    decided = set_beside(found.gaps, [gone])
    rows = list(decision_rows([(decided, GapWords(found.asked, "en"))], [other]))
    assert [one["gap"] for one in rows[-2:]] == [gone.gap, other.gap]
    assert problem_of(other) == "theft"


def test_words_of_either_language_are_understood(tmp_path: Path) -> None:
    held, codes = read(
        tmp_path / "a.csv", "hueco;decisión;nota\na:x:1;Aceptado;\nb:x:1;descartado;Ya está\n"
        "c:x:1;abierto;\nd:x:1;;\n",
    )  # fmt: skip
    assert not codes
    assert [(one.gap, one.choice) for one in held] == [
        ("a:x:1", Choice.ACCEPTED), ("b:x:1", Choice.DISMISSED),
    ]  # fmt: skip


def test_where_no_figures_are_stated_nothing_can_have_moved(found: Search, tmp_path: Path) -> None:
    held, _codes = read(tmp_path / "a.csv", HEAD + f"{found.gaps[0].id},accepted,,,\n")
    assert held[0].numbers is None and held[0].measures is None
    assert len(set_beside(found.gaps, held).decided) == 1


@pytest.mark.parametrize(("row", "code"), [
    ("a:x:1,loved,,,", "V990"),
    ("a:x:1,dismissed,,,", "V951"),
    ("a:x:1,accepted,,,\na:x:1,accepted,,,", "V991"),
    ("a:x:1,accepted,,running=few,", "V992"),
])  # fmt: skip
def test_what_cannot_be_read_is_said_with_its_row(tmp_path: Path, row: str, code: str) -> None:
    _held, codes = read(tmp_path / "a.csv", HEAD + row + "\n")
    assert codes == [code]


def test_the_workbook_reads_back(found: Search, tmp_path: Path) -> None:
    kept = [decide(found.gaps[0], Choice.ACCEPTED, "So be it")]
    rows = decision_rows([(set_beside(found.gaps, kept), GapWords(found.asked, "es"))])
    standing = Standing(LanguageMap("Plaza"), datetime(2026, 11, 26, tzinfo=UTC))
    file = tmp_path / "decisions.xlsx"
    file.write_bytes(WRITERS["xlsx"].write(decisions_document(rows, standing, "es")))
    problems = Problems()
    assert read_decisions(file, problems) == tuple(kept)
    assert not len(problems)


# ------------------------------------------------------------- evaluations in the folder
@pytest.mark.parametrize(("text", "named"), [
    ("measure: patrol\ndata: {file: a.csv}\n", {"patrol"}),
    ("measure: patrol\ncounts: [{area: a}]\n", {"patrol"}),
    ("measure: patrol\n", set()),  # a plan is no evaluation
    ("data: {file: a.csv}\n", set()),
    ("- a\n", set()),
    ("a: [\n", set()),
])  # fmt: skip
def test_evaluations_with_data_beside_the_register_are_known(
    tmp_path: Path, text: str, named: set[str]
) -> None:
    folder = tmp_path / "evaluations"
    folder.mkdir()
    (folder / "a.yaml").write_text(text, "utf-8")
    assert evaluated_beside(tmp_path) == named


def test_a_folder_without_evaluations_names_nothing(tmp_path: Path) -> None:
    assert evaluated_beside(tmp_path) == frozenset()
