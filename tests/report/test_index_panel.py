"""The report of an index over time: no places, and no change where none can be told."""

from __future__ import annotations

from pathlib import Path

import pytest

from paseo.assessment.index.panel.running import PanelRun, read_panel, run_panel
from paseo.report.document import Callout, Document, plain
from paseo.report.index import panel_document
from paseo.report.writers.registry import WRITERS

EXAMPLES = Path(__file__).parents[2] / "examples" / "index"


@pytest.fixture(scope="module")
def town() -> PanelRun:
    return run_panel(read_panel(EXAMPLES / "generated-years.yaml"))


def headed(document: Document, start: str) -> list[str]:
    return [one.caption for one in document.tables() if one.id.startswith(start)]


def test_changes_stand_only_where_they_can_be_told(town: PanelRun) -> None:
    document = panel_document(town)
    assert headed(document, "changes-") == ["Change of the score, 2020 to 2022"]
    said = [one for one in document.blocks if isinstance(one, Callout) and one.kind == "missing"]
    assert ["The question names parks" in plain(one.body[0]) for one in said] == [True]


def test_a_break_is_marked_in_the_table_of_scores_and_a_unit_that_joined_too(
    town: PanelRun,
) -> None:
    table = next(one for one in panel_document(town).tables() if one.id == "scores-1")
    assert [one.name for one in table.columns] == ["Unit", "2020", "2022", "2024 †"]
    last = table.rows[-1]
    assert [plain(last[0].words), plain(last[1].words)] == ["Weir", "–"]
    assert plain(last[2].words).endswith(" *")
    assert any("do not read across" in plain(note) for note in table.notes)


def test_a_change_names_the_indicator_behind_it_only_beyond_its_error(town: PanelRun) -> None:
    table = next(one for one in panel_document(town).tables() if one.id == "changes-1")
    for row in table.rows:
        verdict, through = plain(row[-2].words), plain(row[-1].words)
        assert (through == "–") == (verdict == "no clear change")


@pytest.mark.parametrize("language", ["en", "es"])
def test_it_says_what_it_does_not_say_and_marks_what_is_generated(
    language: str, town: PanelRun
) -> None:
    document = panel_document(town, language)
    assert document.generated
    page = WRITERS["html"].write(document).decode("utf-8")
    assert {"en": "Places are not given", "es": "No se dan puestos"}[language] in page
    assert "%(" not in page


def test_where_no_sampling_error_is_known_differences_are_not_called_changes() -> None:
    document = panel_document(run_panel(read_panel(EXAMPLES / "felt-over-time.yaml")))
    table = next(one for one in document.tables() if one.id == "changes-1")
    assert [one.name for one in table.columns] == ["Unit", "2012", "2015", "Difference"]
    assert table.caption == "Scores side by side, 2012 to 2015"
    assert "sampling error is not known" in plain(table.notes[0])
