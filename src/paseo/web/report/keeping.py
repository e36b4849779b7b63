"""Keeps files in the workspace under their own SHA-256: equal files once, none ever changed."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from django.conf import settings

from paseo.content.writing import beside

FOLDER = "kept"


def keep(file: Path) -> str:
    """Put a copy of a file among the kept ones and return its SHA-256."""
    with file.open("rb") as opened:
        sha256 = hashlib.file_digest(opened, "sha256").hexdigest()
    kept = path_of(sha256)
    if not kept.exists():
        with beside(kept) as place:
            shutil.copyfile(file, place)
    return sha256


def path_of(sha256: str) -> Path:
    """Return where a kept file lies."""
    return Path(settings.MEDIA_ROOT) / FOLDER / sha256[:2] / sha256
