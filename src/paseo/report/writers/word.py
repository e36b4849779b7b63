"""Word by python-docx: real styles, header rows, captions, alt texts, a table of contents."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any, Final

from paseo.report.document import (
    Block,
    Bullets,
    Callout,
    Contents,
    Definitions,
    Document,
    Figure,
    Heading,
    PageBreak,
    Paragraph,
    Run,
    Table,
    Words,
    plain,
    runs,
)
from paseo.report.writers import MissingExtra, typesetting, word_parts, word_styles
from paseo.report.writers.archive import settled
from paseo.report.writers.typesetting import legible

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph as WordParagraph

_ADDRESS: Final = re.compile(r"^(https?://|mailto:)")
_SIGNS: Final = {"note": "", "caution": "▲ ", "missing": "◌ ", "generated": "◇ "}


class WordWriter:
    """Writes a document as .docx; needs the extra ``word``, and ``pdf`` for its pictures."""

    ending = "docx"
    media_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    def write(self, document: Document) -> bytes:
        return write_word(document)


def write_word(document: Document) -> bytes:
    """Return the document as .docx; the same document gives the same bytes.

    Where typst is not installed a figure is replaced by its table, with a note that says so.

    Raises:
        MissingExtra: when python-docx is not installed.
    """
    try:
        import docx
    except ImportError as missing:
        raise MissingExtra("word") from missing

    file = docx.Document()
    word_styles.set_up(file, document)
    _Writer(file, document).write()
    held = io.BytesIO()
    file.save(held)
    return settled(held.getvalue())


class _Writer:
    """Appends blocks to one Word file; numbers figures and keeps their tables for the end."""

    def __init__(self, file: Any, document: Document) -> None:
        self._file = file
        self._document = document
        self._pictures = typesetting.available()
        self._ids = {block.id for block in document.blocks if isinstance(block, Heading)}
        self._figure_tables: list[tuple[int, Table]] = []
        self._figures = 0
        self._break_next = False
        self._last: Any = None
        self._bookmarks = 0
        # python-docx looks a style up by reading all of them, for each paragraph anew.
        self._styles = {style.name: style.style_id for style in file.styles}

    def write(self) -> None:
        document = self._document
        self._paragraph((Run(document.title),), "Title")
        self._paragraph((Run(document.subtitle),), "Subtitle")
        if document.generated:
            self._paragraph((Run(f"{_SIGNS['generated']}{document.generated}"),), "Generated")
        for block, leading in zip(document.blocks, document.leads_on(), strict=True):
            self._block(block)
            if leading:
                self._last.paragraph_format.keep_with_next = True
        if self._figure_tables:
            self._break_next = True
            self._heading(Heading(self._word("figure_tables"), 1, "figure-tables"))
            for number, table in self._figure_tables:
                self._table(
                    table, caption=f"T{number}. {table.caption}", id=f"figure-table-{number}"
                )
        self._paragraph((Run(self._word("made_with")),), "Source")

    def _word(self, id: str) -> str:
        return self._document.words.get(id, "")

    def _block(self, block: Block) -> None:
        match block:
            case Heading():
                self._heading(block)
            case Paragraph() | Bullets() | Definitions():
                self._text(block)
            case Table():
                self._table(block)
            case Figure():
                self._figure(block)
            case Callout():
                self._callout(block)
            case PageBreak():
                self._break_next = True
            case Contents():
                self._contents(block)

    def _text(self, block: Paragraph | Bullets | Definitions) -> None:
        match block:
            case Paragraph():
                self._paragraph(runs(block.words), "Lead" if block.lead else "Normal")
            case Bullets():
                self._bullets(block)
            case Definitions():
                for term, meaning in block.items:
                    self._paragraph(runs(term), "Term")
                    self._paragraph(runs(meaning), "Meaning")

    def _paragraph(self, words: tuple[Run, ...], style: str) -> WordParagraph:
        paragraph: WordParagraph = self._file.add_paragraph()
        word_parts.set_up(paragraph, self._styles[style])
        self._say(paragraph, words)
        self._last = paragraph
        if self._break_next:
            paragraph.paragraph_format.page_break_before = True
            self._break_next = False
        return paragraph

    def _say(self, paragraph: WordParagraph, words: Words) -> None:
        for run in runs(words):
            if not run.words:
                continue
            if _ADDRESS.match(run.link):
                parent = word_parts.outside_link(paragraph, run.link)
            elif run.link[:1] == "#" and run.link[1:] in self._ids:
                parent = word_parts.inside_link(paragraph, run.link[1:])
            else:
                parent = paragraph._p
            word_parts.add_run(
                parent,
                legible(run.words),
                tone=run.tone,
                language=run.language,
                linked=parent is not paragraph._p,
            )

    def _heading(self, heading: Heading) -> None:
        paragraph = self._paragraph(runs(heading.words), f"Heading {min(heading.level, 4)}")
        self._bookmark(paragraph, heading.id)

    def _bookmark(self, paragraph: WordParagraph, id: str) -> None:
        word_parts.bookmark(paragraph, id, self._bookmarks)
        self._bookmarks += 1

    def _bullets(self, bullets: Bullets) -> None:
        number = word_parts.numbering(self._file, bullets.start) if bullets.numbered else None
        for item in bullets.items:
            style = "List Bullet" if number is None else "List Number"
            paragraph = self._paragraph(runs(item), style)
            if number is not None:
                word_parts.number(paragraph, number)

    def _callout(self, callout: Callout) -> None:
        strong = callout.kind in ("caution", "generated")
        title = Run(f"{_SIGNS[callout.kind]}{callout.title}", "strong")
        style = "Callout strong" if strong else "Callout"
        self._paragraph((title,), f"{style} title")
        for body in callout.body:
            self._paragraph(runs(body), style)

    def _contents(self, contents: Contents) -> None:
        self._paragraph((Run(contents.title),), "Contents title")
        headings = self._document.headings(contents.levels)
        lines = [
            self._paragraph((Run(plain(one.words), link=f"#{one.id}"),), f"toc {one.level}")
            for one in headings
        ]
        # Word fills in the page numbers when the reader updates the field (F9).
        if lines:
            word_parts.field_around(lines, f'TOC \\o "1-{contents.levels}" \\h \\z \\u')

    def _figure(self, figure: Figure) -> None:
        self._figures += 1
        number = self._figures
        caption = self._file.add_paragraph(style="Caption")
        word_parts.add_run(caption._p, f"{self._word('figure')} ", tone="muted")
        word_parts.field(caption, f"SEQ {self._word('figure') or 'Figure'} \\* ARABIC", str(number))
        self._say(caption, (Run("  "), Run(figure.title + ". ", "strong"), *runs(figure.sentence)))
        if self._pictures:
            if figure.table is not None:
                self._say(caption, (Run(f" {self._word('figure_numbers')} "),))
                link = word_parts.inside_link(caption, f"figure-table-{number}")
                word_parts.add_run(link, f"T{number}", linked=True)
                self._figure_tables.append((number, figure.table))
            self._picture(figure)
        else:
            self._paragraph((Run(self._word("figure_undrawn")),), "Source")
            if figure.table is not None:
                self._table(figure.table)
        for note in figure.notes:
            self._paragraph(runs(note), "Source")

    def _picture(self, figure: Figure) -> None:
        paragraph = self._file.add_paragraph(style="Picture")
        section = self._file.sections[0]
        room = section.page_width - section.left_margin - section.right_margin
        png = io.BytesIO(typesetting.picture_png(figure.svg))
        shape = paragraph.add_run().add_picture(png, width=int(room * figure.width))
        said = figure.description or plain(figure.sentence)
        shape._inline.docPr.set("title", legible(figure.title))
        shape._inline.docPr.set("descr", legible(f"{figure.title}. {said}"))
        shape._inline.docPr.set("name", f"{self._word('figure')} {self._figures}")

    def _table(self, table: Table, caption: str = "", id: str = "") -> None:
        title = self._paragraph((Run(caption or table.caption),), "Table title")
        if id:
            self._bookmark(title, id)
        section = self._file.sections[0]
        room = section.page_width - section.left_margin - section.right_margin
        grid = word_parts.add_table(self._file, table, room)
        for at, column in enumerate(table.columns):
            cell = grid.rows[0].cells[at].paragraphs[0]
            word_parts.set_up(cell, self._styles["Table head"], column.align)
            self._say(cell, column.name)
        # Asking python-docx for cells row by row is quadratic; its list is asked for once.
        cells = grid._cells
        width = len(table.columns)
        for below, row in enumerate(table.rows, start=1):
            for at, (held, column) in enumerate(zip(row, table.columns, strict=True)):
                cell = cells[below * width + at].paragraphs[0]
                word_parts.set_up(cell, self._styles["Table text"], column.align)
                self._say(cell, held.words)
        for note in table.notes:
            self._paragraph(runs(note), "Source")
        if not table.notes:
            self._paragraph((), "Source")
