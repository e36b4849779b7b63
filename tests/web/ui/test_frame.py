"""The frame of every page: headers, static files, errors, theme, components."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.template import Context, RequestContext, Template
from django.test import Client, RequestFactory

from paseo.web.ui import views
from paseo.web.ui.cells import safe_cell
from paseo.web.ui.tables import Column, Sort, Table


def test_every_answer_carries_the_strict_headers(client):
    answer = client.get("/sign-in/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "img-src 'self' data:" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]
    assert re.fullmatch(r"[0-9a-f]{32}", answer["X-Request-ID"])


def test_no_page_holds_inline_styles_or_scripts(visitor):
    for path in ("/", "/ui/", "/trail/", "/jobs/"):
        page = visitor.get(path).text
        assert not re.search(r"\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page), path


def test_static_files_come_from_where_they_lie_and_may_be_kept(client):
    page = client.get("/sign-in/").text
    address = re.search(r'href="(/static/ui/tokens\.css\?v=[0-9a-f]{8})"', page).group(1)
    answer = client.get(address)
    assert answer.status_code == 200
    assert "max-age=31536000" in answer["Cache-Control"]


def test_nothing_is_fetched_from_another_machine(visitor):
    page = visitor.get("/ui/").text
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', page)


def test_the_theme_is_kept_in_a_cookie(client):
    answer = client.post("/ui/theme/", {"theme": "dark", "next": "/sign-in/"}, follow=True)
    assert 'data-theme="dark"' in answer.text
    client.post("/ui/theme/", {"theme": "purple"})
    assert 'data-theme="dark"' in client.get("/sign-in/").text


def test_an_unknown_address_has_a_page_of_its_own(visitor):
    answer = visitor.get("/no/such/page/")
    assert answer.status_code == 404
    assert "<h1>Page not found</h1>" in answer.text


def test_a_refusal_says_why(visitor, administrator):
    request = RequestFactory().get("/")
    request.user = administrator
    request.session = visitor.session
    request._messages = []
    answer = views.permission_denied(request, PermissionDenied("Because it is Tuesday."))
    assert answer.status_code == 403
    assert "Because it is Tuesday." in answer.text


def test_a_fault_is_shown_without_session_or_database(client, monkeypatch):
    client.raise_request_exception = False

    def fail(*_arguments, **_options):
        raise RuntimeError("no")

    monkeypatch.setattr("paseo.web.accounts.views.CodeForm", fail)
    answer = client.get("/sign-in/")
    assert answer.status_code == 500
    assert "<h1>A fault in Paseo</h1>" in answer.text


def test_a_form_from_elsewhere_is_refused_with_a_page(db):
    answer = Client(enforce_csrf_checks=True).post("/sign-in/", {"code": "x"})
    assert answer.status_code == 403
    assert "The form was too old" in answer.text


def test_a_table_sorts_by_links_and_says_so():
    columns = (Column("place", "Place", sortable=True), Column("count", "Count", numeric=True))
    request = RequestFactory().get("/x/", {"sort": "-place", "page": "3", "year": "2023"})
    request.user = AnonymousUser()
    table = Table("Places", columns, [("River", 3)], sort=Sort.asked(request, ["place"], "place"))
    html = Template("{% table table %}").render(RequestContext(request, {"table": table}))
    assert 'aria-sort="descending"' in html
    assert 'href="?sort=place&amp;year=2023"' in html  # the other way round, from page one
    assert '<th scope="row">River</th>' in html
    assert html.count("aria-sort") == 1


@pytest.mark.parametrize("wanted", ["drop", "-", "", "place;--"])
def test_an_order_that_is_not_offered_gives_the_usual_one(wanted):
    request = RequestFactory().get("/x/", {"sort": wanted})
    assert str(Sort.asked(request, ["place"], "-place")) == "-place"


@pytest.mark.parametrize("start", list("=+-@\t\r"))
def test_a_cell_that_leaves_the_house_is_no_formula(start):
    assert safe_cell(f"{start}1").startswith("'")


def test_unknown_coverage_is_drawn_and_said():
    html = Template("{% coverage 0 12 %}").render(Context())
    assert "0 of 12 assessed" in html
    assert 'width="100.00"' in html


def test_numbers_follow_the_language(client):
    from django.utils import translation

    with translation.override("es"):
        assert Template("{{ n|number }}").render(Context({"n": 12345.5})) == "12\u202f345,5"
    assert Template("{{ n|number }}").render(Context({"n": None})) == "–"
