"""The files of a pyramid: the document, the picture alone, the data."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Final

from paseo.prevention.pyramid.serialise import to_csv, to_plain
from paseo.prevention.pyramid.view import PyramidView
from paseo.report.prevention.files import names
from paseo.report.prevention.pyramid.drawing import pyramid_picture

#: Format to file name: the document, the picture as SVG, one row per measure, everything as data.
FILES: Final = names("pyramid", "svg", "csv", "json")


def data_of(
    view: PyramidView, language: str = "en", *, generated: bool = False
) -> Mapping[str, Callable[[], bytes]]:
    """Return what makes the files that are no document.

    Args:
        view: a pyramid with what is read off it.
        language: of the words in the picture.
        generated: the measures were invented; data then say so in every row.
    """
    return {
        "svg": lambda: pyramid_picture(view, language, width=760).svg.encode("utf-8"),
        "csv": lambda: to_csv(view, generated=generated).encode("utf-8"),
        "json": lambda: json.dumps(
            to_plain(view, generated=generated), ensure_ascii=False, indent=1
        ).encode("utf-8"),
    }
