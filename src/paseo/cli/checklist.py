"""``paseo checklist plan`` and ``paseo checklist form``: answers in, plan and requests out."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from paseo.cli import DONE, MISUSED, add_language
from paseo.cli.checking import print_problems
from paseo.cli.saying import misused
from paseo.content.phrases import Phrases, load_phrases

_FORMATS = ("html", "pdf", "docx", "xlsx")
#: That a sheet answers another version is said where it is read, with what follows from it.
_VERSION = "A664"


def add_commands(commands: argparse._SubParsersAction, words: Phrases, language: str) -> None:  # type: ignore[type-arg]
    """Add ``checklist``."""
    checklist = commands.add_parser("checklist", help=words.say("checklist", language))
    inner = checklist.add_subparsers(dest="checklist_command", required=True, metavar="COMMAND")

    plan = inner.add_parser("plan", help=words.say("checklist_plan", language))
    plan.add_argument(
        "answers", type=Path, metavar="ANSWERS", help=words.say("checklist_answers", language)
    )
    plan.add_argument(
        "--city", type=Path, metavar="FOLDER", help=words.say("checklist_city", language)
    )
    plan.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help=words.say("assess_out", language)
    )
    plan.add_argument("--formats", metavar="LIST", help=words.say("checklist_formats", language))
    plan.add_argument(
        "--decisions", type=Path, metavar="FILE", help=words.say("checklist_decisions", language)
    )
    add_language(plan, words.say("language", language), language)
    plan.set_defaults(run=run_plan)

    form = inner.add_parser("form", help=words.say("checklist_form", language))
    form.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="FILE",
        help=words.say("checklist_form_out", language),
    )
    add_language(form, words.say("language", language), language)
    form.set_defaults(run=run_form)


def run_plan(chosen: argparse.Namespace) -> int:
    """Write plan, maturity, method annex and answers, and the requests to owners."""
    from paseo.report.files import missing_extra

    formats = tuple((chosen.formats or ",".join(_FORMATS)).replace(" ", "").split(","))
    for wanted in formats:
        if wanted not in _FORMATS:
            return misused(chosen, "unknown_format", format=wanted, choices=", ".join(_FORMATS))
    lacking = {one: extra for one in formats if (extra := missing_extra(one))}
    for wanted, extra in lacking.items():
        misused(chosen, "left_out", file=f"*.{wanted}", extra=extra)
    if lacking and chosen.formats:
        return MISUSED
    return _write(chosen, tuple(one for one in formats if one not in lacking))


def _write(chosen: argparse.Namespace, formats: tuple[str, ...]) -> int:
    from paseo.assessment.assess import assess_folder, read_city
    from paseo.assessment.checklist.decisions_file import read_decisions
    from paseo.assessment.checklist.pack import load_checklist
    from paseo.assessment.checklist.plan import code_problems
    from paseo.assessment.checklist.result import checklist_result
    from paseo.assessment.checklist.sheet_file import read_sheet
    from paseo.assessment.framework_pack import load_framework
    from paseo.evidence.questionnaires.checking import check_sheet
    from paseo.evidence.questionnaires.pack import load_questionnaire
    from paseo.report.checklist.bundle import write_checklist

    rules = load_checklist()
    questionnaire = load_questionnaire(rules.questionnaire)
    sheet, problems = read_sheet(chosen.answers, questionnaire)
    # What the answers lack keeps nothing from being written: it prints as not stated. What they
    # get wrong does: it would choose a depth or switch an indicator that nobody answered for.
    problems.extend(one for one in check_sheet(questionnaire, sheet) if one.code != _VERSION)
    problems.refuse()
    print_problems(problems, chosen.language, sys.stderr)
    city = read_city(chosen.city) if chosen.city else None
    decided = None
    if chosen.decisions:
        decided = read_decisions(chosen.decisions, load_framework(rules.framework))
    result = checklist_result(sheet, city, decided, questionnaire=questionnaire, pack=rules)
    print_problems(code_problems(result.plan, chosen.answers.name), chosen.language, sys.stderr)
    written = write_checklist(
        result,
        chosen.out,
        formats,
        chosen.language,
        profile=assess_folder(chosen.city) if chosen.city else None,
    )
    words = load_phrases("paseo.cli")
    print(
        words.say(
            "checklist_done",
            chosen.language,
            city=result.name.read(chosen.language).words,
            quick=len(result.plan.quick_wins()),
            count=len(result.plan.lines),
            depth=result.plan.depth,
            folder=chosen.out,
        )
    )
    for path in written:
        print(f"  {path.relative_to(chosen.out)}")
    return DONE


def run_form(chosen: argparse.Namespace) -> int:
    """Write an empty form, in the format that its ending names."""
    from paseo.assessment.checklist.pack import load_checklist
    from paseo.assessment.checklist.sheet_template import empty_sheet
    from paseo.evidence.questionnaires.pack import load_questionnaire

    ending = chosen.out.suffix.lower()
    if ending not in (".xlsx", ".yaml"):
        return misused(chosen, "unknown_format", format=ending or "-", choices=".xlsx, .yaml")
    questionnaire = load_questionnaire(load_checklist().questionnaire)
    if ending == ".yaml":
        from paseo.content.writing import write_whole

        write_whole(chosen.out, empty_sheet(questionnaire, chosen.language))
    else:
        from paseo.evidence.questionnaires.excel_form import write_excel_form

        write_excel_form(questionnaire, chosen.out, chosen.language)
    print(f"  {chosen.out.name}")
    return DONE
