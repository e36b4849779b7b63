"""Loads the demonstration cities into an empty workspace, by the same action as any import."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from paseo.assessment.framework_pack import load_framework
from paseo.assessment.vocabulary import vocabulary
from paseo.evidence.city_folder import CHECKLIST_FILE, CITY_FILE, read_city_folder
from paseo.web.accounts.people import PROGRAMME
from paseo.web.evidence.actions import ImportCityFolder, Original
from paseo.web.evidence.models import City

#: Below the folder of examples: specifications of indices with their tables.
INDEX_FOLDER = "index"

Progress = Callable[[int, int, str], None]


def load_examples(folder: Path, progress: Progress | None = None) -> list[str]:
    """Load every city folder below ``folder``, unless the workspace already holds a city.

    Args:
        folder: holds one folder per city.
        progress: called before each city with the number done, of how many, and its name.

    Returns:
        The ids of the cities that were loaded.

    Raises:
        Refused: when one of them has an error; those before it stay.
    """
    if City.objects.exists():
        return []
    found = sorted(one.parent for one in folder.glob(f"*/{CITY_FILE}"))
    terms = vocabulary(load_framework())
    loaded = []
    for number, one in enumerate(found):
        if progress is not None:
            progress(number, len(found), one.name)
        evidence = read_city_folder(one, terms)
        with TemporaryDirectory() as place:
            packed = shutil.make_archive(str(Path(place) / one.name), "zip", one)
            original = Original(Path(packed), f"{one.name}.zip")
            ImportCityFolder(evidence=evidence, original=original).run(PROGRAMME)
        _bring_checklist(one / CHECKLIST_FILE, evidence.city.id)
        _bring_prevention(one, evidence.city.id)
        loaded.append(evidence.city.id)
    if loaded:
        _bring_indices(folder / INDEX_FOLDER)
    return loaded


def _bring_indices(folder: Path) -> None:
    """Bring the specified indices whose data are at hand, and let a first look be taken."""
    from paseo.web.index.bringing import bring_folder

    bring_folder(folder)


def _bring_prevention(folder: Path, city: str) -> None:
    """Bring the measures that lie beside a city's data, with what was asked about them."""
    from paseo.web.prevention.bringing import bring_prevention

    bring_prevention(folder, city)


def _bring_checklist(file: Path, city: str) -> None:
    """Bring the answers to the checklist that lie beside a city's data, if any do."""
    if not file.is_file():
        return
    from paseo.assessment.checklist.pack import load_checklist
    from paseo.assessment.checklist.sheet_file import read_sheet
    from paseo.evidence.questionnaires.pack import load_questionnaire
    from paseo.web.checklist.actions import BringAnswers

    sheet, _problems = read_sheet(file, load_questionnaire(load_checklist().questionnaire))
    name = sheet.respondent or file.stem
    BringAnswers(city=city, sheet=sheet, name=name, language=sheet.language or "en").run(PROGRAMME)
