"""A process killed in the middle of writing leaves the old folder or the new one, never half."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from import_cases import TODAY, a_vocabulary
from paseo.evidence.city_folder import read_city_folder, write_city_folder

CITY = "format: 1\nid: vila\nname: {en: Vila}\ncountry: ES\n"
TABLE = "indicator,area,period,value\nSEC-01,vila,2023,%s\n"

# Runs the writing and kills itself, as a power cut would, before the file operation of that
# number (opening to write, renaming, removing); says "done" when it got through.
CHILD = """
import os, signal, sys
sys.path.insert(0, sys.argv[4])
from pathlib import Path
from import_cases import TODAY, a_vocabulary
from paseo.evidence.city_folder import read_city_folder, write_city_folder

new = read_city_folder(Path(sys.argv[1]), a_vocabulary(), TODAY)
left = int(sys.argv[3])
folder = os.path.dirname(sys.argv[2])

def hook(event, args):
    global left
    writes = event == "open" and isinstance(args[1], str) and set(args[1]) & set("wxa+")
    if writes or event in ("os.rename", "os.mkdir", "os.remove", "os.rmdir", "shutil.rmtree"):
        if folder in str(args[0]):
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(hook)
write_city_folder(new, Path(sys.argv[2]), replace=True)
print("done")
"""


@pytest.fixture
def sources(tmp_path: Path) -> tuple[Path, Path]:
    made = []
    for name, value in (("old", "1"), ("new", "2")):
        path = tmp_path / name
        path.mkdir()
        (path / "city.yaml").write_text(CITY, "utf-8")
        (path / "observations.csv").write_text(TABLE % value, "utf-8")
        made.append(path)
    return made[0], made[1]


@pytest.mark.parametrize("exists", [False, True])
def test_a_killed_writing_leaves_old_or_new(
    tmp_path: Path, sources: tuple[Path, Path], exists: bool
) -> None:
    old, new = sources
    vocabulary = a_vocabulary()
    seen = []
    for step in range(30):
        work = tmp_path / f"work-{step}"
        work.mkdir()
        target = work / "vila"
        if exists:
            shutil.copytree(old, target)
        helpers = str(Path(__file__).parents[2])
        child = subprocess.run(
            [sys.executable, "-c", CHILD, str(new), str(target), str(step), helpers],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        value = _value(target, vocabulary)
        seen.append(value)
        assert value in ([1.0], [2.0]) if exists else value in (None, [2.0]), step
        # And the next writing goes through, whatever was left behind.
        evidence = read_city_folder(new, vocabulary, TODAY)
        write_city_folder(evidence, target, replace=True)
        assert _value(target, vocabulary) == [2.0]
        if child.stdout.strip() == "done":
            break
        assert child.returncode == -9, child.stderr
    else:
        pytest.fail("it never got through")
    assert len(seen) > 4
    assert seen[0] == ([1.0] if exists else None)
    assert seen[-1] == [2.0]


def _value(target: Path, vocabulary: object) -> list[float | None] | None:
    before = target.with_name(f".{target.name}.before")
    if not target.exists() and not before.exists():
        return None
    found: list[float | None] = (
        read_city_folder(
            target,
            vocabulary,
            TODAY,  # type: ignore[arg-type]
        )
        .observations["value"]
        .to_list()
    )
    return found
