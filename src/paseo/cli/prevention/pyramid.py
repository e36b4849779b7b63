"""``paseo prevention pyramid``."""

from __future__ import annotations

import argparse
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from paseo.cli import DONE, add_language
from paseo.cli.formats import formats_of
from paseo.cli.prevention.reading import read_measures
from paseo.cli.saying import misused, print_written
from paseo.content.language import LanguageMap
from paseo.content.phrases import Phrases, load_phrases

if TYPE_CHECKING:
    from paseo.prevention.measures.city import CityMeasures
    from paseo.prevention.pyramid.view import PyramidView

_WORDS = ("paseo.cli.prevention", "pyramid.yaml")
#: The word for every year.
_ALL = "all"


def add_commands(commands: argparse._SubParsersAction, words: Phrases, language: str) -> None:  # type: ignore[type-arg]
    """Add ``pyramid``."""
    own = load_phrases(*_WORDS)
    pyramid = commands.add_parser("pyramid", help=own.say("pyramid", language))
    pyramid.add_argument("path", type=Path, metavar="PATH", help=own.say("path", language))
    pyramid.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help=words.say("assess_out", language)
    )
    for name, metavar in (("problem", "ID"), ("area", "ID"), ("year", "YEAR")):
        pyramid.add_argument(f"--{name}", metavar=metavar, help=own.say(name, language))
    pyramid.add_argument(
        "--group", action="append", default=[], metavar="ID", help=own.say("group", language)
    )
    pyramid.add_argument("--beside", type=int, metavar="YEAR", help=own.say("beside", language))
    pyramid.add_argument("--earlier", type=Path, metavar="PATH", help=own.say("earlier", language))
    pyramid.add_argument(
        "--by", choices=("count", "fte", "budget"), default="count", help=own.say("by", language)
    )
    pyramid.add_argument("--formats", metavar="LIST", help=own.say("formats", language))
    add_language(pyramid, words.say("language", language), language)
    pyramid.set_defaults(run=run_pyramid)


def run_pyramid(chosen: argparse.Namespace) -> int:
    """Draw the pyramid and write it as files."""
    from paseo.report.prevention.pyramid.bundle import FILES

    formats = formats_of(chosen, FILES)
    if isinstance(formats, int):
        return formats
    year = chosen.year or str(date.today().year)
    if year != _ALL and not (year.isdecimal() and len(year) == 4):
        return misused(chosen, "not_a_year", _WORDS, value=year)
    found = read_measures(chosen.path, chosen.language)
    earlier = read_measures(chosen.earlier, chosen.language) if chosen.earlier else None
    view = _view(chosen, found, None if year == _ALL else int(year), earlier)
    _write(chosen, view, found, formats)
    return DONE


def _view(
    chosen: argparse.Namespace, found: CityMeasures, year: int | None, earlier: CityMeasures | None
) -> PyramidView:
    from paseo.prevention.measures.catalogue import load_catalogue
    from paseo.prevention.pyramid.effort import By
    from paseo.prevention.pyramid.view import look, names_of, scope_within

    names = names_of(load_catalogue(), found.areas)
    scope = scope_within(
        found.register,
        found.areas,
        names,
        problem=chosen.problem or "",
        area=chosen.area or "",
        groups=chosen.group,
        year=year,
    )
    return look(
        found.register,
        scope,
        by=By(chosen.by),
        beside=chosen.beside,
        earlier=earlier.register if earlier else None,
        areas=found.areas,
        names=names,
    )


def _write(
    chosen: argparse.Namespace, view: PyramidView, found: CityMeasures, formats: tuple[str, ...]
) -> None:
    from paseo.prevention.pyramid.effort import By
    from paseo.prevention.pyramid.words import PyramidWords
    from paseo.report.prevention.pyramid.bundle import write_pyramid
    from paseo.report.prevention.speaker import Standing

    language, city = chosen.language, found.city
    generated = bool(city and city.generated)
    standing = Standing(
        city.name if city else LanguageMap({}), datetime.now(UTC), generated=generated
    )
    written = write_pyramid(view, standing, chosen.out, formats, language)
    words = PyramidWords(view, language)
    print(f"{words.scope()}. {words.sentence()}")
    for by in By:
        if by is not By.COUNT:
            print(words.spread(view.spreads[by]))
    for one in view.disagreements:
        print(f"  {words.disagreement(one)}")
    for said in words.beside(view.beside) if view.beside else ():
        print(said)
    print(words.coherence())
    if view.footings:
        print(words.say("coherence_composed"))
    print_written(chosen.out, written, chosen.language)
