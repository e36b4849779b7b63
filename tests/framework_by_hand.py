"""A small framework by hand, for tests that must not change when the shipped one does."""

from __future__ import annotations

from typing import Any

from paseo.assessment.framework import (
    BreakdownDimension,
    DepthChoice,
    Dimension,
    Framework,
    Indicator,
    SourceRef,
    Subdimension,
    Unit,
)
from paseo.content.language import LanguageMap


def words(text: str) -> LanguageMap:
    return LanguageMap({"en": text, "es": f"{text} (es)"})


def indicator(code: str, dimension: str, kind: str, unit: str, **more: Any) -> Indicator:
    """Return an indicator; face and direction follow its dimension unless given."""
    face = {"felt-dim": "felt", "happens-dim": "happens"}.get(dimension, "context")
    default: dict[str, Any] = {
        "direction": "lower" if face == "happens" else "higher",
        "face": face,
        "levels": ("city", "district"),
        "depth": "rapid",
        "evidence": "composed",
        "basis": "own",
        "sources": (SourceRef("own"),),
    }
    return Indicator(
        id=code,
        dimension=dimension,
        subdimension=f"{dimension}-part",
        name=words(f"Name of {code}"),
        definition=words(f"Definition of {code}"),
        kind=kind,  # type: ignore[arg-type]
        unit=unit,
        **(default | more),
    )


FRAMEWORK = Framework(
    id="test",
    version="1.0.0",
    title=words("Test"),
    description=words("Test"),
    dimensions=(
        Dimension("felt-dim", words("What is felt"), words("d"), "felt", "composed"),
        Dimension("happens-dim", words("What happens"), words("d"), "happens", "composed"),
        Dimension("context-dim", words("Context"), words("d"), "context", "composed"),
    ),
    subdimensions=tuple(
        Subdimension(f"{one}-part", one, words(f"Part of {one}"))
        for one in ("felt-dim", "happens-dim", "context-dim")
    ),
    indicators=(
        indicator("S-1", "felt-dim", "survey_share", "percent"),
        indicator("S-2", "felt-dim", "survey_mean", "score_0_10", depth="standard"),
        indicator("R-1", "happens-dim", "register_rate", "per_1000_residents",
                  denominators=("resident", "ambient")),
        indicator("V-1", "happens-dim", "survey_share", "percent"),
        indicator("H-1", "happens-dim", "register_rate", "per_1000_residents", sensitive=True,
                  depth="full"),
        indicator("P-1", "context-dim", "register_share", "percent"),
        indicator("B-1", "context-dim", "amount", "persons", direction="context"),
        indicator("X-1", "context-dim", "audit_score", "score_0_10", levels=("space",)),
    ),
    depths=(
        DepthChoice("rapid", words("Rapid"), words("c"), 6),
        DepthChoice("standard", words("Standard"), words("c"), 7),
        DepthChoice("full", words("Full"), words("c"), 8),
    ),
    units={
        "percent": Unit("percent", LanguageMap({"en": "%", "es": "%"})),
        "percentage_points": Unit("percentage_points", words("percentage points")),
        "per_1000_residents": Unit("per_1000_residents", words("per 1,000 residents"), 1000),
        "score_0_10": Unit("score_0_10", words("points of 10")),
        "persons": Unit("persons", words("persons")),
    },
    scales={},
    breakdowns={
        "sex": BreakdownDimension(
            "sex", words("Sex"), {"F": words("women"), "M": words("men")}
        ),
        "age": BreakdownDimension("age", words("Age")),
    },
    sources={},
)  # fmt: skip
