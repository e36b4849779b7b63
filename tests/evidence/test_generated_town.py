"""The generated town comes out of its seed, and says what it is."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from paseo.assessment.assess import read_city

ROOT = Path(__file__).parents[2]
TOWN = ROOT / "examples" / "generated-town"


def files() -> dict[str, str]:
    path = ROOT / "tools" / "generate_town.py"
    spec = importlib.util.spec_from_file_location("generate_town", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    made: dict[str, str] = module.files()
    return made


@pytest.mark.parametrize("name", sorted(files()))
def test_a_file_of_the_generated_town_comes_out_of_its_seed(name: str) -> None:
    assert (TOWN / name).read_text("utf-8") == files()[name]


def test_the_town_says_that_it_is_generated() -> None:
    city = read_city(TOWN).city
    assert city.generated
    assert "does not exist" in city.description["en"]
    assert all(source.evidence == "composed" for source in city.sources)
