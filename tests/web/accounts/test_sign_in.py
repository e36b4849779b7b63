"""Signing in with a one-time link."""

from datetime import timedelta

import pytest
from django.utils import timezone

from paseo.web.accounts.administrator import ensure_administrator, sign_in_address
from paseo.web.accounts.models import SignInLink, User
from paseo.web.trail.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def code(administrator):
    return SignInLink.make(administrator)


def signed_in(client):
    return "_auth_user_id" in client.session


def test_a_page_without_a_session_leads_to_the_explanation(client):
    answer = client.get("/trail/?words=x", follow=True)
    assert answer.redirect_chain == [("/sign-in/?next=/trail/%3Fwords%3Dx", 302)]
    assert "paseo sign-in-link" in answer.text


def test_the_printed_link_signs_in(client, code):
    answer = client.get(f"/sign-in/{code}/")
    assert answer["Location"] == "/"
    assert signed_in(client)


def test_a_link_works_once(client, code):
    client.get(f"/sign-in/{code}/")
    client.logout()
    answer = client.get(f"/sign-in/{code}/")
    assert answer.status_code == 410
    assert "used already or is too old" in answer.text
    assert not signed_in(client)


def test_a_link_that_is_too_old_does_not_work(client, code):
    SignInLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(f"/sign-in/{code}/").status_code == 410
    assert not signed_in(client)


def test_a_browser_that_only_peeks_does_not_use_the_link_up(client, code):
    assert client.get(f"/sign-in/{code}/", headers={"Sec-Purpose": "prefetch"}).status_code == 503
    assert client.head(f"/sign-in/{code}/").status_code == 405
    client.get(f"/sign-in/{code}/")
    assert signed_in(client)


@pytest.mark.parametrize("shape", ["{}", "http://localhost:8000/sign-in/{}/", "  {}  "])
def test_a_pasted_link_or_code_signs_in_and_goes_where_one_wanted(client, code, shape):
    answer = client.post("/sign-in/", {"code": shape.format(code), "next": "/trail/"})
    assert answer["Location"] == "/trail/"


def test_nobody_is_sent_to_another_site(client, code):
    answer = client.post("/sign-in/", {"code": code, "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/"


@pytest.mark.parametrize("wrong", ["", "nonsense", "x" * 600])
def test_a_wrong_code_is_answered_at_the_field_and_in_the_summary(client, wrong):
    answer = client.post("/sign-in/", {"code": wrong})
    assert answer.status_code == 422
    assert 'href="#id_code"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert "<title>Error:" in answer.text.replace("\n", "")


def test_only_the_hash_of_a_code_is_kept(code):
    link = SignInLink.objects.get()
    assert code not in (link.hash, str(link))
    assert len(link.hash) == 64


def test_a_person_made_inactive_is_out_at_once(visitor, administrator):
    assert visitor.get("/").status_code == 200
    administrator.is_active = False
    administrator.save()
    assert visitor.get("/").status_code == 302
    code = SignInLink.make(administrator)
    assert visitor.get(f"/sign-in/{code}/").status_code == 410


def test_signing_out_needs_a_form_and_is_on_the_trail(visitor):
    assert visitor.get("/sign-out/").status_code == 405
    visitor.post("/sign-out/")
    assert not signed_in(visitor)
    assert Entry.objects.filter(action="accounts.sign_out").count() == 1


def test_the_first_start_makes_one_administrator():
    first = ensure_administrator()
    assert ensure_administrator() == first
    assert User.objects.count() == 1
    assert not first.has_usable_password()
    assert Entry.objects.get().action == "accounts.create_administrator"


def test_an_inactive_administrator_is_followed_by_another():
    first = ensure_administrator()
    first.is_active = False
    first.save()
    assert ensure_administrator().name == "administrator 2"


def test_a_new_address_signs_in(client):
    address = sign_in_address("http://localhost:8000/")
    assert address.startswith("http://localhost:8000/sign-in/")
    client.get(address.removeprefix("http://localhost:8000"))
    assert signed_in(client)


@pytest.mark.django_db(transaction=True)
@pytest.mark.browser
def test_one_signs_in_with_the_keyboard_alone(open_page, administrator):
    page = open_page("/sign-in/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    for _step in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "id_code":
            break
    page.keyboard.type("wrong")
    page.keyboard.press("Enter")
    page.wait_for_selector(".error-summary")
    assert page.evaluate("document.activeElement.className") == "error-summary"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "id_code"
    page.keyboard.press("Control+A")
    page.keyboard.type(SignInLink.make(administrator))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("nav.side")
    assert page.locator("h1").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.browser
@pytest.mark.parametrize("path", ["/sign-in/", "/sign-in/used/", "/no/such/page/"])
def test_the_pages_outside_are_accessible(open_page, axe, path):
    for theme in ("light", "dark"):
        assert axe(open_page(path, theme=theme)) == ""


@pytest.mark.django_db(transaction=True)
@pytest.mark.browser
def test_one_signs_in_and_changes_language_and_theme_without_scripts(open_page, administrator):
    page = open_page("/sign-in/", scripts=False)
    page.fill("#id_code", SignInLink.make(administrator))
    page.click("main button")
    page.click("button[lang=es]")
    assert page.locator("html").get_attribute("lang") == "es"
    page.click("summary:has-text('Aspecto')")
    page.click("button[value=dark]")
    assert page.locator("html").get_attribute("data-theme") == "dark"
