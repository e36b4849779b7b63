"""``paseo prevention gaps``."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from paseo.cli import DONE, MISUSED, add_language
from paseo.cli.checking import print_problems
from paseo.cli.formats import formats_of
from paseo.cli.prevention.reading import (
    WORDS,
    add_looking,
    day_of,
    folder_of,
    read_measures,
    search,
    search_all,
)
from paseo.cli.saying import misused, print_written
from paseo.content.language import LanguageMap
from paseo.content.phrases import Phrases, load_phrases
from paseo.content.problems import Problems

if TYPE_CHECKING:
    from paseo.prevention.gaps import Decided, Decision, GapWords, Search
    from paseo.prevention.measures.city import CityMeasures


def add_commands(commands: argparse._SubParsersAction, words: Phrases, language: str) -> None:  # type: ignore[type-arg]
    """Add ``gaps``."""
    own = load_phrases(*WORDS)
    gaps = commands.add_parser("gaps", help=own.say("gaps", language))
    add_looking(gaps, own, language)
    gaps.add_argument("--decisions", type=Path, metavar="FILE", help=own.say("decisions", language))
    gaps.add_argument("--out", type=Path, metavar="DIR", help=own.say("out", language))
    gaps.add_argument("--formats", metavar="LIST", help=own.say("gap_formats", language))
    add_language(gaps, words.say("language", language), language)
    gaps.set_defaults(run=run_gaps)


def run_gaps(chosen: argparse.Namespace) -> int:
    """Look for the gaps of a problem and write them; without a problem, sum up all of them."""
    from paseo.report.prevention.gaps.bundle import FILES, WITH_DECISIONS

    formats = formats_of(chosen, WITH_DECISIONS if chosen.formats else FILES)
    if isinstance(formats, int):
        return formats
    today = day_of(chosen)
    if today is None:
        return MISUSED
    if not chosen.problem and (chosen.out or chosen.formats):
        return misused(chosen, "need_problem", WORDS)
    if chosen.problem and chosen.out is None:
        return misused(chosen, "need_out", WORDS)
    found = read_measures(chosen.path, chosen.language)
    decisions = _decisions(chosen)
    if chosen.problem:
        _write(chosen, found, search(chosen, found, today, chosen.problem), decisions, formats)
    else:
        _sum_up(chosen, search_all(chosen, found, today), decisions)
    return DONE


def _decisions(chosen: argparse.Namespace) -> tuple[Decision, ...]:
    """Return what was decided, by the file named or the one beside the measures."""
    from paseo.prevention.gaps.decisions_file import FILE, read_decisions

    beside = folder_of(chosen.path) / FILE
    path = chosen.decisions or (beside if beside.is_file() else None)
    problems = Problems()
    decisions = read_decisions(path, problems) if path else ()
    problems.refuse()
    print_problems(problems, chosen.language, sys.stderr)
    return decisions


def _mine(made: Search, decisions: tuple[Decision, ...]) -> Decided:
    """Return the gaps of a problem with what was decided on them."""
    from paseo.prevention.gaps import set_beside
    from paseo.prevention.gaps.decisions_file import problem_of

    return set_beside(made.gaps, [one for one in decisions if problem_of(one) == made.problem])


def _sum_up(
    chosen: argparse.Namespace, searches: tuple[Search, ...], decisions: tuple[Decision, ...]
) -> None:
    own = load_phrases(*WORDS)
    print(own.say("no_problem", chosen.language))
    for one in searches:
        decided = _mine(one, decisions)
        print(
            own.say(
                "summed", chosen.language, problem=one.problem, open=len(decided.open),
                decided=len(decided.decided), measures=len(one.asked.measures),
                running=len(one.asked.running),
            )
        )  # fmt: skip


def _write(
    chosen: argparse.Namespace,
    found: CityMeasures,
    made: Search,
    decisions: tuple[Decision, ...],
    formats: tuple[str, ...],
) -> None:
    from paseo.prevention.gaps import GapWords
    from paseo.prevention.gaps.decisions_file import problem_of
    from paseo.prevention.measures.catalogue import load_catalogue
    from paseo.report.prevention.gaps.bundle import write_gaps
    from paseo.report.prevention.speaker import Standing

    language, city = chosen.language, found.city
    problems = {one.id: one.name for one in load_catalogue().problems.values()}
    decided = _mine(made, decisions)
    place = city.name if city else LanguageMap({})
    standing = Standing(place, datetime.now(UTC), bool(city and city.generated))
    others = [one for one in decisions if problem_of(one) != made.problem]
    written = write_gaps(
        made, decided, standing, chosen.out, formats, language, problems=problems, others=others
    )
    _say(made, decided, GapWords(made.asked, language, problems))
    print_written(chosen.out, written, chosen.language)


def _say(made: Search, decided: Decided, words: GapWords) -> None:
    own = load_phrases(*WORDS)
    held = {one.gap.id: one for one in decided.judged}
    for outcome in made.outcomes:
        print(words.rule(outcome.rule))
        for gap in outcome.gaps:
            print(f"  {words.sentence(gap)}\n    {gap.id}")
            decision = held[gap.id].decision
            if decision:
                choice = words.say(f"choice.{decision.choice}")
                note = f" ({decision.note})" if decision.note else ""
                moved = f" {words.say('moved')}" if held[gap.id].moved else ""
                print(f"    {own.say('decided', words.language, choice=choice)}{note}{moved}")
        if not outcome.gaps:
            print(f"  {words.outcome(outcome)}")
    if decided.gone:
        print(own.say("gone", words.language, gaps="; ".join(one.gap for one in decided.gone)))
    print(words.say("prompt"))
