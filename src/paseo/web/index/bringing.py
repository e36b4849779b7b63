"""Specifications that lie in a folder with their tables become indices of the workspace."""

from __future__ import annotations

from pathlib import Path

from paseo.content.problems import Refused
from paseo.web.accounts.people import PROGRAMME
from paseo.web.evidence.pages import language
from paseo.web.index import library
from paseo.web.index.actions import KeepIndex
from paseo.web.index.jobs import start_uncertainty
from paseo.web.index.keeping import keep_files
from paseo.web.index.models import CompositeIndex

TABLES = (".csv", ".xlsx")


def bring_folder(folder: Path) -> list[CompositeIndex]:
    """Bring every specification of a folder whose data are there; others are passed over."""
    found = []
    for path in sorted(folder.glob("*.yaml")):
        text = path.read_text("utf-8")
        tables = {
            one.name: one
            for one in sorted(folder.iterdir())
            if one.suffix in TABLES and one.name in text
        }
        files = keep_files(tables)
        try:
            draft = library.draft_of(text, files)
        except Refused:
            continue
        spec = library.read(text, files).index.spec
        index = KeepIndex(
            city="", title=spec.title.read(language()).words or spec.id,
            source=CompositeIndex.Source.READY, draft=draft, origin=spec.id,
        ).run(PROGRAMME)  # fmt: skip
        if spec.plan is not None:
            start_uncertainty(PROGRAMME, index.versions.get(), spec.plan.replications)
        found.append(index)
    return found
