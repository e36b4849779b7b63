"""A section on the web: what is typed is what is kept, and nothing typed is lost."""

import json

import pytest

from paseo.evidence.questionnaires.answers import Answer, to_plain
from paseo.web.accounts.people import PROGRAMME
from paseo.web.evidence.models import Boundary
from paseo.web.questionnaires.actions import SaveSection
from paseo.web.questionnaires.models import SectionAnswers
from paseo.web.trail.models import Entry
from web.questionnaires.browser_form import changed, in_form, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(round, sheet):
    return f"/cities/plaza/questionnaires/{round.pk}/sheets/{sheet.pk}/in/"


def part(section):
    return SectionAnswers.objects.get(section=section)


def kept(section):
    return part(section).answers


#: What is typed for each type of question, and the JSON that is kept.
TYPED = {
    "data": ({"value": "else", "other": " A list "}, {"value": "else", "other": "A list"}),
    "kinds": ({"value": ["b", "a"]}, {"value": ["a", "b"]}),
    "staff": ({"value": "1 234"}, {"value": 1234}),
    "since": ({"day": "1", "month": "05", "year": "2019"}, {"value": "2019-05-01"}),
    "words": ({"value": "Register"}, {"value": "Register"}),
    "story": ({"value": "One.\r\nTwo."}, {"value": "One.\nTwo."}),
    "safe": ({"value": "2"}, {"value": "2"}),
    "order": ({"rank__x": "2", "rank__z": "1"}, {"value": ["z", "x"]}),
    "grid": (
        {"row__day": "yes", "row__night": "dont_know"},
        {"value": {"day": {"value": "yes"}, "night": {"missing": "dont_know"}}},
    ),
    "spot": ({"lat": "36,72", "lon": "-4.42"}, {"value": {"lat": 36.72, "lon": -4.42}}),
    "shape": (
        {"points": "36.72, -4.42\n36.73 -4.41\n36,71; -4,40"},
        {"value": {"points": [[36.72, -4.42], [36.73, -4.41], [36.71, -4.4]]}},
    ),
    "holder": (
        {"field__office__value": "Police", "field__count__value": "12.5"},
        {"value": {"office": {"value": "Police"}, "count": {"value": 12.5}}},
    ),
    "lamps": (
        {"rows": "2", "0__state__value": "yes", "0__height__value": "4", "1__state__value": "no"},
        {"value": [{"state": {"value": "yes"}, "height": {"value": 4}},
                   {"state": {"value": "no"}}]},
    ),
}  # fmt: skip
FIRST = ("data", "kinds", "staff", "since", "words", "story")


@pytest.mark.parametrize("question", TYPED)
def test_what_is_typed_is_what_is_kept(visitor, at, sheet, question):
    section = "first" if question in FIRST else "second"
    if question == "kinds":
        SaveSection(sheet=sheet, section="first", answers={"data": Answer("yes")}).run(PROGRAMME)
    fields, plain = TYPED[question]
    answer = send(visitor, f"{at}{section}/", **{f"{question}__{k}": v for k, v in fields.items()})
    assert answer.status_code == 200
    assert kept(section)[question] == plain
    # What the page shows then is the same answer again.
    send(visitor, f"{at}{section}/")
    assert kept(section)[question] == plain
    assert part(section).revision == (2 if question == "kinds" else 1)


@pytest.mark.parametrize("question", ["kinds", "staff", "since", "order", "spot", "data"])
def test_a_reason_for_no_answer_is_an_answer(visitor, at, sheet, question):
    section = "first" if question in FIRST else "second"
    SaveSection(sheet=sheet, section="first", answers={"data": Answer("yes")}).run(PROGRAMME)
    field = "value" if question in ("kinds", "data") else "missing"
    send(visitor, f"{at}{section}/", **{f"{question}__{field}": "dont_know"})
    assert kept(section)[question] == {"missing": "dont_know"}


WRONG = {
    "staff": ({"value": "about ten"}, "is not a number"),
    "since": ({"day": "31", "month": "2", "year": "2019"}, "no such day"),
    "order": ({"rank__x": "1", "rank__y": "1"}, "Two have the rank 1"),
    "spot": ({"lat": "136", "lon": "1"}, "between -90 and 90"),
    "shape": ({"points": "36.72, -4.42"}, "at least three corners"),
    "lamps": ({"0__height__value": "tall"}, "is not a number"),
    "holder": ({"field__count__value": "many"}, "is not a number"),
}


