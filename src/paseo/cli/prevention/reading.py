"""What the commands on gaps and sheets read: measures, concerns, the day, thresholds."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from paseo.cli.checking import print_problems
from paseo.content.phrases import Phrases, load_phrases

if TYPE_CHECKING:
    from paseo.evidence.concern import Concern
    from paseo.prevention.gaps import Search
    from paseo.prevention.measures.city import CityMeasures
    from paseo.prevention.pyramid.pyramid import Scope

#: The phrases of both commands.
WORDS = ("paseo.cli.prevention", "gaps.yaml")


def add_looking(
    parser: argparse.ArgumentParser, own: Phrases, language: str, problem: str = "problem"
) -> None:
    """Give a command what it needs to look for gaps: path, problem, area, day, thresholds.

    Args:
        problem: the phrase that says what the problem is for.
    """
    parser.add_argument("path", type=Path, metavar="PATH", help=own.say("path", language))
    parser.add_argument("--problem", metavar="ID", help=own.say(problem, language))
    parser.add_argument("--area", metavar="ID", help=own.say("area", language))
    parser.add_argument("--today", metavar="DAY", help=own.say("today", language))
    named: set[str] = set()
    # By the phrases and not by the pack of rules: help must not read packs.
    for phrase in own.ids():
        if not phrase.startswith("threshold."):
            continue
        _threshold, rule, bound = phrase.split(".")
        # The first threshold of a rule goes by the name of the rule alone.
        parser.add_argument(
            f"--{rule}-{bound}" if rule in named else f"--{rule}",
            dest=f"threshold:{rule}.{bound}", type=float, metavar="NUMBER",
            help=own.say(phrase, language),
        )  # fmt: skip
        named.add(rule)


def thresholds_of(chosen: argparse.Namespace) -> dict[str, float]:
    """Return the thresholds that were named."""
    return {
        name.removeprefix("threshold:"): value
        for name, value in vars(chosen).items()
        if name.startswith("threshold:") and value is not None
    }


def day_of(chosen: argparse.Namespace) -> date | None:
    """Return the day that counts as today, None when what was typed is no day."""
    if not chosen.today:
        return date.today()
    try:
        return date.fromisoformat(chosen.today)
    except ValueError:
        said = load_phrases(*WORDS).say("not_a_day", chosen.language, value=chosen.today)
        print(said, file=sys.stderr)
        return None


def inspect_measures(path: Path) -> CityMeasures:
    """Return the measures of a folder or file with every problem, as far as they can be read."""
    from paseo.assessment.framework_pack import load_framework
    from paseo.assessment.vocabulary import vocabulary
    from paseo.prevention.measures.catalogue import load_catalogue
    from paseo.prevention.measures.city import read_city_measures

    return read_city_measures(path, vocabulary(load_framework()), load_catalogue())


def read_measures(path: Path, language: str) -> CityMeasures:
    """Return the measures of a folder or file, and print what is worth a look.

    Raises:
        Refused: they hold an error.
    """
    found = inspect_measures(path)
    found.problems.refuse()
    # On the error stream: the output of a command may be read by another one. Notes belong to
    # the check of the register.
    print_problems((one for one in found.problems if one.severity != "note"), language, sys.stderr)
    return found


def read_concerns(found: CityMeasures, language: str) -> tuple[Concern, ...] | None:
    """Return what the assessment of the city names, None where there is nothing to assess."""
    if found.evidence is None or not len(found.evidence.observations):
        print(load_phrases(*WORDS).say("no_data", language), file=sys.stderr)
        return None
    from paseo.assessment import concerns
    from paseo.assessment.build import build_profile
    from paseo.assessment.framework_pack import load_framework

    framework = load_framework(found.evidence.city.framework)
    return concerns(build_profile(found.evidence, framework, None, "full"))


def scope_of(chosen: argparse.Namespace, found: CityMeasures) -> Scope:
    """Return the area that was named, with those within it.

    Raises:
        Refused: the city has no such area.
    """
    from paseo.prevention.pyramid.view import scope_within

    return scope_within(found.register, found.areas, area=chosen.area or "")


def folder_of(path: Path) -> Path:
    """Return the folder in which a city's measures lie."""
    return path if path.is_dir() else path.parent


def search(chosen: argparse.Namespace, found: CityMeasures, today: date, problem: str) -> Search:
    """Return what the rules find against a problem.

    Raises:
        Refused: the problem, the area or a threshold is none.
    """
    from paseo.prevention.gaps import concerns_for, evaluated_beside, search_gaps

    scope = replace(scope_of(chosen, found), problem=problem)
    named = read_concerns(found, chosen.language)
    return search_gaps(
        found.register,
        scope,
        thresholds=thresholds_of(chosen),
        concerns=None if named is None else concerns_for(problem, named, _indicators()),
        today=today,
        areas=found.areas,
        evaluated=evaluated_beside(folder_of(chosen.path)),
    )


def search_all(chosen: argparse.Namespace, found: CityMeasures, today: date) -> tuple[Search, ...]:
    """Return what the rules find against every problem that a measure names.

    Raises:
        Refused: the area or a threshold is none.
    """
    from paseo.prevention.gaps import concerns_by_problem, evaluated_beside, search_every_problem

    scope = scope_of(chosen, found)
    named = read_concerns(found, chosen.language)
    problems = found.register.problems()
    return search_every_problem(
        found.register,
        thresholds=thresholds_of(chosen),
        concerns=None if named is None else concerns_by_problem(problems, named, _indicators()),
        today=today,
        areas=found.areas,
        evaluated=evaluated_beside(folder_of(chosen.path)),
        scope=scope,
    )


def _indicators() -> dict[str, tuple[str, ...]]:
    """Return the indicators that show each problem of the catalogue."""
    from paseo.prevention.measures.catalogue import load_catalogue

    return {one.id: (*one.happens, *one.felt) for one in load_catalogue().problems.values()}
