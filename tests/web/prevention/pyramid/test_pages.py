"""The pyramid on its pages: the choice in the address, cells, coherence, an empty room, files."""

from __future__ import annotations

import itertools
import json
import re
from html import unescape

import pytest

from paseo.web.prevention.models import Measure
from web.evidence import factory

ROOM = "/cities/generated-town/prevention/"


def read(response) -> str:
    return unescape(response.content.decode("utf-8"))


def test_the_first_page_shows_the_pyramid_and_gives_no_verdict(visitor, town):
    page = read(visitor.get(f"{ROOM}?year=2026"))
    assert "22 measures stand in the pyramid" in page
    assert "nobody knows the best balance" in page
    assert page.count('id="pyramid-wide-title"') == page.count('id="pyramid-narrow-title"') == 1
    assert "3 cells hold none" in page


def test_a_generated_city_says_that_its_measures_are_invented(visitor, town):
    page = read(visitor.get(f"{ROOM}?year=2026"))
    assert "All 22 measures shown are invented" in page
    assert "name no model: they were composed for the demonstration" in page


def test_the_choice_is_in_the_address_and_every_link_carries_it_on(visitor, town):
    asked = "?problem=nightlife_disorder&area=D01&year=2026&by=fte"
    page = read(visitor.get(ROOM + asked))
    assert "Problem: Nightlife disorder; area: Station quarter" in page
    assert re.search(r'value="nightlife_disorder" selected>Nightlife disorder', page)
    carried = "?problem=nightlife_disorder&area=D01&year=2026&by=fte"
    assert f"{ROOM}pyramid.pdf{carried}" in page
    assert f"{ROOM}cells/reaction/problem/{carried}" in page
    assert f"{ROOM}below/{carried}" in page
    assert '<input type="hidden" name="by" value="fte">' in page


def test_two_years_stand_side_by_side_with_what_differs(visitor, town):
    page = read(visitor.get(f"{ROOM}?year=2026&beside=2024"))
    assert "2024 beside 2026: 4 new, 1 no longer there" in page
    assert "moves and changes of effort cannot be told" in page
    assert "Night bus stewards" in page
    assert f"{ROOM}cells/reaction/problem/?year=2024" in page


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ("?problem=comets", "pyramid-problem"),
        ("?area=moon", "pyramid-area"),
        ("?group=martians", "pyramid-group"),
        ("?year=all&beside=2024", "pyramid-year"),
        ("?year=2024&beside=2024", "pyramid-beside"),
    ],
)
def test_what_cannot_be_shown_leads_to_the_field_in_which_it_is_mended(visitor, town, asked, field):
    for address in (ROOM, f"{ROOM}below/", f"{ROOM}pyramid.json", f"{ROOM}cells/reaction/problem/"):
        response = visitor.get(address + asked)
        assert response.status_code == 422
        page = read(response)
        assert f'href="#{field}"' in page
        assert f'id="{field}"' in page


def test_a_year_that_is_none_and_an_unknown_size_are_left_out(visitor, town):
    response = visitor.get(f"{ROOM}?year=soon&beside=²²²²&by=weight")
    assert response.status_code == 200


def test_a_cell_lists_its_measures_with_what_is_not_stated(visitor, town):
    page = read(visitor.get(f"{ROOM}cells/general_prevention/problem/?year=2026"))
    assert "Refresher for bar staff" in page
    assert "not stated" in page
    record = Measure.objects.get(code="serving-training").get_absolute_url()
    assert f'href="{record}"' in page
    assert f'href="{ROOM}?year=2026"' in page


def test_an_empty_cell_teaches_and_judges_nothing(visitor, town):
    page = read(visitor.get(f"{ROOM}cells/reaction/positive/?year=2026"))
    assert "No measure stands here" in page
    assert "for those to judge who know the place" in page


def test_a_cell_that_there_is_not_is_not_found(visitor, town):
    for path in ("cells/peace/positive/", "cells/reaction/neutral/", "pyramid.exe"):
        assert visitor.get(ROOM + path).status_code == 404


def test_what_lies_below_what_says_why_and_that_the_rule_is_composed(visitor, town):
    page = read(visitor.get(f"{ROOM}below/?year=2026"))
    assert "Warden rounds" in page
    assert "same area, same problem" in page
    assert "composed by us" in page
    bare = read(visitor.get(f"{ROOM}below/?year=2026&ground=nothing"))
    assert "Warden rounds" not in bare
    assert "Victim support at night" in bare


