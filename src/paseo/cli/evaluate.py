"""``paseo evaluate``: did it work?"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from paseo.cli import DONE, REFUSED, add_language
from paseo.cli.checking import print_problems
from paseo.cli.formats import formats_of
from paseo.cli.saying import misused, print_written
from paseo.content.phrases import Phrases, load_phrases

if TYPE_CHECKING:
    from paseo.content.problems import Problems
    from paseo.prevention.evaluation.case import Case
    from paseo.prevention.evaluation.result import Effect, Evaluation
    from paseo.prevention.evaluation.words import Wording

_WORDS: Final = ("paseo.cli", "evaluate.yaml")
_ROLES: Final = ("treated", "comparison", "displacement", "displacement_comparison")


def add_commands(commands: argparse._SubParsersAction, words: Phrases, language: str) -> None:  # type: ignore[type-arg]
    """Add ``evaluate``."""
    own = load_phrases(*_WORDS)

    def say(phrase: str) -> str:
        return own.say(phrase, language)

    evaluate = commands.add_parser("evaluate", help=say("evaluate"))
    evaluate.add_argument("file", type=Path, nargs="?", metavar="FILE", help=say("file"))
    for role in _ROLES:
        evaluate.add_argument(
            f"--{role.replace('_', '-')}", action="append", default=[], metavar="BEFORE,AFTER",
            help=say(role),
        )  # fmt: skip
    evaluate.add_argument("--periods", metavar="BEFORE,AFTER", default="", help=say("periods"))
    evaluate.add_argument("--level", type=float, metavar="PART", help=say("level"))
    evaluate.add_argument(
        "--variance-factor", type=float, metavar="NUMBER", help=say("variance_factor")
    )
    evaluate.add_argument("--expected", type=float, metavar="PART", help=say("expected"))
    evaluate.add_argument("--plan", action="store_true", help=say("plan"))
    evaluate.add_argument("--city", type=Path, metavar="FOLDER", help=say("city"))
    evaluate.add_argument("--out", type=Path, metavar="DIR", help=say("out"))
    evaluate.add_argument("--formats", metavar="LIST", help=say("formats"))
    add_language(evaluate, words.say("language", language), language)
    evaluate.set_defaults(run=run_evaluate)


def run_evaluate(chosen: argparse.Namespace) -> int:
    """Evaluate a file or typed counts, print the sentences, and write what was asked for."""
    typed = any(getattr(chosen, role) for role in _ROLES)
    if typed == (chosen.file is not None):
        return misused(chosen, "either", _WORDS)
    if chosen.file is not None and chosen.periods:
        return misused(chosen, "only_counts", _WORDS, options="--periods")
    formats: tuple[str, ...] = ()
    if chosen.out is not None:
        from paseo.report.prevention.evaluation.bundle import FILES

        wanted = formats_of(chosen, FILES)
        if isinstance(wanted, int):
            return wanted
        formats = wanted
    return _evaluate(chosen, formats)


def _evaluate(chosen: argparse.Namespace, formats: tuple[str, ...]) -> int:
    from paseo.prevention.evaluation.case import planned
    from paseo.prevention.evaluation.evaluating import evaluate
    from paseo.stats.extras import MissingExtraError

    case, problems = _typed(chosen) if chosen.file is None else _from_file(chosen)
    # On the error stream: the output of a command may be read by another one.
    print_problems(problems, chosen.language, sys.stderr)
    try:
        found = evaluate(planned(case) if chosen.plan else case)
    except MissingExtraError as fault:
        misused(chosen, "missing_extra", _WORDS, reason=str(fault))
        return REFUSED
    _print(found, chosen)
    if chosen.out is not None:
        _write(found, chosen, formats)
    return DONE


def _typed(chosen: argparse.Namespace) -> tuple[Case, Problems]:
    from paseo.prevention.evaluation.arguments import case_of_numbers
    from paseo.prevention.evaluation.case import Role

    own = load_phrases(*_WORDS)
    roles = {role: getattr(chosen, role) for role in _ROLES}
    return case_of_numbers(
        {Role(role): texts for role, texts in roles.items() if texts},
        title=own.say("title", chosen.language),
        names={Role(role): own.say(f"name_{role}", chosen.language) for role in _ROLES},
        periods=chosen.periods, level=0.95 if chosen.level is None else chosen.level,
        variance_factor=chosen.variance_factor, expected=chosen.expected,
    )  # fmt: skip


def _from_file(chosen: argparse.Namespace) -> tuple[Case, Problems]:
    """Return the case of a file, with what the options say instead of it."""
    from datetime import date

    from paseo.content.problems import Problems
    from paseo.prevention.evaluation.arguments import check_options
    from paseo.prevention.evaluation.grounds import ground_beside
    from paseo.prevention.evaluation.pack import read_case

    ground, said = None, Problems()
    if chosen.city is not None:
        ground = ground_beside(chosen.city / "city.yaml", said)
        said.refuse()
    instead = {
        name: getattr(chosen, name)
        for name in ("level", "variance_factor", "expected")
        if getattr(chosen, name) is not None
    }
    check_options(instead, said)
    said.refuse()
    case, problems = read_case(chosen.file, chosen.language, ground, date.today())
    return replace(case, **instead), problems


def _print(found: Evaluation, chosen: argparse.Namespace) -> None:
    from paseo.prevention.evaluation.case import Waves
    from paseo.prevention.evaluation.words import SURVEYS, Wording

    wording, own = Wording(found, chosen.language), load_phrases(*_WORDS)

    def say(phrase: str, **values: Any) -> None:
        print(own.say(phrase, chosen.language, **values))

    print(found.case.title)
    for line in wording.said().lines:
        print(line)
    if not found.case.is_plan:
        say("methods")
        for effect in found.effects:
            _print_effect(effect, found, wording, say)
    survey = isinstance(found.case.data, Waves)
    for proposal in found.proposals:
        # What asks for another kind of data altogether need not be said of every method.
        if proposal.fits or found.case.is_plan or survey != (proposal.method in SURVEYS):
            continue
        reason = wording.remark(proposal.refusals[0])
        say("refused", method=wording.method(proposal.method), reason=reason)
    for one in found.disagreements:
        if one.unlike or one.opposite:
            print(" ".join(wording.disagreement(one)))
    name = wording.say(f"class.{found.evidence.number}")
    say("class", name=name, reason=wording.remark(found.evidence.reason))
    for note in wording.remarks(found.notes):
        print(note)


def _print_effect(effect: Effect, found: Evaluation, wording: Wording, say: Any) -> None:
    about = [wording.compared(effect)]
    if effect.part.value != "total":
        about.append(wording.say(f"part.{effect.part.value}"))
    if effect.crime:
        about.append(wording.events(effect))
    value = wording.value(effect)
    if effect.reading is not None:
        value = f"{value}: {wording.remark(effect.reading)}"
    say(
        "best" if effect is found.headline else "other",
        method=wording.method(effect.method), compared=", ".join(about),
        value=" ".join(part for part in (value, wording.as_published(effect)) if part),
    )  # fmt: skip


def _write(found: Evaluation, chosen: argparse.Namespace, formats: tuple[str, ...]) -> None:
    from datetime import datetime

    from paseo.content.language import LanguageMap
    from paseo.evidence.city_around import generated_around
    from paseo.report.prevention.evaluation.bundle import write_evaluation
    from paseo.report.prevention.speaker import Standing

    place = LanguageMap({chosen.language: found.case.place} if found.case.place else {})
    # The file lies in a city's folder, or the folder was named beside typed counts.
    inside = chosen.file if chosen.city is None else chosen.city / "city.yaml"
    generated = inside is not None and generated_around(inside)
    standing = Standing(place, datetime.now().astimezone(), generated)
    written = write_evaluation(found, chosen.out, standing, formats, chosen.language)
    print_written(chosen.out, written, chosen.language)
