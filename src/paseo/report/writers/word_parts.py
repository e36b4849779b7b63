"""Parts of a Word file that python-docx has no words for: fields, links, bookmarks, headers."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from typing import Any, Final

from paseo.report.document import Table
from paseo.report.writers.widths import shares

LINK: Final = "0B6360"
MUTED: Final = "5B6573"
_HAIR: Final = "D9D5CB"
_INK: Final = "1C2430"
_EMU_PER_MM: Final = 36_000
#: More than the letters of tables have: a machine without the font puts in a wider one.
_TABLE_POINTS: Final = 10.5
#: Word's own limit for the name of a bookmark.
_BOOKMARK: Final = 40
_TONES: Final = {"strong": "w:b", "emphasis": "w:i"}
_BREAK_TAGS: Final = {"\t": "w:tab", "\n": "w:br", "\r": "w:br"}
_BREAKS: Final = re.compile(r"([\t\n\r])")


def _make(tag: str, /, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(tag)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def _within(parent: Any, tag: str, /, **attributes: str) -> Any:
    """Append an element and return it."""
    made = parent.makeelement(
        _tag(tag), {_tag(f"w:{key}"): value for key, value in attributes.items()}
    )
    parent.append(made)
    return made


def add_run(
    parent: Any,
    words: str,
    *,
    tone: str = "plain",
    language: str = "",
    linked: bool = False,
) -> None:
    """Append words to a paragraph or to a link within it.

    Element by element: python-docx looks for the place of each, and long tables have thousands.
    """
    run = _within(parent, "w:r")
    properties = _within(run, "w:rPr")
    if tone in _TONES:
        _within(properties, _TONES[tone])
    if linked or tone == "muted":
        _within(properties, "w:color", val=LINK if linked else MUTED)
    if linked:
        _within(properties, "w:u", val="single")
    if language:
        _within(properties, "w:lang", val=language)
    for part in _BREAKS.split(words):
        if part in _BREAK_TAGS:
            _within(run, _BREAK_TAGS[part])
        elif part:
            run.add_t(part)


def set_up(paragraph: Any, style: str, align: str = "start") -> None:
    """Give a new paragraph its style and the side of its column."""
    properties = _within(paragraph._p, "w:pPr")
    _within(properties, "w:pStyle", val=style)
    if align == "end":
        _within(properties, "w:jc", val="right")


def outside_link(paragraph: Any, address: str) -> Any:
    """Append a link to an address and return it, empty."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml.ns import qn

    relation = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = _make("w:hyperlink", history="1")
    link.set(qn("r:id"), relation)
    paragraph._p.append(link)
    return link


def inside_link(paragraph: Any, id: str) -> Any:
    """Append a link to a bookmark of this file and return it, empty."""
    link = _make("w:hyperlink", anchor=_name(id), history="1")
    paragraph._p.append(link)
    return link


def bookmark(paragraph: Any, id: str, number: int) -> None:
    """Make a paragraph a place that links lead to."""
    start = _make("w:bookmarkStart", id=str(number), name=_name(id))
    properties = paragraph._p.pPr
    at = 0 if properties is None else list(paragraph._p).index(properties) + 1
    paragraph._p.insert(at, start)
    paragraph._p.append(_make("w:bookmarkEnd", id=str(number)))


def _name(id: str) -> str:
    """Return an id as Word allows it: letters, digits, underscores, at most forty."""
    plain = re.sub(r"\W", "_", id)
    if len(plain) < _BOOKMARK - 1:
        return f"_{plain}"
    return f"_{plain[: _BOOKMARK - 10]}_{hashlib.sha256(id.encode()).hexdigest()[:8]}"


@cache
def _tag(name: str) -> Any:
    from docx.oxml.ns import qn

    return qn(name)


def field(paragraph: Any, code: str, shown: str) -> None:
    """Append a field (page number, sequence) with what it shows until it is updated."""
    for part in _field_parts(code):
        paragraph._p.append(part)
    add_run(paragraph._p, shown)
    paragraph._p.append(_field_end())


def field_around(paragraphs: list[Any], code: str) -> None:
    """Make paragraphs the result of one field, such as a table of contents."""
    first, last = paragraphs[0]._p, paragraphs[-1]._p
    at = 0 if first.pPr is None else list(first).index(first.pPr) + 1
    for part in reversed(_field_parts(code)):
        first.insert(at, part)
    last.append(_field_end())


def _field_parts(code: str) -> list[Any]:
    begin, instruction, separate = (_make("w:r") for _ in range(3))
    begin.append(_make("w:fldChar", fldCharType="begin"))
    text = _make("w:instrText")
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    text.text = f" {code} "
    instruction.append(text)
    separate.append(_make("w:fldChar", fldCharType="separate"))
    return [begin, instruction, separate]


