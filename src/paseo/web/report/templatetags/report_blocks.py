"""Sets the blocks of a document into a page, with the components that pages use."""

from __future__ import annotations

from itertools import count

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from paseo.report.document import (
    Block,
    Callout,
    Cell,
    Contents,
    Document,
    Figure,
    Heading,
    PageBreak,
    Table,
    Words,
    plain,
)
from paseo.report.writers.html import text_html, words_html

register = template.Library()
_numbers = count(1)
#: Kind of a box in a document to the kind of notice on a page.
_NOTICES = {"note": "plain", "caution": "attention", "missing": "attention", "generated": "plain"}


@register.simple_tag
def document_blocks(document: Document) -> SafeString:
    """Return all blocks of a document; its title and place belong to the page."""
    return format_html_join("\n", "{}", ((_block(one, document),) for one in document.blocks))


def _block(block: Block, document: Document) -> SafeString:
    match block:
        case Heading():
            level = min(block.level + 1, 6)
            return format_html('<h{} id="{}">{}</h{}>', level, block.id, _words(block.words), level)
        case Table():
            return document_table(block)
        case Figure():
            return _figure(block)
        case Callout():
            body = format_html_join("", "<p>{}</p>", ((_words(one),) for one in block.body))
            return _component("notice", kind=_NOTICES[block.kind], title=block.title, content=body)
        case Contents():
            sections = [(one.id, plain(one.words)) for one in document.headings(block.levels)]
            return _component("contents", sections=sections)
        case PageBreak():
            return mark_safe("")
        case _:
            return mark_safe(text_html(block))  # noqa: S308 - escaped by the writer


def _words(words: Words) -> SafeString:
    return mark_safe(words_html(words))  # noqa: S308 - escaped by the writer


@register.simple_tag
def document_table(table: Table) -> SafeString:
    """Return a table of a document as tables look on pages, its tones and links kept."""
    notes = format_html_join(
        "", '<p class="figure-note">{}</p>', ((_words(n),) for n in table.notes)
    )
    return format_html(
        '<div class="table-frame"><div class="table-box" role="region" tabindex="0" '
        'aria-labelledby="document-table-{number}"><table>'
        '<caption id="document-table-{number}"><span>{caption}</span></caption>'
        "<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div></div>{notes}",
        number=next(_numbers),
        caption=table.caption,
        head=format_html_join(
            "",
            '<th scope="col"{}>{}</th>',
            ((_align(one.align), one.name) for one in table.columns),
        ),
        body=format_html_join("", "<tr>{}</tr>", ((_row(table, row),) for row in table.rows)),
        notes=notes,
    )


def _row(table: Table, row: tuple[Cell, ...]) -> SafeString:
    first, *others = row
    cells = format_html_join(
        "",
        "<td{}>{}</td>",
        (
            (_align(column.align), _words(cell.words))
            for cell, column in zip(others, table.columns[1:], strict=True)
        ),
    )
    return format_html('<th scope="row">{}</th>{}', _words(first.words), cells)


def _align(align: str) -> SafeString:
    return mark_safe(' class="number"') if align == "end" else mark_safe("")


def _figure(figure: Figure) -> SafeString:
    below = format_html_join(
        "", '<p class="figure-note">{}</p>', ((_words(one),) for one in figure.notes)
    )
    drawn = _component(
        "figure",
        id=f"document-{next(_numbers)}",
        title=figure.title,
        svg=mark_safe(figure.svg),  # noqa: S308 - escaped by the charts
        sentence=_words(figure.sentence),
    )
    # Beneath the picture, as readers find it under every other one.
    table = (
        format_html(
            '<details class="as-table"><summary>{}</summary>{}</details>',
            figure.table.caption,
            document_table(figure.table),
        )
        if figure.table is not None
        else ""
    )
    return format_html("{}{}{}", drawn, below, table)


def _component(name: str, **values: object) -> SafeString:
    return render_to_string(f"ui/{name}.html", values)
