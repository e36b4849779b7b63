"""The look of a Word file: named styles, so that a city can put on its own."""

from __future__ import annotations

from typing import Any, Final

from paseo.report.document import Document
from paseo.report.writers import word_parts
from paseo.report.writers.typesetting import legible

#: On every machine that has Word; the others put in a font of the same widths.
FONT: Final = "Calibri"
INK: Final = "1C2430"
MUTED: Final = "5B6573"
ACTION: Final = "0B6360"
GAP: Final = "7A2E5D"
BOX: Final = "F2F0EA"

#: Languages whose spelling Word knows only by country.
_COUNTRIES: Final = {
    "en": "en-GB", "es": "es-ES", "de": "de-DE", "fr": "fr-FR", "it": "it-IT", "pt": "pt-PT",
    "nl": "nl-NL", "fi": "fi-FI", "sv": "sv-SE", "el": "el-GR", "bg": "bg-BG", "pl": "pl-PL",
}  # fmt: skip


def set_up(file: Any, document: Document) -> None:
    """Give an empty Word file its page, properties, styles, head and foot."""
    _page(file)
    _properties(file, document)
    _styles(file, language_tag(document.language))
    _head_and_foot(file, document)


def language_tag(language: str) -> str:
    """Return a language as Word writes it.

    >>> language_tag("es"), language_tag("de-AT")
    ('es-ES', 'de-AT')
    """
    return _COUNTRIES.get(language, language)


def _page(file: Any) -> None:
    from docx.shared import Mm

    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin, section.bottom_margin = Mm(26), Mm(22)
    section.header_distance = section.footer_distance = Mm(11)


def _properties(file: Any, document: Document) -> None:
    made = document.made_at.replace(tzinfo=None, microsecond=0)
    properties = file.core_properties
    properties.title = legible(document.title)[:255]
    properties.subject = legible(document.subtitle)[:255]
    properties.author = properties.last_modified_by = "Paseo"
    properties.keywords = legible(f"{document.place}, {document.period}")[:255]
    properties.comments = legible(document.generated)[:255]
    properties.language = language_tag(document.language)
    properties.created = properties.modified = made
    properties.revision = 1


def _styles(file: Any, language: str) -> None:
    styles = file.styles
    word_parts.default_language(styles, language)
    _letters(styles["Normal"], size=10.5, after=6)
    _letters(styles["Title"], size=26, bold=True, after=6)
    word_parts.no_border(styles["Title"])
    _letters(styles["Subtitle"], size=12, colour=MUTED, after=14)
    for level, size in ((1, 18), (2, 13), (3, 11.5), (4, 10.5)):
        style = styles[f"Heading {level}"]
        _letters(style, size=size, bold=True, before=28 - 5 * level, after=6)
        style.paragraph_format.keep_with_next = True
    _letters(styles["Caption"], size=10, before=14, after=4)
    styles["Caption"].paragraph_format.keep_with_next = True
    for name in ("List Bullet", "List Number"):
        _letters(styles[name], size=10.5, after=4)
    _letters(_added(styles, "Lead"), size=12, after=8)
    _letters(_added(styles, "Source"), size=8.5, colour=MUTED, after=10)
    _letters(_added(styles, "Term"), size=10.5, bold=True, before=4, after=0)
    styles["Term"].paragraph_format.keep_with_next = True
    _letters(_added(styles, "Meaning"), size=10.5, after=4)
    _letters(_added(styles, "Picture"), size=10.5, after=4)
    _letters(_added(styles, "Table title"), size=10, bold=True, before=12, after=4)
    styles["Table title"].paragraph_format.keep_with_next = True
    _letters(_added(styles, "Table text"), size=9, after=1, before=1)
    _letters(_added(styles, "Table head"), size=9, bold=True, after=1, before=1)
    _letters(_added(styles, "Contents title"), size=18, bold=True, before=23, after=6)
    # Word's own names: it sets the entries in these when the reader updates the contents.
    for level in range(1, 5):
        _letters(_added(styles, f"toc {level}", builtin=True), size=10.5, after=2)
        styles[f"toc {level}"].paragraph_format.left_indent = _points(14 * (level - 1))
    _letters(_added(styles, "Generated"), size=11, colour=GAP, bold=True, after=10)
    for name, colour in (("Callout", MUTED), ("Callout strong", GAP)):
        style = _added(styles, name)
        _letters(style, size=10.5, after=0)
        style.paragraph_format.left_indent = _points(10)
        word_parts.boxed(style, colour, BOX)
        # Word draws one box around neighbours with equal borders; the title's hue differs by one,
        # so that two boxes in a row stay two.
        title = _added(styles, f"{name} title")
        _letters(title, size=10.5, before=10, after=0)
        title.paragraph_format.left_indent = _points(10)
        title.paragraph_format.keep_with_next = True
        word_parts.boxed(title, f"{int(colour, 16) + 1:06X}", BOX)


def _added(styles: Any, name: str, *, builtin: bool = False) -> Any:
    from docx.enum.style import WD_STYLE_TYPE

    style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin)
    style.base_style = styles["Normal"]
    style.quick_style = True
    return style


def _letters(
    style: Any,
    *,
    size: float,
    colour: str = INK,
    bold: bool = False,
    before: float = 0,
    after: float = 0,
) -> None:
    from docx.shared import RGBColor

    font = style.font
    font.name = FONT
    font.size = _points(size)
    font.bold = bold
    font.italic = False
    font.color.rgb = RGBColor.from_string(colour)
    word_parts.every_script(style, FONT)
    style.paragraph_format.space_before = _points(before)
    style.paragraph_format.space_after = _points(after)


def _points(size: float) -> Any:
    from docx.shared import Pt

    return Pt(size)


def _head_and_foot(file: Any, document: Document) -> None:
    section = file.sections[0]
    head = section.header.paragraphs[0]
    head.style = file.styles["Source"]
    where = document.where
    word_parts.add_run(head._p, legible(where))
    if document.generated:
        word_parts.add_run(head._p, legible(f"   ◇ {document.generated}"), tone="strong")
    foot = section.footer.paragraphs[0]
    foot.style = file.styles["Source"]
    word_parts.add_run(foot._p, legible(document.title) + "   ")
    word_parts.add_run(foot._p, document.words.get("page", "") + " ")
    word_parts.field(foot, "PAGE", "1")
    word_parts.add_run(foot._p, f" {document.words.get('of', '/')} ")
    word_parts.field(foot, "NUMPAGES", "1")
