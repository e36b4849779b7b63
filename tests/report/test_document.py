"""The document model: what must stay together, and what is listed."""

from paseo.report.document import Heading, Paragraph
from report_by_hand import document, small_table


def leading(*blocks):
    return document(*blocks).leads_on()


def test_paragraphs_stay_with_the_table_they_lead_to():
    blocks = (Paragraph("a"), Paragraph("b"), small_table())
    assert leading(*blocks) == (True, True, False)


def test_the_lead_of_a_chapter_stays_with_it_over_a_heading():
    blocks = (Heading("A", 1, "a"), Paragraph("lead", lead=True), Heading("B", 2, "b"))
    assert leading(*blocks, small_table()) == (False, True, False, False)


def test_the_end_of_a_chapter_does_not_cling_to_the_next():
    blocks = (Paragraph("the end"), Heading("B", 1, "b"), small_table())
    assert leading(*blocks) == (False, False, False)


def test_tables_are_listed_in_reading_order_with_those_of_pictures():
    assert [table.caption for table in document().tables()] == ["Values", "Felt"]
