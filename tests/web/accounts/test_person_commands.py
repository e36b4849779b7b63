"""``paseo person``: several people, each with a link that lets them in once."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from paseo.cli import DONE, MISUSED, REFUSED, main
from paseo.web.accounts.models import SignInLink, User
from paseo.web.evidence.models import City
from paseo.web.trail.models import Entry

pytestmark = pytest.mark.django_db

ADD = ["person", "add", "police data", "--role", "contributor", "--city", "berlin"]


@pytest.fixture(autouse=True)
def berlin(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A city in the database of the tests, which stands in for the workspace's own."""
    monkeypatch.setattr("paseo.web.server.prepare", lambda: None)
    City.objects.create(
        id="berlin", name={"en": "Berlin"}, country="XX", framework="f", depth="full"
    )


@pytest.fixture
def lets_in() -> Callable[[str], str]:
    """Open the printed link in a fresh browser; the name of who is then signed in."""

    def open_link(printed: str) -> str:
        path = re.search(r"http://[^/]+(/sign-in/\S+)", printed)
        assert path is not None, printed
        client = Client(headers={"host": "localhost"})
        client.get(path.group(1))
        key = client.session.get("_auth_user_id")
        return User.objects.get(pk=key).name if key else ""

    return open_link


def test_a_person_is_added_and_the_printed_link_lets_them_in_once(
    capsys: pytest.CaptureFixture[str], lets_in: Callable[[str], str]
) -> None:
    assert main(ADD) == DONE
    printed = capsys.readouterr().out
    assert lets_in(printed) == "police data"
    assert lets_in(printed) == ""
    assert Entry.objects.filter(action="accounts.add_person").count() == 1


def test_two_people_have_links_of_their_own(
    capsys: pytest.CaptureFixture[str], lets_in: Callable[[str], str]
) -> None:
    main(ADD)
    first = capsys.readouterr().out
    main(["person", "add", "lighting", "--role", "contributor", "--city", "berlin"])
    second = capsys.readouterr().out
    assert (lets_in(second), lets_in(first)) == ("lighting", "police data")


@pytest.mark.parametrize(
    ("option", "wrong", "choice"),
    [("--role", "owner", "contributor"), ("--city", "atlantis", "berlin"), ("--city", "", "all")],
)
@pytest.mark.parametrize("language", ["en", "es"])
def test_an_unknown_role_or_city_names_the_choices_and_writes_nothing(
    capsys: pytest.CaptureFixture[str], option: str, wrong: str, choice: str, language: str
) -> None:
    assert main([*ADD, option, wrong, "--language", language]) == REFUSED
    said = capsys.readouterr()
    assert said.out == ""
    assert choice in said.err
    assert ("No se añadió a nadie" in said.err) == (language == "es")
    assert not User.objects.exists()
    assert not SignInLink.objects.exists()


def test_a_role_held_already_is_said_with_the_way_to_a_new_link(
    capsys: pytest.CaptureFixture[str], lets_in: Callable[[str], str]
) -> None:
    main(ADD)
    capsys.readouterr()
    assert main(ADD) == REFUSED
    assert 'paseo sign-in-link --person "police data"' in capsys.readouterr().err
    assert main(["sign-in-link", "--person", "police data"]) == DONE
    assert lets_in(capsys.readouterr().out) == "police data"


def test_a_link_for_nobody_names_who_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    main(ADD)
    capsys.readouterr()
    assert main(["sign-in-link", "--person", "nobody"]) == REFUSED
    assert "police data" in capsys.readouterr().err
    assert SignInLink.objects.count() == 1


def test_the_list_says_who_may_do_what_where(capsys: pytest.CaptureFixture[str], db: None) -> None:
    assert main(["person", "list"]) == DONE
    assert "paseo person add" in capsys.readouterr().out
    User.objects.create_user("administrator", is_administrator=True)
    User.objects.create_user("left", is_active=False)
    main(ADD)
    main(["person", "add", "police data", "--role", "reader", "--city", "all"])
    capsys.readouterr()
    assert main(["person", "list"]) == DONE
    assert capsys.readouterr().out.splitlines() == [
        "administrator: administrator",
        "left: may not sign in",
        "police data: contributor (berlin), reader (all)",
    ]


def test_role_and_city_are_needed() -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["person", "add", "police data"])
    assert stopped.value.code == MISUSED
