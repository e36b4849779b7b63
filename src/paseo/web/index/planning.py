"""The plan of what is uncertain follows a changed specification."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from paseo.stats.composite.recipe import STEPS
from paseo.web.index.plain import plain_of, text_of


def mend_plan(plain: dict[str, Any]) -> list[str]:
    """Drop from the plan what no longer has anything to change; return what went, in words."""
    plan = plain.get("uncertainty")
    if not plan:
        return []
    kept, dropped = [], []
    for factor in plan.get("factors", ()):
        if _stands(factor, plain):
            kept.append(factor)
        else:
            name = factor.get("name", factor["id"])
            dropped.append(str(next(iter(name.values())) if isinstance(name, dict) else name))
    if kept:
        plan["factors"] = kept
    else:
        del plain["uncertainty"]
    return dropped


def without_factors(text: str, names: Collection[str]) -> str:
    """Return a specification from whose plan some factors are gone; without a plan if all are."""
    plain = plain_of(text)
    plan = plain.get("uncertainty", {})
    kept = [one for one in plan.get("factors", ()) if one["id"] not in names]
    if kept and "" not in names:
        plan["factors"] = kept
    else:
        plain.pop("uncertainty", None)
    return text_of(plain)


def _stands(factor: dict[str, Any], plain: Mapping[str, Any]) -> bool:
    steps = {kind: one for one in plain.get("steps", ()) for kind in STEPS if kind in one}
    if (range_ := factor.get("range")) is not None:
        if range_.get("weight"):
            return True
        step = steps.get(range_.get("step", ""))
        return step is not None and range_.get("setting") in step
    if "sampling" in factor and isinstance(factor["sampling"], dict):
        return factor["sampling"].get("distributions", True) != {}
    if "options" in factor:
        return all(
            kind in steps
            for option in factor["options"]
            for one in option.get("steps", ())
            for kind in STEPS
            if kind in one
        ) and all(
            kind in steps for option in factor["options"] for kind in option.get("settings", ())
        )
    return True
