"""The workspace folder: where one installation keeps its records, files and secret key."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

DATABASE_FILE = "paseo.sqlite3"
KEY_FILE = "secret-key"
FILES_FOLDER = "files"


def open_workspace(home: Path) -> Path:
    """Create what a workspace needs and return its folder; what exists is left alone.

    Raises:
        OSError: when the folder cannot be written.
    """
    home.mkdir(parents=True, exist_ok=True)
    (home / FILES_FOLDER).mkdir(exist_ok=True)
    with contextlib.suppress(FileExistsError):
        # Born readable by its owner alone: a later chmod would leave a moment open.
        handle = os.open(home / KEY_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
    return home


def secret_key(home: Path) -> str:
    """Return the workspace's key; without a workspace, one that dies with the process."""
    try:
        return (home / KEY_FILE).read_text("ascii").strip()
    except FileNotFoundError:
        return secrets.token_urlsafe(48)
