"""``paseo prevention``: measures, pyramid, gaps, action sheets, quality, partners, manual."""

from __future__ import annotations

import argparse

from paseo.cli.prevention import collective, gaps, manual, measures, pyramid, quality, sheet
from paseo.content.phrases import Phrases, load_phrases


def add_commands(commands: argparse._SubParsersAction, words: Phrases, language: str) -> None:  # type: ignore[type-arg]
    """Add ``prevention`` with its commands, one module each."""
    own = load_phrases("paseo.cli.prevention")
    room = commands.add_parser("prevention", help=own.say("prevention", language))
    below = room.add_subparsers(dest="prevention", required=True, metavar="COMMAND")
    for one in (measures, pyramid, gaps, sheet, quality, collective, manual):
        one.add_commands(below, words, language)
