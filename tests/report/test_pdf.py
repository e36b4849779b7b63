"""The PDF, opened again: tagged, in its language, with alt texts, and safe from its own words."""

import io
import sys
from dataclasses import replace

import pypdf
import pytest

from paseo.report.document import Figure, Heading, Paragraph
from paseo.report.writers import MissingExtra
from paseo.report.writers.pdf import typst_data, write_pdf
from paseo.report.writers.typesetting import breakable, picture_png
from report_by_hand import SVG, document, hostile, small_table


def read(of):
    return pypdf.PdfReader(io.BytesIO(write_pdf(of)))


def texts(pdf):
    return [" ".join(page.extract_text().split()) for page in pdf.pages]


def tags(pdf):
    """Return every structure element as (kind, alternative text)."""
    found = []

    def walk(node):
        node = node.get_object()
        if isinstance(node, list):
            for one in node:
                walk(one)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append((node["/S"], str(node.get("/Alt", ""))))
            if "/K" in node:
                walk(node["/K"])

    walk(pdf.trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


@pytest.fixture(scope="module")
def plain():
    return read(document())


def test_the_file_is_tagged_and_says_its_language_and_title(plain):
    root = plain.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert plain.metadata.title == "Security in Exampletown"
    assert b"pdfuaid" in root["/Metadata"].get_data()


def test_every_picture_has_an_alternative_text(plain):
    pictures = [alt for kind, alt in tags(plain) if kind == "/Figure"]
    assert pictures == ["What is felt A picture of it"]


def test_headings_lists_and_tables_are_tagged_as_such(plain):
    kinds = {kind for kind, _ in tags(plain)}
    assert {"/H1", "/H2", "/L", "/LI", "/Table", "/TH", "/TD", "/TOC"} <= kinds


def test_the_outline_holds_the_headings(plain):
    titles = [one["/Title"] for one in plain.outline if not isinstance(one, list)]
    assert titles == ["Summary", "Values", "figure tables"]


def test_each_page_says_where_when_and_its_number(plain):
    pages = texts(plain)
    for number, text in enumerate(pages, start=1):
        assert "Exampletown · 2023" in text
        assert f"page {number} of {len(pages)}" in text


def test_generated_values_say_so_on_every_page():
    pages = texts(read(document(*document().blocks, generated="Generated: invented")))
    assert len(pages) > 1
    assert all("Generated: invented" in text for text in pages)


def test_a_long_table_repeats_its_head_on_each_page():
    pages = texts(read(document(Heading("Long", 1, "long"), small_table(rows=120))))
    assert len(pages) > 2
    assert all("Place Value Said" in text for text in pages)


def test_the_table_behind_a_picture_stands_at_the_end(plain):
    assert "T1. Felt" in texts(plain)[-1]


def test_greek_and_cyrillic_come_out_as_written():
    words = "Ασφάλεια στον δημόσιο χώρο. Безопасност в града: ъгъл, їжак, łódź, Ħal"
    assert words in " ".join(texts(read(document(Paragraph(words)))))


def test_harmful_words_are_only_words():
    text = " ".join(texts(read(hostile())))
    for part in ("<script>alert(1)</script>", "#sys.inputs $x^2$ *b* _i_", "=cmd|"):
        assert part in text


def test_a_sign_that_no_font_holds_costs_the_sign_and_not_the_report():
    # Plane 14 tags and an unassigned script: no font of any machine draws them.
    text = " ".join(texts(read(document(Paragraph("before \U0001f9ff\U00016d4f after")))))
    assert "before" in text
    assert "after" in text


def test_the_same_document_is_the_same_file():
    assert write_pdf(document()) == write_pdf(document())


def test_a_picture_becomes_a_png_at_twice_its_size():
    png = picture_png(SVG)
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = (int.from_bytes(png[at : at + 4], "big") for at in (16, 20))
    assert (width, height) == (400, 120)


def test_a_picture_taller_than_a_page_still_prints():
    tall = SVG.replace('viewBox="0 0 200 60" width="200" height="60"',
                       'viewBox="0 0 200 900" width="200" height="900"')  # fmt: skip
    assert len(read(document(Figure(tall, "T", "D", "S"))).pages) >= 1


def test_without_typst_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(MissingExtra, match=r"paseo\[pdf\]"):
        write_pdf(document())


def test_only_very_long_words_are_made_breakable():
    assert breakable("Straßenbeleuchtung am Abend") == "Straßenbeleuchtung am Abend"
    assert "\u200b" in breakable("x" * 80)
    assert breakable("x" * 80).replace("\u200b", "") == "x" * 80


def test_a_long_name_may_break_and_is_shortened_at_the_foot():
    data = typst_data(replace(document(), title="A night bus " + "x" * 188))
    assert "\u200b" in data["shown"] and data["shown"].replace("\u200b", "") == data["title"]
    assert len(data["foot"].replace("\u200b", "")) == 80
    assert "…" in data["foot"]


def test_an_empty_title_is_not_printed_empty():
    assert typst_data(replace(document(), title=" "))["shown"].strip()
