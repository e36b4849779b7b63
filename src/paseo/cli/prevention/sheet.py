"""``paseo prevention sheet``."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from paseo.cli import DONE, MISUSED, add_language
from paseo.cli.checking import print_problems
from paseo.cli.formats import formats_of
from paseo.cli.prevention.reading import WORDS, add_looking, day_of, read_measures, search
from paseo.cli.saying import misused, print_written
from paseo.content.hints import hint
from paseo.content.language import LanguageMap
from paseo.content.phrases import Phrases, load_phrases
from paseo.content.problems import Place, Problem, Problems, Refused

if TYPE_CHECKING:
    from paseo.prevention.measures.city import CityMeasures
    from paseo.prevention.sheets.sheet import Sheet


def add_commands(commands: argparse._SubParsersAction, words: Phrases, language: str) -> None:  # type: ignore[type-arg]
    """Add ``sheet``."""
    own = load_phrases(*WORDS)
    sheet = commands.add_parser("sheet", help=own.say("sheet", language))
    add_looking(sheet, own, language, "sheet_problem")
    sheet.add_argument("--gap", metavar="ID", help=own.say("gap", language))
    sheet.add_argument("--file", type=Path, metavar="FILE", help=own.say("sheet_file", language))
    sheet.add_argument("--fix", action="store_true", help=own.say("fix", language))
    sheet.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help=own.say("out", language)
    )
    sheet.add_argument("--formats", metavar="LIST", help=own.say("formats", language))
    add_language(sheet, words.say("language", language), language)
    sheet.set_defaults(run=run_sheet)


def run_sheet(chosen: argparse.Namespace) -> int:
    """Write the sheet of a gap, or one that was filled in; fix it when asked for."""
    from paseo.report.prevention.sheet.bundle import FILES

    formats = formats_of(chosen, FILES)
    if isinstance(formats, int):
        return formats
    today = day_of(chosen)
    if today is None:
        return MISUSED
    if bool(chosen.gap) == bool(chosen.file):
        return misused(chosen, "need_one", WORDS)
    found = read_measures(chosen.path, chosen.language)
    sheet = _read(chosen, found) if chosen.file else _from_gap(chosen, found, today)
    if chosen.fix:
        sheet = _fixed(sheet, found, today)
    _write(chosen, sheet, found, today, formats)
    return DONE


def _read(chosen: argparse.Namespace, found: CityMeasures) -> Sheet:
    from paseo.prevention.sheets.fixing import check_areas, in_force
    from paseo.prevention.sheets.plain import read_sheet

    problems = Problems()
    sheet = read_sheet(chosen.file, problems)
    problems.refuse()
    print_problems(problems, chosen.language, sys.stderr)
    assert sheet is not None
    check_areas(in_force(sheet), found.areas).refuse()
    return sheet


def _from_gap(chosen: argparse.Namespace, found: CityMeasures, today: date) -> Sheet:
    from paseo.prevention.gaps import GapWords
    from paseo.prevention.measures.catalogue import load_catalogue
    from paseo.prevention.sheets.starting import outcome_indicators, sheet_from_gap

    problem = chosen.problem or ":".join(chosen.gap.split(":")[1:2])
    made = search(chosen, found, today, problem)
    try:
        gap = made.gap(chosen.gap)
    except KeyError:
        known = [one.id for one in made.gaps]
        values = {"value": chosen.gap[:120], "hint": hint(chosen.gap, known)}
        raise Refused(Problems([Problem("V957", Place(entry=chosen.gap[:80]), values)])) from None
    catalogue = load_catalogue()
    names = {one.id: one.name for one in catalogue.problems.values()}
    said = GapWords(made.asked, chosen.language, names).sentence(gap)
    held = set(found.evidence.observations["indicator"]) if found.evidence else set()
    outcome = outcome_indicators(catalogue.problems.get(gap.problem), held)
    return sheet_from_gap(gap, said, *outcome)


def _fixed(sheet: Sheet, found: CityMeasures, today: date) -> Sheet:
    from dataclasses import replace

    from paseo.prevention.sheets.baseline import baselines
    from paseo.prevention.sheets.fixing import fix

    if found.evidence is not None and found.areas is not None:
        treated = sheet.area or found.areas.city.id
        before = baselines(found.evidence.observations, sheet.indicators, treated)
        sheet = replace(sheet, baseline=before)
    return fix(sheet, today, found.areas)


def _write(
    chosen: argparse.Namespace,
    sheet: Sheet,
    found: CityMeasures,
    today: date,
    formats: tuple[str, ...],
) -> None:
    from paseo.assessment.framework_pack import load_framework
    from paseo.assessment.vocabulary import vocabulary
    from paseo.prevention.measures.catalogue import load_catalogue
    from paseo.prevention.measures.ground import ground_of
    from paseo.prevention.sheets.links import load_links
    from paseo.prevention.sheets.practices import from_catalogue
    from paseo.prevention.sheets.viewing import look_at
    from paseo.prevention.sheets.words import SheetWords, units_of
    from paseo.report.prevention.sheet.bundle import write_sheet
    from paseo.report.prevention.speaker import Standing

    catalogue, language, city = load_catalogue(), chosen.language, found.city
    terms = vocabulary(load_framework())
    observations = found.evidence.observations if found.evidence else None
    view = look_at(sheet, today, from_catalogue(catalogue), load_links(), observations, found.areas)
    groups = ground_of(found.areas, terms, catalogue).groups or {}
    names = {code: one.name for code, one in terms.indicators.items()}
    words = SheetWords(language, catalogue, found.areas, names, groups, units_of(terms))
    place = city.name if city else LanguageMap({})
    standing = Standing(place, datetime.now(UTC), bool(city and city.generated))
    written = write_sheet(view, words, standing, chosen.out, formats, language)
    title = sheet.title or load_phrases(*WORDS).say("untitled", language)
    print(f"{title} ({words.state(view.state)})")
    print(words.seeing(view.seeing))
    for like in view.likes[:3]:
        print(f"  {words.text(like.practice.name)}: {words.like(like)}")
    print_written(chosen.out, written, chosen.language)
