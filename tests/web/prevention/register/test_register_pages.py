"""The register in the workbench: looking, adding, changing, placing, taking away and back."""

from __future__ import annotations

import json
from dataclasses import replace
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from paseo.evidence import columns
from paseo.prevention.measures.measure import Level, Measure, Orientation, Placement
from paseo.web.prevention.models import Measure as Row
from paseo.web.prevention.register.records import measure_of, register_of, values_of
from paseo.web.trail.models import Entry
from web.evidence import factory
from web.prevention.register.measures_by_hand import MEASURES, keep

ROOM = "/cities/town/prevention/"
LIST = f"{ROOM}measures/"
GATES = f"{ROOM}measure/gates/"


def read(response) -> str:
    return unescape(response.content.decode("utf-8"))


def held(code: str) -> Measure:
    return measure_of(Row.objects.get(code=code))


@pytest.fixture
def as_a(person_with):
    def sign_in(role: str, city: str = "town") -> Client:
        client = Client()
        client.force_login(person_with(role, city))
        return client

    return sign_in


# --------------------------------------------------------------------------- records
def test_rows_and_measures_turn_into_each_other(town):
    assert register_of(town).measures == MEASURES
    odd = replace(MEASURES[0], id="odd", placement=Placement((), Level.REACTION, "why"))
    row = Row(city=town, **values_of(odd))
    row.save()
    assert measure_of(Row.objects.get(code="odd")) == odd


# ------------------------------------------------------------------------------ list
def test_the_list_is_filtered_sorted_and_says_what_is_unplaced(visitor, town):
    said = read(visitor.get(LIST))
    assert "3 measures" in said
    assert "1 measure has no level yet" in said
    for query, names in {
        "problem=nuisance_in_parks": {"gates", "friends"},
        "problem=none": {"idea"},
        "level=none": {"idea"},
        "orientation=positive": {"friends"},
        "status=running": {"gates"},
        "area=south": {"gates"},  # the square lies within the district
        "area=none": {"friends"},
        "q=park friends": {"friends"},
        "level=reaction": set(),
    }.items():
        page = visitor.get(f"{LIST}?{query}")
        assert {one.code for one in page.context["page"]} == names, query
    order = [one.code for one in visitor.get(f"{LIST}?sort=level").context["page"]]
    assert order == ["friends", "gates", "idea"]
    order = [one.code for one in visitor.get(f"{LIST}?sort=-name").context["page"]]
    assert order == ["gates", "friends", "idea"]


def test_an_empty_register_teaches(visitor, db):
    keep(())
    said = read(visitor.get(LIST))
    assert "No measures yet" in said
    assert "never names of people" in said


def test_a_long_list_comes_page_by_page(visitor, db):
    keep([Measure(id=f"m{at:02}", name=f"Walk {at:02}") for at in range(26)])
    assert len(visitor.get(LIST).context["page"]) == 25
    assert "Walk 25" in read(visitor.get(f"{LIST}?page=2"))


@pytest.mark.parametrize(
    ("form", "kind"),
    [("xlsx", "spreadsheetml"), ("csv", "text/csv"), ("geojson", "geo+json"),
     ("template", "spreadsheetml")],
)  # fmt: skip
def test_the_register_can_be_taken_along(visitor, town, form, kind):
    response = visitor.get(f"{LIST}file/{form}")
    assert kind in response["Content-Type"]
    assert 'filename="generated-measures' in response["Content-Disposition"]


def test_an_unknown_form_is_not_found(visitor, town):
    assert visitor.get(f"{LIST}file/pdf").status_code == 404


# ------------------------------------------------------------------------------ rights
def test_readers_look_and_contributors_change(as_a, town):
    reader, stranger = as_a("reader"), as_a("contributor", "elsewhere")
    for path in (LIST, GATES, f"{LIST}catalogue/", f"{LIST}file/csv"):
        assert reader.get(path).status_code == 200, path
        assert stranger.get(path).status_code == 403, path
    for path in (
        "measures/new/", "measures/import/", "measure/gates/edit/what/", "measure/gates/where/",
        "measure/gates/place/", "measure/gates/remove/",
    ):  # fmt: skip
        assert reader.get(ROOM + path).status_code == 403, path
        assert reader.post(ROOM + path, {}).status_code == 403, path
    assert "Add a measure" not in read(reader.get(LIST))
    assert as_a("contributor").get(f"{LIST}new/").status_code == 200


