"""``paseo prevention collective``: how partners rate their working together."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from paseo.cli import DONE, add_language
from paseo.cli.checking import print_problems
from paseo.cli.formats import formats_of, listed
from paseo.cli.saying import misused, print_file, print_written
from paseo.content.phrases import Phrases, load_phrases

if TYPE_CHECKING:
    from paseo.prevention.collective.form import CollectiveForm
    from paseo.prevention.collective.result import CollectiveResult

_WORDS = ("paseo.cli.prevention", "collective.yaml")


def add_commands(commands: argparse._SubParsersAction, words: Phrases, language: str) -> None:  # type: ignore[type-arg]
    """Add ``collective``."""
    own = load_phrases(*_WORDS)

    def say(phrase: str) -> str:
        return own.say(phrase, language)

    parser = commands.add_parser("collective", help=say("collective"))
    parser.add_argument("ratings", nargs="?", type=Path, metavar="RATINGS", help=say("ratings"))
    parser.add_argument("--before", type=Path, metavar="RATINGS", help=say("before"))
    parser.add_argument("--form", metavar="PACK", help=say("form"))
    parser.add_argument("--template", type=Path, metavar="FILE", help=say("template"))
    parser.add_argument("--indicators", metavar="CODES", help=say("indicators"))
    parser.add_argument("--place", default="", metavar="NAME", help=say("place"))
    parser.add_argument("--out", type=Path, metavar="DIR", help=words.say("assess_out", language))
    parser.add_argument("--formats", metavar="LIST", help=say("formats"))
    add_language(parser, words.say("language", language), language)
    parser.set_defaults(run=run_collective)


def run_collective(chosen: argparse.Namespace) -> int:
    """Write an empty workbook, or sum up a round and stand it beside an earlier one."""
    form = _form(chosen.form)
    if chosen.template:
        from paseo.prevention.collective.files import write_excel_ratings

        write_excel_ratings(form, chosen.template, chosen.language)
        print_file(chosen.template, chosen.language)
        if chosen.ratings is None:
            return DONE
    if chosen.ratings is None or chosen.out is None:
        return misused(chosen, "needed", _WORDS)
    return _sum_up(chosen, form)


def _form(named: str | None) -> CollectiveForm:
    from paseo.prevention.collective.pack import load_form, read_form

    if not named:
        return load_form()
    path = Path(named)
    return read_form(path) if path.exists() else load_form(named)


def _sum_up(chosen: argparse.Namespace, form: CollectiveForm) -> int:
    from paseo.assessment.framework_pack import load_framework
    from paseo.evidence.city_around import place_of
    from paseo.prevention.collective.rounds import compare_rounds
    from paseo.report.prevention.collective.bundle import FILES, write_collective
    from paseo.report.prevention.collective.words import (
        condition_said,
        few_said,
        origin_said,
        phase_said,
    )
    from paseo.report.prevention.speaker import Standing

    formats = formats_of(chosen, FILES)
    if isinstance(formats, int):
        return formats
    codes = listed(chosen.indicators)
    names = {one.id: one.name for one in load_framework().indicators} if codes else {}
    for code in codes:
        if code not in names:
            return misused(chosen, "unknown_indicator", _WORDS, code=code)
    result = _read(chosen.ratings, form, chosen.language, codes)
    change = None
    if chosen.before:
        change = compare_rounds(_read(chosen.before, form, chosen.language, ()), result)
    place = place_of(chosen.place, chosen.ratings, chosen.language)
    standing = Standing(place, datetime.now(UTC), result.round.generated)
    written = write_collective(
        result, standing, chosen.out, formats, chosen.language, change=change, indicators=names
    )
    print(phase_said(result, chosen.language))
    if result.enough and (few := few_said(result, chosen.language)):
        print(few)
    print(origin_said(form, chosen.language))
    for one in result.conditions if result.enough else ():
        print(f"  {condition_said(one, chosen.language)}")
    print_written(chosen.out, written, chosen.language)
    return DONE


def _read(
    path: Path, form: CollectiveForm, language: str, indicators: tuple[str, ...]
) -> CollectiveResult:
    from paseo.content.problems import Problems
    from paseo.prevention.collective.files import read_ratings
    from paseo.prevention.collective.result import result_of

    problems = Problems()
    round = read_ratings(path, form, problems=problems)
    print_problems(problems, language, sys.stderr)
    return result_of(form, replace(round, name=round.name or path.stem, indicators=indicators))
