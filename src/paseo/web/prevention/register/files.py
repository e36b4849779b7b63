"""The register as files that leave, and files that come."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from paseo.content.problems import Problems
from paseo.evidence.places_file import read_places
from paseo.prevention.measures.files import csv_text, read_register
from paseo.prevention.measures.ground import Ground
from paseo.prevention.measures.measure import Measure, Register
from paseo.prevention.measures.shapes import shapes_text
from paseo.prevention.measures.table import known_columns, strangers
from paseo.prevention.measures.workbook import Workbook, write_excel
from paseo.web.evidence.models import City
from paseo.web.evidence.pages import download_name

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

#: What can be taken along, in the order of the links.
FORMS: Final = {
    "xlsx": "Excel",
    "csv": "CSV",
    "geojson": "GeoJSON",
    "template": _("empty Excel form"),
}
_EXCEL: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def response_of(
    city: City, register: Iterable[Measure], ground: Ground, form: str, language: str
) -> HttpResponse:
    """Return a register as a file of one of :data:`FORMS`."""
    if form == "csv":
        return _file(city, csv_text(register), "text/csv; charset=utf-8", "measures", "csv")
    if form == "geojson":
        return _file(city, shapes_text(register), "application/geo+json", "measures", "geojson")
    name = "measures" if form == "xlsx" else "measures-form"
    return _file(city, _excel(city, register, ground, language), _EXCEL, name, "xlsx")


def _file(city: City, content: str | bytes, kind: str, name: str, ending: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    file = download_name(city, f"{name}-{city.pk}.{ending}")
    response["Content-Disposition"] = f'attachment; filename="{file}"'
    return response


def _excel(city: City, register: Iterable[Measure], ground: Ground, language: str) -> bytes:
    about = Workbook(city=city.name.read(language).words, generated=city.generated)
    with tempfile.TemporaryDirectory() as made:
        path = Path(made) / "measures.xlsx"
        write_excel(register, path, ground, language, about)
        return path.read_bytes()


def read_ground(file: Any, code: str) -> tuple[list[BaseGeometry], Problems]:
    """Return the shapes of an uploaded drawing with every problem.

    A drawing for one measure needs no id and no collection: both are put around it.
    """
    raw, problems = file.read(), Problems()
    try:
        held = _collected(json.loads(raw.decode("utf-8-sig")), code)
    except (ValueError, RecursionError):
        held = None  # reading says what is wrong
    with tempfile.TemporaryDirectory() as made:
        path = Path(made) / "ground.geojson"
        path.write_bytes(raw if held is None else json.dumps(held).encode())
        drafts = read_places(path, problems, shown=Path(file.name).name)
    drawn = (one.geometry for draft in drafts for one in draft.boundaries)
    return [one for one in drawn if one is not None], problems


def _collected(data: Any, code: str) -> Any:
    """Return a GeoJSON of any kind as a collection of features that bear the id of a measure."""
    if not isinstance(data, dict):
        return data
    if "features" not in data:
        feature = data if data.get("type") == "Feature" else {"type": "Feature", "geometry": data}
        data = {"type": "FeatureCollection", "features": [feature]}
    if not isinstance(data["features"], list):
        return data
    features = [
        {**one, "properties": {"id": f"{code}-{at}"}} if isinstance(one, dict) else one
        for at, one in enumerate(data["features"])
    ]
    return {**data, "features": features}


@contextmanager
def _laid_down(file: Any) -> Iterator[Path]:
    """Give an uploaded file a place from which it can be read, as long as that takes."""
    with tempfile.TemporaryDirectory() as made:
        path = Path(made) / f"measures{Path(file.name).suffix.lower()}"
        with path.open("wb") as out:
            for chunk in file.chunks():
                out.write(chunk)
        yield path


def read_uploaded(
    file: Any, ground: Ground, matched: Mapping[str, str] | None = None
) -> tuple[Register, Problems]:
    """Return the measures of an uploaded file with every problem."""
    problems, shown = Problems(), Path(file.name).name
    with _laid_down(file) as path:
        found = read_register(path, problems, ground, shown=shown, matched=matched)
    return found, problems


def read_columns(file: Any, matched: Mapping[str, str] | None) -> set[str]:
    """Return the columns that an uploaded file has, those with strange heads too."""
    with _laid_down(file) as path:
        named = set(known_columns(path))
    return named | {column for column in (matched or {}).values() if column}


def read_strangers(file: Any) -> tuple[dict[str, list[str]], tuple[str, ...]]:
    """Return the strange heads of an uploaded file with their first cells, and its columns."""
    with _laid_down(file) as path:
        return strangers(path), known_columns(path)


def read_text(text: str, ground: Ground) -> tuple[Register, Problems]:
    """Return the measures of a register as :func:`csv_text` wrote it."""
    problems = Problems()
    with tempfile.TemporaryDirectory() as made:
        path = Path(made) / "measures.csv"
        path.write_text(text, encoding="utf-8", newline="\n")
        return read_register(path, problems, ground), problems
