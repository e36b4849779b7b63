"""Every write goes through an action and leaves a trace."""

from dataclasses import dataclass

import pytest
from django.utils.translation import gettext_lazy as _

from paseo.web.accounts.models import User
from paseo.web.accounts.people import PROGRAMME
from paseo.web.accounts.rights import Right
from paseo.web.actions import Action, Refusal, Unrecorded
from paseo.web.trail import context
from paseo.web.trail.models import Entry

pytestmark = pytest.mark.django_db


@dataclass
class Rename(Action[User]):
    id = "tests.rename"
    label = _("Renamed")
    right = Right.LEAD

    user: User
    name: str
    city: str = "berlin"
    silent: bool = False
    broken: bool = False

    def perform(self, record):
        before, self.user.name = self.user.name, self.name
        self.user.save()
        if not self.silent:
            record(self.user, before={"name": before}, after={"name": self.name})
        if self.broken:
            raise ValueError("broken")
        return self.user


@pytest.fixture
def subject():
    return User.objects.create_user("before")


def test_an_action_does_its_work_and_says_so(administrator, subject):
    with context.acting(administrator, "a" * 32):
        Rename(subject, "after").run(administrator)
    entry = Entry.objects.get()
    assert (entry.actor, entry.action, entry.city) == (administrator, "tests.rename", "berlin")
    assert (entry.object_type, entry.object_id) == ("accounts.user", str(subject.pk))
    assert (entry.before, entry.after) == ({"name": "before"}, {"name": "after"})
    assert entry.request_id == "a" * 32
    assert str(entry.label) == "Renamed"


def test_a_person_without_the_right_changes_nothing(person_with, subject):
    with pytest.raises(Refusal, match="decide for the city"):
        Rename(subject, "after").run(person_with("contributor", "berlin"))
    subject.refresh_from_db()
    assert subject.name == "before"
    assert not Entry.objects.exists()


@pytest.mark.parametrize(("fault", "error"), [("silent", Unrecorded), ("broken", ValueError)])
def test_work_that_fails_or_leaves_no_trace_is_undone(administrator, subject, fault, error):
    with pytest.raises(error):
        Rename(subject, "after", **{fault: True}).run(administrator)
    subject.refresh_from_db()
    assert subject.name == "before"
    assert not Entry.objects.exists()


def test_the_programme_itself_has_no_name_on_the_trail(subject):
    Rename(subject, "after").run(PROGRAMME)
    assert Entry.objects.get().actor is None


def test_a_request_and_its_entries_carry_the_same_id(visitor):
    answer = visitor.post("/sign-out/")
    assert Entry.objects.get().request_id == answer["X-Request-ID"]


def test_a_field_named_city_needs_no_default(monkeypatch):
    monkeypatch.setattr(Action, "registry", {})

    @dataclass
    class Nothing(Action[None]):
        id = "tests.nothing"
        label = _("Nothing")
        right = None
        city: str
        plan: int

        def perform(self, record):
            record(("kind", "1", "label"))

    Nothing("berlin", 1).run(PROGRAMME)
    with pytest.raises(TypeError):
        Nothing()


def test_every_action_has_an_id_of_its_room_and_words():
    for name, action in Action.registry.items():
        assert name.count(".") == 1, name
        assert str(action.label), name
