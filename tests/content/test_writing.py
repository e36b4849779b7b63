"""A file is there whole or as it was, and nothing is left beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from paseo.content.writing import beside, write_whole


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def test_text_is_written_with_its_own_line_ends(tmp_path: Path) -> None:
    assert write_whole(tmp_path / "a.csv", "á\r\nb\n").read_bytes() == b"\xc3\xa1\r\nb\n"
    assert names(tmp_path) == ["a.csv"]


def test_a_fault_while_writing_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("old")
    with pytest.raises(RuntimeError), beside(tmp_path / "a.txt") as place:
        place.write_text("half")
        raise RuntimeError
    assert (tmp_path / "a.txt").read_text() == "old"
    assert names(tmp_path) == ["a.txt"]


def test_what_cannot_take_its_place_is_taken_away(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(OSError, match="a"):
        write_whole(tmp_path / "a", b"x")
    assert names(tmp_path) == ["a"]


def test_two_writers_of_one_file_do_not_meet(tmp_path: Path) -> None:
    with beside(tmp_path / "a.txt") as one, beside(tmp_path / "a.txt") as other:
        assert one != other
        one.write_text("1")
        other.write_text("2")
    assert (tmp_path / "a.txt").read_text() == "1"


def test_a_long_name_leaves_room_for_its_neighbour(tmp_path: Path) -> None:
    name = "x" * 250 + ".csv"
    assert write_whole(tmp_path / name, "1").name == name


def test_nobody_writes_beside_in_another_way() -> None:
    root = Path(__file__).parents[2] / "src" / "paseo"
    # A folder is put in place by its own steps; it is no file.
    own = {root / "content" / "writing.py", root / "evidence" / "city_folder.py"}
    others = [
        one.relative_to(root)
        for one in root.rglob("*.py")
        if one not in own and 'with_name(f".{' in one.read_text("utf-8")
    ]
    assert others == []
