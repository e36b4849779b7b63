"""Which files a command writes: those asked for, or all whose packages are installed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping

from paseo.cli import MISUSED
from paseo.content.phrases import load_phrases


def listed(given: str | None) -> tuple[str, ...]:
    """Return the parts of a list with commas.

    >>> listed("ES, PT,"), listed(None)
    (('ES', 'PT'), ())
    """
    return tuple(one.strip() for one in (given or "").split(",") if one.strip())


def formats_of(chosen: argparse.Namespace, offered: Mapping[str, str]) -> tuple[str, ...] | int:
    """Return the formats to write, or the exit code when one that was named cannot be written.

    A format whose package is missing is left out with a word on the error stream; where it was
    asked for by name, that is an error.

    Args:
        chosen: with ``formats`` (a list with commas, or None) and ``language``.
        offered: format to file name.
    """
    from paseo.report.files import missing_extra

    words = load_phrases("paseo.cli")

    def tell(phrase: str, **values: str) -> None:
        print(words.say(phrase, chosen.language, **values), file=sys.stderr)

    wanted = listed(chosen.formats) or tuple(offered)
    for one in wanted:
        if one not in offered:
            tell("unknown_format", format=one, choices=", ".join(offered))
            return MISUSED
    lacking = {one: extra for one in wanted if (extra := missing_extra(one))}
    for one, extra in lacking.items():
        tell("left_out", file=offered[one], extra=extra)
    if lacking and chosen.formats:
        return MISUSED
    return tuple(one for one in wanted if one not in lacking)
