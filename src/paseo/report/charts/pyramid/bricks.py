"""How one brick looks: filled in the positive half, open in the other, dashed where not stated."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from paseo.report.charts.lettering import width_of, wrap
from paseo.report.charts.pyramid.given import Box, Change, Half
from paseo.report.charts.svg import element, line, number, rect, text, titled
from paseo.report.charts.words import Words

_LINE: Final = 15.0
#: How many names a brick that stands for several says on hover.
_MOST_NAMES: Final = 8
_R: Final = 3.6
#: Lower than this no number is written.
LEAST_NUMBERED: Final = 16.0
#: Narrower than this no name is written.
_LEAST_NAME: Final = 74.0
#: Room beside and below the letters of a brick, and from its edge to them.
_BESIDE: Final = 12.0
_BELOW: Final = 16.0
_EDGE: Final = 6.0


def brick(box: Box, half: Half, middle: float, ground: float, words: Words, *, names: bool) -> str:
    """Return one brick where it stands.

    Args:
        box: its place in the cell.
        half: which way the cell grows.
        middle, ground: where the cell begins.
        words: words of the reader's language.
        names: whether names may stand in bricks.
    """
    x = middle + box.u if half == "problem" else middle - box.u - box.width
    y = ground - box.v - box.height
    return titled(_title(box, words), *_drawn(box, half, x, y, names))


def _drawn(box: Box, half: Half, x: float, y: float, names: bool) -> list[str]:
    if box.kind == "unstated":
        parts = [rect("unknown", x + 1, y + 1, box.width - 2, box.height - 2, rx=2)]
        if len(box.bricks) > 1:
            middle = y + box.height / 2 + 4.5
            parts.append(text("muted", x + box.width / 2, middle, str(len(box.bricks)), "middle"))
        return parts
    hue = "action" if half == "positive" else "peers"
    if box.kind == "zero":
        return [line(f"{hue} line", x + 1, y, x + 1, y + box.height, stroke_width=2)]
    inset = 1.25
    inside = (x + inset, y + inset, box.width - 2 * inset, box.height - 2 * inset)
    parts = [rect(hue if half == "positive" else f"{hue} open", *inside, rx=2, stroke_width=1.5)]
    on = "paper" if half == "positive" else "ink"
    if box.kind == "smaller" and box.width > 34 and box.height > 18:
        return [*parts, text(on, x + _EDGE, y + 15, f"+{len(box.bricks)}")]
    if len(box.bricks) == 1 and box.bricks[0].number:
        return [*parts, *_numbered(box, x, y, on)]
    if names and holds_name(box):
        lines = _name(box)
        parts += [text(on, x + _EDGE, y + 15 + _LINE * at, one) for at, one in enumerate(lines)]
    if box.width >= 22 and box.height >= 14:
        parts += _signs(box, x + 8, x + box.width, y + box.height - 8, on)
    return parts


def holds_name(box: Box) -> bool:
    """Return whether the whole name of a measure stands in its brick: half a name tells nothing."""
    lines = _name(box) if len(box.bricks) == 1 else ()
    return bool(lines) and "".join(" ".join(lines).split()) == "".join(box.bricks[0].label.split())


def _name(box: Box) -> tuple[str, ...]:
    """Return the name in as many lines as fit above the marks."""
    room, most = box.width - _BESIDE, int((box.height - _BELOW) // _LINE)
    if most < 1 or room < _LEAST_NAME:
        return ()
    words = box.bricks[0].label.split()
    if any(width_of(word) > room for word in words if "-" not in word):
        return ()  # a word that has to be broken is cut as well
    return wrap(box.bricks[0].label, room, most)


def holds_number(box: Box, number: int) -> bool:
    """Return whether a brick has room for its number."""
    room = width_of(str(number)) + 2 * _EDGE
    return len(box.bricks) == 1 and box.width >= room and box.height >= LEAST_NUMBERED


def _numbered(box: Box, x: float, y: float, on: str) -> list[str]:
    """Return the number by which the key names a measure, with the marks behind it."""
    said = str(box.bricks[0].number)
    middle = y + box.height / 2
    return [
        text(on, x + _EDGE, middle + 4.5, said),
        *_signs(box, x + _EDGE + width_of(said) + 7, x + box.width, middle, on),
    ]


def _signs(box: Box, left: float, end: float, foot: float, on: str) -> list[str]:
    """Return the marks of a brick: aim from the left, what became of it on the right."""
    first = box.bricks[0]
    aims = {"both": 2, "": 0}.get(first.aim, 1)
    if end - left < 10 * (aims + bool(first.change)) - 4:
        return []  # marks that overlap say less than none; hovering and the table tell
    parts = []
    for aim in ("person", "structure"):
        if first.aim in (aim, "both"):
            parts.append(SIGNS[aim](left, foot, on))
            left += 9.5
    if first.change:
        parts.append(fate(first.change, end - 8, foot, on))
    return parts


def person(x: float, y: float, on: str) -> str:
    """Draw the mark of a measure for people: a dot."""
    return element("circle", on, cx=x, cy=y, r=_R)


def structure(x: float, y: float, on: str) -> str:
    """Draw the mark of a measure on surroundings: a house."""
    path = (
        f"M{number(x - 4)} {number(y)}L{number(x)} {number(y - 4.2)} {number(x + 4)} {number(y)}"
        f"V{number(y + 3.6)}H{number(x - 4)}Z"
    )
    return element("path", on, d=path)


SIGNS: Final[dict[str, Callable[[float, float, str], str]]] = {
    "person": person,
    "structure": structure,
}

#: Outlines around (0, 0), 8 wide: plus, minus, arrow upwards, triangles up and down.
_FATES: Final[dict[Change, str]] = {
    "new": "M{l} {u}H{x0}V{t}H{x1}V{u}H{r}V{d}H{x1}V{b}H{x0}V{d}H{l}Z",
    "ended": "M{l} {u}H{r}V{d}H{l}Z",
    "moved": "M{x} {t}L{r} {y}H{x1}V{b}H{x0}V{y}H{l}Z",
    "more": "M{x} {t}L{r} {b}H{l}Z",
    "less": "M{l} {t}H{r}L{x} {b}Z",
}


def fate(change: Change, x: float, y: float, on: str) -> str:
    """Draw what became of a measure beside the other year."""
    places = {
        "x": x,
        "y": y,
        "l": x - 4,
        "r": x + 4,
        "t": y - 4,
        "b": y + 4,
        "u": y - 1.2,
        "d": y + 1.2,
        "x0": x - 1.2,
        "x1": x + 1.2,
    }
    path = _FATES[change].format(**{name: number(at) for name, at in places.items()})
    return element("path", on, d=path)


def _title(box: Box, words: Words) -> str:
    if len(box.bricks) == 1:
        one = box.bricks[0]
        said = words.pyramid_unstated if box.kind == "unstated" else one.said
        parts = [one.label, said, _aim(one.aim, words), _fate(one.change, words)]
        return ": ".join(part for part in (parts[0], ", ".join(p for p in parts[1:] if p)) if part)
    named = "; ".join(one.label for one in box.bricks[:_MOST_NAMES])
    more = "; …" if len(box.bricks) > _MOST_NAMES else ""
    head = words.pyramid_together % {"count": len(box.bricks)}
    return f"{head}: {named}{more}"


def _aim(aim: str, words: Words) -> str:
    return str(getattr(words, f"pyramid_{aim}")) if aim else ""


def _fate(change: str, words: Words) -> str:
    return str(getattr(words, f"pyramid_{change}")) if change else ""
