"""``paseo check``: what is wrong in a pack, a city folder or a table, where, and what to do."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from paseo.cli import DONE, REFUSED, add_language
from paseo.content.phrases import Phrases, load_phrases
from paseo.content.problems import Problem, Problems


def add_commands(commands: argparse._SubParsersAction, words: Phrases, language: str) -> None:  # type: ignore[type-arg]
    """Add ``check``."""
    check = commands.add_parser("check", help=words.say("check", language))
    check.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help=words.say("check_files", language)
    )
    add_language(check, words.say("language", language), language)
    check.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Check every file; 1 when one of them holds an error."""
    from paseo.content.check import check

    refused = False
    for file in chosen.files:
        problems = check(file)
        print_problems(problems, chosen.language)
        print(_summary(file, problems, chosen.language))
        refused = refused or bool(problems.errors)
    return REFUSED if refused else DONE


def print_problems(
    problems: Iterable[Problem], language: str, stream: TextIO | None = None
) -> None:
    """Print each problem on two lines: number, place and sentence; then what to do.

    Args:
        stream: where to; the output stream when left out.
    """
    stream = stream or sys.stdout
    words = load_phrases("paseo.cli")
    for problem in problems:
        severity = words.say(f"severity_{problem.severity}", language)
        print(
            f"{problem.code} {severity} {problem.place}: {problem.sentence(language)}", file=stream
        )
        print(f"     {problem.mend(language)}", file=stream)


def _summary(file: Path, problems: Problems, language: str) -> str:
    words = load_phrases("paseo.cli")
    if not len(problems):
        return words.say("check_clean", language, file=file)
    return words.say(
        "check_found", language, file=file, count=len(problems), errors=len(problems.errors)
    )