@pytest.mark.parametrize("question", WRONG)
def test_what_cannot_be_read_is_kept_as_typed_and_the_rest_is_saved(visitor, at, question):
    section, beside = ("first", "words") if question in FIRST else ("second", "safe")
    fields, said = WRONG[question]
    typed = {f"{question}__{name}": value for name, value in fields.items()}
    page = send(visitor, f"{at}{section}/", **typed, **{f"{beside}__value": "2"})
    assert kept(section) == {beside: {"value": "2"}}
    text = page.content.decode()
    assert "There is a problem" in text
    assert said in text
    shown = in_form(page)
    for name, value in changed({}, "save", typed).items():
        if name != "do":
            assert [one.replace("\r\n", "\n") for one in shown[name]] == [value]


def test_a_link_in_the_error_summary_leads_to_the_field(visitor, at):
    page = send(visitor, f"{at}first/", staff__value="ten").content.decode()
    assert 'href="#q-staff-value"' in page
    assert 'id="q-staff-value"' in page
    assert 'aria-invalid="true"' in page
    assert "<title>\nError:" in page or "<title>Error:" in page


def test_mending_what_was_wrong_saves_it_and_forgets_the_draft(visitor, at):
    send(visitor, f"{at}first/", staff__value="ten")
    page = send(visitor, f"{at}first/", staff__value="10")
    assert kept("first") == {"staff": {"value": 10}}
    assert part("first").unsaved == {}
    assert "There is a problem" not in page.content.decode()


def test_an_answer_that_breaks_a_rule_of_the_questionnaire_is_not_saved(visitor, at):
    page = send(visitor, f"{at}first/", staff__value="9000")
    assert kept("first") == {}
    assert part("first").unsaved["staff"]["fields"]["value"] == ["9000"]
    summary = page.content.decode().partition("error-summary")[2].partition("</div>")[0]
    assert 'href="#q-staff-value"' in summary
    assert "5000" in summary


def test_an_incomplete_section_can_be_saved(visitor, at, sheet):
    send(visitor, f"{at}first/", words__value="Register")
    sheet.refresh_from_db()
    assert (sheet.answered, sheet.required_open) == (1, 1)


# ------------------------------------------------------------------------------- skip logic
def test_a_question_that_is_not_asked_is_closed_with_its_condition(visitor, at):
    page = visitor.get(f"{at}first/").content.decode()
    assert "Only if “Is there a register?” is “Yes”." in page
    assert "q-kinds-value" not in page


def test_an_answer_opens_a_question_after_saving(visitor, at):
    page = send(visitor, f"{at}first/", data__value="yes")
    assert "q-kinds-value" in page.content.decode()


def test_closing_a_question_keeps_what_was_answered(visitor, at):
    send(visitor, f"{at}first/", data__value="yes")
    send(visitor, f"{at}first/", kinds__value="a")
    send(visitor, f"{at}first/", data__value="no")
    send(visitor, f"{at}first/", words__value="Register")
    assert kept("first")["kinds"] == {"value": ["a"]}
    send(visitor, f"{at}first/", data__value="yes")
    assert 'value="a" checked' in visitor.get(f"{at}first/").content.decode()


def test_the_preview_opens_questions_before_anything_is_saved(visitor, at):
    sent = in_form(visitor.get(f"{at}first/"))
    data = changed(sent, "", {"data__value": "yes"})
    page = visitor.post(f"{at}first/preview/", data).content.decode()
    assert 'hx-swap-oob="true"' in page
    assert "q-kinds-value" in page
    assert "q-staff-value" not in page
    assert not SectionAnswers.objects.exists()


# ----------------------------------------------------------------------------------- buttons
def test_rows_are_added_and_removed_without_scripts(visitor, at):
    page = send(visitor, f"{at}second/", do="add:lamps", lamps__0__height__value="4")
    assert "Remove row 2" in page.content.decode()
    data = changed(in_form(page), "save", {"lamps__1__height__value": "5"})
    visitor.post(f"{at}second/", data)
    assert kept("second")["lamps"]["value"] == [
        {"height": {"value": 4}}, {"height": {"value": 5}},
    ]  # fmt: skip
    send(visitor, f"{at}second/", do="remove:lamps.0")
    assert kept("second")["lamps"]["value"] == [{"height": {"value": 5}}]


