"""``paseo prevention collective``."""

# Shared by all commands of the room, use them: paseo.cli.formats.formats_of (which formats),
# paseo.report.prevention.files.write_files (documents and data as whole files).
from __future__ import annotations

import argparse

from paseo.content.phrases import Phrases


def add_commands(commands: argparse._SubParsersAction, words: Phrases, language: str) -> None:  # type: ignore[type-arg]
    """Add the commands of this part."""
