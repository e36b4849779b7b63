"""Thresholds that a person chose: read, held to their ranges."""

from __future__ import annotations

from collections.abc import Mapping

from paseo.content.hints import hint
from paseo.content.problems import Place, Problems
from paseo.prevention.gaps.pack import RulesPack


def check_thresholds(
    rules: RulesPack, chosen: Mapping[str, float], problems: Problems
) -> dict[str, float]:
    """Return the thresholds that are known and within their range.

    Args:
        rules: the pack with the ranges.
        chosen: by ``rule.threshold`` ("top-heavy.bound").
        problems: gets V945 for each that is unknown or outside.
    """
    known = {f"{rule.id}.{bound.id}": bound for rule in rules.rules for bound in rule.thresholds}
    kept: dict[str, float] = {}
    for name, value in chosen.items():
        bound = known.get(name)
        if bound is None:
            problems.add("V945", Place(entry=name[:80]), name=name[:80], hint=hint(name, known))
        elif not bound.low <= value <= bound.high:  # also for what is no number
            problems.add(
                "V946", Place(entry=name), name=bound.name, value=value,
                low=f"{bound.low:g}", high=f"{bound.high:g}",
            )  # fmt: skip
        else:
            kept[name] = value
    return kept
