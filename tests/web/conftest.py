"""Fixtures of every web test: people, a signed-in client, a live server, a real browser.

A page's browser test is two lines::

    @pytest.mark.browser
    def test_the_overview_is_accessible(check_page):
        check_page("/")
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection, connections
from django.test import Client, TransactionTestCase
from django.test.utils import override_settings
from django.utils import translation

from browser import COLOUR_RULES, DESKTOP, PHONE, accessibility_faults, runs_over
from paseo.web import environment
from paseo.web.accounts.models import Membership, User
from paseo.web.trail import triggers


@pytest.fixture(autouse=True)
def each_test_begins_in_english():
    """The test client answers in this thread: a Spanish page would leave it Spanish."""
    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Run on PostgreSQL when one is named; otherwise on a SQLite file, as users do.

    A file and not memory: several threads (server, worker, test) each need their own
    connection to see the locking that users meet.
    """


@pytest.fixture(scope="session")
def django_db_modify_db_settings_parallel_suffix(
    django_db_modify_db_settings_tox_suffix: None,
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    url = os.environ.get("PASEO_TEST_DATABASE_URL", "")
    wanted = (
        environment.postgres(url)
        if url
        else environment.sqlite(tmp_path_factory.mktemp("database") / "test.sqlite3")
    )
    default = connections.settings["default"]
    default.update(wanted)
    default["TEST"] = {**default.get("TEST", {}), "NAME": None if url else wanted["NAME"]}
    default["CONN_MAX_AGE"] = 0
    del connections["default"]
    worker = getattr(request.config, "workerinput", {}).get("workerid")
    if worker and url:
        default["TEST"]["NAME"] = f"test_{wanted['NAME']}_{worker}"


def _flush_with_the_trail_unlocked(
    flush: Callable[[TransactionTestCase], None],
) -> Callable[[TransactionTestCase], None]:
    """Emptying all tables between tests is the one thing the trail's lock must let pass."""

    def teardown(case: TransactionTestCase) -> None:
        triggers.remove(connection)
        try:
            flush(case)
        finally:
            triggers.install(connection)

    return teardown


# Playwright's synchronous interface keeps an event loop in this thread; Django takes that
# for asynchronous code and would refuse the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

TransactionTestCase._fixture_teardown = _flush_with_the_trail_unlocked(  # type: ignore[method-assign]
    TransactionTestCase._fixture_teardown
)


@pytest.fixture(autouse=True)
def workspace(tmp_path: Any) -> Iterator[Any]:
    """Every test has a workspace folder of its own."""
    home = tmp_path / "workspace"
    (home / "files").mkdir(parents=True)
    with override_settings(
        PASEO_HOME=home,
        MEDIA_ROOT=home / "files",
        ALLOWED_HOSTS=[*django_settings.ALLOWED_HOSTS, "testserver"],
    ):
        yield home


# -------------------------------------------------------------------------------- people
@pytest.fixture
def administrator(db: None) -> User:
    return User.objects.create_user("administrator", is_administrator=True)


@pytest.fixture
def person_with(db: None) -> Callable[..., User]:
    """``person_with("contributor", "berlin")`` makes a person with one role."""

    def make(role: str = "", city: str = "") -> User:
        user = User.objects.create_user(f"{role or 'stranger'} of {city or 'all'}")
        if role:
            Membership.objects.create(user=user, city=city, role=role)
        return user

    return make


@pytest.fixture
def visitor(administrator: User) -> Client:
    """Django's test client, signed in as the administrator."""
    client = Client()
    client.force_login(administrator)
    return client


# ------------------------------------------------------------------------------- browser
@pytest.fixture
def live(live_server: Any) -> str:
    """The address of a server that runs for this test."""
    return str(live_server.url)


@pytest.fixture
def open_page(browser: Any, live: str) -> Iterator[Callable[..., Any]]:
    """``open_page("/sign-in/", theme="dark", size=PHONE, scripts=False, person=user)``."""
    contexts = []

    def open_one(
        path: str,
        *,
        person: User | None = None,
        theme: str = "light",
        size: dict[str, int] = DESKTOP,
        scripts: bool = True,
        locale: str = "en",
    ) -> Any:
        context = browser.new_context(
            viewport=size, color_scheme=theme, java_script_enabled=scripts, locale=locale
        )
        contexts.append(context)
        if person is not None:
            client = Client()
            client.force_login(person)
            context.add_cookies(
                [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live}]
            )
        page = context.new_page()
        page.faults = []
        page.on("console", lambda line: line.type == "error" and page.faults.append(line.text))
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.goto(live + path)
        return page

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def signed_in_page(
    transactional_db: None, administrator: User, open_page: Callable[..., Any]
) -> Callable[..., Any]:
    """``signed_in_page("/trail/")``: a page as the administrator sees it."""

    def open_one(path: str, **options: Any) -> Any:
        return open_page(path, person=administrator, **options)

    return open_one


@pytest.fixture
def axe() -> Callable[[Any], str]:
    """``assert axe(page) == ""``: what breaks WCAG 2.2 A or AA."""
    return accessibility_faults


@pytest.fixture
def check_page(signed_in_page: Callable[..., Any]) -> Callable[[str], None]:
    """Check one address by day and night, on desktop and phone: axe, width, one h1, no error.

    By night only colours differ, so that nothing else is looked at again.
    """

    def check(path: str) -> None:
        page = signed_in_page(path)
        check_opened(page, f"{path} by day")
        # Without motion, so that no colour is caught while it fades.
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        assert accessibility_faults(page, COLOUR_RULES) == "", f"{path} by night"
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        page.set_viewport_size(PHONE)
        # From the top: what sticks to the edge of a scrolled page lies over something else.
        page.evaluate("history.scrollRestoration = 'manual'")
        page.reload()
        check_opened(page, f"{path} on a phone")

    return check


def check_opened(page: Any, name: str) -> None:
    """Check a page that is open: accessible, not wider than the screen, without faults."""
    assert accessibility_faults(page) == "", name
    assert runs_over(page) <= 0, name
    assert page.locator("h1").count() == 1, name
    assert page.faults == [], name
