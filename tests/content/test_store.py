"""Packs are found in the house and in the workspace; of one id the highest version counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from paseo.content.problems import Place, Refused
from paseo.content.store import OWN_FOLDER, PackStore, list_packs, store

RIGHT = (Path(__file__).parent / "right" / "phrases.yaml").read_text("utf-8")
ID = "test.phrases.small"


def put(folder: Path, name: str, version: str, word: str = "seen") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    text = RIGHT.replace("version: 1.0.0", f"version: {version}").replace("seen}", f"{word}}}")
    path.write_text(text, "utf-8")
    return path


@pytest.fixture
def packs(tmp_path: Path) -> PackStore:
    return PackStore((tmp_path / "house",), (tmp_path / "own",))


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def test_a_newer_version_takes_the_place_of_an_older_one(tmp_path: Path, packs: PackStore) -> None:
    put(tmp_path / "house", "old.yaml", "1.9.0", "old")
    put(tmp_path / "own", "new.yaml", "1.10.0", "new")
    assert packs.load(ID).mapping("phrases") == {"seen": {"en": "new"}}
    (note,) = packs.problems()
    assert (note.code, note.severity) == ("P191", "note")
    assert "1.10.0" in note.sentence("es")
    assert str(tmp_path) not in str(note)


def test_an_older_version_of_ones_own_is_not_used(tmp_path: Path, packs: PackStore) -> None:
    put(tmp_path / "house", "new.yaml", "2.0.0", "new")
    put(tmp_path / "own", "old.yaml", "1.0.0", "old")
    assert packs.load(ID).header.version == "2.0.0"
    assert [problem.code for problem in packs.problems()] == ["P191"]


def test_of_two_packs_of_one_version_the_shipped_one_is_used(
    tmp_path: Path, packs: PackStore
) -> None:
    put(tmp_path / "house", "ours.yaml", "1.0.0", "ours")
    put(tmp_path / "own", "theirs.yaml", "1.0.0", "theirs")
    assert packs.load(ID).mapping("phrases") == {"seen": {"en": "ours"}}
    assert [problem.code for problem in packs.problems()] == ["P190"]


def test_an_unknown_pack_is_refused_with_what_was_probably_meant(
    tmp_path: Path, packs: PackStore
) -> None:
    put(tmp_path / "own", "a.yaml", "1.0.0")
    with pytest.raises(Refused) as refused:
        packs.load("test.phrase.small")
    assert codes(refused) == ["P192"]
    assert ID in str(refused.value)
    assert packs.find("test.phrase.small") is None


def test_a_pack_of_another_kind_is_refused(tmp_path: Path, packs: PackStore) -> None:
    put(tmp_path / "own", "a.yaml", "1.0.0")
    with pytest.raises(Refused) as refused:
        packs.load(ID, "framework")
    assert codes(refused) == ["P193"]


def test_a_pack_that_was_saved_again_is_read_again(tmp_path: Path, packs: PackStore) -> None:
    put(tmp_path / "own", "a.yaml", "1.0.0")
    before = packs.load(ID)
    assert packs.load(ID) is before
    put(tmp_path / "own", "a.yaml", "1.0.0", "seen again")
    assert packs.load(ID).mapping("phrases") == {"seen": {"en": "seen again"}}


def test_what_one_reader_adds_to_the_problems_is_not_told_to_the_next(
    tmp_path: Path, packs: PackStore
) -> None:
    path = put(tmp_path / "own", "one.yaml", "1.0.0")
    _, problems = packs.read(path)
    problems.add("P101", Place("another.csv"), file="another.csv")
    assert list(packs.read(path)[1]) == []


def test_a_wrong_pack_is_refused_and_right_once_it_is_mended(
    tmp_path: Path, packs: PackStore
) -> None:
    path = put(tmp_path / "own", "a.yaml", "1.0.0")
    path.write_text(path.read_text("utf-8").replace("{en: seen}", "{en: }"), "utf-8")
    with pytest.raises(Refused) as refused:
        packs.load(ID)
    assert codes(refused) == ["P131"]
    put(tmp_path / "own", "a.yaml", "1.0.0")
    assert packs.load(ID).id == ID


def test_a_pack_of_ones_own_without_a_readable_header_is_not_silently_passed_over(
    tmp_path: Path, packs: PackStore
) -> None:
    put(tmp_path / "own", "a.yaml", "one")
    assert packs.ids() == []
    assert [problem.code for problem in packs.problems()] == ["P127"]


def test_other_yaml_files_of_a_room_are_not_packs(tmp_path: Path, packs: PackStore) -> None:
    put(tmp_path / "house", "a.yaml", "1.0.0")
    (tmp_path / "house" / "phrases.yaml").write_text("seen: {en: seen}\n", "utf-8")
    put(tmp_path / "house" / "group", "b.yaml", "1.1.0")
    assert packs.ids() == [ID]
    assert packs.load(ID).header.version == "1.1.0"


def test_the_workspace_in_use_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / OWN_FOLDER, "a.yaml", "1.0.0")
    monkeypatch.setenv("PASEO_HOME", str(tmp_path))
    (mine,) = (info for info in list_packs("phrases") if info.own)
    assert mine.id == ID


def test_every_shipped_pack_is_without_error_or_warning() -> None:
    for info in PackStore(store().shipped).packs():
        pack, problems = store().read(info.path)
        assert pack is not None, [str(problem) for problem in problems.errors]
        assert [str(problem) for problem in problems.warnings] == []
