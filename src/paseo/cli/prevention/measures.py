"""``paseo prevention measures|place|catalogue``."""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from paseo.cli import DONE, MISUSED, REFUSED, add_language
from paseo.cli.checking import print_problems
from paseo.cli.prevention.reading import inspect_measures
from paseo.cli.saying import misused, print_file
from paseo.content.phrases import Phrases, load_phrases

if TYPE_CHECKING:
    from paseo.prevention.measures.catalogue import Catalogue, Example
    from paseo.prevention.measures.city import CityMeasures
    from paseo.prevention.measures.measure import Register
    from paseo.prevention.measures.placement import Proposal

_WORDS: Final = ("paseo.cli.prevention", "measures.yaml")
#: Ids of the four questions and the three choices, as options of ``place``.
_QUESTIONS: Final = ("without_crime", "for_everyone", "blocks_this", "after_event")
_CHOICES: Final = {
    "deklerck": ("0", "1"),
    "orientation": ("positive", "problem"),
    "aim": ("person", "structure", "both"),
}
_LEVELS: Final = ("quality_of_life", "general_prevention", "specific_prevention", "reaction")


def add_commands(commands: argparse._SubParsersAction, words: Phrases, language: str) -> None:  # type: ignore[type-arg]
    """Add ``measures``, ``place`` and ``catalogue``."""
    own = load_phrases(*_WORDS)
    measures = commands.add_parser("measures", help=own.say("measures", language))
    measures.add_argument(
        "path", nargs="?", type=Path, metavar="FOLDER|FILE", help=own.say("measures_path", language)
    )
    measures.add_argument("--check", action="store_true", help=own.say("measures_check", language))
    for option in ("out", "template"):
        text = own.say(f"measures_{option}", language)
        measures.add_argument(f"--{option}", type=Path, metavar="FILE", help=text)
    measures.set_defaults(run=run_measures)
    place = commands.add_parser("place", help=own.say("place", language))
    for question in _QUESTIONS:
        text = own.say(f"place_{question}", language)
        place.add_argument(_option(question), choices=("yes", "no"), dest=question, help=text)
    for choice, options in _CHOICES.items():
        text = own.say(f"place_{choice}", language)
        place.add_argument(_option(choice), choices=options, dest=choice, help=text)
    place.add_argument("--problem", metavar="ID", help=own.say("place_problem", language))
    place.set_defaults(run=run_place)
    catalogue = commands.add_parser("catalogue", help=own.say("catalogue", language))
    catalogue.add_argument("--problem", metavar="ID", help=own.say("catalogue_problem", language))
    for option, choices in (("level", _LEVELS), ("orientation", _CHOICES["orientation"])):
        text = own.say(f"catalogue_{option}", language)
        catalogue.add_argument(f"--{option}", choices=choices, help=text)
    catalogue.add_argument("--search", metavar="WORDS", help=own.say("catalogue_search", language))
    catalogue.add_argument(
        "--format",
        choices=("table", "csv"),
        default="table",
        help=own.say("catalogue_format", language),
    )
    catalogue.set_defaults(run=run_catalogue)
    for one in (measures, place, catalogue):
        add_language(one, words.say("language", language), language)


def _option(code: str) -> str:
    return "--" + code.replace("_", "-")


def run_measures(chosen: argparse.Namespace) -> int:
    """Check a register, and write it or an empty form where asked to."""
    if chosen.path is None and chosen.template is None:
        return misused(chosen, "nothing_asked", _WORDS)
    if chosen.template is not None and chosen.template.suffix.lower() != ".xlsx":
        return misused(chosen, "not_xlsx", _WORDS, file=chosen.template)
    if chosen.out is not None and chosen.out.suffix.lower() not in (".xlsx", ".csv"):
        return misused(chosen, "not_a_form", _WORDS, file=chosen.out)
    found = inspect_measures(chosen.path) if chosen.path is not None else None
    if found is not None and chosen.template is None:
        problems = [p for p in found.problems if chosen.check or p.severity != "note"]
        print_problems(problems, chosen.language, sys.stdout if chosen.check else sys.stderr)
        if found.problems.errors:
            return REFUSED
        print(_counted(found.register, chosen.language))
    if chosen.out is not None and found is not None and not chosen.check:
        _write(found.register, chosen.out, found, chosen.language)
        print_file(chosen.out, chosen.language)
    if chosen.template is not None:
        from paseo.prevention.measures.measure import Register

        _write(Register(()), chosen.template, found, chosen.language)
        print_file(chosen.template, chosen.language)
    return DONE


def _counted(register: Register, language: str) -> str:
    from paseo.prevention.measures.columns import words
    from paseo.prevention.measures.measure import LEVELS

    placed = [one.level for one in register if one.placed]
    levels = ", ".join(
        f"{placed.count(level)} {words('level')[level].read(language)}" for level in LEVELS
    )
    unplaced = len(register) - len(placed)
    own = load_phrases(*_WORDS)
    return own.say("counted", language, count=len(register), levels=levels, unplaced=unplaced)


