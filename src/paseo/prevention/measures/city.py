"""The measures of a city from its folder, or from a file alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from paseo.content.problems import Place, Problems
from paseo.evidence.areas import AreaTree, NotATree
from paseo.evidence.city import City, CityEvidence
from paseo.evidence.city_folder import CITY_FILE, inspect_city_folder
from paseo.evidence.vocabulary import Vocabulary
from paseo.prevention.measures.catalogue import Catalogue
from paseo.prevention.measures.files import read_register
from paseo.prevention.measures.ground import ground_of
from paseo.prevention.measures.measure import Register

#: A city keeps its measures in one of these, beside city.yaml.
MEASURES_FILES: Final = ("measures.csv", "measures.xlsx")
#: Grounds of measures, each feature with the id of its measure.
SHAPES_FILE: Final = "measures.geojson"


@dataclass(frozen=True)
class CityMeasures:
    """What a folder or file says of a city's measures.

    Args:
        evidence: city, areas and observations; None for a file without a city folder, and where
            the folder has an error.
        register: as far as it can be read.
        problems: of the measures; of the folder too, as far as it was read.
    """

    evidence: CityEvidence | None
    areas: AreaTree | None
    register: Register
    problems: Problems

    @property
    def city(self) -> City | None:
        return self.evidence.city if self.evidence else None


def read_city_measures(
    path: Path, vocabulary: Vocabulary | None = None, catalogue: Catalogue | None = None
) -> CityMeasures:
    """Return the measures of a city folder or of a file, with every problem and no exception.

    Args:
        path: a city folder with ``measures.csv`` or ``measures.xlsx``, or such a file; beside
            a ``city.yaml`` the file is read against the areas of that city.
        vocabulary: codes of the framework; needed to read a city folder.
        catalogue: words for problems, actors, places and groups.
    """
    problems = Problems()
    folder = path if path.is_dir() else path.parent
    evidence = None
    if vocabulary is not None and (path.is_dir() or (folder / CITY_FILE).is_file()):
        found = inspect_city_folder(folder, vocabulary)
        evidence = found.evidence
        problems.extend(found.problems)
    file = _file(path, problems)
    areas = _tree(evidence)
    if file is None:
        return CityMeasures(evidence, areas, Register(()), problems)
    ground = ground_of(areas, vocabulary, catalogue)
    shapes = folder / SHAPES_FILE
    register = read_register(file, problems, ground, shapes=shapes if shapes.is_file() else None)
    return CityMeasures(evidence, areas, register, problems)


def _file(path: Path, problems: Problems) -> Path | None:
    if not path.is_dir():
        return path
    there = [path / name for name in MEASURES_FILES if (path / name).is_file()]
    if not there:
        problems.add("V932", Place(path.name), known=" / ".join(MEASURES_FILES))
    elif len(there) > 1:
        problems.add("V927", Place(path.name), first=there[0].name, second=there[1].name)
        return None
    return there[0] if there else None


def _tree(evidence: CityEvidence | None) -> AreaTree | None:
    if evidence is None:
        return None
    try:
        return AreaTree(evidence.areas)
    except NotATree:  # said by the check of the folder
        return None
