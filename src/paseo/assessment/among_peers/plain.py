"""A comparison with peers as plain data, for ``benchmark.json``."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from paseo.assessment.among_peers.among import AmongPeers
from paseo.assessment.among_peers.index import IndexPlace


def to_plain(found: AmongPeers, index: IndexPlace | None = None) -> dict[str, Any]:
    """Return the comparison in plain lists and dicts; values of single peers are not in it.

    Args:
        found: the comparison.
        index: the own city's band in an index, where one was asked for.
    """
    profile, chosen = found.profile, found.chosen
    plain: dict[str, Any] = {
        "format": 1,
        "city": profile.city.id,
        "framework": f"{profile.framework.id} {profile.framework.version}",
        "depth": profile.depth,
        "made_at": profile.made_at.isoformat(timespec="seconds"),
        "generated": profile.city.generated,
        "peers": {
            "choice": {name: list(getattr(chosen.choice, name)) for name in chosen.choice.asked},
            "offered": chosen.offered,
            "left": chosen.left,
            "left_without": dict(chosen.without),
            "unknown": dict(chosen.unknown),
            "cities": {code: dict(chosen.peers.cities[code].name)
                       for code in sorted(chosen.peers.cities)},
        },
        "dimensions": [
            {**asdict(one), "missing": dict(one.missing), "ranged": one.ranged}
            for one in found.dimensions
        ],
        "indicators": {code: _indicator(found, code) for code in found.compared},
    }  # fmt: skip
    if index is not None:
        plain["index"] = {
            **asdict(index), "title": dict(index.title), "about": dict(index.about),
        }  # fmt: skip
    return plain


def _indicator(found: AmongPeers, code: str) -> dict[str, Any]:
    result = found.profile.result(code)
    measured, peers, bands = result.measured, result.peers, found.bands.get(code)
    assert measured is not None
    assert peers is not None
    return {
        "value": {
            name: getattr(measured, name) for name in ("period", "value", "low", "high", "method")
        },
        "range": asdict(peers),
        "bands": asdict(bands) if bands is not None else None,
        "comparisons": [asdict(one) for one in found.compared[code]],
        "withheld": found.withheld.get(code, 0),
    }
