"""What the schema of indices cannot say: hierarchy, methods and their settings, factors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from paseo.assessment.index.data.places import places_of
from paseo.assessment.index.faults import numbered
from paseo.assessment.index.specification import choices, elements
from paseo.assessment.index.specification.factors import check_factor
from paseo.assessment.index.specification.framework import check_sides
from paseo.assessment.index.specification.panel import check_panel
from paseo.content.hints import hint, listed
from paseo.content.pack import Pack
from paseo.content.problems import Place, Problems, Refused
from paseo.content.registry import Shelf
from paseo.stats.composite import Recipe, Structure, aggregation, weights
from paseo.stats.composite.build import step_module
from paseo.stats.composite.choices import settled
from paseo.stats.composite.recipe import STEPS


def check_index(pack: Pack, problems: Problems, shelf: Shelf) -> None:
    """Find what the schema of indices cannot say and needs no data to be seen."""
    before = len(problems.errors)
    _check_steps(pack, problems)
    _check_levels(pack, problems)
    _check_factors(pack, problems)
    _check_classes(pack, problems)
    check_panel(pack, problems)
    if isinstance(pack.sections.get("elements"), dict):
        file = pack.sections["elements"]["file"]
        if not (pack.path.parent / file).is_file():
            problems.add("I809", pack.place("elements", "file"), file=file)
            return
    if len(problems.errors) > before:
        return
    _check_built(pack, problems)


def _check_built(pack: Pack, problems: Problems) -> None:
    """Hold the hierarchy, and what points into it, against each other."""
    from paseo.assessment.index.specification.pack import build_spec

    if isinstance(pack.sections.get("elements"), list):
        entries = elements.from_entries(pack)
        try:
            with numbered(entries.places, pack.path.name):
                Structure.of(entries.elements)
        except Refused as refused:
            problems.extend(refused.problems)
            return
    found = Problems()
    try:
        spec = build_spec(pack, found)
        problems.extend(found)
        with numbered(places_of(pack), pack.path.name):
            _check_methods(spec.recipe)
        check_sides(spec, {}, problems)
    except Refused as refused:
        problems.extend(refused.problems)


def _check_methods(recipe: Recipe) -> None:
    """Refuse methods and settings that there are not.

    Raises:
        CompositeError: ``method-unknown``, ``setting-unknown``.
    """
    for step in recipe.steps:
        methods = step_module(step.kind).METHODS
        settled(step.kind, step.method, step.settings, methods)
        own = step.settings.get("by_indicator", {})
        for one in own.values() if isinstance(own, Mapping) else ():
            if isinstance(one, Mapping):
                rest = {key: value for key, value in one.items() if key != "method"}
                settled(step.kind, str(one.get("method", step.method)), rest, methods)
    settled("weight", recipe.weighting.method, recipe.weighting.settings, weights.METHODS)
    for combined in (recipe.aggregation, *recipe.by_level.values(), *recipe.by_code.values()):
        settled("aggregate", combined.method, combined.settings, aggregation.METHODS)


def _check_steps(pack: Pack, problems: Problems) -> None:
    seen: set[str] = set()
    for at, one in enumerate(pack.section("steps")):
        place = pack.place("steps", at)
        kind = _check_step(one, place, problems)
        if kind in seen:
            problems.add("I814", place, entry=kind)
        seen.add(kind)


def _check_step(one: Mapping[str, Any], place: Place, problems: Problems) -> str:
    """Check that an entry names one step; return which."""
    kind = choices.kind_of(one)
    if not kind:
        key = next(iter(one), "–")
        problems.add("I810", place, entry=key, hint=hint(key, STEPS), known=listed(STEPS))
    return kind


def _check_levels(pack: Pack, problems: Problems) -> None:
    combined = pack.sections.get("aggregation")
    if isinstance(combined, dict):
        _whole(combined.get("by_level", {}), pack.place("aggregation", "by_level"), problems)


def _whole(levels: Mapping[str, Any], place: Place, problems: Problems) -> None:
    for level in levels:
        if not str(level).isdigit() or int(level) < 2:
            problems.add("I850", place, value=level, known="2, 3, …", entry=place.entry)


def _check_factors(pack: Pack, problems: Problems) -> None:
    seen: set[str] = set()
    for at, one in enumerate(pack.mapping("uncertainty").get("factors", ())):
        place = pack.place("uncertainty", "factors", at)
        if one["id"] in seen:
            problems.add("I840", place, entry=one["id"])
        seen.add(one["id"])
        kinds = [key for key in choices.KINDS_OF_FACTOR if key in one]
        if len(kinds) != 1:
            known = listed(choices.KINDS_OF_FACTOR)
            problems.add("I841", place, entry=one["id"], found=listed(kinds) or "–", known=known)
        check_factor(one, place, problems)
        for inner in one.get("options", ()):
            for step in inner.get("steps", ()):
                _check_step(step, place, problems)
            _whole(inner.get("by_level", {}), place, problems)
            combined = inner.get("aggregation")
            if isinstance(combined, dict):
                _whole(combined.get("by_level", {}), place, problems)


def _check_classes(pack: Pack, problems: Problems) -> None:
    classes = pack.mapping("uncertainty").get("classes", ())
    ends = [one.get("to") for one in classes]
    known = [end for end in ends[:-1] if end is not None]
    if classes and (
        len(known) < len(ends) - 1 or ends[-1] is not None or known != sorted(set(known))
    ):
        problems.add("I855", pack.place("uncertainty", "classes"), entry="classes")
