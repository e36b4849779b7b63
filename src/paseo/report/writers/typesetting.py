"""Typst as a printer: our fonts, pictures as PNG, and what to do about signs no font holds."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from paseo.report.charts import svg as marks
from paseo.report.writers import MissingExtra

if TYPE_CHECKING:
    import typst

#: The sans serif of the extra ``pdf`` (SIL Open Font License 1.1), then what typst carries.
#: Pictures show a variable font in its first weight only, so that weight has to be the regular.
FONT_PACKAGE: Final = "fontpkg_ibm_plex_sans"
FONT: Final = "IBM Plex Sans"
FALLBACK_FONT: Final = "Libertinus Serif"

#: Stands for a sign that no font at hand can show; a report is not refused over one emoji.
UNSHOWN: Final = "\u25a1"
_ROUNDS: Final = 6
_UNSHOWABLE: Final = re.compile(r'the text `?"(?P<text>.+?)"`? could not be displayed')
_CODE_POINT: Final = re.compile(r"\\u\{([0-9a-fA-F]+)\}")
#: What even the bundled fonts hold: Latin, Greek, Cyrillic, punctuation.
_EUROPEAN: Final = re.compile(
    "[^\n\t\u0020-\u058f\u1e00-\u1fff\u2000-\u22ff\u25a0-\u25ff\u2c60-\u2c7f]"
)
_ILLEGIBLE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff"
    "\U000f0000-\U0010ffff]"
)
#: Longer than any word of a European language in a report; such a string may break anywhere.
_LONG: Final = re.compile(r"[^\s\u200b]{31,}")
#: Letters of a title that fit into the foot of a page beside its number.
_FOOT: Final = 80


def typst_module() -> Any:
    """Return typst.

    Raises:
        MissingExtra: when it is not installed.
    """
    try:
        import typst
    except ImportError as missing:
        raise MissingExtra("pdf") from missing
    return typst


def available() -> bool:
    """Say whether typst is installed."""
    return find_spec("typst") is not None


@cache
def fonts(*, system: bool = False) -> typst.Fonts:
    """Return the fonts to print with; those of the machine only where nothing else helps."""
    folders: list[Any] = []
    package = find_spec(FONT_PACKAGE)
    if package is not None and package.origin:
        folders.append(Path(package.origin).parent / "files")
    found: typst.Fonts = typst_module().Fonts(include_system_fonts=system, font_paths=folders)
    return found


def print_typst(template: str, data: str, **options: Any) -> bytes:
    """Return what a template of this package makes of data.

    Data never becomes markup: it goes in as one string that the template reads as JSON. A sign
    that the fonts lack is looked for in the machine's fonts and, when they lack it too, shown
    as a square.

    Args:
        template: file beside this module.
        data: JSON.
        options: of ``typst.compile`` (format, standards, timestamp).
    """
    source = resources.files("paseo.report.writers").joinpath(template).read_bytes()
    typst = typst_module()
    data = legible(data)
    attempts = (False, *(True for _ in range(_ROUNDS)))
    for attempt, system in enumerate(attempts):
        try:
            return _compile(source, data, system=system, **options)
        except typst.TypstError as error:
            sign = _unshowable(str(error.message))
            if sign is None:
                raise
        if attempt:
            # What only changes the sign before it goes with that sign.
            data = re.sub(f"(?:{re.escape(sign)}[\ufe00-\ufe0f\u200d]*)+", UNSHOWN, data)
    return _compile(source, _EUROPEAN.sub(UNSHOWN, data), system=False, **options)


def _compile(source: bytes, data: str, *, system: bool, **options: Any) -> bytes:
    made = typst_module().compile(
        source, font_paths=fonts(system=system), sys_inputs={"data": data}, **options
    )
    return made if isinstance(made, bytes) else made[0]


def _unshowable(message: str) -> str | None:
    found = _UNSHOWABLE.search(message)
    if found is None:
        return None
    return _CODE_POINT.sub(lambda code: chr(int(code[1], 16)), found["text"])


def legible(text: str) -> str:
    """Return text without what no font shows: control signs, private use, lone surrogates.

    Signs that turn the direction of what follows go too: they would reach beyond their text.

    >>> legible("safe\\x07ty\\ud800")
    'safety'
    """
    return _ILLEGIBLE.sub("", text)


def legible_data(data: Any) -> Any:
    """Return data with only legible text in it, before it is written as JSON.

    >>> legible_data({"words": ["a\\x00b"], "level": 1})
    {'words': ['ab'], 'level': 1}
    """
    if isinstance(data, str):
        return legible(data)
    if isinstance(data, dict):
        return {key: legible_data(one) for key, one in data.items()}
    if isinstance(data, list):
        return [legible_data(one) for one in data]
    return data


def breakable(text: str) -> str:
    """Let a very long word or address break, so that it cannot run over the edge.

    >>> breakable("https://example.org/a/b?q=abcdefghijkl").count("\\u200b") > 2
    True
    """

    def broken(found: re.Match[str]) -> str:
        word = re.sub(r"([/?&=_.,;:-]+)", "\\1\u200b", found[0])
        return re.sub(r"([^\u200b]{20})(?=[^\u200b])", "\\1\u200b", word)

    return _LONG.sub(broken, text)


def shorten(title: str) -> str:
    """Return a title as the foot of a page holds it, in one line.

    >>> shorten("Gaps: street crime"), len(shorten("x" * 200))
    ('Gaps: street crime', 80)
    """
    return title if len(title) <= _FOOT else f"{title[: _FOOT - 1].rstrip()}…"


def printed(svg: str) -> str:
    """Return a picture for paper: in the report's font, on white."""
    svg = re.sub(r'font-family="[^"]*"', f"font-family=\"'{FONT}'\"", svg, count=1)
    return svg.replace(marks.PAPER, "#FFFFFF")


def picture_png(svg: str, scale: float = 2.0) -> bytes:
    """Return a picture as PNG, at twice the dots of a screen unless told otherwise.

    Raises:
        MissingExtra: when typst is not installed.
    """
    # One unit of our pictures is a CSS pixel: 96 an inch.
    return print_typst("picture.typ", printed(svg), format="png", ppi=96 * scale)
