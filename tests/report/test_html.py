"""The page: one file, nothing that runs, every word escaped, every language marked."""

from itertools import pairwise

from lxml import html as reading

from paseo.report.writers.html import write_html
from report_by_hand import HOSTILE, document, hostile


def page(of):
    return reading.fromstring(write_html(of).encode("utf-8"))


def test_the_page_is_one_file_that_fetches_and_runs_nothing():
    read = page(document())
    assert not read.xpath("//script|//link|//iframe|//object|//img|//@onclick|//@style")
    outside = [address for address in read.xpath("//a/@href") if not address.startswith("#")]
    assert outside == ["https://example.org/a"]


def test_headings_step_down_without_a_gap_under_one_title():
    levels = [int(one.tag[1]) for one in page(document()).xpath("//h1|//h2|//h3|//h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))


def test_a_language_that_fell_back_is_marked():
    read = page(document(language="fi"))
    assert read.get("lang") == "fi"
    assert read.xpath("//*[@lang='es']/text()") == ["Sensación"]


def test_tables_name_their_columns_and_their_rows():
    read = page(document())
    table = read.xpath("//table")[0]
    assert table.xpath("string(caption)") == "Values"
    assert table.xpath("thead//th/@scope") == ["col", "col", "col"]
    assert table.xpath("tbody//th/@scope") == ["row", "row"]


def test_a_picture_has_a_sentence_and_its_table():
    figure = page(document()).xpath("//figure")[0]
    assert "Seven in ten." in figure.xpath("string(figcaption)")
    assert figure.xpath("string(.//details//caption)") == "Felt"
    assert figure.xpath(".//*[local-name()='svg']/@role") == ["img"]


def test_a_numbered_list_goes_on_from_the_one_before():
    assert page(document()).xpath("//ol[@start='7']/li/text()") == ["Seven", "Eight"]


def test_harmful_words_are_only_words():
    text = write_html(hostile())
    read = reading.fromstring(text.encode("utf-8"))
    assert not read.xpath("//script")
    assert text.count("</style>") == 1
    assert HOSTILE[0] in read.xpath("string(//h1)")
    assert not [one for one in read.xpath("//a/@href") if not one.startswith("#")]


def test_generated_values_say_so_at_the_top_and_on_each_printed_page():
    text = write_html(document(generated="Generated: invented values"))
    assert reading.fromstring(text).xpath("string(//body/*[1])").endswith("invented values")
    assert '@top-right{content:"Generated\\3a  invented values"' in text


def test_the_same_document_is_the_same_page():
    assert write_html(document()) == write_html(document())