def test_what_is_not_there_is_not_found(visitor, town):
    for path in ("measure/none/", "measure/gates/edit/none/", "measures/catalogue/none/",
                 "measures/new/?from=none"):  # fmt: skip
        assert visitor.get(ROOM + path).status_code == 404, path


# ------------------------------------------------------------------------------ adding
def test_a_measure_is_added_and_recorded(visitor, town, administrator):
    sent = {"name": "Lit route", "problem": "Feelings of insecurity", "code": ""}
    response = visitor.post(f"{LIST}new/", sent)
    assert response["Location"] == f"{ROOM}measure/lit-route/"
    assert held("lit-route") == Measure(
        id="lit-route", name="Lit route", problem="feelings_of_insecurity"
    )
    entry = Entry.objects.latest("pk")
    assert (entry.action, entry.actor, entry.city) == (
        "prevention.add_measure", administrator, "town",
    )  # fmt: skip
    assert entry.after["name"] == "Lit route"


@pytest.mark.parametrize(
    ("sent", "field"),
    [({"name": ""}, "name"), ({"name": "X", "code": "gates"}, "code"),
     ({"name": "X", "code": "dos palabras"}, "code")],
)  # fmt: skip
def test_a_wrong_new_measure_is_told_beside_its_field(visitor, town, sent, field):
    response = visitor.post(f"{LIST}new/", sent)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert "There is a problem" in read(response)
    assert Row.objects.count() == 3


def test_a_measure_begins_from_an_example(visitor, town):
    page = read(visitor.get(f"{LIST}new/?from=park-nudges"))
    assert "Cues and bins" in page
    sent = {
        "name": "Our bins",
        "problem": "Nuisance in parks",
        "code": "bins",
        "from": "park-nudges",
    }
    visitor.post(f"{LIST}new/", sent)
    one = held("bins")
    assert (one.name, one.level, one.orientation) == (
        "Our bins", Level.GENERAL, Orientation.POSITIVE,
    )  # fmt: skip
    assert one.sources[0].endswith("(adapted)")


def test_the_catalogue_is_searched_and_an_example_says_what_it_is(visitor, town):
    page = visitor.get(f"{LIST}catalogue/?problem=street_crime&level=specific_prevention&q=cameras")
    assert [one["id"] for one in page.context["shown"]] == ["risk-area-cameras"]
    said = read(visitor.get(f"{LIST}catalogue/risk-area-cameras/"))
    assert "How it is thought to work" in said
    assert "That it works is not said." in said
    assert "Try fewer words" in read(visitor.get(f"{LIST}catalogue/?q=unicorn"))


# ------------------------------------------------------------------------------ record
def test_the_record_shows_what_is_stated_and_what_is_worth_a_look(visitor, town):
    said = read(visitor.get(GATES))
    for words in (
        "Gates shut at night", "Nuisance in parks", "SEC-21 Nuisance reports by residents",
        "city wardens", "harbour office", "12,500.5\xa0EUR", "1 March 2024", "Market square",
        "people in the place at night", "Rights to be checked", "V925",
    ):  # fmt: skip
        assert words in said, words
    assert "Worth a look" in said
    assert "Nobody has placed this measure yet" in read(visitor.get(f"{ROOM}measure/idea/"))


@pytest.mark.parametrize("section", ["what", "who", "when", "effort", "known"])
def test_saving_a_section_unchanged_changes_nothing(visitor, town, section):
    form = visitor.get(f"{GATES}edit/{section}/").context["form"]
    sent = {name: value for name in form.fields if (value := form[name].value()) not in (None, "")}
    assert visitor.post(f"{GATES}edit/{section}/", sent).status_code == 302
    assert held("gates") == MEASURES[0]
    assert Entry.objects.latest("pk").after == {}


