"""What is written as YAML is read back as it was, by a reader that follows YAML 1.2."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paseo.content.problems import Problems
from paseo.content.reading import parse_yaml
from paseo.content.yaml_writing import yaml_text


def back(text: str) -> object:
    problems = Problems()
    read = parse_yaml(
        f"key:\n  {yaml_text([text]).rstrip()}\n".replace("\n- ", "\n  - "), "x", problems
    )
    assert not problems.errors
    return read["key"][0]  # type: ignore[index]


@pytest.mark.parametrize(
    "text", ["0E0", "1e5", "-3E-2", "1E400", "no", "0401", "1:30", "~", "", "12"]
)
def test_a_text_that_looks_like_something_else_comes_back_as_text(text: str) -> None:
    assert back(text) == text


@given(st.from_regex(r"[-+]?[0-9.eE_:]{1,8}", fullmatch=True))
def test_no_text_of_figures_becomes_a_number(text: str) -> None:
    assert back(text) == text
