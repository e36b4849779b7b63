"""The Word file, opened again: real styles, repeated headers, alternative texts."""

import io
import sys
import zipfile

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree

from paseo.report.writers import MissingExtra, typesetting
from paseo.report.writers.word import write_word
from report_by_hand import HOSTILE, document, hostile


@pytest.fixture(scope="module")
def file():
    return docx.Document(io.BytesIO(write_word(document())))


def styles(file):
    return [(paragraph.style.name, paragraph.text) for paragraph in file.paragraphs]


def test_headings_are_headings(file):
    found = styles(file)
    assert ("Title", "Security in Exampletown") in found
    assert ("Heading 1", "Summary") in found
    assert ("Heading 2", "In a table") in found


def test_properties_say_title_language_and_day(file):
    properties = file.core_properties
    assert properties.title == "Security in Exampletown"
    assert properties.language == "en-GB"
    assert properties.created.date().isoformat() == "2026-11-22"


def test_the_language_of_the_file_and_of_what_fell_back_is_marked(file):
    defaults = file.styles.element.find(f"{qn('w:docDefaults')}//{qn('w:lang')}")
    assert defaults.get(qn("w:val")) == "en-GB"
    marked = [
        run.getparent().getparent().findtext(qn("w:t"))
        for run in file.element.body.iter(qn("w:lang"))
    ]
    assert marked == ["Sensación"]


def test_the_first_row_of_each_table_is_a_header_that_repeats(file):
    assert len(file.tables) == 2
    for table in file.tables:
        heads = [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") for row in table._tbl.tr_lst]
        assert heads[0] is not None
        assert heads[1:] == [None] * (len(heads) - 1)


def test_a_picture_has_an_alternative_text(file):
    shape = file.inline_shapes[0]
    assert shape._inline.docPr.get("descr") == "What is felt. A picture of it"
    assert shape.width <= file.sections[0].page_width


def test_the_foot_counts_pages_and_the_head_says_where(file):
    section = file.sections[0]
    assert section.header.paragraphs[0].text == "Exampletown · 2023"
    codes = [one.text.strip() for one in section.footer._element.iter(qn("w:instrText"))]
    assert codes == ["PAGE", "NUMPAGES"]


def test_generated_values_say_so_in_the_head_of_each_page():
    made = docx.Document(io.BytesIO(write_word(document(generated="Generated: invented"))))
    assert "Generated: invented" in made.sections[0].header.paragraphs[0].text


def test_links_inside_lead_to_a_bookmark_that_exists(file):
    body = file.element.body
    names = {one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))}
    anchors = {one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))} - {None}
    assert anchors
    assert anchors <= names


def test_the_contents_list_the_chapters(file):
    assert [text for style, text in styles(file) if style == "toc 1"] == ["Summary", "Values"]


def test_a_numbered_list_goes_on_from_the_one_before(file):
    starts = [
        one.get(qn("w:val")) for one in file.part.numbering_part.element.iter(qn("w:startOverride"))
    ]
    assert starts == ["7"]


def test_without_typst_the_table_stands_in_the_place_of_the_picture(monkeypatch):
    monkeypatch.setattr(typesetting, "available", lambda: False)
    made = docx.Document(io.BytesIO(write_word(document())))
    assert len(made.inline_shapes) == 0
    assert "figure undrawn" in [paragraph.text for paragraph in made.paragraphs]
    assert len(made.tables) == 2


def test_without_python_docx_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(MissingExtra, match=r"paseo\[word\]"):
        write_word(document())


def test_harmful_words_are_only_words_and_every_part_is_well_formed():
    data = write_word(hostile())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(name))
        outside = archive.read("word/_rels/document.xml.rels").decode()
    assert "javascript" not in outside
    text = "\n".join(one.text for one in docx.Document(io.BytesIO(data)).paragraphs)
    assert HOSTILE[0] in text
    assert HOSTILE[9] in text


def test_the_same_document_is_the_same_file():
    assert write_word(document()) == write_word(document())
