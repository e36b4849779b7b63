"""``paseo survey``: check and estimate a survey, plan its interviews, model its districts."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from paseo.cli import DONE, MISUSED, REFUSED, add_language
from paseo.cli.checking import print_problems
from paseo.cli.saying import misused
from paseo.content.phrases import Phrases, load_phrases
from paseo.content.writing import write_whole

#: Words of this room: they stand apart, so that the other commands need not load them.
_FILE = "surveys.yaml"


def add_commands(commands: argparse._SubParsersAction, words: Phrases, language: str) -> None:  # type: ignore[type-arg]
    """Add ``survey`` with its four steps."""
    own = load_phrases("paseo.cli", _FILE)

    def say(phrase: str) -> str:
        return own.say(phrase, language)

    survey = commands.add_parser("survey", help=say("survey"))
    steps = survey.add_subparsers(dest="step", required=True, metavar="STEP")
    check = steps.add_parser("check", help=say("check"))
    _data(check, say)
    check.set_defaults(run=run_check)

    estimate = steps.add_parser("estimate", help=say("estimate"))
    _data(estimate, say)
    _out(estimate, say)
    estimate.add_argument("--formats", metavar="LIST", help=say("formats"))
    estimate.add_argument("--level", type=float, default=95.0, metavar="PERCENT", help=say("level"))
    estimate.add_argument("--generated", action="store_true", help=say("generated"))
    estimate.set_defaults(run=run_estimate)

    small = steps.add_parser("small-area", help=say("small_area"))
    _data(small, say)
    _out(small, say)
    small.add_argument("--indicator", required=True, metavar="CODE", help=say("indicator"))
    small.add_argument(
        "--covariates", type=Path, required=True, metavar="FILE", help=say("covariates")
    )
    small.set_defaults(run=run_small_area)

    plan = _add_plan(steps, say)
    for parser in (check, estimate, small, plan):
        add_language(parser, words.say("language", language), language)


def _data(parser: argparse.ArgumentParser, say: Callable[[str], str]) -> None:
    parser.add_argument("data", type=Path, metavar="DATA", help=say("data"))
    parser.add_argument("--mapping", type=Path, required=True, metavar="FILE", help=say("mapping"))
    parser.add_argument("--city", type=Path, metavar="FOLDER", help=say("city"))


def _out(parser: argparse.ArgumentParser, say: Callable[[str], str]) -> None:
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help=say("out"))


def _add_plan(steps: Any, say: Callable[[str], str]) -> argparse.ArgumentParser:
    plan: argparse.ArgumentParser = steps.add_parser("plan", help=say("plan"))
    numbers = (("margin", 5.0), ("share", 50.0), ("deff", 1.3), ("response", 30.0), ("level", 95.0))
    for name, usual in numbers:
        plan.add_argument(
            f"--{name}", type=float, default=usual, metavar="NUMBER", help=say(f"plan_{name}")
        )
    plan.add_argument("--districts", metavar="LIST", help=say("plan_districts"))
    plan.add_argument(
        "--share-out", choices=("proportional", "equal", "power", "each"), default="proportional",
        help=say("plan_how"),
    )  # fmt: skip
    plan.add_argument("--out", type=Path, metavar="FILE", help=say("plan_out"))
    plan.set_defaults(run=run_plan)
    return plan


class _Ground:
    """Survey, mapping, codes of the framework, and the city where one was named."""

    def __init__(self, chosen: argparse.Namespace) -> None:
        from paseo.assessment.framework_pack import load_framework
        from paseo.assessment.vocabulary import vocabulary
        from paseo.evidence.areas import AreaTree
        from paseo.evidence.surveys.data import read_survey
        from paseo.evidence.surveys.mapping_checks import check_against
        from paseo.evidence.surveys.mapping_pack import read_survey_mapping

        self.vocabulary = vocabulary(load_framework())
        self.mapping, self.problems = read_survey_mapping(chosen.mapping)
        self.evidence: Any = None
        if chosen.city:
            from paseo.assessment.assess import read_city

            self.evidence = read_city(chosen.city)
        tree = AreaTree(self.evidence.areas) if self.evidence else None
        self.problems.extend(check_against(self.mapping, self.vocabulary, tree))
        self.data = read_survey(chosen.data)

    @property
    def areas(self) -> Any:
        return self.evidence.areas if self.evidence else None

    @property
    def city_area(self) -> str:
        return self.evidence.city_area.id if self.evidence else "city"

    @property
    def units(self) -> dict[str, str]:
        return {code: one.unit for code, one in self.vocabulary.indicators.items()}

    def names(self) -> Any:
        from paseo.evidence.surveys.naming import names_of

        return names_of(self.mapping, self.vocabulary, self.areas)

    def place(self, language: str) -> str:
        return self.evidence.city.name.read(language).words if self.evidence else ""


def run_check(chosen: argparse.Namespace) -> int:
    """Say everything that is wrong with a survey under its mapping."""
    from paseo.evidence.surveys.checks import check_survey

    ground = _Ground(chosen)
    ground.problems.extend(check_survey(ground.data, ground.mapping))
    print_problems(ground.problems, chosen.language)
    words = load_phrases("paseo.cli")
    count, errors = len(ground.problems), len(ground.problems.errors)
    phrase = "check_found" if count else "check_clean"
    print(words.say(phrase, chosen.language, file=chosen.data, count=count, errors=errors))
    return REFUSED if errors else DONE


def run_estimate(chosen: argparse.Namespace) -> int:
    """Estimate a survey and write results, observations and report."""
    from paseo.report.survey.files import FORMATS

    formats = tuple((chosen.formats or ",".join(FORMATS)).replace(" ", "").split(","))
    for wanted in formats:
        if wanted not in FORMATS:
            return misused(chosen, "unknown_format", format=wanted, choices=", ".join(FORMATS))
    lacking = _lacking(formats)
    for wanted, extra in lacking.items():
        misused(chosen, "left_out", file=wanted, extra=extra)
    if lacking and chosen.formats:
        return MISUSED
    kept = tuple(one for one in formats if one not in lacking)
    return _with_extra(chosen, lambda: _estimate(chosen, kept))


def _lacking(formats: tuple[str, ...]) -> dict[str, str]:
    """Return the formats that cannot be written here, each with the extra that it needs."""
    from paseo.report.files import missing_extra

    return {one: extra for one in formats if (extra := missing_extra(one))}


def _estimate(chosen: argparse.Namespace, formats: tuple[str, ...]) -> int:
    from paseo.evidence.surveys.checks import check_survey
    from paseo.evidence.surveys.estimating import estimate_survey
    from paseo.evidence.surveys.reading import read_indicator
    from paseo.report.survey.files import write_survey

    ground = _Ground(chosen)
    ground.problems.extend(check_survey(ground.data, ground.mapping))
    ground.problems.refuse()
    print_problems(ground.problems, chosen.language, sys.stderr)
    city = ground.evidence.city if ground.evidence else None
    results = estimate_survey(
        ground.data,
        ground.mapping,
        areas=ground.areas,
        level=chosen.level / 100,
        thresholds=city.thresholds if city else None,
    )
    names = ground.names()
    for rule in ground.mapping.indicators:
        reading = read_indicator(results, rule, names, chosen.language)
        print(f"{rule.id} {reading.name}")
        for sentence in (*reading.headline, *reading.changes[:1]):
            print(f"  {sentence}")
    written = write_survey(
        results,
        chosen.out,
        names,
        city_area=ground.city_area,
        place=ground.place(chosen.language),
        formats=formats,
        language=chosen.language,
        generated=chosen.generated or bool(city and city.generated),
        units=ground.units,
    )
    for path in written:
        print(f"  {path.name}")
    return DONE


def run_small_area(chosen: argparse.Namespace) -> int:
    """Model the districts of one indicator and write them as observations."""
    return _with_extra(chosen, lambda: _small_area(chosen))


def _small_area(chosen: argparse.Namespace) -> int:
    from paseo.evidence.export import observations_csv
    from paseo.evidence.surveys.covariates import read_covariates
    from paseo.evidence.surveys.districts import (
        district_observations,
        modelled_wording,
        small_area_estimates,
    )
    from paseo.report.survey.files import city_additions

    ground = _Ground(chosen)
    ground.problems.refuse()
    table = read_covariates(chosen.covariates)
    model = small_area_estimates(ground.data, ground.mapping, chosen.indicator, table)
    observations = district_observations(model, units=ground.units, language=chosen.language)
    stem = f"modelled-{chosen.indicator}"
    additions = city_additions(ground.mapping, [modelled_wording(model)])
    write_whole(chosen.out / f"{stem}.csv", observations_csv(observations).encode("utf-8"))
    write_whole(chosen.out / f"{stem}-city-additions.yaml", additions.encode("utf-8"))
    own = load_phrases("paseo.cli", _FILE)
    names = ground.names()
    for one in model.districts:
        direct = "–" if one.direct is None else f"{one.direct:.1f}"
        print(
            own.say(
                "small_area_line", chosen.language, area=names.area(one.area, chosen.language),
                value=f"{one.value:.1f}", low=f"{one.low:.1f}", high=f"{one.high:.1f}",
                direct=direct, gamma=f"{one.gamma:.2f}",
            )
        )  # fmt: skip
    print(own.say("small_area_said", chosen.language))
    print(f"  {stem}.csv")
    print(f"  {stem}-city-additions.yaml")
    return DONE


def run_plan(chosen: argparse.Namespace) -> int:
    """Say how many interviews a survey needs."""
    from paseo.report.survey import plan as planning
    from paseo.report.writers.registry import WRITERS

    own = load_phrases("paseo.cli", _FILE)
    population = _population(chosen.districts or "")
    if population is None:
        print(own.say("plan_misread", chosen.language, text=chosen.districts), file=sys.stderr)
        return MISUSED
    ending = chosen.out.suffix.lstrip(".") if chosen.out else ""
    if chosen.out and ending not in WRITERS:
        return misused(chosen, "unknown_format", format=ending, choices=", ".join(WRITERS))
    wanted = planning.PlanWanted(
        margin=chosen.margin, share=chosen.share, deff=chosen.deff, response=chosen.response,
        level=chosen.level, how=chosen.share_out, population=population or None,
    )  # fmt: skip
    made = planning.make_plan(wanted)
    print(planning.city_sentence(made, chosen.language))
    if made.districts is not None:
        print(planning.districts_sentence(made, chosen.language))
        for row in planning.plan_table(made, chosen.language).rows:
            print("  " + "  ".join(str(cell.words) for cell in row))
    for sentence in planning.assumptions(made, chosen.language):
        print(f"- {sentence}")
    if chosen.out:
        write_whole(
            chosen.out, WRITERS[ending].write(planning.plan_document(made, chosen.language))
        )
    return DONE


def _population(text: str) -> dict[str, float] | None:
    """Read ``centre=40000,port=12000``; None where it cannot be read.

    >>> _population("centre=40000, port=12000"), _population("centre")
    ({'centre': 40000.0, 'port': 12000.0}, None)
    """
    found: dict[str, float] = {}
    for part in filter(None, (one.strip() for one in text.split(","))):
        name, sign, number = part.partition("=")
        try:
            found[name.strip()] = float(number)
        except ValueError:
            return None
        if not sign or not name.strip():
            return None
    return found


def _with_extra(chosen: argparse.Namespace, work: Callable[[], int]) -> int:
    """Do the work, and say which extra is missing where one is."""
    from paseo.stats.survey import MissingExtraError

    try:
        return work()
    except MissingExtraError as missing:
        words = load_phrases("paseo.cli", _FILE)
        print(words.say("missing", chosen.language, extra=missing.extra), file=sys.stderr)
        return MISUSED
