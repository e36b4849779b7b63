"""What every command says in the same way: a word on misuse, and the files it has written."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from paseo.cli import MISUSED
from paseo.content.phrases import load_phrases

#: The phrases of all commands.
COMMON: Final = ("paseo.cli", "phrases.yaml")


def misused(
    chosen: argparse.Namespace, phrase: str, own: tuple[str, str] = COMMON, **values: object
) -> int:
    """Say on the error stream what was meant, and return the exit code for it.

    Args:
        chosen: with ``language``.
        phrase: id of what is said. own: package and file in which it stands.
        values: for the phrase.
    """
    print(load_phrases(*own).say(phrase, chosen.language, **values), file=sys.stderr)
    return MISUSED


def print_file(file: Path, language: str) -> None:
    """Say which one file was written."""
    print(load_phrases("paseo.cli.prevention").say("written_file", language, file=file))


def print_written(folder: Path, written: Iterable[Path], language: str) -> None:
    """Say into which folder files were written, and which."""
    print(load_phrases("paseo.cli.prevention").say("written", language, folder=folder))
    for path in written:
        print(f"  {path.name}")
