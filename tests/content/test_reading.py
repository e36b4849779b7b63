"""YAML is read as plain data with its lines, and what could harm is refused unread."""

from __future__ import annotations

from pathlib import Path

import pytest

from paseo.content import csv_part, reading
from paseo.content.check import check
from paseo.content.problems import Problems
from paseo.content.reading import line_of, parse_yaml, read_yaml

HEADER = (Path(__file__).parent / "right" / "phrases.yaml").read_text("utf-8")


def parse(text: str) -> tuple[object, list[str]]:
    problems = Problems()
    data = parse_yaml(text, "file.yaml", problems)
    return data, [f"{problem.code} {problem.place.line}" for problem in problems]


def codes(path: Path) -> list[str]:
    return [problem.code for problem in check(path)]


def test_every_entry_knows_its_line() -> None:
    data, problems = parse("a: 1\nb:\n  - x: 1\n  -\n    y: 2\nc: {d: [1,\n 2]}\n")
    assert problems == []
    assert line_of(data, ("a",)) == 1
    assert line_of(data, ("b", 1)) == 5
    assert line_of(data, ("b", 1, "y")) == 5
    assert line_of(data, ("c", "d", 1)) == 7
    assert line_of(data, ("c", "not-there", "deeper")) == 6


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("no", "no"),  # Norwegian, which YAML 1.1 reads as false
        ("on", "on"),
        ("true", True),
        ("null", None),
        ("0401", "0401"),  # an ICCS class, which YAML 1.1 reads as octal 257
        ("12:30", "12:30"),  # which YAML 1.1 reads as 750
        ("1_000", "1_000"),
        ("2026-11-22", "2026-11-22"),
        ("12", 12),
        ("-1.5", -1.5),
        ("1e3", 1000.0),
        ("1e999", "1e999"),
        (".nan", ".nan"),
        ("9" * 5000, "9" * 5000),
        ('"12"', "12"),
    ],
)
def test_words_mean_what_a_person_reads(written: str, read: object) -> None:
    data, problems = parse(f"a: {written}\n")
    assert problems == []
    assert data == {"a": read}


def test_keys_are_always_text() -> None:
    assert parse("no: x\n1: y\n")[0] == {"no": "x", "1": "y"}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[" * 100_000, "P109 1"),
        ("- " * 100_000 + "x", "P109 1"),
        ("{a: " * 5_000, "P109 1"),
        ("\n".join(" " * n + "a:" for n in range(3_000)), "P109 33"),
        ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "P108 1"),  # grows at each line
        ("a: !!python/object/apply:os.system ['true']\n", "P107 1"),
        ("a: !!binary aGk=\n", "P107 1"),
        ("a: 1\n\tb: 2\n", "P106 2"),
        ("a: 'open\nb: 2\n", "P105 2"),
        ("? [a]\n: b\n", "P105 1"),
        ("a: 1\n--- \nb: 2\n", "P111 2"),
        ("a: \x07\n", "P105 1"),
        ("%YAML 9.9\n---\na: 1\n", "P105 1"),
    ],
    ids=range(13),
)
def test_hostile_files_are_refused_with_their_line(text: str, problem: str) -> None:
    assert parse(text)[1] == [problem]


def test_a_flood_of_entries_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ITEMS", 100)
    assert parse("a: [" + "1," * 200 + "]")[1] == ["P103 1"]


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    assert codes(tmp_path / "not-there.yaml") == ["P101"]


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.write(HEADER.encode())
        file.truncate(50_000_000)
    assert codes(path) == ["P103"]


def test_a_csv_part_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv_part, "MOST_CSV_BYTES", 10)
    path = tmp_path / "values.csv"
    path.write_text("a,b\n1,2\n3,4\n5,6\n", "utf-8")
    problems = Problems()
    assert csv_part.read_cells(path, problems, "values.csv") is None
    assert [problem.code for problem in problems] == ["P103"]


def test_a_file_that_may_not_be_read_is_said_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "closed.yaml"
    path.write_text(HEADER, "utf-8")

    def closed(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", closed)
    problems = Problems()
    assert read_yaml(path, problems) is None
    assert [problem.code for problem in problems] == ["P114"]


def test_a_file_of_no_known_kind_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "notes.docx"
    path.write_bytes(b"PK")
    assert codes(path) == ["P113"]


def test_a_picture_called_yaml_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "picture.yaml"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)))
    assert codes(path) == ["P104"]


def test_utf_16_is_refused_and_a_byte_order_mark_of_utf_8_is_not(tmp_path: Path) -> None:
    wide, marked = tmp_path / "wide.yaml", tmp_path / "marked.yaml"
    wide.write_text(HEADER, "utf-16")
    marked.write_text(HEADER, "utf-8-sig")
    assert codes(wide) == ["P104"]
    assert codes(marked) == []


@pytest.mark.parametrize("name", ["/etc/hostname", "../x.yaml", "a\0b", "x" * 5000, "."])
def test_a_part_can_only_stand_in_the_folder_of_the_pack(tmp_path: Path, name: str) -> None:
    path = tmp_path / "pack.yaml"
    path.write_text(HEADER + f'parts: ["{name}"]\n'.replace("\0", "\\0"), "utf-8")
    assert codes(tmp_path) in (["P115"], ["P116"])


def test_a_part_that_is_a_link_to_elsewhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text("phrases: {x: {en: x}}\n", "utf-8")
    folder = tmp_path / "pack"
    folder.mkdir()
    (folder / "part.yaml").symlink_to(tmp_path / "secret.yaml")
    (folder / "pack.yaml").write_text(HEADER + "parts: [part.yaml]\n", "utf-8")
    assert codes(folder) == ["P116"]
