"""Action sheets on the web: written in parts, fixed, amended, reviewed, turned into a measure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from paseo.prevention.sheets.sheet import Sheet
from paseo.web.evidence.models import City
from paseo.web.prevention.models import ActionSheet, Measure
from paseo.web.trail.models import Entry
from web.evidence import factory

ROOM = "/cities/plaza/prevention/sheets/"
START, REVIEW = date.today() + timedelta(days=30), date.today() + timedelta(days=400)


def text(response: Any) -> str:
    return response.content.decode()


def outcome(**values: Any) -> dict[str, Any]:
    """Return the form of the outcome as it is sent."""
    return {
        "happens": "SEC-10", "felt": "SAF-01", "no_comparison": "One square only",
        "start": START.isoformat(), "review": REVIEW.isoformat(), **values,
    }  # fmt: skip


@pytest.fixture
def sheet(people: dict[str, Client]) -> ActionSheet:
    people["contributor"].post(ROOM + "new/", {"title": "Night bus", "problem": "street_crime"})
    return ActionSheet.objects.get()


@pytest.fixture
def fixed(people: dict[str, Client], sheet: ActionSheet) -> ActionSheet:
    people["contributor"].post(f"{ROOM}{sheet.pk}/edit/outcome/", outcome())
    what = {"title": "Night bus", "mechanism": "Nobody has to wait in the square."}
    people["contributor"].post(f"{ROOM}{sheet.pk}/edit/what/", what)
    people["contributor"].post(f"{ROOM}{sheet.pk}/edit/who/", {"lead": "Transport"})
    people["lead"].post(f"{ROOM}{sheet.pk}/fix/")
    sheet.refresh_from_db()
    assert sheet.fixed_on == date.today()
    return sheet


def begin(row: ActionSheet) -> None:
    """Let a fixed sheet have begun 400 days ago, with its review due yesterday."""
    start, review = (date.today() - timedelta(days=one) for one in (400, 1))
    row.write(replace(row.read(), start=start, review=review))
    row.save()


def mark(page: str) -> str:
    """Return what a form says it has shown."""
    return page.split('name="seen" value="')[1].split('"', maxsplit=1)[0]


def test_an_empty_list_leads_to_the_gaps(people: dict[str, Client]) -> None:
    page = text(people["reader"].get(ROOM))
    assert "No action sheet yet" in page
    assert "/cities/plaza/prevention/gaps/" in page


def test_a_sheet_shows_practices_like_it_with_reasons(
    people: dict[str, Client], sheet: ActionSheet
) -> None:
    page = text(people["contributor"].get(f"{ROOM}{sheet.pk}/"))
    assert "In common: the problem (1 of 1)." in page
    assert "catalogue" in page
    assert people["reader"].get(f"{ROOM}{sheet.pk}/").status_code == 200


def test_a_practice_fills_what_the_sheet_does_not_say_and_nothing_else(
    people: dict[str, Client], sheet: ActionSheet
) -> None:
    where = f"{ROOM}{sheet.pk}/"
    people["contributor"].post(where + "edit/what/", {"title": "Night bus", "description": "Ours"})
    assert people["contributor"].post(where + "take/", {"practice": "nowhere:x"}).status_code == 404
    shown = text(people["contributor"].get(where)).split('name="practice" value="')[1]
    people["contributor"].post(where + "take/", {"practice": shown.split('"')[0]})
    sheet.refresh_from_db()
    assert sheet.read().description == "Ours"
    assert sheet.read().mechanism
    assert sheet.read().level is not None


def test_duties_and_rights_follow_from_what_a_measure_uses(
    people: dict[str, Client], sheet: ActionSheet
) -> None:
    where = f"{ROOM}{sheet.pk}/"
    people["contributor"].post(where + "edit/who/", {"uses": ["face_recognition"]})
    page = text(people["reader"].get(where))
    assert "AI Act Art. 5(1)(h)" in page
    assert "applies from 2 February 2025" in page
    assert "Shown because of: Technologies and powers:" in page


def test_a_sheet_that_lacks_something_is_not_fixed_and_says_what(
    people: dict[str, Client], sheet: ActionSheet
) -> None:
    answer = people["lead"].post(f"{ROOM}{sheet.pk}/fix/")
    assert answer.status_code == 422
    for said in ("an outcome indicator", "why it should change the problem", "a lead, which is"):
        assert said in text(answer)
    sheet.refresh_from_db()
    assert sheet.fixed_on is None


def test_what_two_people_write_at_once_is_shown_and_not_replaced(
    people: dict[str, Client], sheet: ActionSheet
) -> None:
    what, who = f"{ROOM}{sheet.pk}/edit/what/", f"{ROOM}{sheet.pk}/edit/who/"
    one, two = people["contributor"], people["lead"]
    mine = {"title": "Night bus", "description": "Mine", "seen": mark(text(one.get(what)))}
    other_part = {"lead": "Transport", "seen": mark(text(one.get(who)))}
    two.post(what, {"title": "Night bus", "description": "Theirs", "seen": mine["seen"]})
    assert one.post(who, other_part).status_code == 302  # another part is no matter of theirs
    answer = one.post(what, mine)
    assert answer.status_code == 409
    page = text(answer)
    assert "changed this meanwhile" in page and "Theirs" in page and "Mine" in page
    sheet.refresh_from_db()
    assert sheet.read().description == "Theirs"
    assert one.post(what, {**mine, "seen": mark(page)}).status_code == 302
    sheet.refresh_from_db()
    assert sheet.read().description == "Mine"


def test_what_is_sent_twice_is_one_thing(people: dict[str, Client], sheet: ActionSheet) -> None:
    people["contributor"].post(ROOM + "new/", {"title": "Night bus", "problem": "street_crime"})
    assert ActionSheet.objects.get() == sheet
    what = f"{ROOM}{sheet.pk}/edit/what/"
    sent = {"title": "Night bus", "mechanism": "Ours", "seen": mark(text(people["lead"].get(what)))}
    assert [people["lead"].post(what, sent).status_code for _time in range(2)] == [302, 302]


def test_what_is_sent_after_fixing_is_not_lost_without_a_word(
    people: dict[str, Client], fixed: ActionSheet
) -> None:
    where = f"{ROOM}{fixed.pk}/edit/outcome/"
    answer = people["contributor"].post(where, outcome(expected="A fifth fewer", seen="before"))
    assert answer.status_code == 409
    assert "Fixed meanwhile" in text(answer) and "A fifth fewer" in text(answer)
    assert people["contributor"].get(where)["Location"] == f"{ROOM}{fixed.pk}/#outcome"


def test_nothing_is_fixed_but_what_was_seen(people: dict[str, Client], plaza: City) -> None:
    row = ActionSheet(city=plaza)
    row.write(Sheet(
        title="Night bus", problem="street_crime", mechanism="A way home", lead="Transport",
        happens="SEC-10", no_comparison="One square", start=START, review=REVIEW,
    ))  # fmt: skip
    row.save()
    where = f"{ROOM}{row.pk}/fix/"
    page = text(people["lead"].get(where))
    assert "a reader will miss them:" in page  # what shall be done is not said
    people["contributor"].post(f"{ROOM}{row.pk}/edit/outcome/", outcome(expected="More"))
    answer = people["lead"].post(where, {"seen": mark(page)})
    assert answer.status_code == 409
    assert people["lead"].post(where, {"seen": mark(text(answer))}).status_code == 302
    row.refresh_from_db()
    assert row.fixed_on == date.today()


@pytest.mark.parametrize("name", ["fix", "review", "take", "measure", "remove", "amend"])
def test_every_address_of_a_form_can_be_loaded_again(
    people: dict[str, Client], sheet: ActionSheet, name: str
) -> None:
    answer = people["lead"].get(f"{ROOM}{sheet.pk}/{name}/", follow=True)
    assert answer.status_code == 200
    assert ActionSheet.objects.exists()


def test_people_who_are_named_are_marked_beside_the_field_and_on_the_sheet(
    people: dict[str, Client], sheet: ActionSheet
) -> None:
    where = f"{ROOM}{sheet.pk}/"
    people["contributor"].post(where + "edit/who/", {"lead": "Frau Dr. Anna Weber"})
    said = "Name an office or a group instead"
    assert said in text(people["contributor"].get(where))
    assert said in text(people["contributor"].get(where + "edit/who/"))
    assert said not in text(people["reader"].get(where))


def test_an_area_is_not_compared_and_asked_for_displacement(
    people: dict[str, Client], plaza: City, sheet: ActionSheet
) -> None:
    where = f"{ROOM}{sheet.pk}/edit/"
    people["contributor"].post(where + "what/", {"title": "Night bus", "area": "north"})
    both = outcome(comparison=["south"], displacement=["south"], no_comparison="")
    answer = people["contributor"].post(where + "outcome/", both)
    assert answer.status_code == 422 and "Choose one or the other" in text(answer)
    treated = outcome(displacement=["north"])
    assert people["contributor"].post(where + "outcome/", treated).status_code == 422
    page = text(people["contributor"].get(where + "outcome/"))
    assert page.index('label="For this problem"') < page.index('label="With values of this city"')


def test_only_who_leads_fixes(people: dict[str, Client], sheet: ActionSheet) -> None:
    assert people["contributor"].post(f"{ROOM}{sheet.pk}/fix/").status_code == 403
    assert people["reader"].get(f"{ROOM}{sheet.pk}/edit/what/").status_code == 403


def test_what_was_fixed_is_in_no_form_any_more(
    people: dict[str, Client], fixed: ActionSheet
) -> None:
    where = f"{ROOM}{fixed.pk}/"
    people["contributor"].post(where + "edit/outcome/", outcome(happens="SEC-11"))
    people["contributor"].post(where + "edit/what/", {"title": "New name", "area": "north"})
    fixed.refresh_from_db()
    held = fixed.read()
    assert (held.title, held.happens, held.area) == ("New name", "SEC-10", "")


def test_a_change_after_fixing_is_an_amendment_with_a_reason(
    people: dict[str, Client], fixed: ActionSheet
) -> None:
    where = f"{ROOM}{fixed.pk}/amend/"
    later = REVIEW + timedelta(days=30)
    sent = {"name": "review", "value": later.isoformat(), "reason": ""}
    assert people["lead"].post(where, sent).status_code == 422
    assert people["contributor"].post(where, sent).status_code == 403
    assert people["lead"].post(where, {**sent, "reason": "Works late"}).status_code == 302
    fixed.refresh_from_db()
    assert (fixed.read().review, fixed.review) == (REVIEW, later)
    assert "Works late" in text(people["reader"].get(f"{ROOM}{fixed.pk}/"))
    assert people["lead"].post(where, {**sent, "value": "soon", "reason": "x"}).status_code == 422
    lost = {"name": "comparison", "value": "D77", "reason": "Works"}
    assert people["lead"].post(where, lost).status_code == 422


def test_an_overdue_review_is_said_and_can_be_held(
    people: dict[str, Client], fixed: ActionSheet
) -> None:
    begin(fixed)
    assert "overdue" in text(people["reader"].get(ROOM))
    where = f"{ROOM}{fixed.pk}/review/"
    assert people["lead"].post(where, {"day": "", "outcome": ""}).status_code == 422
    people["lead"].post(where, {"day": date.today().isoformat(), "outcome": "No clear change"})
    assert "overdue" not in text(people["reader"].get(ROOM))
    people["lead"].post(where, {"take_back": "1"})
    fixed.refresh_from_db()
    assert (fixed.reviewed_on, fixed.read().outcome) == (None, "")
    kept = Entry.objects.get(action="prevention.take_back_review_of_sheet")
    assert kept.before["outcome"] == "No clear change"


@pytest.mark.parametrize("days", [-401, 1])
def test_no_review_was_held_before_the_start_or_will_be_tomorrow(
    people: dict[str, Client], fixed: ActionSheet, days: int
) -> None:
    where = f"{ROOM}{fixed.pk}/review/"
    assert "Nothing to review yet" in text(people["lead"].get(where))
    begin(fixed)
    day = date.today() + timedelta(days=days)
    answer = people["lead"].post(where, {"day": day.isoformat(), "outcome": "Works"})
    assert answer.status_code == 422
    fixed.refresh_from_db()
    assert fixed.reviewed_on is None


def test_the_measure_of_a_sheet_is_planned_once(
    plaza: City, people: dict[str, Client], fixed: ActionSheet
) -> None:
    for _time in range(2):
        people["contributor"].post(f"{ROOM}{fixed.pk}/measure/")
    made = Measure.objects.get(city=plaza, name="Night bus")
    assert (made.status, made.start, made.indicators) == ("planned", START, ["SEC-10", "SAF-01"])


def test_a_sheet_without_a_title_makes_no_measure(people: dict[str, Client], plaza: City) -> None:
    row = ActionSheet(city=plaza)
    row.write(Sheet(title="", problem="street_crime"))
    row.save()
    answer = people["contributor"].post(f"{ROOM}{row.pk}/measure/", follow=True)
    assert "Give it a title first" in text(answer)
    assert not Measure.objects.filter(city=plaza, name="").exists()


def test_an_evaluation_is_planned_from_the_sheet(
    people: dict[str, Client], fixed: ActionSheet
) -> None:
    page = text(people["contributor"].get(f"{ROOM}{fixed.pk}/"))
    assert f"/prevention/evaluations/new/?sheet={fixed.pk}" in page


def test_a_draft_can_be_removed_and_a_fixed_sheet_cannot(
    people: dict[str, Client], fixed: ActionSheet
) -> None:
    assert people["lead"].post(f"{ROOM}{fixed.pk}/remove/").status_code == 404
    people["contributor"].post(ROOM + "new/", {"title": "Draft", "problem": "street_crime"})
    draft = ActionSheet.objects.get(title="Draft")
    assert people["lead"].post(f"{ROOM}{draft.pk}/remove/").status_code == 302
    assert list(ActionSheet.objects.all()) == [fixed]


def test_practices_of_other_cities_are_shown_only_to_who_may_read_them(
    people: dict[str, Client], visitor: Client, sheet: ActionSheet
) -> None:
    other = factory.make_city("puerto")
    Measure.objects.create(
        city=other, code="lamps", name="Harbour lamps", problem="street_crime", budget=7_777_777,
        note="secret", level="quality_of_life", orientation="positive", evidence=4,
    )  # fmt: skip
    where = f"{ROOM}{sheet.pk}/"
    seen = text(visitor.get(where))
    assert "Harbour lamps" in seen
    assert "secret" not in seen and "777" not in seen
    assert "Harbour lamps" not in text(people["reader"].get(where))


@pytest.mark.parametrize("form", ["pdf", "docx", "html", "yaml"])
def test_a_sheet_can_be_taken_along(
    people: dict[str, Client], sheet: ActionSheet, form: str
) -> None:
    answer = people["reader"].get(f"{ROOM}{sheet.pk}/report.{form}")
    assert answer.status_code == 200
    assert f"plaza-action-{sheet.pk}.{form}" in answer["Content-Disposition"]


@pytest.mark.browser
def test_the_page_of_a_sheet_is_accessible(transactional_db: None, check_page: Any) -> None:
    city = factory.make_city()
    row = ActionSheet(city=city)
    row.write(Sheet(title="Night bus", problem="street_crime", uses=("camera",)))
    row.save()
    check_page(f"{ROOM}{row.pk}/")