def test_save_and_continue_leads_to_the_next_section_and_then_to_the_check(visitor, at):
    answer = send(visitor, f"{at}first/", do="continue", follow=False)
    assert answer["Location"] == f"{at}second/"
    answer = send(visitor, f"{at}second/", do="continue", follow=False)
    assert answer["Location"] == at.replace("/in/", "/check/")


def test_a_place_of_the_city_can_be_chosen(visitor, at):
    page = visitor.get(f"{at}second/").content.decode()
    assert "Or choose one of the city" in page
    send(visitor, f"{at}second/", spot__area="north", shape__area="north")
    shape = Boundary.objects.filter(area__code="north").last().geometry
    where = kept("second")["spot"]["value"]
    assert shape.covers(__import__("shapely").Point(where["lon"], where["lat"]))
    assert len(kept("second")["shape"]["value"]["points"]) == len(shape.exterior.coords) - 1


def test_an_answer_can_be_cleared(visitor, at):
    send(visitor, f"{at}first/", data__value="yes", data__comment="Since May")
    send(visitor, f"{at}first/", do="clear:data")
    assert kept("first")["data"] == {"comment": "Since May"}


# ---------------------------------------------------------------------------- two at a time
def test_two_people_who_answer_different_questions_do_not_disturb_each_other(visitor, at):
    opened = in_form(visitor.get(f"{at}first/"))
    send(visitor, f"{at}first/", words__value="Theirs")
    page = visitor.post(f"{at}first/", changed(opened, "save", {"staff__value": "3"}), follow=True)
    assert kept("first") == {"words": {"value": "Theirs"}, "staff": {"value": 3}}
    assert "There is a problem" not in page.content.decode()


def second_of_two(visitor, at, opened):
    """Send a form that was opened before somebody else saved."""
    return visitor.post(
        f"{at}first/", changed(opened, "save", {"words__value": "Mine"}), follow=True
    )


def test_the_second_of_two_sees_both_answers_and_nothing_is_overwritten(visitor, at):
    opened = in_form(visitor.get(f"{at}first/"))
    send(visitor, f"{at}first/", words__value="Theirs")
    page = visitor.post(
        f"{at}first/", changed(opened, "save", {"words__value": "Mine"}), follow=True
    )
    assert kept("first")["words"] == {"value": "Theirs"}
    text = page.content.decode()
    assert "Saved elsewhere in the meantime" in text
    assert "Theirs" in text
    assert in_form(page)["q-words-value"] == ["Mine"]


@pytest.mark.parametrize(("choice", "holds"), [("theirs", "Theirs"), ("mine", "Mine")])
def test_the_second_of_two_chooses_which_answer_holds(visitor, at, choice, holds):
    opened = in_form(visitor.get(f"{at}first/"))
    send(visitor, f"{at}first/", words__value="Theirs")
    page = visitor.post(
        f"{at}first/", changed(opened, "save", {"words__value": "Mine"}), follow=True
    )
    again = visitor.post(f"{at}first/", changed(in_form(page), "save", {}), follow=True)
    assert "Choose which of two answers holds" in again.content.decode()
    done = changed(in_form(again), "save", {"words__choose": choice})
    visitor.post(f"{at}first/", done)
    assert kept("first")["words"] == {"value": holds}
    assert part("first").unsaved == {}


def test_a_choice_does_not_overwrite_a_third_answer_that_was_not_seen(visitor, at):
    opened = in_form(visitor.get(f"{at}first/"))
    send(visitor, f"{at}first/", words__value="Theirs")
    page = visitor.post(
        f"{at}first/", changed(opened, "save", {"words__value": "Mine"}), follow=True
    )
    chosen = changed(in_form(page), "save", {"words__choose": "mine"})
    sheet = SectionAnswers.objects.get().sheet
    SaveSection(sheet=sheet, section="first", answers={"words": Answer("Third")}).run(PROGRAMME)
    visitor.post(f"{at}first/", chosen)
    assert kept("first")["words"] == {"value": "Third"}
    assert part("first").unsaved["words"]["why"] == "conflict"


