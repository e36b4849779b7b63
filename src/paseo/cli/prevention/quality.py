"""``paseo prevention quality`` and ``form-pack``: two raters, and forms of others."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from paseo.cli import DONE, add_language
from paseo.cli.checking import print_problems
from paseo.cli.formats import formats_of
from paseo.cli.saying import misused, print_file, print_written
from paseo.content.phrases import Phrases, load_phrases

if TYPE_CHECKING:
    from paseo.prevention.quality.form import QualityForm
    from paseo.prevention.quality.reconciling import QualityCheck

_WORDS = ("paseo.cli.prevention", "quality.yaml")


def add_commands(commands: argparse._SubParsersAction, words: Phrases, language: str) -> None:  # type: ignore[type-arg]
    """Add ``quality`` and ``form-pack``."""
    own = load_phrases(*_WORDS)

    def say(phrase: str) -> str:
        return own.say(phrase, language)

    quality = commands.add_parser("quality", help=say("quality"))
    quality.add_argument("answers", nargs="*", type=Path, metavar="RATER", help=say("answers"))
    quality.add_argument("--form", metavar="PACK", help=say("form"))
    quality.add_argument("--reconciled", type=Path, metavar="FILE", help=say("reconciled"))
    quality.add_argument("--template", type=Path, metavar="FILE", help=say("template"))
    quality.add_argument("--measure", default="", metavar="NAME", help=say("measure"))
    quality.add_argument("--place", default="", metavar="NAME", help=say("place"))
    quality.add_argument("--out", type=Path, metavar="DIR", help=words.say("assess_out", language))
    quality.add_argument("--formats", metavar="LIST", help=say("formats"))
    add_language(quality, words.say("language", language), language)
    quality.set_defaults(run=run_quality)

    form = commands.add_parser("form-pack", help=say("quality_form"))
    form.add_argument("table", type=Path, metavar="FILE", help=say("table"))
    form.add_argument("--out", type=Path, required=True, metavar="FILE", help=say("pack_out"))
    for name, phrase in (("id", "pack_id"), ("title", "pack_title"), ("provider", "provider")):
        form.add_argument(f"--{name}", required=True, metavar="TEXT", help=say(phrase))
    form.add_argument("--licence", required=True, metavar="TEXT", help=say("licence"))
    form.add_argument("--words-in", default="en", metavar="CODE", help=say("words_in"))
    for name in ("published-by", "document", "url"):
        phrase = name.replace("-", "_")
        form.add_argument(f"--{name}", default="", metavar="TEXT", help=say(phrase))
    add_language(form, words.say("language", language), language)
    form.set_defaults(run=run_form)


def run_quality(chosen: argparse.Namespace) -> int:
    """Write an empty form, or judge a measure by two sheets."""
    form = _form(chosen.form)
    if chosen.template:
        from paseo.prevention.quality.excel_form import write_excel_form

        write_excel_form(form, chosen.template, chosen.language, measure=chosen.measure)
        print_file(chosen.template, chosen.language)
        if not chosen.answers:
            return DONE
    if len(chosen.answers) != 2 or chosen.out is None:
        return misused(chosen, "two_needed", _WORDS)
    return _judge(chosen, form)


def _form(named: str | None) -> QualityForm:
    from paseo.prevention.quality.pack import load_form, read_form

    if not named:
        return load_form()
    path = Path(named)
    return read_form(path) if path.exists() else load_form(named)


def _told(check: QualityCheck) -> bool:
    """Say whether the result names its open gates already."""
    found = check.judgement
    return found is not None and found.conclusion is not None and bool(found.open_gates)


def _judge(chosen: argparse.Namespace, form: QualityForm) -> int:
    from paseo.content.problems import Problems
    from paseo.evidence.city_around import place_of
    from paseo.prevention.quality.files import read_answers, read_decisions
    from paseo.prevention.quality.reconciling import quality_check
    from paseo.report.prevention.quality.bundle import FILES, write_quality
    from paseo.report.prevention.quality.words import (
        agreement_said,
        gates_said,
        origins_said,
        result_said,
    )
    from paseo.report.prevention.speaker import Standing

    formats = formats_of(chosen, FILES)
    if isinstance(formats, int):
        return formats
    problems = Problems()
    first, second = (read_answers(one, form, problems=problems) for one in chosen.answers)
    print_problems(problems, chosen.language, sys.stderr)
    decisions = read_decisions(chosen.reconciled, form) if chosen.reconciled else {}
    check = quality_check(form, first, second, decisions, measure_name=chosen.measure)
    place = place_of(chosen.place, chosen.answers[0], chosen.language)
    standing = Standing(place, datetime.now(UTC), check.generated)
    written = write_quality(check, standing, chosen.out, formats, chosen.language)
    print(result_said(check, chosen.language))
    for line in (
        *origins_said(check, chosen.language),
        *(() if _told(check) else (gates_said(check, chosen.language),)),
        *agreement_said(check.comparison, chosen.language),
    ):
        if line:
            print(line)
    _open(check, chosen.language)
    print_written(chosen.out, written, chosen.language)
    return DONE


def _open(check: QualityCheck, language: str) -> None:
    if check.open:
        print(load_phrases(*_WORDS).say("open", language, ids=", ".join(check.open)))


def run_form(chosen: argparse.Namespace) -> int:
    """Make a pack of a spreadsheet, hold it against the schema, and write it."""
    from paseo.content.check import check
    from paseo.content.writing import beside
    from paseo.prevention.quality.form_table import Heading, form_pack

    heading = Heading(
        id=chosen.id,
        title=chosen.title,
        provider=chosen.provider,
        licence=chosen.licence,
        language=chosen.words_in,
        published=date.today(),
        published_by=chosen.published_by,
        document=chosen.document,
        url=chosen.url,
    )
    text, problems = form_pack(chosen.table, heading)
    print_problems(problems, chosen.language, sys.stderr)
    # Written beside first: a pack with an error takes the place of nothing.
    with beside(chosen.out) as place:
        place.write_text(text, "utf-8")
        found = check(place)
        print_problems(found, chosen.language, sys.stderr)
        found.refuse()
    print_file(chosen.out, chosen.language)
    return DONE