def _write(register: Register, file: Path, found: CityMeasures | None, language: str) -> None:
    from paseo.prevention.measures.catalogue import load_catalogue
    from paseo.prevention.measures.files import write_csv
    from paseo.prevention.measures.ground import Ground
    from paseo.prevention.measures.workbook import Workbook, write_excel

    file.parent.mkdir(parents=True, exist_ok=True)
    if file.suffix.lower() == ".csv":
        write_csv(register, file)
        return
    city = found.city if found is not None else None
    about = Workbook(
        city=city.name.read(language).words if city else "",
        generated=bool(city and city.generated),
    )
    ground = Ground(found.areas if found is not None else None, catalogue=load_catalogue())
    write_excel(register, file, ground, language, about)


def run_place(chosen: argparse.Namespace) -> int:
    """Say which question comes next, or which level the answers give and why."""
    from paseo.prevention.measures.catalogue import load_catalogue
    from paseo.prevention.measures.placement import load_placement, propose

    form, catalogue = load_placement(), load_catalogue()
    problem = _problem(chosen, catalogue)
    if problem is None:
        return MISUSED
    given = {name: getattr(chosen, name) for name in (*_QUESTIONS, *_CHOICES)}
    proposal = propose(form, {name: answer for name, answer in given.items() if answer})
    for line in _placing(chosen, proposal, catalogue, problem):
        print(line)
    print(_say(chosen, "composed"))
    return DONE


def _placing(
    chosen: argparse.Namespace, proposal: Proposal, catalogue: Catalogue, problem: str
) -> list[str]:
    from paseo.prevention.measures.columns import words
    from paseo.prevention.measures.placement import examples

    language, lines = chosen.language, []
    if proposal.next is not None:
        question = proposal.next
        names = [one.name.read(language).words for one in examples(question, catalogue, problem)]
        lines += [_say(chosen, "ask", option=_option(question.id)[2:])]
        lines += [f"  {question.text.read(language)}", f"  {question.help.read(language)}"]
        lines += ["  " + _say(chosen, "such_as", examples="; ".join(names))]
        return lines
    if proposal.level is not None:
        level = words("level")[proposal.level].read(language).words
        number = proposal.deklerck
        phrase = "proposed" if number is None else "proposed_number"
        lines += [_say(chosen, phrase, level=level, number=number)]
    lines += [f"  {proposal.because.read(language)}"]
    for choice in proposal.open:
        lines += [_say(chosen, "choose", option=choice.id), f"  {choice.text.read(language)}"]
        lines += [f"    {code}: {text.read(language)}" for code, text in choice.options.items()]
    return lines


def run_catalogue(chosen: argparse.Namespace) -> int:
    """List the examples that fit."""
    from paseo.prevention.measures.catalogue import load_catalogue

    catalogue = load_catalogue()
    problem = _problem(chosen, catalogue)
    if problem is None:
        return MISUSED
    found = [
        one
        for one in catalogue.search(chosen.search or "")
        if problem in ("", one.problem)
        and chosen.level in (None, one.level)
        and chosen.orientation in (None, one.orientation)
    ]
    if chosen.format == "csv":
        _as_csv(found, catalogue, chosen.language)
        return DONE
    if not found:
        print(_say(chosen, "nothing_found"))
    for one in found:
        print(_line(one, catalogue, chosen.language))
    print(_say(chosen, "marks"))
    return DONE


def _problem(chosen: argparse.Namespace, catalogue: Catalogue) -> str | None:
    """Return the id of the problem asked for, empty for none; None after saying it is unknown."""
    from paseo.content.hints import hint, listed

    if not chosen.problem:
        return ""
    found = catalogue.code("problem", chosen.problem)
    if found is None:
        known = catalogue.problems
        meant = hint(chosen.problem, known).read(chosen.language).words
        values = {"value": chosen.problem, "hint": meant, "known": listed(known)}
        print(_say(chosen, "unknown_problem", **values), file=sys.stderr)
    return found


def _line(one: Example, catalogue: Catalogue, language: str) -> str:
    from paseo.prevention.measures.columns import words

    level = words("level")[one.level].read(language).words
    half = words("orientation")[one.orientation].read(language).words
    problem = catalogue.name("problem", one.problem).read(language).words
    mark = load_phrases(*_WORDS).say(f"mark.{one.evidence}", language)
    return (
        f"{one.id}  {one.name.read(language)}\n"
        f"    {problem} · {level} · {half} · {mark}\n"
        f"    {one.mechanism.read(language)}"
    )


def _as_csv(found: list[Example], catalogue: Catalogue, language: str) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    plain = ("id", "problem", "level", "orientation", "aim", "deklerck", "evidence")
    texts = ("name", "description", "mechanism")
    lists = ("target_groups", "area_types", "actors", "indicators", "uses")
    writer.writerow((*plain, *texts, *lists, "source"))
    for one in found:
        writer.writerow(
            (
                *("" if getattr(one, name) is None else getattr(one, name) for name in plain),
                *(getattr(one, name).read(language).words for name in texts),
                *("; ".join(getattr(one, name)) for name in lists),
                catalogue.sources[one.source].read(language).words,
            )
        )


def _say(chosen: argparse.Namespace, phrase: str, **values: object) -> str:
    return load_phrases(*_WORDS).say(phrase, chosen.language, **values)
