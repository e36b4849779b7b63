"""The grounds of measures in a GeoJSON file of their own."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from paseo.content.problems import Problems
from paseo.evidence.places_file import read_places
from paseo.prevention.measures.measure import Measure, Register

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


def with_shapes(register: Register, path: Path, problems: Problems) -> Register:
    """Return the register with the grounds of a GeoJSON file, each feature one measure's.

    Args:
        path: a FeatureCollection whose features have the property ``id``.
    """
    known = {one.id for one in register}
    shapes: dict[str, BaseGeometry] = {}
    for draft in read_places(path, problems):
        if draft.id not in known:
            problems.add("V928", draft.place, value=draft.id[:60])
            continue
        for boundary in draft.boundaries:
            if boundary.geometry is not None:
                shapes[draft.id] = boundary.geometry
    return Register(
        replace(one, shape=shapes[one.id]) if one.id in shapes else one for one in register
    )


def shapes_text(register: Iterable[Measure]) -> str:
    """Return the grounds of a register as GeoJSON; the opposite of :func:`with_shapes`."""
    from shapely.geometry import mapping

    features = [
        {
            "type": "Feature",
            "properties": {"id": one.id, "name": one.name},
            "geometry": mapping(one.shape),
        }
        for one in register
        if one.shape is not None
    ]
    body = ",\n".join(json.dumps(one, ensure_ascii=False, allow_nan=False) for one in features)
    return '{"type": "FeatureCollection",\n"features": [\n' + body + "\n]}\n"
