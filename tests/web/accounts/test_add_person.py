"""Adding people: who may, what is written, and that a refusal writes nothing."""

import pytest

from paseo.web.accounts.actions import AddPerson, NotAdded
from paseo.web.accounts.models import Membership, User
from paseo.web.accounts.people import PROGRAMME
from paseo.web.accounts.rights import Right
from paseo.web.actions import Refusal
from paseo.web.evidence.models import City
from paseo.web.trail.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def two_cities(db):
    for city in ("berlin", "milan"):
        City.objects.create(id=city, name={"en": city}, country="XX", framework="f", depth="full")


def test_a_person_is_added_with_rights_in_that_city_only():
    user = AddPerson("police data", "contributor", "berlin").run(PROGRAMME)
    assert user.rights_in("berlin") == {Right.READ, Right.CONTRIBUTE}
    assert not user.rights_in("milan")
    assert not user.has_usable_password()
    entry = Entry.objects.get()
    assert (entry.action, entry.city) == ("accounts.add_person", "berlin")


def test_a_further_role_goes_to_the_same_person():
    first = AddPerson("police data", "contributor", "berlin").run(PROGRAMME)
    second = AddPerson("  police   data ", "reader", "milan").run(PROGRAMME)
    assert first == second
    assert second.rights_in("milan") == {Right.READ}
    assert User.objects.count() == 1
    assert Entry.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "role", "city", "reason"),
    [
        ("somebody", "owner", "berlin", "role"),
        ("somebody", "reader", "atlantis", "city"),
        ("somebody", "coordinator", "berlin", "every"),
        (" ", "reader", "berlin", "name"),
        ("x" * 81, "reader", "berlin", "name"),
        ("bell\x07", "reader", "berlin", "name"),
    ],
)
def test_what_is_unknown_is_refused_and_nothing_written(name, role, city, reason):
    with pytest.raises(NotAdded) as refused:
        AddPerson(name, role, city).run(PROGRAMME)
    assert refused.value.reason == reason
    assert not User.objects.exists()
    assert not Entry.objects.exists()


def test_the_choices_are_named():
    with pytest.raises(NotAdded) as refused:
        AddPerson("somebody", "reader", "atlantis").run(PROGRAMME)
    assert refused.value.choices == ("berlin", "milan")


def test_a_role_held_already_and_a_person_who_left_are_refused():
    user = AddPerson("police data", "reader", "berlin").run(PROGRAMME)
    with pytest.raises(NotAdded, match="held"):
        AddPerson("police data", "reader", "berlin").run(PROGRAMME)
    user.is_active = False
    user.save()
    with pytest.raises(NotAdded, match="inactive"):
        AddPerson("police data", "reviewer", "berlin").run(PROGRAMME)
    assert Membership.objects.count() == 1
    assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    ("role", "held_in", "gives", "city"),
    [
        ("contributor", "berlin", "reader", "berlin"),
        ("city_lead", "milan", "reader", "berlin"),
        ("city_lead", "berlin", "reader", ""),
        ("city_lead", "", "coordinator", ""),
    ],
)
def test_nobody_hands_out_more_than_is_theirs(person_with, role, held_in, gives, city):
    with pytest.raises(Refusal):
        AddPerson("somebody", gives, city).run(person_with(role, held_in))
    assert not User.objects.filter(name="somebody").exists()


def test_a_lead_adds_people_to_the_own_city_and_a_coordinator_everywhere(person_with):
    AddPerson("one", "city_lead", "berlin").run(person_with("city_lead", "berlin"))
    user = AddPerson("two", "coordinator").run(person_with("coordinator"))
    assert user.rights_in("milan") == set(Right)
