"""``paseo assess`` and ``paseo template``: a city folder in, its profile out."""

from __future__ import annotations

import argparse
import sys
from contextlib import nullcontext
from pathlib import Path

from paseo.cli import DONE, MISUSED, add_language
from paseo.cli.checking import print_problems
from paseo.cli.saying import misused
from paseo.content.phrases import Phrases, load_phrases


def add_commands(commands: argparse._SubParsersAction, words: Phrases, language: str) -> None:  # type: ignore[type-arg]
    """Add ``assess`` and ``template``."""
    assess = commands.add_parser("assess", help=words.say("assess", language))
    assess.add_argument(
        "folder", type=Path, metavar="FOLDER", help=words.say("assess_folder", language)
    )
    assess.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help=words.say("assess_out", language)
    )
    assess.add_argument(
        "--depth",
        choices=("rapid", "standard", "full"),
        help=words.say("assess_depth", language),
    )
    assess.add_argument("--formats", metavar="LIST", help=words.say("assess_formats", language))
    add_language(assess, words.say("language", language), language)
    assess.set_defaults(run=run_assess)

    template = commands.add_parser("template", help=words.say("template", language))
    template.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help=words.say("template_out", language)
    )
    template.add_argument(
        "--city",
        type=Path,
        required=True,
        metavar="FOLDER",
        help=words.say("template_city", language),
    )
    template.add_argument(
        "--dimension", metavar="ID", help=words.say("template_dimension", language)
    )
    template.add_argument(
        "--depth",
        choices=("rapid", "standard", "full"),
        help=words.say("assess_depth", language),
    )
    add_language(template, words.say("language", language), language)
    template.set_defaults(run=run_template)


def run_assess(chosen: argparse.Namespace) -> int:
    """Assess the folder and write what was asked for."""
    from paseo.report.files import FILES, FORMATS, SLOWEST, missing_extra, second_process

    words = load_phrases("paseo.cli")
    formats = tuple((chosen.formats or ",".join(FORMATS)).replace(" ", "").split(","))
    for wanted in formats:
        if wanted not in FORMATS:
            return misused(chosen, "unknown_format", format=wanted, choices=", ".join(FORMATS))
    lacking = {one: extra for one in formats if (extra := missing_extra(one))}
    for wanted, extra in lacking.items():
        misused(chosen, "left_out", file=FILES[wanted], extra=extra)
    if lacking and chosen.formats:
        return MISUSED
    formats = tuple(one for one in formats if one not in lacking)
    # The second process starts first: it loads while this one reads the city.
    with second_process() if SLOWEST in formats else nullcontext() as apart:
        from paseo.assessment.assess import assess_folder
        from paseo.report.bundle import write_assessment

        profile = assess_folder(
            chosen.folder,
            depth=chosen.depth,
            # On the error stream: the output of a command may be read by another one.
            tell=lambda problems: print_problems(problems, chosen.language, sys.stderr),
        )
        written = write_assessment(
            profile, chosen.out, formats=formats, language=chosen.language, apart=apart
        )
    print(
        words.say(
            "assess_done",
            chosen.language,
            city=profile.city.name.read(chosen.language),
            assessed=sum(one.assessed for one in profile.dimensions),
            expected=sum(one.expected for one in profile.dimensions),
            folder=chosen.out,
        )
    )
    for path in written:
        print(f"  {path.name}")
    return DONE


def run_template(chosen: argparse.Namespace) -> int:
    """Write one workbook per dimension."""
    from paseo.assessment.assess import read_city
    from paseo.assessment.framework_pack import load_framework
    from paseo.assessment.templates import write_dimension_template

    framework = load_framework()
    known = [one.id for one in framework.dimensions]
    wanted = [chosen.dimension] if chosen.dimension else known
    if not set(wanted) <= set(known):
        return misused(chosen, "unknown_dimension", dimension=wanted[0], choices=", ".join(known))
    city = read_city(chosen.city)
    chosen.out.mkdir(parents=True, exist_ok=True)
    for dimension in wanted:
        path = chosen.out / f"{city.city.id}-{dimension}.xlsx"
        write_dimension_template(
            framework, dimension, city, path, language=chosen.language, depth=chosen.depth
        )
        print(f"  {path.name}")
    return DONE