def test_a_section_is_changed_in_words_and_recorded_as_codes(visitor, town):
    sent = {
        "target_groups": "young people\nanglers", "restricts": "", "lead": "Police",
        "actors": "Police\nharbour office", "aim": "both",
    }  # fmt: skip
    assert visitor.post(f"{GATES}edit/who/", sent).status_code == 302
    one = held("gates")
    assert (one.target_groups, one.actors) == (
        ("young_people", "anglers"), ("police", "harbour office"),
    )  # fmt: skip
    assert (one.restricts, one.lead, one.aim) == ((), "police", "both")
    entry = Entry.objects.latest("pk")
    assert set(entry.after) == {"target_groups", "restricts", "actors", "lead", "aim"}
    assert entry.before["lead"] == "city_wardens"


@pytest.mark.parametrize(
    ("section", "sent", "field", "said"),
    [
        ("when", {"start": "2025-01-02", "end": "2025-01-01"}, "end", "before it starts"),
        ("effort", {"budget": "-1"}, "budget", "greater than or equal"),
        ("effort", {"currency": "E1"}, "currency", "three letters"),
        ("what", {"name": "X", "indicators": "SEC-99"}, "indicators", "no indicator “SEC-99”"),
        ("what", {"name": ""}, "name", "name"),
    ],
)
def test_a_wrong_section_is_told_and_nothing_kept(visitor, town, section, sent, field, said):
    response = visitor.post(f"{GATES}edit/{section}/", sent)
    assert response.status_code == 422
    assert said in " ".join(response.context["form"].errors[field])
    assert held("gates") == MEASURES[0]


# ------------------------------------------------------------------------------ ground
CORNERS = [[0.01, 0.01], [0.02, 0.01], [0.02, 0.02], [0.01, 0.01]]
SQUARE = {"type": "Polygon", "coordinates": [CORNERS]}


def drawing(data: object, name: str = "ground.geojson") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, json.dumps(data).encode())


@pytest.mark.parametrize(
    "data",
    [SQUARE, {"type": "Feature", "geometry": SQUARE, "properties": None},
     {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": SQUARE}]}],
)  # fmt: skip
def test_a_ground_is_drawn_from_any_geojson_and_taken_away_again(visitor, town, data):
    sent = {"area": "market", "area_type": "Park", "file": drawing(data)}
    assert visitor.post(f"{GATES}where/", sent).status_code == 302
    one = held("gates")
    assert one.shape is not None
    assert one.shape.area == pytest.approx(0.00005)
    assert one.area_type == "park"
    assert "<svg" in read(visitor.get(GATES))
    visitor.post(f"{GATES}where/", {"area": "north", "area_type": "", "without": "on"})
    assert (held("gates").shape, held("gates").area) == (None, "north")


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"area": "nowhere"}, "area"),
        ({"file": drawing({"type": "FeatureCollection", "features": []})}, "file"),
        ({"file": drawing({"type": "Point", "coordinates": [500, 1]})}, "file"),
        ({"file": SimpleUploadedFile("ground.geojson", b"no json")}, "file"),
        ({"file": drawing(SQUARE, "ground.pdf")}, "file"),
    ],
)
def test_a_wrong_ground_is_told_and_nothing_kept(visitor, town, sent, field):
    for one in sent.values():
        if hasattr(one, "seek"):
            one.seek(0)
    response = visitor.post(f"{GATES}where/", {"area": "market", **sent})
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert held("gates") == MEASURES[0]


# --------------------------------------------------------------------------- placement
PLACE = f"{ROOM}measure/idea/place/"
GENERAL = {"without_crime": "no", "for_everyone": "yes", "orientation": "positive", "aim": "both"}


def test_questions_come_one_by_one_with_examples(visitor, town):
    first = read(visitor.get(PLACE))
    assert "Question 1 of at most 4" in first
    assert "Would the city do it" in first
    assert "Examples on the level Quality of life" in first
    second = visitor.get(PLACE, {"without_crime": "no"})
    assert second.context["asked"].name == "for_everyone"
    assert 'name="without_crime" value="no"' in second.content.decode()
    assert visitor.get(PLACE, {"without_crime": "yes"}).context["asked"].name == "deklerck"


