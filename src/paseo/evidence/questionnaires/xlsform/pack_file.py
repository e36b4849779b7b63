"""Save a questionnaire as a pack, once the pack has been read back and found right."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from paseo.content.problems import Problems
from paseo.content.store import store
from paseo.evidence.questionnaires.questionnaire import Questionnaire
from paseo.evidence.questionnaires.xlsform.pack_yaml import to_pack_yaml


def save_pack(questionnaire: Questionnaire, path: Path, published: date | None = None) -> Problems:
    """Write a questionnaire as a pack of one file; nothing is written when it has an error.

    Args:
        path: a ``.yaml`` file, such as one in the workspace's ``packs`` folder.
        published: the day in the header; today where left out.

    Returns:
        What there is to warn of in the pack.

    Raises:
        Refused: when the pack has an error.
    """
    path = Path(path)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".paseo-") as folder:
        written = Path(folder) / path.name
        written.write_text(to_pack_yaml(questionnaire, published), "utf-8")
        _, problems = store().read(written)
        problems.refuse()
        written.replace(path)
    return problems
