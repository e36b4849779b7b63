"""The kinds of packs and files that the assessment brings.

City folders, tables of observations and places are checked here and not on the evidence floor,
because they are read against the codes of a framework.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from paseo.assessment.checklist.pack import build_checklist
from paseo.assessment.checklist.pack_checks import check_checklist
from paseo.assessment.figures_packs import check_benchmark, check_goalposts
from paseo.assessment.framework_pack import build_framework, check_framework, load_framework
from paseo.assessment.mapping import build_mapping, check_mapping
from paseo.assessment.vocabulary import vocabulary
from paseo.content.kinds import is_part_of_pack
from paseo.content.pack import Pack
from paseo.content.problems import Problems
from paseo.content.registry import FileKind, PackKind, Shelf


def _check_index(pack: Pack, problems: Problems, shelf: Shelf) -> None:
    from paseo.assessment.index.specification.checks import check_index  # brings the engine

    check_index(pack, problems, shelf)


def _build_index(pack: Pack) -> Any:
    from paseo.assessment.index.specification.pack import build_spec

    return build_spec(pack)


def _build_peers(pack: Pack) -> Any:
    from paseo.assessment.peers import build_peers  # brings tables, which a check does without

    return build_peers(pack)


PACKS = (
    PackKind("framework", check=check_framework, build=build_framework),
    PackKind("mapping", check=check_mapping, build=build_mapping),
    PackKind("benchmark", check=check_benchmark, build=_build_peers),
    PackKind("goalposts", check=check_goalposts),
    PackKind("checklist", package="paseo.assessment", check=check_checklist, build=build_checklist),
    PackKind("index", package="paseo.assessment", check=_check_index, build=_build_index),
)
_TABLES = {".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls"}
_PLACES = {".geojson", ".json"}


def _is_city_folder(path: Path) -> bool:
    return path.is_dir() and not (path / "pack.yaml").exists()


def _check_city_folder(path: Path) -> Problems:
    from paseo.evidence.city_folder import check_city_folder

    return check_city_folder(path, vocabulary(load_framework()))


def _is_city_file(path: Path) -> bool:
    return path.is_file() and path.name == "city.yaml"


def _check_city_file(path: Path) -> Problems:
    return _check_city_folder(path.parent)


def _is_table(path: Path) -> bool:
    from paseo.evidence.city_folder import MEASURES

    # A table beside a pack that lists it is a part of that pack; a register of measures is another
    # room's.
    is_table = path.is_file() and path.suffix.lower() in _TABLES
    return is_table and not is_part_of_pack(path) and not MEASURES.fullmatch(path.name)


def _check_table(path: Path) -> Problems:
    """Check a table in its city folder, or on its own: codes, numbers, periods, duplicates."""
    from paseo.evidence.checks.observations import Ground, read_observations

    if (path.parent / "city.yaml").is_file():
        found = _check_city_folder(path.parent)
        return Problems(one for one in found if one.place.file in (path.name, "city.yaml"))
    return read_observations(path, vocabulary(load_framework()), Ground()).problems


def _is_places(path: Path) -> bool:
    return path.is_file() and path.suffix.lower() in _PLACES and b"FeatureCollection" in _head(path)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(4096)


def _check_places(path: Path) -> Problems:
    from paseo.evidence.places_file import read_places

    problems = Problems()
    read_places(path, problems, "en")
    return problems


FILES = (
    FileKind("city-folder", _is_city_folder, _check_city_folder),
    FileKind("city-file", _is_city_file, _check_city_file),
    FileKind("observations", _is_table, _check_table),
    FileKind("places", _is_places, _check_places),
)