def test_long_cells_are_paged(visitor, town):
    Measure.objects.bulk_create(
        Measure(city=town, code=f"more-{at}", name=f"More {at}", level="reaction",
                orientation="problem", position=100 + at)
        for at in range(60)
    )  # fmt: skip
    page = read(visitor.get(f"{ROOM}cells/reaction/problem/?year=2026"))
    assert 'rel="next"' in page
    assert len(re.findall(r"measures/more-\d+/", page)) < 60


def test_measures_without_a_level_lead_to_the_placement(visitor, town):
    page = read(visitor.get(f"{ROOM}?year=2026&problem=feelings_of_insecurity"))
    assert "Evening walks with shopkeepers" in read(visitor.get(f"{ROOM}?year=all"))
    assert "not placed yet" in read(visitor.get(f"{ROOM}?year=all"))
    assert f"{ROOM}measures/?level=none" in read(visitor.get(f"{ROOM}?year=all"))
    assert "Local security audit" in page


@pytest.mark.parametrize("form", ["svg", "csv", "json", "html"])
def test_the_pyramid_is_taken_along_and_its_name_says_generated(visitor, town, form):
    response = visitor.get(f"{ROOM}pyramid.{form}?year=2026")
    assert response.status_code == 200
    assert response["Content-Disposition"] == (
        f'attachment; filename="generated-generated-town-pyramid.{form}"'
    )
    if form == "json":
        assert json.loads(response.content)["generated"] is True


def test_an_empty_room_teaches_with_an_example_that_is_not_the_citys(visitor, db):
    factory.make_city("plaza")
    page = read(visitor.get("/cities/plaza/prevention/"))
    assert "No measure is on record yet" in page
    assert "Bring a list of measures" in page
    assert "/prevention/measures/catalogue/" in page
    assert "not measures of this city" in page


def test_a_stranger_sees_nothing(client, town, person_with):
    client.force_login(person_with())
    for path in ("", "below/", "cells/reaction/problem/", "pyramid.json"):
        assert client.get(ROOM + path).status_code in (403, 404)


def test_names_cannot_break_out_of_the_page(visitor, town):
    Measure.objects.create(
        city=town, code="evil", name='</text><script>alert(1)</script>"', level="reaction",
        orientation="positive", position=99,
    )  # fmt: skip
    for path in ("?year=2026", "cells/reaction/positive/?year=2026", "below/?year=2026"):
        assert "<script>alert" not in visitor.get(ROOM + path).content.decode("utf-8")


def test_several_problems_are_told_apart_before_one_pyramid_is_believed(visitor, town):
    page = read(visitor.get(f"{ROOM}?year=2026"))
    assert "This pyramid mixes 4 problems" in page
    assert "Several problems in one picture" in page
    assert f'href="{ROOM}?problem=nightlife_disorder&amp;year=2026"' in (
        visitor.get(f"{ROOM}?year=2026").content.decode()
    )
    one = read(visitor.get(f"{ROOM}?year=2026&problem=nightlife_disorder"))
    assert "One problem at a time" not in one
    assert "Several problems in one picture" not in one


def test_headings_go_down_one_by_one_and_crumbs_are_the_same_on_every_page(visitor, town):
    for path in ("", "below/", "cells/reaction/problem/"):
        page = visitor.get(f"{ROOM}{path}?year=2026").content.decode()
        levels = [int(one) for one in re.findall(r"<h([1-6])", page)]
        assert all(below - above <= 1 for above, below in itertools.pairwise(levels))
        crumbs = re.search(r'<nav class="breadcrumb".*?</nav>', page, re.S)
        assert crumbs
        assert "Prevention" in crumbs.group()
        assert "Pyramid" not in crumbs.group()


def test_who_may_contribute_can_begin_on_an_empty_page(visitor, client, person_with, db):
    factory.make_city("plaza")
    path = "/cities/plaza/prevention/"
    assert f"{path}measures/new/" in read(visitor.get(path))
    client.force_login(person_with("reader", "plaza"))
    assert "Add a measure" not in read(client.get(path))
