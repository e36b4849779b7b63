"""How one brick looks: filled in the positive half, open in the other, dashed where not stated."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from paseo.report.charts.lettering import wrap
from paseo.report.charts.pyramid.given import Box, Change, Half
from paseo.report.charts.svg import element, line, number, rect, text, titled
from paseo.report.charts.words import Words

_LINE: Final = 15.0
#: How many names a brick that stands for several says on hover.
_MOST_NAMES: Final = 8
_R: Final = 3.6
#: Narrower than this no name is written.
_LEAST_NAME: Final = 74.0


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
    named = names and len(box.bricks) == 1 and _name(box, x, y, on)
    parts += named or []
    if box.kind == "smaller" and box.width > 34 and box.height > 18:
        parts.append(text(on, x + 6, y + 15, f"+{len(box.bricks)}"))
    elif box.width >= 22 and box.height >= 14:
        parts += _signs(box, x, y, on)
    return parts


def _name(box: Box, x: float, y: float, on: str) -> list[str]:
    """Return the name in as many lines as fit above the marks; none where no word fits."""
    room, most = box.width - 12, int((box.height - 16) // _LINE)
    label = box.bricks[0].label
    if most < 1 or room < _LEAST_NAME:
        return []
    lines = wrap(label, room, most)
    if len(lines) == 1 and lines[0].endswith("…"):
        return []  # half a word tells nothing; the name still shows on hover and in the table
    return [text(on, x + 6, y + 15 + _LINE * at, one) for at, one in enumerate(lines)]


def _signs(box: Box, x: float, y: float, on: str) -> list[str]:
    """Return the marks at the foot of a brick: aim on the left, what became of it on the right."""
    first = box.bricks[0]
    foot = y + box.height - 8
    aims = {"both": 2, "": 0}.get(first.aim, 1)
    if box.width < 4 + 10 * (aims + bool(first.change)):
        return []  # marks that overlap say less than none; hovering and the table tell
    parts = []
    left = x + 8
    for aim in ("person", "structure"):
        if first.aim in (aim, "both"):
            parts.append(SIGNS[aim](left, foot, on))
            left += 9.5
    if first.change:
        parts.append(fate(first.change, x + box.width - 8, foot, on))
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
