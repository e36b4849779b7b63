"""HTML: one self-contained file that reads on a screen, in the dark, and on paper."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from importlib import resources
from typing import Final

from paseo.report.document import (
    Block,
    Bullets,
    Callout,
    Cell,
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
from paseo.report.writers.typesetting import legible

#: Marks in shape as well as in colour, so that a box reads in black and white.
_SIGNS: Final = {"note": "", "caution": "▲", "missing": "◌", "generated": "◇"}
_SAFE_LINK: Final = re.compile(r"^(https?://|mailto:|#)")


class HtmlWriter:
    """Writes a document as a page without scripts or outside files."""

    ending = "html"
    media_type = "text/html"

    def write(self, document: Document) -> bytes:
        return legible(write_html(document)).encode("utf-8")


def write_html(document: Document) -> str:
    """Return the document as a whole HTML page.

    Args:
        document: what to write; every word of it is escaped.
    """
    body = "\n".join(_block(block, document) for block in document.blocks)
    generated = (
        f'<p class="generated" role="note">{_SIGNS["generated"]} {escape(document.generated)}</p>'
        if document.generated
        else ""
    )
    return legible(f"""<!doctype html>
<html lang="{escape(document.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Paseo">
<title>{escape(document.title)}</title>
<style>{_style()}{_paper(document)}</style>
</head>
<body>
{generated}
<header>
{_where(document)}
<h1>{escape(document.title)}</h1>
<p class="lead">{escape(document.subtitle)}</p>
</header>
<main>
{body}
</main>
<footer><p>{escape(document.words.get("made_with", "Paseo"))}</p></footer>
</body>
</html>
""")


def _where(document: Document) -> str:
    return f'<p class="where">{escape(document.where)}</p>' if document.where else ""


@cache
def _style() -> str:
    return resources.files("paseo.report.writers").joinpath("report.css").read_text("utf-8")


def _paper(document: Document) -> str:
    """Return what stands on each printed page: where, when, and whether it was generated."""
    where = _css_string(document.where)
    boxes = f"@top-left{{content:{where};font-size:8pt}}"
    if document.generated:
        boxes += f"@top-right{{content:{_css_string(document.generated)};font-size:8pt}}"
    boxes += "@bottom-right{content:counter(page) ' / ' counter(pages);font-size:8pt}"
    return f"@page{{margin:20mm 18mm;{boxes}}}"


def _css_string(words: str) -> str:
    """Return words as a CSS string in which nothing can end the string or the style element.

    >>> _css_string('a"</b')
    '"a\\\\22 \\\\3c \\\\2f b"'
    """
    return '"' + re.sub(r"[^\w ·.,-]", lambda sign: f"\\{ord(sign[0]):x} ", words) + '"'


def _block(block: Block, document: Document) -> str:
    match block:
        case Heading():
            level = min(block.level + 1, 6)
            return f'<h{level} id="{escape(block.id)}">{words_html(block.words)}</h{level}>'
        case Paragraph() | Bullets() | Definitions():
            return text_html(block)
        case Table():
            return _table(block)
        case Figure():
            return _figure(block, document)
        case Callout():
            return _callout(block)
        case PageBreak():
            return '<div class="page-break"></div>'
        case Contents():
            return _contents(block, document)


def text_html(block: Paragraph | Bullets | Definitions) -> str:
    """Return a paragraph, a list or terms as HTML; every word is escaped."""
    if isinstance(block, Paragraph):
        lead = ' class="lead"' if block.lead else ""
        return f"<p{lead}>{words_html(block.words)}</p>"
    if isinstance(block, Definitions):
        pairs = "".join(
            f"<div><dt>{words_html(term)}</dt><dd>{words_html(meaning)}</dd></div>"
            for term, meaning in block.items
        )
        return f"<dl>{pairs}</dl>"
    items = "".join(f"<li>{words_html(item)}</li>" for item in block.items)
    return f'<ol start="{block.start}">{items}</ol>' if block.numbered else f"<ul>{items}</ul>"


def words_html(words: Words) -> str:
    """Return words with their tones, languages and safe links as HTML; every word is escaped."""
    return "".join(_run(run) for run in runs(words))


def _run(run: Run) -> str:
    text = escape(run.words)
    language = f' lang="{escape(run.language)}"' if run.language else ""
    if run.link and _SAFE_LINK.match(run.link):
        return f'<a href="{escape(run.link)}"{language}>{text}</a>'
    tag, kind = {
        "strong": ("strong", ""),
        "emphasis": ("em", ""),
        "muted": ("span", ' class="muted"'),
        "plain": ("span", ""),
    }[run.tone]
    if run.tone == "plain" and not language:
        return text
    return f"<{tag}{kind}{language}>{text}</{tag}>"


def _table(table: Table, caption: bool = True) -> str:
    head = "".join(
        f'<th scope="col"{_align(column.align)}>{escape(column.name)}</th>'
        for column in table.columns
    )
    body = "".join(f"<tr>{_row(row, table)}</tr>" for row in table.rows)
    notes = "".join(f'<p class="source">{words_html(note)}</p>' for note in table.notes)
    words = f"<caption>{escape(table.caption)}</caption>" if caption else ""
    # The box scrolls on a narrow screen, so it must be reachable by keyboard and have a name.
    return (
        f'<div class="table" role="region" tabindex="0" aria-label="{escape(table.caption)}">'
        f"<table>{words}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{notes}"
    )


def _row(row: tuple[Cell, ...], table: Table) -> str:
    first, *others = row
    return f'<th scope="row">{words_html(first.words)}</th>' + "".join(
        f"<td{_align(column.align)}>{words_html(cell.words)}</td>"
        for cell, column in zip(others, table.columns[1:], strict=True)
    )


def _align(align: str) -> str:
    return ' class="end"' if align == "end" else ""


def _figure(figure: Figure, document: Document) -> str:
    table = ""
    if figure.table is not None:
        show = escape(document.words.get("show_table", figure.table.caption))
        name = f'<span class="hidden">: {escape(figure.title)}</span>'
        table = f"<details><summary>{show}{name}</summary>{_table(figure.table)}</details>"
    notes = "".join(f'<p class="source">{words_html(note)}</p>' for note in figure.notes)
    return (
        f"<figure><figcaption><strong>{escape(figure.title)}</strong> "
        f"{words_html(figure.sentence)}</figcaption>"
        f'<div class="picture" role="group" tabindex="0" aria-label="{escape(figure.title)}">'
        f"{figure.svg}</div>{notes}{table}</figure>"
    )


def _callout(callout: Callout) -> str:
    body = "".join(f"<p>{words_html(words)}</p>" for words in callout.body)
    return (
        f'<div class="callout {callout.kind}" role="note"><p class="callout-title">'
        f"{_sign(callout.kind)}{escape(callout.title)}</p>"
        f"{body}</div>"
    )


def _sign(kind: str) -> str:
    return f'<span aria-hidden="true">{_SIGNS[kind]}</span> ' if _SIGNS[kind] else ""


def _contents(contents: Contents, document: Document) -> str:
    items = "".join(
        f'<li class="level-{heading.level}"><a href="#{escape(heading.id)}">'
        f"{escape(plain(heading.words))}</a></li>"
        for heading in document.headings(contents.levels)
    )
    return (
        f'<nav aria-label="{escape(contents.title)}"><h2>{escape(contents.title)}</h2>'
        f'<ol class="contents">{items}</ol></nav>'
    )
