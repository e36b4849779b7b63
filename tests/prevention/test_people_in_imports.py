"""Every import of the room warns of what looks like data about a person, and refuses none of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from paseo.content.problems import Place, Problems
from paseo.prevention.collective.files import read_ratings
from paseo.prevention.collective.pack import load_form as partner_form
from paseo.prevention.evaluation.case import Answer, Area, Case, RivalAnswer, Role
from paseo.prevention.evaluation.checks import check_case
from paseo.prevention.gaps.decisions_file import read_decisions
from paseo.prevention.measures.files import read_register
from paseo.prevention.quality.files import read_answers
from paseo.prevention.quality.pack import load_form
from paseo.prevention.sheets.plain import read_sheet

READERS: dict[str, tuple[str, Callable[[Path, Problems], object]]] = {
    "measures.csv": ("id,name,lead\nm,Walks,%s\n", read_register),
    "sheet.yaml": ("title: Walks\nproblem: noise\nlead: %s\n", read_sheet),
    "answers.csv": (
        "rater,id,answer\n%s,1.1,yes\n",
        lambda path, problems: read_answers(path, load_form(), problems=problems),
    ),
    "decisions.csv": ("gap,decision,note\na:b,dismissed,ask Mrs. %s\n", read_decisions),
    "partners.csv": (
        "partner,kind,1.1\nMrs. %s,city,2\n",
        lambda path, problems: read_ratings(path, partner_form(), problems=problems),
    ),
}


def found_in(folder: Path, file: str, name: str) -> list[str]:
    text, read = READERS[file]
    first = partner_form().statements[0].id
    kind = partner_form().kinds[0].id
    held = (text % name).replace("1.1,yes", f"{load_form().entries[0].id},met")
    held = held.replace("kind,1.1", f"kind,{first}").replace(",city,2", f",{kind},2")
    (folder / file).write_text(held, "utf-8")
    problems = Problems()
    read(folder / file, problems)
    assert problems.errors == []
    return [one.code for one in problems if one.code in ("V920", "V921", "V922")]


@pytest.mark.parametrize("file", READERS)
def test_a_name_is_warned_of_and_kept(tmp_path: Path, file: str) -> None:
    assert found_in(tmp_path, file, "Ion Popescu") == ["V920"]


@pytest.mark.parametrize("file", ["measures.csv", "sheet.yaml", "answers.csv"])
def test_an_office_is_left_in_peace(tmp_path: Path, file: str) -> None:
    assert found_in(tmp_path, file, "Police Department North") == []


def test_an_evaluation_warns_of_who_answered() -> None:
    case = Case(
        title="Walks",
        areas=(Area("a", Role.TREATED), Area("b", Role.COMPARISON)),
        answers={"displacement": RivalAnswer(Answer.NO, "ask Mrs. Carter", "Ion Popescu")},
    )
    problems = Problems()
    check_case(case, lambda part: Place(entry=part), problems)
    assert [one.values["text"] for one in problems if one.code == "V920"] == [
        "Mrs. Carter", "Ion Popescu",
    ]  # fmt: skip
