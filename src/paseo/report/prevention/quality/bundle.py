"""The files of a quality check: the document in every format, and the data behind it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from paseo.prevention.quality.judging import Judgement
from paseo.prevention.quality.reconciling import QualityCheck
from paseo.report.prevention.files import names, write_files
from paseo.report.prevention.quality.document import quality_document
from paseo.report.prevention.speaker import Standing

FILES: Final = names("quality", "json")


def write_quality(
    check: QualityCheck,
    standing: Standing,
    folder: Path,
    formats: Iterable[str] = tuple(FILES),
    language: str = "en",
) -> list[Path]:
    """Write a quality check as files, each whole or not at all."""
    return write_files(
        folder,
        FILES,
        formats,
        lambda: quality_document(check, standing, language),
        {"json": lambda: as_json(check)},
    )


def as_json(check: QualityCheck) -> bytes:
    """Return a check as plain data; unknown numbers are null."""
    return json.dumps(_plain(check), ensure_ascii=False, indent=1).encode("utf-8")


def _plain(check: QualityCheck) -> dict[str, Any]:
    found = check.comparison
    kappa = found.kappa
    return {
        "form": check.form.id,
        "version": check.form.version,
        "measure": check.measure,
        "measure_name": check.measure_name,
        "stage": check.stage,
        "open": list(check.open),
        "raters": [
            {"rater": sheet.rater, "answers": sheet.options, "alone": _judgement(alone)}
            for sheet, alone in zip(check.sheets, check.alone, strict=True)
        ],
        "agreement": {
            "agreed": found.agreed,
            "items": found.both,
            "share": _interval(found.share),
            "kappa": _interval(kappa.interval) if kappa else None,
            "kappa_items": found.kappa_items,
            "cautions": list(found.cautions),
        },
        "settled": {
            code: {"answer": one.option, "reason": one.reason}
            for code, one in check.decisions.items()
        },
        "result": _judgement(check.judgement) if check.judgement else None,
    }


def _judgement(one: Judgement) -> dict[str, Any]:
    return {
        "verdict": one.verdict.id if one.verdict else None,
        "gates": {
            gate.entry.id: {"answer": gate.option.id if gate.option else None, "met": gate.met}
            for gate in one.gates
        },
        "profile": {
            part.domain.id: {"points": part.points, "possible": part.possible}
            for part in one.profile
        },
        "missing": list(one.missing),
        "doubts": [doubt.id for doubt in one.doubts],
    }


def _interval(one: Any) -> dict[str, float | None]:
    ends = {"value": one.value, "low": one.low, "high": one.high}
    return {
        name: round(float(end), 6) if float(end) == float(end) else None
        for name, end in ends.items()
    } | {"level": one.level}