def test_the_proposal_is_kept_with_its_answers(visitor, town):
    assert "Proposed: General prevention" in read(visitor.get(PLACE, GENERAL))
    assert visitor.post(PLACE, {**GENERAL, "level": "general_prevention"}).status_code == 302
    one = held("idea")
    assert (one.level, one.deklerck, one.orientation) == (Level.GENERAL, 2, Orientation.POSITIVE)
    assert dict(one.placement.answers) == GENERAL
    assert Entry.objects.latest("pk").action == "prevention.place_measure"
    said = read(visitor.get(f"{ROOM}measure/idea/"))
    assert "How the questions were answered" in said


def test_another_level_needs_a_reason(visitor, town):
    response = visitor.post(PLACE, {**GENERAL, "level": "reaction"})
    assert response.status_code == 422
    assert "reason" in response.context["form"].errors
    assert held("idea").level is None
    sent = {**GENERAL, "level": "reaction", "reason": "Only after an incident"}
    visitor.post(PLACE, sent)
    one = held("idea")
    assert (one.level, one.placement.proposed) == (Level.REACTION, Level.GENERAL)
    said = read(visitor.get(f"{ROOM}measure/idea/"))
    assert "Only after an incident" in said


def test_without_a_fitting_question_a_measure_may_stay_unplaced(visitor, town):
    nothing = dict.fromkeys(("without_crime", "for_everyone", "blocks_this", "after_event"), "no")
    answers = {**nothing, "orientation": "problem", "aim": "person"}
    assert "No level proposed" in read(visitor.get(PLACE, answers))
    assert visitor.post(PLACE, {**answers, "level": ""}).status_code == 302
    assert held("idea").level is None


# ----------------------------------------------------------------------------- removal
def test_a_removed_measure_can_be_put_back(visitor, town):
    assert visitor.get(f"{GATES}remove/").status_code == 200
    assert Row.objects.count() == 3
    response = visitor.post(f"{GATES}remove/", follow=True)
    assert "“Gates shut at night” was removed" in read(response)
    assert Row.objects.count() == 2
    assert Entry.objects.latest("pk").before["name"] == "Gates shut at night"
    assert visitor.post(f"{LIST}restore/")["Location"] == GATES
    assert held("gates") == MEASURES[0]
    assert visitor.post(f"{LIST}restore/")["Location"] == LIST  # once only
    assert Row.objects.count() == 3


# ------------------------------------------------------------------------------ import
def table(text: str, name: str = "measures.csv") -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile(name, text.encode())}


def test_a_file_is_looked_at_first_and_then_kept_whole(visitor, town):
    text = "id,name,level,orientation\n"
    text += "friends,Friends of both parks,quality of life,positive\nnew,New one,,\n"
    preview = visitor.post(f"{LIST}import/", table(text))
    assert preview.context["count"] == {"new": 1, "changed": 1, "gone": 2, "same": 0}
    assert "New one" in read(preview)
    assert Row.objects.count() == 3
    token = preview.context["token"]
    visitor.post(f"{LIST}import/confirm/", {"token": token, "gone": "keep"})
    assert Row.objects.count() == 4
    assert held("friends").name == "Friends of both parks"
    late = visitor.post(f"{LIST}import/confirm/", {"token": token, "gone": "remove"})
    assert late.status_code == 409
    assert "The register was changed meanwhile" in read(late)
    assert Row.objects.count() == 4
    sent = {"token": late.context["token"], "gone": "remove"}
    visitor.post(f"{LIST}import/confirm/", sent)
    assert {one.code for one in Row.objects.all()} == {"friends", "new"}
    last = Entry.objects.filter(action="prevention.import_measures").latest("pk")
    assert (last.after["gone"], last.after["file"]) == (2, "measures.csv")


