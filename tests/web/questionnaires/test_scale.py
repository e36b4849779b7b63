"""The number of questions to the database does not grow with the questionnaire."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from paseo.evidence.questionnaires.answers import Answer
from paseo.web.accounts.people import PROGRAMME
from paseo.web.questionnaires.actions import SaveSection, StartRound
from web.questionnaires.browser_form import changed, in_form
from web.questionnaires.packs import long

pytestmark = pytest.mark.django_db


def asked(work) -> int:
    with CaptureQueriesContext(connection) as found:
        answer = work()
    assert answer.status_code in (200, 302)
    return len(found)


@pytest.fixture
def rounds(plaza, own_pack):
    made = {}
    for count in (10, 1000):
        pack = own_pack(long(count, f"tests.long-{count}"))
        one = StartRound(city="plaza", pack=pack, name=str(count)).run(PROGRAMME)
        answers = {f"q{at}": Answer("yes") for at in range(0, count, 4)}
        SaveSection(sheet=one.sheets.get(), section="main", answers=answers).run(PROGRAMME)
        made[count] = one
    return made


@pytest.mark.parametrize("page", ["", "sheets/{sheet}/in/main/", "sheets/{sheet}/check/",
                                  "sheets/{sheet}/review/", "sheets/{sheet}/review/main/",
                                  "copy/", "sign/"])  # fmt: skip
def test_a_page_asks_as_often_for_10_as_for_1000_questions(visitor, rounds, page):
    found = {}
    for count, one in rounds.items():
        at = f"{one.get_absolute_url()}{page.format(sheet=one.sheets.get().pk)}"
        visitor.get(at)
        found[count] = asked(lambda at=at: visitor.get(at))
    assert found[10] == found[1000]
    assert found[1000] <= 14


def test_a_thousand_questions_are_saved_by_one_form(visitor, rounds):
    one = rounds[1000]
    at = f"{one.get_absolute_url()}sheets/{one.sheets.get().pk}/in/main/"
    sent = in_form(visitor.get(at))
    fields = {f"q{number}__value": "7" for number in range(1, 1000, 4)}
    data = changed(sent, "save", fields)
    many = asked(lambda: visitor.post(at, data))
    part = one.sheets.get().parts.get()
    assert len(part.answers) == 500
    few = rounds[10]
    at = f"{few.get_absolute_url()}sheets/{few.sheets.get().pk}/in/main/"
    data = changed(in_form(visitor.get(at)), "save", {"q1__value": "7"})
    assert asked(lambda: visitor.post(at, data)) == many
