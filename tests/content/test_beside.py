"""A folder of one kind is checked by every room that keeps something in it."""

from __future__ import annotations

import shutil
from pathlib import Path

from paseo.content.check import check
from paseo.content.registry import beside, recognise

TOWN = Path(__file__).parents[2] / "examples" / "generated-town"


def test_a_city_folder_with_measures_is_checked_for_both(tmp_path: Path) -> None:
    town = tmp_path / "town"
    shutil.copytree(TOWN, town)
    kind = recognise(town)
    assert kind is not None and kind.name == "city-folder"
    assert [one.name for one in beside(town)] == ["measures-of-a-city"]
    assert not check(town).errors
    (town / "measures.csv").write_text("id,name,budget\nm1,Walk,-5\n", "utf-8")
    (town / "city.yaml").write_text("format: 2\n", "utf-8")
    places = {problem.place.file for problem in check(town).errors}
    assert {"city.yaml", "measures.csv"} <= places


def test_a_register_is_known_by_its_name_before_any_table(tmp_path: Path) -> None:
    file = tmp_path / "measures.csv"
    file.write_text("id,name\nm1,Walk\n", "utf-8")
    kind = recognise(file)
    assert kind is not None and kind.name == "measures"