def test_rows_with_an_error_keep_the_whole_file_out(visitor, town):
    text = "id,name,level,area\nok,Fine,reaction,north\nbad,Wrong,reacton,nroth\n"
    response = visitor.post(f"{LIST}import/", table(text))
    assert response.status_code == 422
    said = read(response)
    assert "2 errors keep the file out" in said
    assert "V904" in said
    assert "V914" in said
    assert response.context["token"] == ""
    rows = [row[:3] for row in response.context["table"].rows if row[0] == "error"]
    assert ("error", "Level", "3") in rows
    assert "General prevention" in said  # the words of the page, not codes
    assert Row.objects.count() == 3


def test_the_register_comes_back_from_its_own_files_unchanged(visitor, town):
    for form in ("xlsx", "csv"):
        file = SimpleUploadedFile(f"m.{form}", visitor.get(f"{LIST}file/{form}").content)
        preview = visitor.post(f"{LIST}import/", {"file": file})
        assert preview.context["count"] == {"new": 0, "changed": 0, "gone": 0, "same": 3}
        assert "there is nothing to import" in read(preview)


@pytest.mark.parametrize(
    "sent", [{}, table(""), table("id,name\n"), table("x", "m.pdf"), table("colour\nred\n")]
)
def test_what_is_no_register_is_refused(visitor, town, sent):
    for one in sent.values():
        one.seek(0)
    assert visitor.post(f"{LIST}import/", sent).status_code == 422
    assert Row.objects.count() == 3


def test_what_was_read_is_shown_before_it_is_kept(visitor, town):
    text = "id;name;budget;start;fte\nnew;New one;1.500;1.2.2026;2,5\n"
    text += "gates;Gates shut at night;9,75;;\n"
    said = read(visitor.post(f"{LIST}import/", table(text)))
    for words in ("1,500\xa0EUR", "1 February 2026", "12,500.5\xa0EUR", "9.75\xa0EUR"):
        assert words in said, words


def test_what_a_file_has_no_column_for_stays_as_it_is(visitor, town):
    text = "id,name,budget\ngates,Gates shut at ten,\n"
    preview = visitor.post(f"{LIST}import/", table(text))
    rows = preview.context["changed"].rows
    assert [row[1] for row in rows] == ["Name", "Budget for a year"]
    visitor.post(f"{LIST}import/confirm/", {"token": preview.context["token"]})
    expected = replace(MEASURES[0], name="Gates shut at ten", budget=None)
    assert held("gates") == expected


def test_errors_of_one_kind_stand_in_one_row(visitor, town):
    rows = "".join(f"m{at},M {at},reacton\n" for at in range(30))
    response = visitor.post(f"{LIST}import/", table(f"id,name,level\n{rows}"))
    errors = [row for row in response.context["table"].rows if row[0] == "error"]
    assert [row[1:3] for row in errors] == [
        ("Level", "2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 and 18 more")
    ]


# ------------------------------------------------------------------------ strange heads
MESSY = "Measure,Problem,What it takes,Remarks\nLit route,Fear,1200,old\nBins,Noise,,\n"


def test_a_list_with_names_of_its_own_is_matched_column_by_column(visitor, town):
    asked = visitor.post(f"{LIST}import/", table(MESSY))
    assert "Match the columns" in read(asked)
    assert [field.label for field in asked.context["form"]] == ["What it takes", "Remarks"]
    sent = {"token": asked.context["token"], "head0": "budget", "head1": "note"}
    preview = visitor.post(f"{LIST}import/match/", sent)
    assert "1,200\xa0EUR" in read(preview)
    response = visitor.post(
        f"{LIST}import/confirm/", {"token": preview.context["token"]}, follow=True
    )
    assert "The file was imported. New: 2" in read(response)
    one = held("lit-route")
    assert (one.name, one.budget, one.note) == ("Lit route", 1200, "old")


def test_a_head_is_guessed_from_its_name_or_from_what_stands_below_it(visitor, town):
    text = "Measure,Problem,Type,Budgett\nA,Fear,positive,1\nB,Fear,problem-oriented,2\n"
    form = visitor.post(f"{LIST}import/", table(text)).context["form"]
    assert [form[name].initial for name in form.fields] == ["orientation", "budget"]


