"""The reference pages say what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from paseo.content.check import check
from paseo.content.problems import catalogue
from paseo.content.problems_page import problems_page
from paseo.content.registry import file_kinds, pack_kinds
from paseo.content.schema import load_schema

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
PACKS = (REFERENCE / "packs.md").read_text("utf-8")

#: An example in the page: the file's name in a comment on its first line.
EXAMPLE = re.compile(r"```(?:yaml|csv)\n# (\S+)\n(.*?)```", re.DOTALL)


def test_the_page_of_problems_is_in_step_with_the_catalogue() -> None:
    written = (REFERENCE / "problems.md").read_text("utf-8")
    assert written == problems_page(), "run: python -m paseo.content.problems_page"


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_page_names_every_problem_once(language: str) -> None:
    page = problems_page(language)
    assert re.findall(r"<a id='(\w+)'></a>", page) == sorted(
        (code.lower() for code in catalogue()),
        key=lambda code: ("ptcogxaskive".find(code[0]), code),
    )
    assert "%(" not in page


def test_the_examples_of_the_page_of_packs_are_right(tmp_path: Path) -> None:
    examples = dict(EXAMPLE.findall(PACKS))
    assert len(examples) >= 4
    for name, text in examples.items():
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text(text, "utf-8")
    for name in examples:
        assert [str(problem) for problem in check(tmp_path / name)] == []


def test_the_page_of_packs_names_every_kind_and_every_key() -> None:
    for kind in pack_kinds():
        assert f"`{kind}`" in PACKS
        for section in pack_kinds()[kind].schema["properties"]:
            assert f"`{section}`" in PACKS, f"{kind}: {section}"
    for key in load_schema("header.json")["properties"]:
        assert f"`{key}`" in PACKS, key


def test_packs_are_recognised_last_so_that_other_files_are_not_taken_for_packs() -> None:
    assert file_kinds()[-1].name == "pack"
