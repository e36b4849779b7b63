"""One small wrong file per numbered problem: each gives exactly its number, at its place.

The first line of each file says what is expected: ``# P121 file line 12 (entry)``.
"""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from paseo.content.check import check
from paseo.content.problems import Place, Problem, catalogue

HERE = Path(__file__).parent
WRONG = sorted(path for path in (HERE / "wrong").iterdir())
RIGHT = sorted(path for path in (HERE / "right").iterdir())

#: Problems that no single file can show, and the test that shows them.
ELSEWHERE = {
    "P101": "test_a_file_that_is_not_there_is_said_so",
    "P103": "test_a_file_that_is_too_large_is_refused_unread",
    "P114": "test_a_file_that_may_not_be_read_is_said_so",
    "P113": "test_a_file_of_no_known_kind_is_said_so",
    "P190": "test_of_two_packs_of_one_version_the_shipped_one_is_used",
    "P191": "test_a_newer_version_takes_the_place_of_an_older_one",
    "P192": "test_an_unknown_pack_is_refused_with_what_was_probably_meant",
    "P193": "test_a_pack_of_another_kind_is_refused",
}


def expected(path: Path) -> str:
    file = path / "pack.yaml" if path.is_dir() else path
    raw = file.read_bytes()
    if not raw:
        return f"{path.name[:4]} {path.name}"
    return raw.decode("latin-1").splitlines()[0].removeprefix("# ")


@pytest.mark.parametrize("path", WRONG, ids=lambda path: path.stem)
def test_each_wrong_file_gives_exactly_its_problem_at_its_place(path: Path) -> None:
    found = [f"{problem.code} {problem.place}" for problem in check(path)]
    assert found == [expected(path)]


@pytest.mark.parametrize("path", RIGHT, ids=lambda path: path.stem)
def test_the_right_file_beside_them_has_no_problem(path: Path) -> None:
    assert [str(problem) for problem in check(path)] == []


def test_every_number_of_packs_has_a_wrong_file_or_a_test_of_its_own() -> None:
    numbers = {code for code in catalogue() if code.startswith("P")}
    shown = {path.name[:4] for path in WRONG}
    assert shown.isdisjoint(ELSEWHERE)
    assert numbers == shown | set(ELSEWHERE)
    tests = "".join(path.read_text("utf-8") for path in HERE.glob("test_*.py"))
    assert all(f"def {test}(" in tests for test in ELSEWHERE.values())


@pytest.mark.parametrize("path", WRONG, ids=lambda path: path.stem)
@pytest.mark.parametrize("language", ["en", "es"])
def test_each_problem_says_what_is_wrong_and_what_to_do(path: Path, language: str) -> None:
    for problem in check(path):
        for said in (problem.sentence(language), problem.mend(language)):
            assert said.strip()
            assert "%(" not in said
            assert "LanguageMap" not in said


@pytest.mark.parametrize("code", sorted(catalogue()))
def test_both_languages_use_the_same_values(code: str) -> None:
    kind = catalogue()[code]
    assert re.fullmatch(r"[PTCOGXASKIVE][0-9]{3}", code)
    assert kind.severity in ("error", "warning", "note")
    for text in (kind.title, kind.sentence, kind.mend):
        assert set(text) >= {"en", "es"}
    used = {
        language: set(re.findall(r"%\((\w+)\)", kind.sentence[language] + kind.mend[language]))
        for language in ("en", "es")
    }
    assert used["en"] == used["es"]
    values = dict.fromkeys(used["en"], "x")
    problem = Problem(code, Place(), values)
    for language in ("en", "es"):
        assert "%(" not in problem.sentence(language) + problem.mend(language)


def test_texts_of_the_catalogue_are_sentences() -> None:
    for code, kind in catalogue().items():
        for language in ("en", "es"):
            assert kind.mend[language].rstrip()[-1] in ".?!", (code, language)
            assert kind.title[language][-1] not in string.punctuation.replace(")", ""), code
