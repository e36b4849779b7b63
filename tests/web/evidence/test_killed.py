"""A process that is killed in the middle of an import leaves the workspace as it was."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[2]

PREPARE = """
from paseo.web.server import prepare
prepare()
from web.evidence.factory import make_city
make_city("plaza")
"""

#: Imports 20,000 rows and stops for ever after the first 5,000 were written.
IMPORT = """
import sys, time
from pathlib import Path
from paseo.web.server import prepare
prepare()
from paseo.evidence.preview import plan_import
from paseo.web.accounts.people import PROGRAMME
from paseo.web.evidence import reading
from paseo.web.evidence.actions import ImportObservations, Original
from paseo.web.evidence.models import City
from web.evidence.factory import observation, table

city = City.objects.get()
rows = table([observation("SAF-01", str(number), 1.0) for number in range(20_000)])
file = Path(sys.argv[1])
file.write_text("a file")

def stop(done, total, words):
    if done >= 5000:
        print("in the middle", flush=True)
        time.sleep(600)

ImportObservations(
    city="plaza",
    plan=plan_import(rows, reading.observations(city)),
    original=Original(file, "new.csv"),
    remove_gone=True,
    progress=stop,
).run(PROGRAMME)
"""


def run(script: str, home: Path, *arguments: str) -> subprocess.Popen[str]:
    environment = {
        **os.environ,
        "PASEO_HOME": str(home),
        "PYTHONPATH": str(TESTS),
        "PASEO_DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "paseo.web.settings",
    }
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        env=environment, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def everything(home: Path) -> list[tuple[object, ...]]:
    with sqlite3.connect(home / "paseo.sqlite3") as database:
        return [
            row
            for table in ("observation", "importbatch", "holding", "shelf", "area")
            for row in database.execute(f"SELECT * FROM evidence_{table} ORDER BY 1")
        ] + database.execute("SELECT * FROM trail_entry").fetchall()


def test_a_killed_import_leaves_the_workspace_as_it_was(tmp_path):
    home = tmp_path / "home"
    assert run(PREPARE, home).wait(120) == 0
    before = everything(home)
    assert before

    process = run(IMPORT, home, str(tmp_path / "new.csv"))
    assert process.stdout is not None
    assert process.stdout.readline() == "in the middle\n"
    process.send_signal(signal.SIGKILL)
    assert process.wait(60) == -signal.SIGKILL

    assert everything(home) == before


@pytest.fixture(autouse=True)
def workspace(tmp_path):
    """The processes have a workspace of their own; this test opens no database."""
    return tmp_path
