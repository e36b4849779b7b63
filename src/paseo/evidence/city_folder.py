"""A city folder: city.yaml, observations, places; read whole or refused, written whole or not."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, Literal
from uuid import uuid4

from paseo.content.problems import Place, Problems, Refused
from paseo.evidence.area_drafts import join_drafts
from paseo.evidence.checks import Checked, Ground, read_observations
from paseo.evidence.city import Area, CityEvidence
from paseo.evidence.city_file import city_text, read_city
from paseo.evidence.export import canonical, observations_csv, write_observations_xlsx
from paseo.evidence.places_file import places_text, read_places
from paseo.evidence.vocabulary import Vocabulary

CITY_FILE: Final = "city.yaml"
PLACES_FILE: Final = "places.geojson"
OBSERVATIONS: Final = re.compile(r"observations(-.+)?\.(csv|tsv|txt|xlsx)", re.IGNORECASE)
#: The answers to a checklist may lie beside the data; they are no observations.
CHECKLIST_FILE: Final = "checklist.yaml"
#: Measures and ratings of partners, for the prevention room, may lie beside the data too.
MEASURES: Final = re.compile(
    r"measures\.(csv|xlsx|geojson)|partners(-.+)?\.(csv|xlsx)", re.IGNORECASE
)
_OTHERS_READ: Final = (CITY_FILE, PLACES_FILE, CHECKLIST_FILE)
_DATA_ENDINGS: Final = (".csv", ".tsv", ".xlsx", ".geojson", ".yaml", ".yml")
#: Kinds of table that no reader here opens.
_NOT_OPENED: Final = (".xls", ".ods", ".xlsb", ".numbers")
_STALE_AFTER: Final = 3600.0


@dataclass(frozen=True)
class CityFolder:
    """What reading a city folder found.

    Args:
        evidence: None when there is an error.
        checked: the observations with the file and row of each; None when they were not reached.
    """

    evidence: CityEvidence | None
    checked: Checked | None
    problems: Problems


def read_city_folder(path: Path, vocabulary: Vocabulary, today: date | None = None) -> CityEvidence:
    """Return the evidence in a city folder.

    Args:
        path: a folder as described in ``docs/reference/city-folder.md``.
        vocabulary: codes of the framework.
        today: periods that begin later are refused; the present day when left out.

    Raises:
        Refused: with every problem, when at least one is an error.
    """
    found = inspect_city_folder(path, vocabulary, today)
    found.problems.refuse()
    assert found.evidence is not None
    return found.evidence


def check_city_folder(path: Path, vocabulary: Vocabulary, today: date | None = None) -> Problems:
    """Return every problem of a city folder; an empty list means that all is well."""
    return inspect_city_folder(path, vocabulary, today).problems


def inspect_city_folder(
    path: Path, vocabulary: Vocabulary, today: date | None = None
) -> CityFolder:
    """Read a city folder as far as it can be read, with every problem and no exception."""
    problems = Problems()
    _recover(path)
    if not path.is_dir():
        problems.add("C302", Place(path.name), name=path.name)
        return CityFolder(None, None, problems)
    if not (path / CITY_FILE).is_file():
        problems.add("C301", Place(CITY_FILE))
        return CityFolder(None, None, problems)
    read = read_city(path / CITY_FILE, vocabulary, problems)
    if read is None:
        return CityFolder(None, None, problems)
    city, drafts = read
    if (path / PLACES_FILE).is_file():
        drafts = drafts + read_places(path / PLACES_FILE, problems, city.languages[0])
    areas = join_drafts(drafts, city, problems)
    ground = Ground(areas, city, today or date.today())
    checked = read_observations(_observation_files(path, problems), vocabulary, ground)
    problems.extend(checked.problems)
    evidence = None if problems.errors else CityEvidence(city, areas, checked.observations)
    return CityFolder(evidence, checked, problems)


def _observation_files(path: Path, problems: Problems) -> list[Path]:
    """Return the files of observations in the order of their names; report what is not read."""
    found = []
    for file in sorted(path.iterdir(), key=lambda one: one.name.casefold()):
        if not file.is_file() or file.name.startswith((".", "~$")):
            continue
        if OBSERVATIONS.fullmatch(file.name):
            found.append(file)
        elif file.suffix.lower() in _NOT_OPENED:
            problems.add("C339", Place(file.name), name=file.name, kind=file.suffix.lower())
        elif MEASURES.fullmatch(file.name) or file.name in _OTHERS_READ:
            continue
        elif file.suffix.lower() in _DATA_ENDINGS:
            problems.add("C312", Place(file.name), name=file.name)
    whole = [file for file in found if file.stem.casefold() == "observations"]
    if len(whole) > 1:
        problems.add("C311", Place(whole[0].name), first=whole[0].name, second=whole[1].name)
        return []
    if not found:
        problems.add("C310", Place(path.name))
    return found


def write_city_folder(
    evidence: CityEvidence,
    path: Path,
    *,
    table: Literal["csv", "xlsx"] = "csv",
    replace: bool = False,
) -> None:
    """Write a city folder that reads back as the same evidence, whole or not at all.

    Everything is written beside the target under a hidden name and put in its place by one
    renaming. Whoever is interrupted leaves the old folder as it was: where the old one had to
    step aside for a moment, the next reading or writing puts it back.

    Args:
        evidence: what is to be written; observations are written in their one form.
        path: the folder to make; its parent must exist.
        table: form of the observations.
        replace: put a new folder in the place of an old one. Other files in it are kept.

    Raises:
        Refused: the folder already holds something and may not be replaced, or a text is too
            long for Excel.
    """
    path = path.absolute()
    _recover(path)
    occupied = path.exists() and (not path.is_dir() or any(path.iterdir()))
    if occupied and not (replace and path.is_dir()):
        problems = Problems()
        problems.add("C313", Place(path.name), name=path.name)
        raise Refused(problems)
    _sweep(path)
    temporary = path.with_name(f".{path.name}.writing-{uuid4().hex[:8]}")
    temporary.mkdir()
    try:
        if occupied:
            _keep_others(path, temporary)
        _write_files(evidence, temporary, table)
        _put_in_place(temporary, path)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise


def _write_files(evidence: CityEvidence, folder: Path, table: str) -> None:
    listed = _areas_for_city_file(evidence.areas)
    _write(folder / CITY_FILE, city_text(evidence.city, listed))
    if any(_is_drawn(area) for area in evidence.areas):
        _write(folder / PLACES_FILE, places_text(filter(_is_drawn, evidence.areas)))
    if table == "xlsx":
        write_observations_xlsx(evidence.observations, folder / "observations.xlsx")
    else:
        _write(folder / "observations.csv", observations_csv(canonical(evidence.observations)))
    for file in folder.iterdir():
        if file.is_file():
            _flush(file)


def _is_drawn(area: Area) -> bool:
    return any(boundary.geometry is not None for boundary in area.boundaries)


def _areas_for_city_file(areas: Sequence[Area]) -> list[Area]:
    """Return the areas that city.yaml must list: those without a shape, or all to keep the order.

    Reading puts the areas of city.yaml before those of places.geojson, and the city first.
    """
    plain = [area for area in areas if not _is_drawn(area)]
    drawn = [area for area in areas if _is_drawn(area)]
    read_back = sorted(plain + drawn, key=lambda area: area.level != "city")
    return plain if read_back == list(areas) else list(areas)


def _write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8", newline="\n")


def _flush(file: Path) -> None:
    # Without this a power cut can leave the new name with empty contents.
    with file.open("rb") as opened:
        os.fsync(opened.fileno())


def _keep_others(path: Path, temporary: Path) -> None:
    ours = {CITY_FILE, PLACES_FILE}
    for other in path.iterdir():
        if other.name in ours or OBSERVATIONS.fullmatch(other.name):
            continue
        if other.is_dir() and not other.is_symlink():
            shutil.copytree(other, temporary / other.name, symlinks=True)
        else:
            shutil.copy2(other, temporary / other.name, follow_symlinks=False)


def _before(path: Path) -> Path:
    return path.with_name(f".{path.name}.before")


def _put_in_place(temporary: Path, path: Path) -> None:
    if path.exists():
        path.rename(_before(path))
    temporary.rename(path)
    shutil.rmtree(_before(path), ignore_errors=True)


def _recover(path: Path) -> None:
    """Put back the folder that an interrupted writing had moved aside."""
    before = _before(path.absolute())
    if before.is_dir():
        if path.exists():
            shutil.rmtree(before, ignore_errors=True)
        else:
            before.rename(path)


def _sweep(path: Path) -> None:
    """Remove what an earlier writing left behind when it was killed; a running one is younger."""
    for left in path.parent.glob(f".{path.name}.writing-*"):
        if time.time() - left.stat().st_mtime > _STALE_AFTER:
            shutil.rmtree(left, ignore_errors=True)
