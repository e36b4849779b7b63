"""A pack of wordings to fill in: every anchor of some questionnaires in one language."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from paseo.content.phrases import load_phrases
from paseo.content.store import store
from paseo.content.yaml_writing import yaml_text
from paseo.evidence.questionnaires.questionnaire import Option, Question, Questionnaire


def wordings_template(
    questionnaires: Sequence[Questionnaire],
    id: str,
    language: str,
    *,
    said_in: str = "en",
    published: date | None = None,
) -> str:
    """Return a pack of wordings that holds our words of every anchor, to be replaced.

    Notes are in it too: that is where the help contacts of the place belong. The pack is right as
    it stands, and every anchor in it counts as not official until its status is changed.

    Args:
        questionnaires: blocks, or other questionnaires that are at hand as packs.
        id: of the new pack.
        language: in which the words are to be entered; where a question lacks it, its words in
            another language stand there.
        said_in: language of the explanation at its head.
        published: the day in the header; today where left out.

    Example:
        >>> from paseo.evidence.questionnaires.pack import load_questionnaire
        >>> trust = load_questionnaire("paseo.block.trust")
        >>> text = wordings_template([trust], "town.wordings", "es")
        >>> text.count("status: own"), "tru_people" in text, "tru_help" in text
        (4, True, False)
    """
    words = load_phrases("paseo.evidence.questionnaires")
    plain = {
        "pack": {
            "format": 1,
            "id": id,
            "kind": "wordings",
            "version": "1.0.0",
            "published": (published or date.today()).isoformat(),
            "language": language,
            "languages": [language],
            "title": words.say("wordings_title", said_in, asked_in=language),
            "provider": id,
            "licence": "CC-BY-4.0",
            "evidence": "adapted",
            "source": "questionnaire",
        },
        "sources": [{"id": "questionnaire", "title": words.say("wordings_source", said_in)}],
        "wordings": [
            _entry(found.id, question, language)
            for found in questionnaires
            for question in found.questions()
            if question.wording or not question.asks
        ],
    }
    head = "".join(f"# {line}\n" for line in words.say("wordings_head", said_in).splitlines())
    return head + yaml_text(plain, width=110)


def save_wordings_template(
    questionnaires: Sequence[Questionnaire], path: Path, id: str, language: str, said_in: str = "en"
) -> int:
    """Write such a pack as a new file, once it has been read back and found right.

    Returns:
        The number of questions in it.

    Raises:
        FileExistsError: when there is such a file already: words may have been entered in it.
        Refused: when a questionnaire is not at hand as a pack.
    """
    if path.exists():
        raise FileExistsError(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".paseo-") as folder:
        written = Path(folder) / path.name
        text = wordings_template(questionnaires, id, language, said_in=said_in)
        written.write_text(text, "utf-8")
        pack, problems = store().read(written)
        problems.refuse()
        assert pack is not None
        written.replace(path)
    return len(pack.section("wordings"))


def _entry(questionnaire: str, question: Question, language: str) -> dict[str, Any]:
    def said(options: Sequence[Option]) -> dict[str, str]:
        return {one.code: one.label.read(language).words for one in options}

    entry = {
        "questionnaire": questionnaire,
        "question": question.id,
        "language": language,
        "status": "own",
        "text": question.text.read(language).words,
        "options": said(question.options.options) if question.options else {},
        "missing": said(question.missing),
        "rows": {row.id: row.text.read(language).words for row in question.rows},
    }
    return {name: value for name, value in entry.items() if value}