def test_mending_what_was_refused_does_not_overwrite_what_was_saved_before(visitor, at):
    second_tab = in_form(visitor.get(f"{at}first/"))
    send(visitor, f"{at}first/", staff__value="7")
    refused = visitor.post(
        f"{at}first/", changed(second_tab, "save", {"staff__value": "ten"}), follow=True
    )
    assert "is not a number" in refused.content.decode()
    mended = visitor.post(
        f"{at}first/", changed(in_form(refused), "save", {"staff__value": "10"}), follow=True
    )
    assert kept("first")["staff"] == {"value": 7}
    assert "Saved elsewhere in the meantime" in mended.content.decode()
    chosen = changed(in_form(mended), "save", {"staff__choose": "mine"})
    visitor.post(f"{at}first/", chosen)
    assert kept("first")["staff"] == {"value": 10}


def test_where_nobody_is_named_the_pages_name_nobody(visitor, at, sheet, round):
    SaveSection(sheet=sheet, section="first", answers={"words": Answer("Kept")}).run(PROGRAMME)
    review = at.replace("/in/", "/review/")
    for path in (round.get_absolute_url(), review, f"{at}first/"):
        text = visitor.get(path, follow=True).content.decode()
        assert "aved 20" in text, path
        assert "aved by" not in text, path


# -------------------------------------------------------------------------------- bad requests
@pytest.mark.parametrize("seen", ["", "{", "[1]", "null", '{"nobody": "x"}', '"words"'])
def test_a_form_whose_mark_was_broken_changes_nothing(visitor, at, sheet, seen):
    SaveSection(sheet=sheet, section="first", answers={"words": Answer("Kept")}).run(PROGRAMME)
    visitor.post(f"{at}first/", {"seen": seen, "q-words-value": "Gone", "do": "save"})
    assert kept("first") == {"words": {"value": "Kept"}}


def test_a_code_that_is_not_offered_is_not_saved(visitor, at):
    page = send(visitor, f"{at}first/", data__value="perhaps", kinds__value="zzz")
    assert kept("first") == {}
    assert "Choose one of the answers that are offered." in page.content.decode()


def test_the_null_sign_is_left_out(visitor, at):
    send(visitor, f"{at}first/", words__value="Reg\x00ister")
    assert kept("first")["words"] == {"value": "Register"}


def test_a_section_or_sheet_that_is_not_there_is_not_found(visitor, at, round, sheet):
    assert visitor.get(f"{at}third/").status_code == 404
    far = f"/cities/plaza/questionnaires/{round.pk}/sheets/{sheet.pk + 99}/in/first/"
    assert visitor.get(far).status_code == 404


def test_the_trail_says_which_answers_changed_and_not_to_what(visitor, at):
    send(visitor, f"{at}first/", words__value="A secret")
    entry = Entry.objects.filter(action="questionnaires.save_section").get()
    assert entry.after["changed"] == ["words"]
    assert "secret" not in json.dumps([entry.before, entry.after])


# ---------------------------------------------------------------------------------- pilot
def test_a_pilot_measures_time_and_asks_what_was_hard(visitor, at, round, monkeypatch):
    round.pilot = True
    round.save()
    from paseo.web.questionnaires.views import section

    later = section.timezone.now() + section.timezone.timedelta(seconds=90)
    sent = in_form(visitor.get(f"{at}first/"))
    monkeypatch.setattr(section.timezone, "now", lambda: later)
    data = changed(sent, "save", {"words__hard": "1", "words__why": "Which register?"})
    visitor.post(f"{at}first/", data)
    found = part("first")
    assert found.hard == {"words": "Which register?"}
    assert 85 < found.seconds < 95
    sheet = found.sheet.answer_sheet(round.questionnaire())
    assert sheet.hard == {"words": "Which register?"}


def test_time_cannot_be_made_up(visitor, at, round):
    round.pilot = True
    round.save()
    sent = in_form(visitor.get(f"{at}first/"))
    visitor.post(f"{at}first/", changed(sent, "save", {}) | {"opened": "1:abc"})
    assert part("first").seconds == 0


def test_a_copy_of_an_answer_sheet_is_what_the_library_reads(visitor, at, round, sheet):
    send(visitor, f"{at}first/", staff__value="12", staff__comment="Two on leave")
    found = sheet.answer_sheet(round.questionnaire())
    assert to_plain(found.answer("staff")) == {"value": 12, "comment": "Two on leave"}
    assert (found.questionnaire, found.version) == ("tests.every-type", "1.0.0")
