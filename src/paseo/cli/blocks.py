"""``paseo questionnaire compose`` and ``wordings``: surveys out of blocks, and their words."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from paseo.cli import DONE, MISUSED, REFUSED, add_language
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


def add_wordings(tasks: argparse._SubParsersAction, words: Phrases, language: str) -> None:  # type: ignore[type-arg]
    """Add the task ``wordings``."""
    task = tasks.add_parser("wordings", help=words.say("wordings", language))
    task.add_argument(
        "blocks", nargs="+", metavar="BLOCK", help=words.say("compose_block", language)
    )
    task.add_argument("--id", required=True, metavar="ID", help=words.say("from_id", language))
    task.add_argument(
        "--words-in", required=True, metavar="CODE", help=words.say("wordings_in", language)
    )
    task.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help=words.say("from_out", language)
    )
    add_language(task, words.say("language", language), language)
    task.set_defaults(run=run_wordings)


def _title(text: str) -> tuple[str, str]:
    from paseo.content.language import is_language

    code, sign, words = text.partition("=")
    if not sign or not words.strip() or not is_language(code):
        raise argparse.ArgumentTypeError(f"{text!r} ≠ en=Safety survey")
    return code, words.strip()


def run_compose(chosen: argparse.Namespace) -> int:
    """Write the survey as a pack, and name the anchors whose words are not official."""
    from paseo.evidence.questionnaires.blocks import compose
    from paseo.evidence.questionnaires.wordings import entered_wordings, with_wordings
    from paseo.evidence.questionnaires.xlsform import save_pack

    blocks = _blocks(chosen.blocks)
    survey = compose(blocks, chosen.id, dict(chosen.title))
    survey = with_wordings(survey, entered_wordings())
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    save_pack(survey, chosen.out)
    words = load_phrases("paseo.cli")
    count = sum(1 for one in survey.questions() if one.asks)
    print(words.say("from_done", chosen.language, count=count, file=chosen.out))
    _warn(survey, words, chosen.language)
    return DONE


def run_wordings(chosen: argparse.Namespace) -> int:
    """Write the pack into which the words of anchors are entered."""
    from paseo.content.language import is_language
    from paseo.evidence.questionnaires.wordings_template import save_wordings_template

    words = load_phrases("paseo.cli")
    if not is_language(chosen.words_in):
        said = words.say("wordings_no_language", chosen.language, value=chosen.words_in)
        print(said, file=sys.stderr)
        return MISUSED
    if chosen.out.exists():
        print(words.say("wordings_exists", chosen.language, file=chosen.out), file=sys.stderr)
        return REFUSED
    blocks = _blocks(chosen.blocks)
    count = save_wordings_template(blocks, chosen.out, chosen.id, chosen.words_in, chosen.language)
    print(words.say("wordings_done", chosen.language, count=count, file=chosen.out))
    return DONE


def _blocks(names: list[str]) -> list[Questionnaire]:
    from paseo.cli.questionnaires import questionnaire_of
    from paseo.evidence.questionnaires.blocks import BLOCKS, question_blocks

    ours = {one.id.removeprefix(BLOCKS): one for one in question_blocks()}
    return [
        # A bare name can only be meant as one of ours, and then the nearest one is named.
        ours.get(name) or questionnaire_of(name if "." in name else BLOCKS + name)
        for name in names
    ]


def _warn(survey: Questionnaire, words: Phrases, language: str) -> None:
    from paseo.evidence.questionnaires.wordings import unofficial_anchors

    for code in survey.languages:
        anchors = ", ".join(one.id for one in unofficial_anchors(survey, code))
        if anchors:
            said = words.say("compose_unofficial", language, code=code, questions=anchors)
            print(said, file=sys.stderr)
