"""``paseo questionnaire compose``: one survey out of blocks, in the words entered for it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from paseo.cli import DONE, add_language
from paseo.content.phrases import Phrases, load_phrases
from paseo.evidence.questionnaires.questionnaire import Questionnaire


def add_compose(tasks: argparse._SubParsersAction, words: Phrases, language: str) -> None:  # type: ignore[type-arg]
    """Add the task ``compose``."""
    task = tasks.add_parser("compose", help=words.say("compose", language))
    task.add_argument(
        "blocks", nargs="+", metavar="BLOCK", help=words.say("compose_block", language)
    )
    task.add_argument("--id", required=True, metavar="ID", help=words.say("from_id", language))
    task.add_argument(
        "--title",
        required=True,
        action="append",
        type=_title,
        metavar="CODE=TITLE",
        help=words.say("compose_title", language),
    )
    task.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help=words.say("from_out", language)
    )
    add_language(task, words.say("language", language), language)
    task.set_defaults(run=run_compose)


def _title(text: str) -> tuple[str, str]:
    from paseo.content.language import is_language

    code, sign, words = text.partition("=")
    if not sign or not words.strip() or not is_language(code):
        raise argparse.ArgumentTypeError(f"{text!r} ≠ en=Safety survey")
    return code, words.strip()


def run_compose(chosen: argparse.Namespace) -> int:
    """Write the survey as a pack, and name the anchors whose words are not official."""
    from paseo.cli.questionnaires import questionnaire_of
    from paseo.evidence.questionnaires.blocks import BLOCKS, compose, question_blocks
    from paseo.evidence.questionnaires.wordings import entered_wordings, with_wordings
    from paseo.evidence.questionnaires.xlsform import save_pack

    ours = {one.id.removeprefix(BLOCKS): one for one in question_blocks()}
    blocks = [
        # A bare name can only be meant as one of ours, and then the nearest one is named.
        ours.get(name) or questionnaire_of(name if "." in name else BLOCKS + name)
        for name in chosen.blocks
    ]
    survey = compose(blocks, chosen.id, dict(chosen.title))
    survey = with_wordings(survey, entered_wordings())
    save_pack(survey, chosen.out)
    words = load_phrases("paseo.cli")
    count = sum(1 for one in survey.questions() if one.asks)
    print(words.say("from_done", chosen.language, count=count, file=chosen.out))
    _warn(survey, words, chosen.language)
    return DONE


def _warn(survey: Questionnaire, words: Phrases, language: str) -> None:
    from paseo.evidence.questionnaires.wordings import unofficial_anchors

    for code in survey.languages:
        anchors = ", ".join(one.id for one in unofficial_anchors(survey, code))
        if anchors:
            said = words.say("compose_unofficial", language, code=code, questions=anchors)
            print(said, file=sys.stderr)
