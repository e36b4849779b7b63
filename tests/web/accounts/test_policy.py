"""Who may do what where, and why not."""

import pytest
from django.contrib.auth.models import AnonymousUser

from paseo.web.accounts.people import PROGRAMME
from paseo.web.accounts.policy import policy
from paseo.web.accounts.rights import Right

pytestmark = pytest.mark.django_db

#: The whole matrix of roles and rights: a change here is a change for every city.
MATRIX = {
    "coordinator": {"read", "contribute", "review", "lead", "coordinate"},
    "city_lead": {"read", "contribute", "review", "lead"},
    "contributor": {"read", "contribute"},
    "reviewer": {"read", "review"},
    "reader": {"read"},
    "": set(),
}


@pytest.mark.parametrize("right", list(Right))
@pytest.mark.parametrize("role", MATRIX)
def test_a_role_carries_its_rights_and_no_other(person_with, role, right):
    person = person_with(role, "berlin")
    assert bool(policy.may(person, right, "berlin")) == (right in MATRIX[role])
    assert not policy.may(person, right, "helsinki")
    assert not policy.may(person, right)


def test_a_role_for_every_city_holds_in_each(person_with):
    assert policy.may(person_with("coordinator"), Right.LEAD, "anywhere")


def test_a_refusal_names_the_right_the_roles_and_ones_own(person_with):
    reason = str(policy.may(person_with("reader", "berlin"), Right.CONTRIBUTE, "berlin").reason)
    assert "add and change data" in reason
    assert "Contributor, City lead, Coordinator" in reason
    assert reason.endswith("Your role here: Reader.")


def test_somebody_without_any_role_is_told_so(person_with):
    assert str(policy.may(person_with(), Right.READ, "berlin").reason).endswith("none.")


def test_nobody_may_nothing_and_the_programme_everything(administrator):
    assert not policy.may(AnonymousUser(), None)
    assert policy.cities(AnonymousUser(), Right.READ) == set()
    assert policy.may(PROGRAMME, Right.COORDINATE)
    assert policy.may(administrator, Right.COORDINATE)
    assert policy.cities(administrator, Right.READ) is None


def test_the_cities_of_a_person(person_with):
    assert policy.cities(person_with("reader", "berlin"), Right.READ) == {"berlin"}
    assert policy.cities(person_with("reader", "helsinki"), Right.LEAD) == set()
    assert policy.cities(person_with("coordinator"), Right.LEAD) is None


def test_rights_cost_one_query(person_with, django_assert_num_queries):
    person = person_with("reader", "berlin")
    with django_assert_num_queries(1):
        for city in ("berlin", "helsinki", ""):
            policy.may(person, Right.READ, city)