@pytest.mark.parametrize(
    ("text", "heads", "said"),
    [
        (MESSY, {"head0": "budget", "head1": "budget"}, "was given this meaning too"),
        ("Problem,Level,Titel\nFear,reaction,X\n", {"head0": ""}, "which column holds the name"),
    ],
)
def test_a_match_that_cannot_be_is_told(visitor, town, text, heads, said):
    token = visitor.post(f"{LIST}import/", table(text)).context["token"]
    response = visitor.post(f"{LIST}import/match/", {"token": token, **heads})
    assert response.status_code == 422
    assert said in read(response)


def test_a_kept_address_of_a_step_leads_back_to_the_first(visitor, town):
    for step in ("match", "confirm"):
        assert visitor.get(f"{LIST}import/{step}/")["Location"] == f"{LIST}import/"
    response = visitor.post(f"{LIST}import/match/", {"token": "forged:token"})
    assert response["Location"] == f"{LIST}import/"


@pytest.mark.parametrize("token", ["", "forged:token"])
def test_a_forged_look_is_not_kept(visitor, town, token):
    assert visitor.post(f"{LIST}import/confirm/", {"token": token}).status_code == 422
    assert Row.objects.count() == 3


def test_a_look_of_another_city_is_not_kept(visitor, town):
    factory.keep(factory.who("other"), factory.places(), columns.empty())
    token = visitor.post(f"{LIST}import/", table("id,name\na,A\n")).context["token"]
    response = visitor.post("/cities/other/prevention/measures/import/confirm/", {"token": token})
    assert response.status_code == 422
    assert Row.objects.count() == 3


def test_pages_speak_spanish_with_the_words_of_the_catalogue(visitor, town):
    visitor.cookies["django_language"] = "es"
    response = visitor.get(GATES, HTTP_ACCEPT_LANGUAGE="es")
    assert "Molestias en parques" in read(response)
    assert "vigilantes municipales" in read(response)


# --------------------------------------------------------------------------- meanwhile
WHEN = {"status": "running", "start": "2024-03-01"}


def test_what_somebody_changed_meanwhile_is_not_replaced_unseen(visitor, town):
    path = f"{GATES}edit/what/"
    seen = visitor.get(path).context["seen"]
    mine = {"name": "Gates, mine", "problem": "", "seen": seen}
    assert visitor.post(path, {"name": "Gates, theirs", "seen": seen}).status_code == 302
    response = visitor.post(path, mine)
    assert response.status_code == 409
    said = read(response)
    assert "Changed meanwhile" in said
    assert "Gates, mine" in said  # nothing typed is lost
    assert held("gates").name == "Gates, theirs"
    again = mine | {"seen": response.context["seen"]}
    assert visitor.post(path, again).status_code == 302
    assert held("gates").name == "Gates, mine"


def test_two_people_change_two_parts_of_a_record_at_the_same_time(visitor, town):
    seen = visitor.get(f"{GATES}edit/when/").context["seen"]
    visitor.post(f"{GATES}edit/what/", {"name": "Gates anew"})
    assert visitor.post(f"{GATES}edit/when/", {**WHEN, "seen": seen}).status_code == 302
    assert held("gates").name == "Gates anew"


def test_a_place_and_a_level_that_came_meanwhile_are_not_replaced_unseen(visitor, town):
    where = visitor.get(f"{GATES}where/").context["seen"]
    visitor.post(f"{GATES}where/", {"area": "north", "area_type": ""})
    response = visitor.post(f"{GATES}where/", {"area": "", "area_type": "", "seen": where})
    assert (response.status_code, held("gates").area) == (409, "north")
    placed = visitor.get(PLACE, GENERAL).context["seen"]
    visitor.post(PLACE, {**GENERAL, "level": "general_prevention"})
    sent = {**GENERAL, "level": "reaction", "reason": "x", "seen": placed}
    assert visitor.post(PLACE, sent).status_code == 409
    assert held("idea").level is Level.GENERAL
