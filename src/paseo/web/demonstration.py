"""Loads the demonstration cities into an empty workspace, by the same action as any import."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from paseo.assessment.framework_pack import load_framework
from paseo.assessment.vocabulary import vocabulary
from paseo.evidence.city_folder import CITY_FILE, read_city_folder
from paseo.web.accounts.people import PROGRAMME
from paseo.web.evidence.actions import ImportCityFolder, Original
from paseo.web.evidence.models import City

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
        loaded.append(evidence.city.id)
    return loaded
