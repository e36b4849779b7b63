"""What the reader asked for in the address: depth, moment, and the cities to stand beside."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, cast
from urllib.parse import urlencode

from django.http import HttpRequest

from paseo.assessment.framework import DEPTHS, Depth
from paseo.evidence import periods

PEERS: Final = ("all", "country", "size", "named", "none")


@dataclass(frozen=True, slots=True)
class Choice:
    """One reading of a city; every link of a page carries it on.

    Args:
        depth: empty is the city's own choice.
        period: the last period to be read; empty is the latest.
        peers: one of :data:`PEERS`.
        named: city ids, when the peers are named.
    """

    depth: str = ""
    period: str = ""
    peers: str = "all"
    named: tuple[str, ...] = ()

    @classmethod
    def of(cls, request: HttpRequest) -> Choice:
        """Read the address; what it cannot mean is left out."""
        asked = request.GET
        depth, period = asked.get("depth", ""), asked.get("period", "")
        peers = asked.get("peers", "all")
        return cls(
            depth=depth if depth in DEPTHS else "",
            period=period if periods.is_period(period) else "",
            peers=peers if peers in PEERS else "all",
            named=tuple(dict.fromkeys(asked.getlist("with"))) if peers == "named" else (),
        )

    def depth_for(self, own: str) -> Depth:
        """Return the depth, the city's own where none was asked for."""
        return cast(Depth, self.depth or (own if own in DEPTHS else "full"))

    def with_(self, **changes: str) -> Choice:
        """Return the same choice but for what is given."""
        return replace(self, **changes)  # type: ignore[arg-type]

    @property
    def query(self) -> str:
        """Return ``?depth=rapid&with=madrid``; empty when nothing was chosen."""
        pairs = [
            (name, value)
            for name, value, usual in (
                ("depth", self.depth, ""),
                ("period", self.period, ""),
                ("peers", self.peers, "all"),
            )
            if value != usual
        ]
        pairs += [("with", city) for city in self.named]
        return f"?{urlencode(pairs)}" if pairs else ""
