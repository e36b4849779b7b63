"""Where the entries of a specification stand."""

from __future__ import annotations

from paseo.assessment.index.specification.choices import kind_of
from paseo.content.pack import Pack
from paseo.content.problems import Place


def places_of(pack: Pack) -> dict[str, Place]:
    """Return where steps, factors, weighting and aggregation stand, by ``step:treat`` and so on."""
    found: dict[str, Place] = {}
    for at, one in enumerate(pack.section("steps")):
        kind = kind_of(one)
        if kind:
            found.setdefault(f"step:{kind}", pack.place("steps", at))
    for name, key in (("weight", "weighting"), ("aggregate", "aggregation")):
        if key in pack.sections:
            found[f"step:{name}"] = pack.place(key)
    for at, one in enumerate(pack.mapping("uncertainty").get("factors", ())):
        found.setdefault(f"factor:{one['id']}", pack.place("uncertainty", "factors", at))
    return found