def _field_end() -> Any:
    end = _make("w:r")
    end.append(_make("w:fldChar", fldCharType="end"))
    return end


def numbering(file: Any, start: int) -> int:
    """Return a new numbered list that begins at ``start``."""
    numbers = file.part.numbering_part.element
    style = file.styles["List Number"].element
    own = style.pPr.numPr.numId.val
    kind = next(one for one in numbers.num_lst if one.numId == own).abstractNumId.val
    made = numbers.add_num(kind)
    made.add_lvlOverride(ilvl=0).add_startOverride(start)
    return int(made.numId)


def number(paragraph: Any, list_number: int) -> None:
    """Make a paragraph an item of a numbered list."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = list_number


def add_table(file: Any, table: Table, room: int) -> Any:
    """Append a table whose first row is a header that repeats on each page."""
    from docx.enum.table import WD_TABLE_ALIGNMENT

    grid = file.add_table(rows=1 + len(table.rows), cols=len(table.columns))
    grid.alignment = WD_TABLE_ALIGNMENT.LEFT
    grid.autofit = False
    properties = grid._tbl.tblPr
    _borders(properties)
    look = properties.find(_tag("w:tblLook"))
    if look is not None:
        properties.remove(look)
    properties.append(_make("w:tblLook", val="00A0", firstRow="1", lastRow="0", firstColumn="1",
                            lastColumn="0", noHBand="1", noVBand="1"))  # fmt: skip
    properties.append(_make("w:tblCaption", val=_clean(table.caption)))
    _widths(grid, table, room)
    for at, row in enumerate(grid._tbl.tr_lst):
        kept = row.get_or_add_trPr()
        kept.append(_make("w:cantSplit"))
        if at == 0:
            kept.append(_make("w:tblHeader"))
    return grid


def _clean(words: str) -> str:
    from paseo.report.writers.typesetting import legible

    return legible(words)[:250]


def _borders(properties: Any) -> None:
    borders = _make("w:tblBorders")
    borders.append(_make("w:top", val="single", sz="8", space="0", color=_INK))
    borders.append(_make("w:bottom", val="single", sz="4", space="0", color=_HAIR))
    borders.append(_make("w:insideH", val="single", sz="4", space="0", color=_HAIR))
    layout = properties.find(_tag("w:tblLayout"))
    if layout is None:
        properties.append(borders)
    else:
        layout.addprevious(borders)


def _widths(grid: Any, table: Table, room: int) -> None:
    parts = shares(table, room / _EMU_PER_MM, _TABLE_POINTS)
    widths = [int(room * part) for part in parts]
    for at, width in enumerate(widths):
        grid.columns[at].width = width
    for row in grid._tbl.tr_lst:
        for cell, width in zip(row.tc_lst, widths, strict=True):
            cell.width = width


def default_language(styles: Any, language: str) -> None:
    """Set the language in which the file is read aloud and its spelling checked."""
    defaults = styles.element.find(
        f"{_tag('w:docDefaults')}/{_tag('w:rPrDefault')}/{_tag('w:rPr')}"
    )
    for held in defaults.findall(_tag("w:lang")):
        defaults.remove(held)
    defaults.append(_make("w:lang", val=language, eastAsia="en-GB", bidi="ar-SA"))


def every_script(style: Any, font: str) -> None:
    """Use one font for Latin, Greek and Cyrillic, not the theme's."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in list(fonts.attrib):
        if "Theme" in key:
            del fonts.attrib[key]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(_tag(f"w:{script}"), font)


def boxed(style: Any, colour: str, fill: str) -> None:
    """Give a paragraph style a bar at its side and a ground."""
    properties = style.element.get_or_add_pPr()
    borders = _make("w:pBdr")
    borders.append(_make("w:left", val="single", sz="18", space="8", color=colour))
    _before_spacing(properties, borders)
    _before_spacing(properties, _make("w:shd", val="clear", color="auto", fill=fill))


def no_border(style: Any) -> None:
    """Take the line away that the built-in style draws."""
    properties = style.element.get_or_add_pPr()
    for held in properties.findall(_tag("w:pBdr")):
        properties.remove(held)


def _before_spacing(properties: Any, element: Any) -> None:
    """Insert where the schema wants it; Word refuses elements out of order."""
    for child in properties:
        if child.tag in (_tag("w:spacing"), _tag("w:ind"), _tag("w:contextualSpacing")):
            child.addprevious(element)
            return
    properties.append(element)
