"""What holds for pictures of every kind."""

import re
from pathlib import Path

import pytest

import paseo.report.charts.svg as svg
from paseo.report.charts import words_in
from report.charts import svg_reading
from report.charts.every_picture import MAKERS, made

STATIC = Path(__file__).parents[3] / "src/paseo/web/ui/static/ui"
HOSTILE = '</text><script>alert(1)</script>&amp;" onload="x" \x00\x0b\ud800 ]]>'
LONG = "Proporción de residentes que se sienten seguros caminando solos de noche por su barrio"

each = pytest.mark.parametrize("maker", MAKERS, ids=lambda maker: maker.__name__)
widths = pytest.mark.parametrize("width", [640, 340])


@each
def test_a_picture_is_well_formed_and_named(maker):
    picture = made(maker)
    drawn = svg_reading.root(picture)
    title, text = drawn.get("aria-labelledby").split()
    named = {one.get("id"): one.text for one in drawn if one.get("id")}
    assert drawn.get("role") == "img"
    assert named[title] == picture.title
    assert named[text] == picture.description


@each
def test_ids_are_unique_and_start_with_the_key(maker):
    ids = [one.get("id") for one in svg_reading.root(made(maker)).iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    assert all(one.startswith("one-") for one in ids)


@each
def test_nothing_runs_and_nothing_is_fetched(maker):
    for one in svg_reading.root(made(maker, HOSTILE)).iter():
        assert svg_reading.etree.QName(one).localname not in {"script", "style", "foreignObject"}
        for name, value in one.attrib.items():
            assert name != "style"
            assert not name.startswith("on")
            assert "url(" not in value or value.startswith("url(#one-hatch")
            assert not name.endswith("href")


@each
@widths
def test_hostile_labels_stay_text(maker, width):
    picture = made(maker, HOSTILE, width=width)
    drawn = svg_reading.root(picture)
    assert "<script" not in picture.svg
    assert drawn[0].text.startswith("</text><script>")


@each
@widths
def test_long_spanish_words_stay_inside_the_picture(maker, width):
    assert svg_reading.outside(made(maker, LONG, language="es", width=width)) == []


@each
def test_equal_input_gives_equal_output(maker):
    assert made(maker) == made(maker)


@each
def test_every_cell_of_the_table_says_something(maker):
    table = made(maker).table
    assert all(len(row) == len(table.columns) for row in table.rows)
    assert all(cell for row in table.rows for cell in row)


@each
@pytest.mark.parametrize("language", ["en", "es"])
@widths
def test_the_table_holds_every_number_that_is_drawn(maker, language, width):
    picture = made(maker, "Mitte", language=language, width=width)
    cells = {cell for row in picture.table.rows for cell in row}
    parts = re.escape(words_in(language).span).replace(r"%\(low\)s", "(.+)")
    span = re.compile(parts.replace(r"%\(high\)s", "(.+)"))
    for said in svg_reading.texts(picture, bold=True):
        assert said in cells or not re.search(r"\d", said)
    for said in svg_reading.texts(picture):
        found = span.fullmatch(said)
        if found and said not in cells and re.search(r"\d", found[1]):
            assert set(found.groups()) <= cells


@each
def test_classes_are_those_that_the_style_sheet_colours(maker):
    css = (STATIC / "charts.css").read_text("utf-8")
    known = set(re.findall(r"\.([a-z][a-z0-9-]*)", css)) | {"narrow"}
    for one in svg_reading.root(made(maker, width=340)).iter():
        assert svg_reading.classes(one) <= known


@each
def test_a_coloured_mark_carries_its_colour_without_a_style_sheet_too(maker):
    for one in svg_reading.root(made(maker)).iter():
        if svg_reading.classes(one) - {"narrow"}:
            assert one.get("fill") or one.get("stroke")


def test_fallback_colours_are_the_day_tokens_of_the_page():
    css = (STATIC / "tokens.css").read_text("utf-8")
    day = dict(re.findall(r"--([a-z0-9-]+): light-dark\((#[0-9A-F]{6})", css))
    ours = {
        "ink": svg.INK,
        "muted": svg.MUTED,
        "paper": svg.PAPER,
        "hair": svg.HAIR,
        "wash": svg.WASH,
        "happens": svg.HAPPENS,
        "felt": svg.FELT,
        "peers": svg.PEERS,
        "gap": svg.GAP,
        "action": svg.ACTION,
        "unknown": svg.UNKNOWN,
        "happens-wash": svg.HAPPENS_WASH,
        "felt-wash": svg.FELT_WASH,
        "peers-wash": svg.PEERS_WASH,
        **{f"scale-{at}": colour for at, colour in enumerate(svg.SCALE, start=1)},
    }
    assert ours == {name: day[name] for name in ours}


def test_letters_are_at_least_eleven_pixels_on_a_phone():
    css = (STATIC / "charts.css").read_text("utf-8")
    letters = int(re.search(r"svg text \{[^}]*font-size: (\d+)px", css)[1])
    assert letters == svg.FONT_SIZE
    assert letters * 360 / svg.NARROW >= 11
