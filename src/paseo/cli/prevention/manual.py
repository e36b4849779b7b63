"""``paseo prevention manual``: how to map a policy, as files."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from paseo.cli import DONE, add_language
from paseo.cli.formats import formats_of
from paseo.cli.saying import print_written
from paseo.content.phrases import Phrases, load_phrases


def add_commands(commands: argparse._SubParsersAction, words: Phrases, language: str) -> None:  # type: ignore[type-arg]
    """Add ``manual``."""
    own = load_phrases("paseo.cli.prevention")
    manual = commands.add_parser("manual", help=own.say("manual", language))
    manual.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help=words.say("assess_out", language)
    )
    manual.add_argument("--formats", metavar="LIST", help=words.say("checklist_formats", language))
    add_language(manual, words.say("language", language), language)
    manual.set_defaults(run=run_manual)


def run_manual(chosen: argparse.Namespace) -> int:
    """Write the manual with its worked cases."""
    from paseo.content.language import LanguageMap
    from paseo.prevention.manual.pack import load_manual
    from paseo.prevention.measures.catalogue import load_catalogue
    from paseo.report.prevention.files import names, write_files
    from paseo.report.prevention.manual import manual_document
    from paseo.report.prevention.speaker import Standing

    files = names("manual")
    formats = formats_of(chosen, files)
    if isinstance(formats, int):
        return formats
    manual = load_manual()
    standing = Standing(LanguageMap({}), datetime.now(UTC))
    written = write_files(
        chosen.out,
        files,
        formats,
        lambda: manual_document(
            manual, load_catalogue(manual.catalogue), standing, chosen.language
        ),
    )
    print_written(chosen.out, written, chosen.language)
    return DONE
