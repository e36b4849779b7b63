"""The command line: a thin face of the library, one module per room."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from paseo import __version__
from paseo.content.phrases import load_phrases
from paseo.content.problems import Refused

#: Exit codes, stable because scripts read them.
DONE = 0
REFUSED = 1
MISUSED = 2
#: As shells have it for a command that Ctrl+C ended: 128 and the number of the signal.
STOPPED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code (0 done, 1 refused, 2 misused, 130 stopped)."""
    from paseo.cli import checking

    language = os.environ.get("PASEO_LANGUAGE", "en")
    chosen = make_parser(language).parse_args(arguments)
    try:
        code: int = chosen.run(chosen)
    except Refused as refused:
        checking.print_problems(refused.problems, chosen.language or language)
        return REFUSED
    except BrokenPipeError:
        # `paseo ... | head` closes early; that is no failure of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as fault:
        return _not_written(fault, getattr(chosen, "language", None) or language)
    except KeyboardInterrupt:
        own = getattr(chosen, "language", None) or language
        print(load_phrases("paseo.cli").say("stopped", own), file=sys.stderr)
        return STOPPED
    return code


def _not_written(fault: OSError, language: str) -> int:
    """Say which file could not be opened or written and what the system says of it."""
    words = load_phrases("paseo.cli")
    file = fault.filename2 or fault.filename or "–"
    said = words.say("not_written", language, file=file, reason=fault.strerror or fault)
    print(said, file=sys.stderr)
    return REFUSED


def make_parser(language: str) -> argparse.ArgumentParser:
    """Return the parser of all commands, its help in one language."""
    from paseo.cli import (
        assessment,
        benchmark,
        checking,
        checklist,
        evaluate,
        index,
        people,
        prevention,
        questionnaires,
        serving,
        surveys,
    )

    words = load_phrases("paseo.cli")
    parser = argparse.ArgumentParser(
        prog="paseo", description=words.say("paseo", language), allow_abbrev=False
    )
    parser.add_argument("--version", action="version", version=f"paseo {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for room in (
        assessment,
        benchmark,
        checklist,
        questionnaires,
        surveys,
        index,
        prevention,
        evaluate,
        checking,
        serving,
        people,
    ):
        room.add_commands(commands, words, language)
    return parser


def add_language(parser: argparse.ArgumentParser, help_text: str, default: str) -> None:
    """Give a command its ``--language`` option."""
    parser.add_argument("--language", default=default, metavar="CODE", help=help_text)
