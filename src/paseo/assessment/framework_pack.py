"""Read a framework pack into the types of :mod:`paseo.assessment.framework`, and check it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from paseo.assessment.framework import (
    DEPTHS,
    BreakdownDimension,
    DepthChoice,
    Dimension,
    Framework,
    Indicator,
    PackSource,
    Scale,
    ScalePoint,
    SourceRef,
    Subdimension,
    Unit,
)
from paseo.content.hints import listed
from paseo.content.pack import Pack
from paseo.content.problems import Problems
from paseo.content.registry import Shelf
from paseo.content.store import store

#: The framework that Paseo ships.
ACTION_1 = "paseo.framework.action1"

#: Kinds that leave no choice of unit.
UNITS_OF_KIND = {
    "register_share": ("percent",),
    "survey_share": ("percent",),
    "survey_gap": ("percentage_points",),
    "time": ("minutes", "hours", "days"),
    "flag": ("yes_no",),
    "category": ("class",),
}


def load_framework(pack: str = ACTION_1) -> Framework:
    """Return a framework by the id of its pack; the same object while its files stay.

    Raises:
        Refused: when there is no such framework, or it has an error.

    >>> len(load_framework().at_depth("rapid"))
    30
    """
    found: Framework = store().build(pack, "framework")
    return found


def check_framework(pack: Pack, problems: Problems, shelf: Shelf) -> None:
    """Find what the schema of frameworks cannot say."""
    scales = {scale["id"]: scale for scale in pack.section("scales")}
    for at, indicator in enumerate(pack.section("indicators")):
        _check_indicator(pack, at, indicator, problems)
        _check_cut(pack, at, indicator, scales, problems)
    _check_depths(pack, problems)
    _check_empty(pack, problems)


def _check_indicator(pack: Pack, at: int, indicator: dict[str, Any], problems: Problems) -> None:
    kind, unit = indicator["kind"], indicator["unit"]
    fitting = UNITS_OF_KIND.get(kind, (unit,))
    if unit not in fitting:
        place = pack.place("indicators", at, "unit")
        problems.add("P153", place, kind=kind, unit=unit, known=listed(fitting))
    if kind == "register_rate" and not indicator.get("denominators"):
        problems.add("P152", pack.place("indicators", at))
    if indicator["depth"] != "full" and "depth_reason" not in indicator:
        problems.add("P151", pack.place("indicators", at), depth=indicator["depth"])
    low, high = indicator.get("range", (None, None))
    if low is not None and high is not None and low >= high:
        problems.add("P154", pack.place("indicators", at, "range"))


def _check_cut(
    pack: Pack,
    at: int,
    indicator: dict[str, Any],
    scales: dict[str, dict[str, Any]],
    problems: Problems,
) -> None:
    if "cut" not in indicator:
        return
    if "scale" not in indicator:
        problems.add("P158", pack.place("indicators", at, "cut"))
        return
    scale = scales[indicator["scale"]]
    codes = [str(point["code"]) for point in scale["points"]]
    for position, code in enumerate(indicator["cut"]):
        if str(code) not in codes:
            problems.add(
                "P143", pack.place("indicators", at, "cut", position), value=str(code),
                scale=scale["id"], known=listed(codes),
            )  # fmt: skip


def _check_depths(pack: Pack, problems: Problems) -> None:
    """Compare what each depth says with the indicators that it and the smaller ones hold."""
    depths = {depth["id"]: at for at, depth in enumerate(pack.section("depths"))}
    counts = Counter(indicator["depth"] for indicator in pack.section("indicators"))
    held = 0
    for depth in DEPTHS:
        held += counts[depth]
        if depth in depths:
            said = pack.section("depths")[depths[depth]]["indicators"]
            if said != held:
                place = pack.place("depths", depths[depth], "indicators")
                problems.add("P150", place, depth=depth, said=said, found=held)
        elif counts[depth]:
            problems.add("P155", pack.place("depths"), depth=depth)


def _check_empty(pack: Pack, problems: Problems) -> None:
    used = {indicator["subdimension"] for indicator in pack.section("indicators")}
    filled = {one["dimension"] for one in pack.section("subdimensions") if one["id"] in used}
    for section, names in (("subdimensions", used), ("dimensions", filled)):
        for at, entry in enumerate(pack.section(section)):
            if entry["id"] not in names:
                problems.add("P157", pack.place(section, at), id=entry["id"])


def build_framework(pack: Pack) -> Framework:
    """Return a checked framework pack as a framework."""
    subdimensions = tuple(
        Subdimension(one["id"], one["dimension"], pack.words(one["name"]))
        for one in pack.section("subdimensions")
    )
    dimensions = tuple(_dimension(pack, one) for one in pack.section("dimensions"))
    faces = {dimension.id: dimension.face for dimension in dimensions}
    above = {one.id: one.dimension for one in subdimensions}
    return Framework(
        id=pack.id,
        version=pack.header.version,
        title=pack.header.title,
        description=pack.header.description,
        dimensions=dimensions,
        subdimensions=subdimensions,
        indicators=tuple(
            _indicator(pack, one, above[one["subdimension"]], faces)
            for one in _in_order(pack, dimensions, above)
        ),
        depths=tuple(
            DepthChoice(
                one["id"], pack.words(one["name"]), pack.words(one["choice"]), one["indicators"]
            )
            for one in pack.section("depths")
        ),
        units={
            one["id"]: Unit(one["id"], pack.words(one["label"]), one.get("per"))
            for one in pack.section("units")
        },
        scales={one["id"]: _scale(pack, one) for one in pack.section("scales")},
        breakdowns={
            name: BreakdownDimension(
                name,
                pack.words(one["name"]),
                {code: pack.words(label) for code, label in one.get("codes", {}).items()},
            )
            for name, one in pack.mapping("breakdowns").items()
        },
        sources={one["id"]: _source(pack, one) for one in pack.section("sources")},
        licence=pack.header.licence,
    )


def _in_order(
    pack: Pack, dimensions: tuple[Dimension, ...], above: dict[str, str]
) -> list[dict[str, Any]]:
    """Return the indicators dimension by dimension, whatever the order of the parts."""
    position = {dimension.id: at for at, dimension in enumerate(dimensions)}
    return sorted(pack.section("indicators"), key=lambda one: position[above[one["subdimension"]]])


def _dimension(pack: Pack, one: dict[str, Any]) -> Dimension:
    return Dimension(
        id=one["id"],
        name=pack.words(one["name"]),
        definition=pack.words(one["definition"]),
        face=one["face"],
        evidence=one.get("evidence", pack.header.evidence),
    )


def _indicator(pack: Pack, one: dict[str, Any], dimension: str, faces: dict[str, Any]) -> Indicator:
    low, high = one.get("range", (None, None))
    return Indicator(
        id=one["id"],
        dimension=dimension,
        subdimension=one["subdimension"],
        name=pack.words(one["name"]),
        definition=pack.words(one["definition"]),
        kind=one["kind"],
        unit=one["unit"],
        direction=one["direction"],
        face=one.get("face", faces[dimension]),
        levels=tuple(one["levels"]),
        depth=one["depth"],
        evidence=one.get("evidence", pack.header.evidence),
        basis=one.get("basis", ""),
        sources=_sources_used(pack, one),
        numerator=pack.words_or_none(one.get("numerator")),
        denominator=pack.words_or_none(one.get("denominator")),
        formula=one.get("formula", ""),
        scale=one.get("scale", ""),
        cut=tuple(str(code) for code in one.get("cut", ())),
        denominators=tuple(one.get("denominators", ())),
        iccs=tuple(one.get("iccs", ())),
        sensitive=one.get("sensitive", False),
        breakdowns=tuple(one.get("breakdowns", ())),
        depth_reason=pack.words_or_none(one.get("depth_reason")),
        low=low,
        high=high,
        notes=pack.words_or_none(one.get("notes")),
    )


def _sources_used(pack: Pack, one: dict[str, Any]) -> tuple[SourceRef, ...]:
    listed_sources = one.get("sources") or [one.get("source") or pack.header.source]
    return tuple(
        SourceRef(used) if isinstance(used, str) else SourceRef(used["id"], used.get("detail", ""))
        for used in listed_sources
    )


def _scale(pack: Pack, one: dict[str, Any]) -> Scale:
    points, missing = (
        tuple(ScalePoint(str(point["code"]), pack.words(point["label"])) for point in found)
        for found in (one["points"], one.get("missing", ()))
    )
    return Scale(one["id"], pack.words(one["name"]), points, missing)


def _source(pack: Pack, one: dict[str, Any]) -> PackSource:
    return PackSource(
        id=one["id"],
        title=str(pack.words(one["title"])),
        publisher=one.get("publisher") or "",
        year=one.get("year"),
        url=one.get("url") or "",
        licence=one.get("licence") or "",
    )
