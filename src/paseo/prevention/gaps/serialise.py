"""A search as plain values and as rows: what was found, by which rule, what was decided."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping
from typing import Any

from paseo.prevention.gaps.deciding import Decided, Judged
from paseo.prevention.gaps.finding import Search
from paseo.prevention.gaps.words import GapWords

COLUMNS = (
    "id", "rule", "problem", "level", "area", "group", "actors", "sentence", "beside", "measures",
    "numbers", "decision", "note", "moved",
)  # fmt: skip


def to_plain(
    search: Search, decided: Decided, words: GapWords, *, generated: bool = False
) -> dict[str, Any]:
    """Return a search as values that JSON knows; figures without a value are null.

    Args:
        generated: the measures were invented.
    """
    asked = search.asked
    return {
        "problem": search.problem,
        "today": asked.today.isoformat(),
        "generated": generated,
        "rules": {
            "id": asked.rules.id,
            "version": asked.rules.version,
            "evidence": {one.id: one.evidence for one in asked.rules.rules},
            "sources": {one.id: list(one.sources) for one in asked.rules.rules},
        },
        "thresholds": {
            f"{rule.id}.{bound.id}": asked.threshold(rule.id, bound.id)
            for rule in asked.rules.rules
            for bound in rule.thresholds
        },
        "gaps": [_gap(one, words) for one in decided.judged],
        "outcomes": [
            {
                "rule": one.rule,
                "state": one.state,
                "gaps": len(one.gaps),
                "said": "" if one.gaps else words.outcome(one),
                "numbers": _numbers(one.numbers),
            }
            for one in search.outcomes
        ],
        "note": words.say("prompt"),
    }


def _gap(one: Judged, words: GapWords) -> dict[str, Any]:
    gap = one.gap
    return {
        "id": gap.id,
        "rule": gap.rule,
        "problem": gap.problem,
        "level": gap.level,
        "area": gap.area,
        "group": gap.group,
        "actors": list(gap.actors),
        "cells": [[level, half] for level, half in gap.spots],
        "measures": list(gap.measures),
        "numbers": _numbers(gap.numbers),
        "basis": gap.basis,
        "concerns": [concern.id for concern in gap.concerns],
        "sentence": words.sentence(gap),
        "beside": words.beside(gap),
        "decision": one.decision.choice if one.decision else "open",
        "note": one.decision.note if one.decision else "",
        "moved": one.moved,
    }


def _numbers(numbers: Mapping[str, float]) -> dict[str, float | None]:
    return {name: value if math.isfinite(value) else None for name, value in numbers.items()}


def to_csv(search: Search, decided: Decided, words: GapWords, *, generated: bool = False) -> str:
    """Return one row per gap; lists are joined by semicolons, what was invented says so."""
    text = io.StringIO()
    names = (*COLUMNS, "generated") if generated else COLUMNS
    writer = csv.DictWriter(text, names, lineterminator="\n")
    writer.writeheader()
    for one in decided.judged:
        row = _gap(one, words) | {"generated": "true"}
        row["beside"] = " ".join(row["beside"])
        for name in ("measures", "actors"):
            row[name] = ";".join(row[name])
        row["numbers"] = ";".join(f"{name}={value}" for name, value in row["numbers"].items())
        row["moved"] = int(row["moved"])
        writer.writerow({name: "" if row[name] is None else row[name] for name in names})
    return text.getvalue()
