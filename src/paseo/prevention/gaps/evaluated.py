"""Which measures have an evaluation that is kept beside the register."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import yaml

#: Below a city folder: evaluation files, each with its table beside it.
FOLDER: Final = "evaluations"


def evaluated_beside(folder: Path) -> frozenset[str]:
    """Return the measures that evaluation files below a city folder name.

    Only a file with a table or counts is an evaluation; without them it is a plan. A file that
    cannot be read is no matter of this: its own command says what is wrong.

    Args:
        folder: of the city, with ``evaluations/*.yaml``.
    """
    found: set[str] = set()
    for path in sorted((folder / FOLDER).glob("*.yaml")):
        try:
            held = yaml.safe_load(path.read_text("utf-8"))
        except (OSError, UnicodeDecodeError, yaml.YAMLError):
            continue
        if isinstance(held, Mapping) and (held.get("data") or held.get("counts")):
            found.add(str(held.get("measure") or ""))
    return frozenset(found - {""})
