"""Documents that no careful author writes: every format still gives a file that opens."""

import io
from dataclasses import replace

import docx
import openpyxl
import pypdf
import pytest
from lxml import html

from paseo.report.document import (
    Bullets,
    Callout,
    Cell,
    Column,
    Contents,
    Definitions,
    Figure,
    Heading,
    Paragraph,
    Run,
    Table,
)
from paseo.report.writers.registry import WRITERS
from report_by_hand import SVG, document, small_table

OPENING = {
    "html": html.fromstring,
    "pdf": lambda data: [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages],
    "docx": lambda data: docx.Document(io.BytesIO(data)),
    "xlsx": lambda data: openpyxl.load_workbook(io.BytesIO(data)),
}

ODD = {
    "nothing at all": replace(document(), blocks=()),
    "no title": document(Paragraph("x"), title="", subtitle="", place="", period=""),
    "only empty texts": document(
        Heading("", 1, "empty"),
        Contents("", 2),
        Paragraph(""),
        Bullets(()),
        Bullets(("",), numbered=True),
        Definitions((("", ""),)),
        Callout("note", "", ("",)),
        Table("", (Column(""),), ((Cell(""),),)),
        Figure(SVG, "", "", ""),
    ),
    "a heading level left out": document(Heading("Part", 2, "a"), Heading("Leaf", 6, "b")),
    "one id for two headings": document(
        Heading("One", 1, "same"), Heading("Two", 1, "same"), Paragraph((Run("to", link="#same"),))
    ),
    "an id with signs, and none": document(
        Heading("One", 1, 'a "b" <é>'), Heading("Two", 1, ""), Paragraph((Run("l", link="#"),))
    ),
    "links to nowhere": document(
        Paragraph((Run("a", link="#none"), Run("b", link="javascript:alert(1)"), Run("", link="#")))
    ),
    "languages with scripts and private ones": document(
        Paragraph((Run("x", language="zh-Hans"), Run("y", language="x-own"))), language="sr-Latn-RS"
    ),
    "Hebrew": document(Heading("בטיחות", 1, "a"), small_table("טבלה"), language="he"),
    "a table without rows": document(Table("None yet", (Column("a"), Column("b")), ())),
    "columns that ask for no width": document(
        Table("t", (Column("a", width=0), Column("b", width=0)), ((Cell("x"), Cell("y")),))
    ),
    "numbers that are none": document(
        Table(
            "t",
            (Column("a"), Column("b", "end")),
            tuple((Cell("x"), Cell("?", n)) for n in (float("nan"), float("inf"), 1e300, None)),
        )
    ),
    "half a surrogate pair and control signs": document(Paragraph("a\ud800\x00\x1bb\ufffe")),
    "more columns than a page is wide": document(
        Table("t", tuple(Column(f"column {n}") for n in range(40)), (tuple(map(Cell, "x" * 40)),))
    ),
    "a cell longer than a page": document(
        Table("t", (Column("a"), Column("b")), ((Cell("x"), Cell("many words " * 1500)),))
    ),
}


@pytest.mark.parametrize("ending", WRITERS)
@pytest.mark.parametrize("odd", ODD)
def test_an_odd_document_still_gives_a_file_that_opens(odd, ending):
    assert OPENING[ending](WRITERS[ending].write(ODD[odd])) is not None


@pytest.mark.parametrize("ending", WRITERS)
def test_a_table_of_2000_rows_is_written_whole(ending):
    data = WRITERS[ending].write(document(Heading("Long", 1, "long"), small_table(rows=2000)))
    read = OPENING[ending](data)
    last = {
        "html": lambda: read.xpath("string(//tbody/tr[last()]/th)"),
        "pdf": lambda: "Place 1999" if "Place 1999" in "".join(read) else "",
        "docx": lambda: read.tables[0]._cells[-3].text,
        "xlsx": lambda: read["Long"]["A2004"].value,
    }
    assert last[ending]() == "Place 1999"


def test_no_heading_level_is_left_out_of_the_outline():
    outline = pypdf.PdfReader(
        io.BytesIO(WRITERS["pdf"].write(ODD["a heading level left out"]))
    ).outline
    assert [one["/Title"] for one in outline if not isinstance(one, list)] == ["Part"]
    assert [one["/Title"] for one in outline[1]] == ["Leaf"]
