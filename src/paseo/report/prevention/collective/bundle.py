"""The files of a round of partners: the document in every format, and the sums behind it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from paseo.content.language import LanguageMap
from paseo.prevention.collective.result import CollectiveResult, Views
from paseo.prevention.collective.rounds import RoundChange
from paseo.report.prevention.collective.document import collective_document
from paseo.report.prevention.files import names, write_files
from paseo.report.prevention.speaker import Standing

FILES: Final = names("partners", "json")


def write_collective(
    result: CollectiveResult,
    standing: Standing,
    folder: Path,
    formats: Iterable[str] = tuple(FILES),
    language: str = "en",
    *,
    change: RoundChange | None = None,
    indicators: Mapping[str, LanguageMap] | None = None,
) -> list[Path]:
    """Write a round as files, each whole or not at all."""
    return write_files(
        folder,
        FILES,
        formats,
        lambda: collective_document(
            result, standing, language, change=change, indicators=indicators
        ),
        {"json": lambda: as_json(result)},
    )


def as_json(result: CollectiveResult) -> bytes:
    """Return a round as plain data: groups that may be shown, never a single partner."""
    plain = {
        "form": result.form.id,
        "version": result.form.version,
        "round": result.round.name,
        "partners": result.partners,
        "phase": result.phase.id if result.phase else None,
        "groups": {group: list(kinds) for group, kinds in result.groups.items()},
        "conditions": {
            one.condition.id: {
                **_views(one.views),
                "statements": {statement.id: _views(views) for statement, views in one.statements},
            }
            for one in result.conditions
        },
        "differences": [asdict(one) for one in result.differences],
        "gates": [{**asdict(one), "met": one.met} for one in result.gates],
        "indicators": list(result.round.indicators),
    }
    return json.dumps(plain, ensure_ascii=False, indent=1).encode("utf-8")


def _views(views: Views) -> dict[str, Any]:
    return {
        "all": asdict(views.whole) if views.whole else None,
        "groups": {group: asdict(one) for group, one in views.groups.items()},
        "withheld": views.withheld,
    }
