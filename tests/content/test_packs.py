"""What a pack gives once it is read: words, parts, tables, dated values, places."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from paseo.content.check import check
from paseo.content.dated import Dated
from paseo.content.hints import hint
from paseo.content.language import is_language
from paseo.content.pack import Pack
from paseo.content.problems import Place, Problem
from paseo.content.store import PackStore

RIGHT = Path(__file__).parent / "right"


def read(path: Path) -> Pack:
    pack, problems = PackStore(()).read(path)
    problems.refuse()
    assert pack is not None
    return pack


def folder_with(tmp_path: Path, kind: str, more: str = "", **files: str) -> Path:
    text = (RIGHT / f"{kind}.yaml").read_text("utf-8")
    (tmp_path / "pack.yaml").write_text(text + more, "utf-8")
    for name, content in files.items():
        (tmp_path / name.replace("__", ".")).write_text(content, "utf-8")
    return tmp_path


def test_a_plain_text_is_in_the_language_of_the_pack(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    text = (RIGHT / "phrases.yaml").read_text("utf-8")
    text = text.replace("language: en", "language: es").replace(
        "languages: [en]", "languages: [es]"
    )
    path.write_text(text.replace("{en: seen}", "visto"), "utf-8")
    pack = read(path)
    assert pack.words(pack.mapping("phrases")["seen"]).read("en").language == "es"
    assert pack.header.title["es"] == "A small phrases"
    assert pack.words_or_none(None) is None


def test_parts_are_put_together_and_keep_their_places(tmp_path: Path) -> None:
    part = "# a comment\nquestions:\n  - {id: q2, text: And here?, scale: agree, source: us}\n"
    pack = read(folder_with(tmp_path, "questionnaire", "parts: [more.yaml]\n", more__yaml=part))
    assert [question["id"] for question in pack.section("questions")] == ["q1", "q2"]
    place = pack.place("questions", 1, "text")
    assert (place.file, place.line) == (f"{tmp_path.name}/more.yaml", 3)
    assert place.entry == "questions/q2/text"


def test_a_part_is_checked_together_with_its_pack(tmp_path: Path) -> None:
    part = "questions:\n  - {id: q2, text: And here?, scale: agreed, source: us}\n"
    folder = folder_with(tmp_path, "questionnaire", "parts: [more.yaml]\n", more__yaml=part)
    (problem,) = check(folder / "more.yaml")
    assert (problem.code, problem.place.line) == ("P141", 2)
    assert "agree" in problem.mend("es")


def test_a_file_beside_a_pack_that_does_not_list_it_is_judged_by_itself(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "questionnaire", stray__yaml="questions: []\n")
    assert [problem.code for problem in check(folder / "stray.yaml")] == ["P120"]


def test_the_same_unit_may_stand_in_two_parts_word_for_word(tmp_path: Path) -> None:
    part = 'units:\n  - {id: percent, label: "%"}\n'
    pack = read(folder_with(tmp_path, "framework", "parts: [more.yaml]\n", more__yaml=part))
    assert [unit["id"] for unit in pack.section("units")] == ["percent", "per_1000"]


def test_entries_may_stand_in_a_csv_part_with_a_column_per_language(tmp_path: Path) -> None:
    table = (
        "id,text@en,text@es,scale,required,source\n"
        'q2,"Here, too?",¿También aquí?,agree,true,us\n\n'
        "q3,And there?,,agree,,us\n"
    )
    folder = folder_with(
        tmp_path, "questionnaire", "entries: {file: questions.csv}\n", questions__csv=table
    )
    pack = read(folder)
    second, third = pack.section("questions")[1:]
    assert second["text"] == {"en": "Here, too?", "es": "¿También aquí?"}
    assert second["required"] is True
    assert "required" not in third
    place = pack.place("questions", 2)
    assert (place.file, place.row) == (f"{tmp_path.name}/questions.csv", 4)


def test_a_wrong_entry_of_a_csv_part_is_named_by_its_row(tmp_path: Path) -> None:
    table = "id,text@en,text@xx,scale,source\nq2,Here?,?,agre,us\n"
    folder = folder_with(
        tmp_path, "questionnaire", "entries: {file: questions.csv}\n", questions__csv=table
    )
    (problem,) = check(folder)
    assert (problem.code, problem.place.row) == ("P129", 2)


def test_a_section_that_holds_no_list_cannot_come_from_a_csv_part(tmp_path: Path) -> None:
    folder = folder_with(
        tmp_path, "questionnaire", "entries: {into: question, file: q.csv}\n", q__csv="id\n1\n"
    )
    (problem,) = check(folder)
    assert problem.code == "P124"
    assert "questions" in problem.mend()


def test_a_long_table_is_read_by_column() -> None:
    pack = read(RIGHT / "benchmark")
    table = pack.table("observations")
    assert len(table) == 2
    assert table.columns["value"] == [61.5, 60.0]
    assert table.columns["n"] == [None, None]
    assert str(table.place(1, "value")) == "benchmark/values.csv row 3 value"
    assert len(pack.table("not-there")) == 0


def test_missing_answers_are_told_apart() -> None:
    (scale,) = read(RIGHT / "questionnaire.yaml").section("scales")
    assert [one["code"] for one in scale["missing"]] == ["no_answer", "not_in_remit"]


def test_a_dated_value_is_read_at_a_day() -> None:
    raw = [
        {"from": "2019-01-01", "to": "2020-12-31", "value": 4, "source": "us"},
        {"from": "2022-01-01", "value": 5},
    ]
    residents: Dated[int] = Dated.read(raw)
    assert residents.at(date(2018, 12, 31)) is None
    assert residents.at(date(2019, 1, 1)) == 4
    assert residents.at(date(2021, 6, 1)) is None  # a gap stays a gap
    assert residents.at(date(2030, 1, 1)) == 5
    assert residents.latest == 5
    assert residents.values[0].source == "us"
    assert Dated.read(7).at(date(1800, 1, 1)) == 7


@pytest.mark.parametrize(
    ("code", "known"),
    [("en", True), ("no", True), ("pt-BR", True), ("EN", False), ("spanish", False), ("e", False),
     ("", False), ("xx", False), ("en-XX", False), ("../x", False)],
)  # fmt: skip
def test_languages_are_known_by_their_code(code: str, known: bool) -> None:
    assert is_language(code) is known


def test_a_message_speaks_the_language_of_its_reader() -> None:
    values = {"key": "licens", "hint": hint("licens", ["licence"]), "known": "licence"}
    problem = Problem("P121", Place("a.yaml", line=3), values)
    assert problem.mend("en").startswith("Did you mean “licence”? Known here")
    assert problem.mend("es").startswith("¿Quería decir «licence»? Aquí se conocen")
    assert problem.mend("fi") == problem.mend("en")
