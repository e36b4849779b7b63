"""Which links a sheet or a measure brings with it, and why each is shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from paseo.prevention.gaps.spelling import plain
from paseo.prevention.measures.measure import Measure
from paseo.prevention.sheets.links import ANY, ROOMS, Link, LinksPack
from paseo.prevention.sheets.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Shown:
    """A link with why it is shown: field and word, each that met the condition.

    Args:
        because: empty where it is shown for every measure.
    """

    link: Link
    because: tuple[tuple[str, str], ...]


def matching_links(measure: Sheet | Measure, links: LinksPack) -> dict[str, tuple[Shown, ...]]:
    """Return the links of a measure, room by room, each with its reasons.

    Every field that a condition names has to hold one of its words.

    Example:
        >>> from paseo.prevention.sheets.links import load_links
        >>> gate = Sheet(title="Gate", problem="street_crime", uses=("camera",))
        >>> [one.link.id for one in matching_links(gate, load_links())["rights"]]
        ['rights-watched']
    """
    shown = [one for link in links.links if (one := _shown(measure, link)) is not None]
    return {room: tuple(one for one in shown if one.link.room == room) for room in ROOMS}


def _shown(measure: Sheet | Measure, link: Link) -> Shown | None:
    because: list[tuple[str, str]] = []
    for field, wanted in link.when.items():
        held = _held(getattr(measure, field))
        met = [
            (field, word)
            for word in held
            if ANY in wanted or plain(word) in {plain(one) for one in wanted}
        ]
        if not met:
            return None
        because += met
    return Shown(link, tuple(because))


def _held(value: Any) -> Iterable[str]:
    words = value if isinstance(value, tuple) else (value,)
    return [str(one) for one in words if one]
