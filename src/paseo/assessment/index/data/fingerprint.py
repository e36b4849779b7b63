"""Sums of files: what an index was made of."""

from __future__ import annotations

import hashlib
from pathlib import Path


def sum_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sum_of_text(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8; line ends make no difference to who reads it."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
