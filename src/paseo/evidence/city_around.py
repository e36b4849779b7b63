"""Whose city folder a file lies in, and whether what it holds was invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from paseo.content.language import FIRST_LANGUAGE, LanguageMap
from paseo.content.problems import Problems
from paseo.content.reading import read_yaml

#: What invented values are called in a file, whatever its language, and the name of the fact or
#: column that says it.
GENERATED: Final = "generated"
_CITY_FILE: Final = "city.yaml"
#: A file lies in the city folder itself, or in a folder of it such as ``evaluations``.
_UP: Final = 2
_YES: Final = frozenset({"true", "yes", "1", "x", "sí", "si", "verdadero", "generated", "generado"})


@dataclass(frozen=True, slots=True)
class CityAround:
    """A city as its file tells it at a glance; whether that file is right is checked elsewhere.

    Args:
        name: empty where the file gives none.
        generated: everything in the folder was invented.
    """

    name: LanguageMap
    generated: bool


def city_around(path: Path) -> CityAround | None:
    """Return the city in whose folder a file lies, None where it lies in none.

    Args:
        path: a file of a city folder, or of a folder in it.

    Example:
        >>> import tempfile
        >>> folder = Path(tempfile.mkdtemp())
        >>> _ = (folder / "city.yaml").write_text("id: a\\nname: Alder\\ngenerated: true")
        >>> found = city_around(folder / "quality" / "rater-1.csv")
        >>> str(found.name), found.generated
        ('Alder', True)
    """
    for folder in list(path.absolute().parents)[:_UP]:
        file = folder / _CITY_FILE
        if file.is_file():
            return _glance(file)
    return None


def place_of(named: str, path: Path, language: str) -> LanguageMap:
    """Return a place as it was named in a language, else the name of the city around a file."""
    if named:
        return LanguageMap({language: named})
    around = city_around(path)
    return around.name if around else LanguageMap({})


def generated_around(path: Path) -> bool:
    """Return whether a file lies in the folder of a city that was invented."""
    around = city_around(path)
    return around is not None and around.generated


def is_generated(said: str) -> bool:
    """Return whether the words of a fact or column say that the content was invented.

    >>> is_generated("Sí"), is_generated("no"), is_generated("")
    (True, False, False)
    """
    return said.strip().casefold() in _YES


def _glance(file: Path) -> CityAround | None:
    document = read_yaml(file, Problems())
    if document is None or "id" not in document.data:
        return None
    data: Mapping[str, Any] = document.data
    languages = data.get("languages") or (FIRST_LANGUAGE,)
    name = data.get("name", {})
    if isinstance(name, str):
        name = {str(languages[0]): name}
    elif not isinstance(name, Mapping):
        name = {}
    return CityAround(
        LanguageMap({str(code): str(words) for code, words in name.items()}),
        data.get(GENERATED) is True,
    )
