"""``paseo questionnaire answers``: answers of any tool, as one table with a codebook."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from paseo.cli import DONE, MISUSED, REFUSED, add_language
from paseo.cli.checking import print_problems
from paseo.content.phrases import Phrases, load_phrases

_ENDINGS = (".csv", ".xlsx")


def add_answers(tasks: argparse._SubParsersAction, words: Phrases, language: str) -> None:  # type: ignore[type-arg]
    """Add ``answers``."""
    task = tasks.add_parser("answers", help=words.say("answers", language))
    task.add_argument("file", type=Path, metavar="FILE", help=words.say("pilot_file", language))
    task.add_argument(
        "--questionnaire", required=True, metavar="PACK", help=words.say("xlsform_pack", language)
    )
    task.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help=words.say("answers_out", language)
    )
    task.add_argument(
        "--duplicates",
        choices=("newest", "both", "refuse"),
        default="newest",
        help=words.say("answers_duplicates", language),
    )
    task.add_argument(
        "--respondent", default="", metavar="COLUMN", help=words.say("answers_respondent", language)
    )
    add_language(task, words.say("language", language), language)
    task.set_defaults(run=run_answers)


def run_answers(chosen: argparse.Namespace) -> int:
    """Write the answers, and beside them the rows that were left out; 1 when there are some."""
    from paseo.cli.questionnaires import questionnaire_of
    from paseo.evidence.questionnaires.answer_files import write_answers_csv, write_answers_xlsx
    from paseo.evidence.questionnaires.imports import read_answers, write_left_out

    words = load_phrases("paseo.cli")
    ending = chosen.out.suffix.lower()
    if ending not in _ENDINGS:
        said = words.say(
            "unknown_format", chosen.language, format=ending or "-", choices=", ".join(_ENDINGS)
        )
        print(said, file=sys.stderr)
        return MISUSED
    questionnaire = questionnaire_of(chosen.questionnaire)
    found = read_answers(
        chosen.file, questionnaire, duplicates=chosen.duplicates, respondent=chosen.respondent
    )
    print_problems(found.problems, chosen.language, sys.stderr)
    if ending == ".csv":
        write_answers_csv(questionnaire, found.tables, chosen.out)
    else:
        write_answers_xlsx(questionnaire, found.tables, chosen.out, language=chosen.language)
    counts = found.counts
    values = {"taken": counts.taken, "rows": counts.rows, "file": chosen.out}
    print(words.say("answers_done", chosen.language, **values))
    if found.left_out:
        left = chosen.out.with_name(f"{chosen.out.stem}-left-out.csv")
        write_left_out(found, left, chosen.language)
        count = len(found.left_out)
        print(words.say("answers_left", chosen.language, count=count, file=left))
    return REFUSED if counts.left_out else DONE
