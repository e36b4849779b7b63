"""``paseo questionnaire``: forms to collect with, and questionnaires from forms of others."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from paseo.cli import DONE, MISUSED, REFUSED, add_language
from paseo.cli.answers import add_answers
from paseo.cli.blocks import add_compose, add_wordings
from paseo.cli.checking import print_problems
from paseo.content.phrases import Phrases, load_phrases
from paseo.evidence.questionnaires.questionnaire import Questionnaire


def add_commands(commands: argparse._SubParsersAction, words: Phrases, language: str) -> None:  # type: ignore[type-arg]
    """Add ``questionnaire`` with its tasks."""
    parser = commands.add_parser("questionnaire", help=words.say("questionnaire", language))
    tasks = parser.add_subparsers(dest="task", required=True, metavar="TASK")
    _add_xlsform(tasks, words, language)
    _add_from_xlsform(tasks, words, language)
    _add_check(tasks, words, language)
    add_compose(tasks, words, language)
    add_wordings(tasks, words, language)
    _add_form(tasks, words, language)
    _add_pilot(tasks, words, language)
    add_answers(tasks, words, language)


def _add_xlsform(tasks: argparse._SubParsersAction, words: Phrases, language: str) -> None:  # type: ignore[type-arg]
    task = tasks.add_parser("xlsform", help=words.say("xlsform", language))
    task.add_argument("questionnaire", metavar="PACK", help=words.say("xlsform_pack", language))
    task.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help=words.say("xlsform_out", language)
    )
    add_language(task, words.say("language", language), language)
    task.set_defaults(run=run_xlsform)


def _add_from_xlsform(tasks: argparse._SubParsersAction, words: Phrases, language: str) -> None:  # type: ignore[type-arg]
    task = tasks.add_parser("from-xlsform", help=words.say("from_xlsform", language))
    task.add_argument("file", type=Path, metavar="FILE", help=words.say("from_file", language))
    task.add_argument("--id", required=True, metavar="ID", help=words.say("from_id", language))
    task.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help=words.say("from_out", language)
    )
    task.add_argument(
        "--evidence",
        choices=("stated", "adapted", "composed"),
        default="stated",
        help=words.say("from_evidence", language),
    )
    task.add_argument(
        "--provider", default="", metavar="NAME", help=words.say("from_provider", language)
    )
    task.add_argument(
        "--licence", default="", metavar="NAME", help=words.say("from_licence", language)
    )
    task.add_argument(
        "--texts-in", default="en", metavar="CODE", help=words.say("from_texts_in", language)
    )
    add_language(task, words.say("language", language), language)
    task.set_defaults(run=run_from_xlsform)


def _add_check(tasks: argparse._SubParsersAction, words: Phrases, language: str) -> None:  # type: ignore[type-arg]
    task = tasks.add_parser("check", help=words.say("form_check", language))
    task.add_argument("file", type=Path, metavar="FILE", help=words.say("from_file", language))
    add_language(task, words.say("language", language), language)
    task.set_defaults(run=run_check)


def _add_form(tasks: argparse._SubParsersAction, words: Phrases, language: str) -> None:  # type: ignore[type-arg]
    task = tasks.add_parser("form", help=words.say("form", language))
    task.add_argument("questionnaire", metavar="PACK", help=words.say("xlsform_pack", language))
    task.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help=words.say("form_out", language)
    )
    task.add_argument(
        "--section", action="append", metavar="ID", help=words.say("form_section", language)
    )
    add_language(task, words.say("language", language), language)
    task.set_defaults(run=run_form)


def _add_pilot(tasks: argparse._SubParsersAction, words: Phrases, language: str) -> None:  # type: ignore[type-arg]
    task = tasks.add_parser("pilot", help=words.say("pilot", language))
    task.add_argument("questionnaire", metavar="PACK", help=words.say("xlsform_pack", language))
    task.add_argument("answers", type=Path, metavar="FILE", help=words.say("pilot_file", language))
    task.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help=words.say("pilot_out", language)
    )
    task.add_argument(
        "--unit", default="", metavar="QUESTION", help=words.say("pilot_unit", language)
    )
    add_language(task, words.say("language", language), language)
    task.set_defaults(run=run_pilot)


def questionnaire_of(pack: str) -> Questionnaire:
    """Return a questionnaire by the id of its pack, or by its file.

    Raises:
        Refused: when there is none, or it has an error.
    """
    from paseo.content.store import store
    from paseo.evidence.questionnaires.pack import build_questionnaire, load_questionnaire

    path = Path(pack)
    if not path.exists():
        return load_questionnaire(pack)
    found, problems = store().read(path)
    problems.refuse()
    assert found is not None
    return build_questionnaire(found)


def run_xlsform(chosen: argparse.Namespace) -> int:
    """Write the form, and say what pyxform warns of."""
    from paseo.evidence.questionnaires.xlsform import write_xlsform

    questionnaire = questionnaire_of(chosen.questionnaire)
    print_problems(write_xlsform(questionnaire, chosen.out), chosen.language, sys.stderr)
    words = load_phrases("paseo.cli")
    count = sum(1 for one in questionnaire.questions() if one.asks)
    print(words.say("xlsform_done", chosen.language, count=count, file=chosen.out))
    return DONE


def run_from_xlsform(chosen: argparse.Namespace) -> int:
    """Write the pack that a form becomes, and say what it could not hold."""
    from paseo.evidence.questionnaires.xlsform import read_xlsform, save_pack

    read = read_xlsform(
        chosen.file,
        chosen.id,
        evidence=chosen.evidence,
        provider=chosen.provider,
        licence=chosen.licence,
        language=chosen.texts_in,
    )
    print_problems(read.problems, chosen.language, sys.stderr)
    save_pack(read.questionnaire, chosen.out)
    words = load_phrases("paseo.cli")
    count = sum(1 for one in read.questionnaire.questions() if one.asks)
    print(words.say("from_done", chosen.language, count=count, file=chosen.out))
    return DONE


def run_check(chosen: argparse.Namespace) -> int:
    """Say what is wrong with a form, or with the pack of a questionnaire; 1 for an error."""
    if chosen.file.suffix.lower() in (".yaml", ".yml") or chosen.file.is_dir():
        from paseo.cli.checking import run

        chosen.files = [chosen.file]
        return run(chosen)
    from paseo.evidence.questionnaires.xlsform import read_xlsform

    problems = read_xlsform(chosen.file).problems
    print_problems(problems, chosen.language)
    words = load_phrases("paseo.cli")
    if len(problems):
        errors = len(problems.errors)
        said = words.say(
            "check_found", chosen.language, file=chosen.file, count=len(problems), errors=errors
        )
    else:
        said = words.say("check_clean", chosen.language, file=chosen.file)
    print(said)
    return REFUSED if problems.errors else DONE


def run_form(chosen: argparse.Namespace) -> int:
    """Write the form to print, or the one to fill in with a spreadsheet program."""
    from paseo.evidence.questionnaires.excel_form import write_excel_form
    from paseo.report.questionnaire import write_form
    from paseo.report.writers import MissingExtra

    words = load_phrases("paseo.cli")

    def misused(phrase: str, **values: str) -> int:
        print(words.say(phrase, chosen.language, **values), file=sys.stderr)
        return MISUSED

    choices = ("xlsx", "pdf", "docx", "html")
    ending = chosen.out.suffix.lower().removeprefix(".")
    if ending not in choices:
        return misused("unknown_format", format=ending, choices=", ".join(choices))
    questionnaire = questionnaire_of(chosen.questionnaire)
    known = [one.id for one in questionnaire.sections]
    sections = chosen.section or known
    if unknown := [one for one in sections if one not in known]:
        return misused("form_no_section", section=unknown[0], choices=", ".join(known))
    write = write_excel_form if ending == "xlsx" else write_form
    try:
        write(questionnaire, chosen.out, chosen.language, sections)
    except MissingExtra as missing:
        return misused("left_out", file=str(chosen.out), extra=missing.extra)
    count = sum(1 for one in questionnaire.questions() if one.asks and one.section in sections)
    print(words.say("form_done", chosen.language, count=count, file=chosen.out))
    return DONE


def run_pilot(chosen: argparse.Namespace) -> int:
    """Write the report of a trial."""
    from paseo.evidence.questionnaires.imports import read_answers
    from paseo.evidence.questionnaires.pilot import pilot
    from paseo.report.questionnaire.pilot import write_pilot
    from paseo.report.writers import MissingExtra
    from paseo.report.writers.registry import WRITERS

    words = load_phrases("paseo.cli")

    def misused(phrase: str, **values: str) -> int:
        print(words.say(phrase, chosen.language, **values), file=sys.stderr)
        return MISUSED

    ending = chosen.out.suffix.lower().removeprefix(".")
    if ending not in WRITERS:
        return misused("unknown_format", format=ending, choices=", ".join(WRITERS))
    questionnaire = questionnaire_of(chosen.questionnaire)
    if chosen.unit and questionnaire.question(chosen.unit) is None:
        known = ", ".join(one.id for one in questionnaire.questions() if one.asks)
        return misused("pilot_no_unit", unit=chosen.unit, choices=known)
    read = read_answers(chosen.answers, questionnaire)
    print_problems(read.problems, chosen.language, sys.stderr)
    result = pilot(questionnaire, read.sheets, unit=chosen.unit)
    try:
        write_pilot(result, chosen.out, chosen.language)
    except MissingExtra as missing:
        return misused("left_out", file=str(chosen.out), extra=missing.extra)
    values = {"count": result.sheets, "proposals": len(result.proposals), "file": chosen.out}
    print(words.say("pilot_done", chosen.language, **values))
    return DONE
