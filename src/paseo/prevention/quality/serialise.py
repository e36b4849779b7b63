"""A quality check as plain data, for programs; what is not known is null."""

from __future__ import annotations

import math
from typing import Any, Final

from paseo.prevention.quality.agreeing import Comparison
from paseo.prevention.quality.form import QualityForm
from paseo.prevention.quality.judging import Judgement
from paseo.prevention.quality.reconciling import QualityCheck
from paseo.stats.interval import Interval

FORMAT: Final = "paseo.quality/1"


def to_plain(check: QualityCheck, *, generated: bool = False) -> dict[str, Any]:
    """Return everything that a check holds, ready for JSON.

    Args:
        check: two raters and what they settled.
        generated: the answers were invented; a check knows it of its own sheets, too.
    """
    return {
        "format": FORMAT,
        "generated": generated or check.generated,
        **_form(check.form),
        "measure": check.measure,
        "measure_name": check.measure_name,
        "stage": check.stage,
        "open": list(check.open),
        "raters": [
            {"rater": sheet.rater, "answers": sheet.options, "alone": _judgement(alone)}
            for sheet, alone in zip(check.sheets, check.alone, strict=True)
        ],
        "agreement": _agreement(check.comparison),
        "settled": {
            code: {"answer": one.option, "reason": one.reason}
            for code, one in check.decisions.items()
        },
        "result": _judgement(check.judgement) if check.judgement else None,
    }


def _form(form: QualityForm) -> dict[str, Any]:
    """Return which form it is, and who published it word for word: nobody, where that is null."""
    publisher = form.publisher
    return {
        "form": form.id,
        "version": form.version,
        "published_by": dict(publisher.name) if publisher else None,
    }


def _agreement(found: Comparison) -> dict[str, Any]:
    return {
        "agreed": found.agreed,
        "items": found.both,
        "share": _interval(found.share),
        "kappa": _interval(found.kappa.interval) if found.kappa else None,
        "kappa_items": found.kappa_items,
        "cautions": list(found.cautions),
    }


def _judgement(one: Judgement) -> dict[str, Any]:
    found = one.conclusion
    return {
        "conclusion": found.id if found else None,
        # Whose rule gave the conclusion: without it the word alone would look like a label.
        "conclusion_evidence": found.evidence if found else None,
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


def _interval(one: Interval) -> dict[str, float | None]:
    ends = dict(zip(("value", "low", "high"), one.floats(), strict=True))
    return {
        **{name: round(end, 6) if math.isfinite(end) else None for name, end in ends.items()},
        "level": one.level,
    }
