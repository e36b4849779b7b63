"""Elements of SVG as text: escaped, rounded, coloured by class with a fallback that prints."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterable
from typing import Final

#: Light tokens of ``web/ui/static/ui/tokens.css``: what is seen where no style sheet applies.
INK: Final = "#1C2430"
MUTED: Final = "#535D6B"
PAPER: Final = "#FBFAF7"
HAIR: Final = "#DDD8CC"
WASH: Final = "#F2EFE8"
HAPPENS: Final = "#3B4A8C"
FELT: Final = "#8F5200"
PEERS: Final = "#5B6573"
GAP: Final = "#7A2E5D"
ACTION: Final = "#0B6360"
UNKNOWN: Final = "#6B7482"
HAPPENS_WASH: Final = "#E8EAF4"
FELT_WASH: Final = "#F7ECDC"
PEERS_WASH: Final = "#E4E5E4"
SCALE: Final = ("#D5E5E1", "#A5C9C4", "#6BA5A0", "#337C78", "#084A48")

#: Fonts of the page first; then what printers and word processors have.
FONTS: Final = "system-ui, 'Noto Sans', 'Segoe UI', Roboto, 'DejaVu Sans', Arial, sans-serif"
#: One size in all pictures, the size that ``charts.css`` gives to text.
FONT_SIZE: Final = 13

_SOLID: Final = {
    "happens": HAPPENS,
    "felt": FELT,
    "peers": PEERS,
    "gap": GAP,
    "action": ACTION,
}
_WASH: Final = {"happens": HAPPENS_WASH, "felt": FELT_WASH, "peers": PEERS_WASH}

Value = str | float | None


def paint(classes: str, *, text: bool = False) -> dict[str, Value]:
    """Return the presentation attributes that stand in for classes without a style sheet.

    Args:
        classes: class names as ``charts.css`` knows them, separated by spaces.
        text: whether they stand on a text, which is never outlined.

    >>> paint("felt line")
    {'fill': 'none', 'stroke': '#8F5200'}
    >>> paint("muted", text=True)
    {'fill': '#535D6B'}
    """
    names = classes.split()
    hue = next((name for name in names if name in _SOLID), None)
    if text:
        on = PAPER if "paper" in names else MUTED if "muted" in names else INK
        return {"fill": _SOLID[hue] if hue else on}
    if "open" in names and hue:
        return {"fill": PAPER, "fill-opacity": 0.25, "stroke": _SOLID[hue], "stroke-width": 2}
    if "band" in names and hue:
        return {"fill": _WASH.get(hue, PEERS_WASH)}
    if "line" in names:
        colour = _SOLID[hue] if hue else UNKNOWN if "hatch" in names else INK
        return {"fill": "none", "stroke": colour}
    if hue:
        return {"fill": _SOLID[hue], "stroke": _SOLID[hue]}
    return _plain(names)


def _plain(names: list[str]) -> dict[str, Value]:
    if "grid" in names:
        return {"fill": "none", "stroke": HAIR, "stroke-width": 1}
    if "unknown" in names:
        return {"fill": "none", "stroke": UNKNOWN, "stroke-dasharray": "3 2"}
    if "border" in names:
        return {"stroke": PAPER}
    for name in names:
        if name.startswith("scale-"):
            return {"fill": SCALE[int(name[6:]) - 1]}
    fills = {"ink": INK, "muted": MUTED, "paper": PAPER, "wash": WASH, "hatch": UNKNOWN}
    return next(({"fill": fills[name]} for name in names if name in fills), {})


def number(value: float) -> str:
    """Write a coordinate to one decimal, without a trailing zero.

    >>> number(12.0), number(3.14159), number(-0.04)
    ('12', '3.1', '0')
    """
    if not math.isfinite(value):
        raise ValueError("a coordinate must be finite")
    text = f"{value:.1f}"
    text = text.removesuffix(".0")
    return "0" if text == "-0" else text


#: What XML 1.0 cannot hold (section 2.2), and lone surrogates.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def escape(text: str) -> str:
    """Return text that is safe between tags and within double quotes.

    >>> escape('<b a="1">&')
    '&lt;b a=&quot;1&quot;&gt;&amp;'
    """
    text = _FORBIDDEN.sub("\ufffd", text)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;")


def element(name: str, classes: str = "", *children: str, **attributes: Value) -> str:
    """Return one element; attributes given by name override the fallback of its classes.

    Args:
        name: tag name.
        classes: class names; their colours are added as presentation attributes.
        children: content that is markup already.
        attributes: ``stroke_width`` becomes ``stroke-width``; numbers are rounded, None left out.

    >>> element("circle", "happens", cx=3, cy=4.04, r=2)
    '<circle class="happens" fill="#3B4A8C" stroke="#3B4A8C" cx="3" cy="4" r="2"/>'
    """
    found: dict[str, Value] = {"class": classes or None}
    found.update(paint(classes, text=name == "text"))
    found.update((key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items())
    head = f"<{name}" + "".join(
        f' {key}="{_written(value)}"' for key, value in found.items() if value is not None
    )
    inside = "".join(children)
    return f"{head}>{inside}</{name}>" if inside else f"{head}/>"


def _written(value: Value) -> str:
    if isinstance(value, str):
        return escape(value)
    assert value is not None
    # Opacities need a second decimal; coordinates never do.
    return f"{value:g}" if 0 < abs(value) < 1 else number(value)


def rect(classes: str, x: float, y: float, width: float, height: float, **more: Value) -> str:
    """Return a rectangle."""
    return element("rect", classes, x=x, y=y, width=max(0.0, width), height=height, **more)


def line(classes: str, x1: float, y1: float, x2: float, y2: float, **more: Value) -> str:
    """Return a straight line as a short path."""
    if abs(y1 - y2) < 0.05:
        path = f"M{number(x1)} {number(y1)}H{number(x2)}"
    elif abs(x1 - x2) < 0.05:
        path = f"M{number(x1)} {number(y1)}V{number(y2)}"
    else:
        path = f"M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}"
    return element("path", classes, d=path, **more)


def text(
    classes: str, x: float, y: float, words: str, anchor: str = "start", bold: bool = False
) -> str:
    """Return one line of text with its baseline at ``y``."""
    return element(
        "text",
        classes,
        escape(words),
        x=x,
        y=y,
        text_anchor=None if anchor == "start" else anchor,
        font_weight="600" if bold else None,
    )


def titled(title: str, *children: str, href: str = "") -> str:
    """Return elements under a ``<title>`` that is shown on hover, as a link where one is given."""
    inside = element("title", "", escape(title)) + "".join(children)
    if href and safe_link(href):
        return element("a", "", inside, href=href, aria_label=title)
    return element("g", "", inside)


def safe_link(href: str) -> bool:
    """Say whether an address leads to a page and runs nothing.

    >>> safe_link("/places/mitte/"), safe_link("java\\tscript:alert(1)"), safe_link("//other.eu")
    (True, False, False)
    """
    address = re.sub(r"[\x00-\x20]", "", href)
    if address.startswith(("//", "/\\", "\\")):
        return False
    scheme = re.match(r"[^/?#]*?:", address)
    return scheme is None or scheme[0].lower() in ("https:", "http:")


def an_id(key: str) -> str:
    """Return a key as a safe start of ids; keys that had to change get a short hash.

    >>> an_id("range-berlin"), an_id("ärger 1")
    ('range-berlin', 'p-rger-1-97bffc')
    """
    if re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", key):
        return key
    short = hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:6]
    return f"p-{re.sub('[^A-Za-z0-9_-]+', '-', key).strip('-')}-{short}"


def hatch(key: str, variant: int = 0) -> str:
    """Return the definition of a hatch that means "not known"; variant 1 leans the other way."""
    stroke = element("path", "hatch line", d="M0 0V6", stroke_width=1)
    return element(
        "pattern",
        "",
        stroke,
        id=_hatch_id(key, variant),
        width=6,
        height=6,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)" if variant == 0 else "rotate(-45)",
    )


def hatch_fill(key: str, variant: int = 0) -> str:
    """Return the value of ``fill`` that refers to a hatch of this picture."""
    return f"url(#{_hatch_id(key, variant)})"


def _hatch_id(key: str, variant: int) -> str:
    return f"{an_id(key)}-hatch" + ("" if variant == 0 else f"-{variant + 1}")


def hatched(key: str, x: float, y: float, width: float, height: float) -> str:
    """Return a rectangle that says "not known" without colour: hatch and dashed outline."""
    # The hatch carries no class: a class of charts.css would replace its pattern.
    fill = element(
        "rect",
        "",
        x=x,
        y=y,
        width=max(0.0, width),
        height=height,
        fill=hatch_fill(key),
    )
    return fill + rect("unknown", x, y, width, height)


def drawing(
    key: str,
    width: float,
    height: float,
    title: str,
    description: str,
    parts: Iterable[str],
    *,
    linked: bool = False,
) -> str:
    """Return the whole ``<svg>``, with its accessible name and the hatch it may use.

    Args:
        key: start of the ids; must be unique on the page.
        width, height: size in units of which text is 13 high.
        title, description: accessible name and description.
        parts: markup.
        linked: whether links are inside; a picture as a whole (role img) would hide them.
    """
    start = an_id(key)
    body = "".join(parts)
    named = element("title", "", escape(title), id=f"{start}-title") + element(
        "desc", "", escape(description or title), id=f"{start}-desc"
    )
    hatches = [hatch(key, variant) for variant in (0, 1) if hatch_fill(key, variant) in body]
    needed = element("defs", "", *hatches) if hatches else ""
    return element(
        "svg",
        "narrow" if width <= NARROW else "",
        named,
        needed,
        body,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=width,
        height=height,
        role="group" if linked else "img",
        aria_labelledby=f"{start}-title {start}-desc",
        font_family=FONTS,
        font_size=FONT_SIZE,
    )


#: Up to this width a picture is meant for a phone: 13 units are at least 11 px at 360 px.
NARROW: Final = 420
