"""``paseo prevention gaps``."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from paseo.cli import DONE, MISUSED, add_language
from paseo.cli.formats import formats_of
from paseo.cli.prevention.reading import (
    WORDS,
    add_looking,
    day_of,
    read_measures,
    search,
    thresholds_of,
)
from paseo.content.language import LanguageMap
from paseo.content.phrases import Phrases, load_phrases

if TYPE_CHECKING:
    from paseo.prevention.gaps import Decided, GapWords, Search
    from paseo.prevention.measures.city import CityMeasures


def add_commands(commands: argparse._SubParsersAction, words: Phrases, language: str) -> None:  # type: ignore[type-arg]
    """Add ``gaps``."""
    own = load_phrases(*WORDS)
    gaps = commands.add_parser("gaps", help=own.say("gaps", language))
    add_looking(gaps, own, language)
    gaps.add_argument("--out", type=Path, metavar="DIR", help=own.say("out", language))
    gaps.add_argument("--formats", metavar="LIST", help=own.say("formats", language))
    add_language(gaps, words.say("language", language), language)
    gaps.set_defaults(run=run_gaps)


def run_gaps(chosen: argparse.Namespace) -> int:
    """Look for the gaps of a problem and write them; without a problem, sum up all of them."""
    from paseo.report.prevention.files import names

    files = names("gaps", "csv", "json")
    formats = formats_of(chosen, files)
    if isinstance(formats, int):
        return formats
    today = day_of(chosen)
    if today is None:
        return MISUSED
    found = read_measures(chosen.path, chosen.language)
    if not chosen.problem:
        return _sum_up(chosen, found, today)
    if chosen.out is None:
        print(load_phrases(*WORDS).say("need_out", chosen.language), file=sys.stderr)
        return MISUSED
    _write(chosen, found, search(chosen, found, today, chosen.problem), files, formats)
    return DONE


def _sum_up(chosen: argparse.Namespace, found: CityMeasures, today: date) -> int:
    from paseo.prevention.gaps import search_every_problem

    own = load_phrases(*WORDS)
    print(own.say("no_problem", chosen.language))
    for one in search_every_problem(
        found.register, thresholds=thresholds_of(chosen), today=today, areas=found.areas
    ):
        print(
            own.say(
                "summed", chosen.language, problem=one.problem, gaps=len(one.gaps),
                measures=len(one.asked.measures), running=len(one.asked.running),
            )
        )  # fmt: skip
    return DONE


def _write(
    chosen: argparse.Namespace,
    found: CityMeasures,
    made: Search,
    files: dict[str, str],
    formats: tuple[str, ...],
) -> None:
    from paseo.prevention.gaps import GapWords, set_beside
    from paseo.prevention.measures.catalogue import load_catalogue
    from paseo.report.prevention.files import write_files
    from paseo.report.prevention.gaps import gaps_document
    from paseo.report.prevention.speaker import Standing

    language, city = chosen.language, found.city
    problems = {one.id: one.name for one in load_catalogue().problems.values()}
    words, decided = GapWords(made.asked, language, problems), set_beside(made.gaps, ())
    generated = bool(city and city.generated)
    place = city.name if city else LanguageMap({})
    standing = Standing(place, datetime.now(UTC), generated)
    written = write_files(
        chosen.out,
        files,
        formats,
        lambda: gaps_document(made, decided, standing, language, problems),
        _data(made, decided, words, generated),
    )
    for outcome in made.outcomes:
        print(words.rule(outcome.rule))
        for gap in outcome.gaps:
            print(f"  {words.sentence(gap)}\n    {gap.id}")
        if not outcome.gaps:
            print(f"  {words.outcome(outcome)}")
    print(words.say("prompt"))
    print(load_phrases("paseo.cli.prevention").say("written", language, folder=chosen.out))
    for path in written:
        print(f"  {path.name}")


def _data(
    made: Search, decided: Decided, words: GapWords, generated: bool
) -> dict[str, Callable[[], bytes]]:
    from paseo.prevention.gaps.serialise import to_csv, to_plain

    def as_json() -> bytes:
        plain = to_plain(made, decided, words) | {"generated": generated}
        return json.dumps(plain, ensure_ascii=False, indent=1).encode()

    return {"csv": lambda: to_csv(made, decided, words).encode("utf-8-sig"), "json": as_json}
