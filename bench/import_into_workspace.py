"""How long 100,000 observations take from the uploaded file to the workspace (aim: under 10 s).

Reads, checks, compares, writes in one transaction on SQLite, and makes ready what pages read.

Usage: .venv/bin/python bench/import_into_workspace.py [rows]
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from import_observations import generated_observations
from paseo.assessment.framework_pack import load_framework
from paseo.content.language import LanguageMap
from paseo.evidence.city import Area, City, CityEvidence, Source
from paseo.evidence.export import observations_csv

AREAS = [Area("vila", LanguageMap("Vila"), "city")] + [
    Area(f"vila-{n:02}", LanguageMap(f"{n}"), "district", "vila") for n in range(40)
]


def main(rows: int = 100_000) -> None:
    """Import into a new workspace and say what each step took."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["PASEO_HOME"] = home
        from paseo.web.server import prepare

        prepare()
        steps = run(Path(home), rows)
        for step, took in steps.items():
            print(f"{step:28} {took:8.2f} s")
        print(f"{'all':28} {sum(steps.values()):8.2f} s")


def run(home: Path, rows: int) -> dict[str, float]:
    """Return the seconds of each step of an import of generated rows."""
    from paseo.web.accounts.models import User
    from paseo.web.accounts.people import PROGRAMME
    from paseo.web.evidence.actions import ImportCityFolder, ImportObservations, Original
    from paseo.web.evidence.looking import look
    from paseo.web.evidence.models import Observation, Upload

    framework = load_framework()
    file = home / "observations.csv"
    table = generated_observations(framework, AREAS, rows)
    file.write_text(observations_csv(table), "utf-8")
    source = Source("generated", LanguageMap("Generated for this benchmark"))
    city = City("vila", LanguageMap("Vila"), "ES", generated=True, sources=(source,))
    empty = CityEvidence(city, tuple(AREAS), table.clear())
    ImportCityFolder(evidence=empty, original=Original(file, "vila")).run(PROGRAMME)
    owner = User.objects.create_user("benchmark")
    upload = Upload(
        owner=owner, city="vila", kind="observations", file_name="observations.csv", size=0
    )
    upload.folder.mkdir(parents=True)
    upload.file.write_bytes(file.read_bytes())

    start = time.perf_counter()
    looked = look(upload)
    checked = time.perf_counter()
    assert looked.plan is not None, list(looked.problems)[:3]
    original = Original(upload.file, "observations.csv")
    ImportObservations(city="vila", plan=looked.plan, original=original).run(PROGRAMME)
    written = time.perf_counter()
    assert Observation.objects.count() == table.height
    return {"read, check and compare": checked - start, "write and make ready": written - checked}


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
