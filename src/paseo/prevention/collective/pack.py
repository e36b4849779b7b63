"""From a checked pack to a form for partners, and what its schema cannot say."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from paseo.content.pack import Pack
from paseo.content.problems import Place, Problems
from paseo.content.registry import Shelf
from paseo.content.store import store
from paseo.prevention.collective.form import (
    CollectiveForm,
    Condition,
    Gate,
    PartnerKind,
    Phase,
    Point,
    Statement,
    Task,
)

#: The form that Paseo ships.
FIVE_CONDITIONS: Final = "paseo.collective.five-conditions"
KIND: Final = "collective-form"
_LEAST: Final = 3
_LEAST_SPREAD: Final = 5


def load_form(pack: str = FIVE_CONDITIONS) -> CollectiveForm:
    """Return a form for partners by the id of its pack.

    Raises:
        Refused: when there is no such pack, or it has an error.

    >>> form = load_form()
    >>> len([one for one in form.conditions if not one.before]), len(form.statements)
    (5, 23)
    """
    found: CollectiveForm = store().build(pack, KIND)
    return found


def read_form(path: Path) -> CollectiveForm:
    """Return the form in a pack file that is not on the shelf.

    Raises:
        Refused: when the file is no form for partners, or has an error.
    """
    pack, problems = store().read(path)
    problems.refuse()
    assert pack is not None
    if pack.header.kind != KIND:
        place = Place(path.name)
        problems.add("P193", place, value=pack.id, found=pack.header.kind, wanted=KIND)
        problems.refuse()
    return build_form(pack)


def build_form(pack: Pack) -> CollectiveForm:
    """Return a checked pack as a form."""
    return CollectiveForm(
        id=pack.id,
        version=pack.header.version,
        title=pack.header.title,
        description=pack.header.description,
        scale=tuple(Point(one["value"], pack.words(one["label"])) for one in pack.section("scale")),
        conditions=tuple(
            Condition(
                one["id"], pack.words(one["name"]), pack.words(one["about"]),
                one.get("before", False), **_origin(pack, one),
            )
            for one in pack.section("conditions")
        ),
        statements=tuple(
            Statement(one["id"], one["condition"], pack.words(one["text"]), **_origin(pack, one))
            for one in pack.section("statements")
        ),
        kinds=tuple(
            PartnerKind(one["id"], pack.words(one["name"])) for one in pack.section("kinds")
        ),
        phases=tuple(_phase(pack, one) for one in pack.section("phases")),
        tasks=tuple(Task(one["id"], pack.words(one["text"])) for one in pack.section("tasks")),
        least_shown=int(pack.sections.get("least_shown", _LEAST)),
        least_spread=int(pack.sections.get("least_spread", _LEAST_SPREAD)),
        sources={one["id"]: str(pack.words(one["title"])) for one in pack.section("sources")},
    )  # fmt: skip


def _origin(pack: Pack, one: Mapping[str, Any]) -> dict[str, Any]:
    used = one.get("sources") or [one.get("source") or pack.header.source]
    first = used[0]
    return {
        "evidence": one.get("evidence", pack.header.evidence),
        "source": str(first["id"] if isinstance(first, dict) else first),
    }


def _phase(pack: Pack, one: Mapping[str, Any]) -> Phase:
    return Phase(
        id=one["id"],
        name=pack.words(one["name"]),
        means=pack.words(one["means"]),
        gates=tuple(
            Gate(gate["of"], gate["at_least"], gate.get("lower_quartile"))
            for gate in one.get("medians", ())
        ),
        indicators=one.get("indicators", 0),
        tasks=one.get("tasks", False),
        evidence=one.get("evidence", pack.header.evidence),
    )


def check_form(pack: Pack, problems: Problems, shelf: Shelf) -> None:
    """Find what the schema of forms for partners cannot say."""
    stated = {one["condition"] for one in pack.section("statements")}
    for at, one in enumerate(pack.section("conditions")):
        if one["id"] not in stated:
            problems.add("V984", pack.place("conditions", at), id=one["id"])
    highest = max(one["value"] for one in pack.section("scale"))
    for at, phase in enumerate(pack.section("phases")):
        for inner, gate in enumerate(phase.get("medians", ())):
            if max(gate["at_least"], gate.get("lower_quartile", 0)) > highest:
                problems.add("V984", pack.place("phases", at, "medians", inner), id=gate["of"])
