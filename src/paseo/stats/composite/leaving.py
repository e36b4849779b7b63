"""A recipe for an index of which some elements are left out: what names them goes with them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from paseo.stats.composite.recipe import Aggregation, Recipe, Step, Weighting
from paseo.stats.composite.structure import Structure

#: Settings that give something for each of some codes.
BY_CODE: Final = (
    "by_indicator", "posts", "targets", "columns", "scale", "importance", "bounds",
)  # fmt: skip
#: Settings that list codes; ``only`` stands apart, for an empty list of it means all.
LISTS: Final = ("except", "within")


def recipe_without(recipe: Recipe, before: Structure, after: Structure) -> Recipe:
    """Return the recipe without what it says about elements that are left out.

    Codes that were never there stay, so that they are refused as before. What an expert gave to
    an element goes to those beside it, in proportion.

    Args:
        recipe: For the whole hierarchy.
        before: The whole hierarchy.
        after: What is left of it.
    """
    if len(before.elements) == len(after.elements):
        return recipe
    gone = frozenset(before.by_code) - frozenset(after.by_code)
    return replace(
        recipe,
        steps=tuple(_step(one, gone, after.indicators) for one in recipe.steps),
        weighting=_weighting(recipe.weighting, gone, before),
        aggregation=_aggregation(recipe.aggregation, gone),
        by_level={level: _aggregation(one, gone) for level, one in recipe.by_level.items()},
        by_code={
            code: _aggregation(one, gone)
            for code, one in recipe.by_code.items()
            if code not in gone
        },
    )


def _step(step: Step, gone: Collection[str], left: Sequence[str]) -> Step:
    settings = _settings(step.settings, gone)
    only = settings.get("only")
    if only and isinstance(only, list | tuple):
        kept = [code for code in only if code not in gone]
        settings["only"] = kept
        if not kept:
            # The method acts on nothing any more, where no list at all would mean everything.
            settings["except"] = list(left)
    return replace(step, settings=settings)


def _aggregation(one: Aggregation, gone: Collection[str]) -> Aggregation:
    return replace(one, settings=_settings(one.settings, gone)) if one.settings else one


def _settings(settings: Mapping[str, Any], gone: Collection[str]) -> dict[str, Any]:
    found = dict(settings)
    for name in BY_CODE:
        if isinstance(held := found.get(name), Mapping):
            found[name] = {code: one for code, one in held.items() if code not in gone}
    for name in LISTS:
        if isinstance(held := found.get(name), list | tuple):
            found[name] = _listed(held, gone)
    return found


def _listed(held: Sequence[Any], gone: Collection[str]) -> list[Any]:
    """Codes, or lists of codes, without some; a list that loses all of them goes too."""
    found: list[Any] = []
    for one in held:
        if isinstance(one, list | tuple):
            inside = _listed(one, gone)
            found += [inside] if inside or not one else []
        elif not (isinstance(one, str) and one in gone):
            found.append(one)
    return found


def _weighting(one: Weighting, gone: Collection[str], before: Structure) -> Weighting:
    settings = _settings(one.settings, gone)
    if isinstance(budgets := settings.get("budgets"), Mapping):
        settings["budgets"] = {
            who: _points(held, gone, before) if isinstance(held, Mapping) else held
            for who, held in budgets.items()
        }
    if isinstance(given := settings.get("comparisons"), Mapping):
        settings["comparisons"] = {
            parent: _compared(held, gone, [one.code for one in before.children(parent)])
            for parent, held in given.items()
            if parent not in gone
        }
    return replace(one, settings=settings)


def _points(held: Mapping[str, Any], gone: Collection[str], before: Structure) -> dict[str, Any]:
    """The points of one expert; each parent keeps the sum that was spent under it."""
    found = {code: points for code, points in held.items() if code not in gone}
    for parent in before.aggregates:
        inside = [one.code for one in before.children(parent) if one.code in held]
        kept = [code for code in inside if code not in gone]
        numbers = all(
            isinstance(held[code], int | float) and not isinstance(held[code], bool)
            for code in inside
        )
        if len(kept) in (0, len(inside)) or not numbers:
            continue
        spent, left = (sum(float(held[code]) for code in some) for some in (inside, kept))
        for code in kept:
            if left > 0:
                found[code] = float(held[code]) * spent / left
            else:
                del found[code]
    return found


def _compared(given: Any, gone: Collection[str], children: Sequence[str]) -> Any:
    """Comparisons under one parent, in any of their forms, of what is left."""
    if not isinstance(given, Mapping):
        return _cut(given, [code not in gone for code in children])
    found = dict(given)
    if isinstance(experts := found.get("experts"), list | tuple):
        found["experts"] = [_compared(one, gone, children) for one in experts]
    if isinstance(pairs := found.get("pairs"), list | tuple):
        found["pairs"] = [
            one
            for one in pairs
            if not (isinstance(one, list | tuple) and any(code in gone for code in one[:2]))
        ]
    if "matrix" in found:
        codes = found.get("codes", children)
        if isinstance(codes, list | tuple):
            found["matrix"] = _cut(found["matrix"], [code not in gone for code in codes])
            if "codes" in found:
                found["codes"] = [code for code in codes if code not in gone]
    return found


def _cut(matrix: Any, kept: Sequence[bool]) -> Any:
    """Rows and columns that are kept; what is no such square stays, to be refused as it is."""
    rows = matrix.tolist() if hasattr(matrix, "tolist") else matrix
    square = isinstance(rows, list | tuple) and len(rows) == len(kept)
    if not square or not all(isinstance(r, list | tuple) and len(r) == len(kept) for r in rows):
        return matrix
    return [
        [one for one, stays in zip(row, kept, strict=True) if stays]
        for row, keeps in zip(rows, kept, strict=True)
        if keeps
    ]
