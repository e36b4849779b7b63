"""The trail can be read, filtered and taken away, and never changed."""

import csv
import io

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError

from paseo.web.accounts.models import User
from paseo.web.trail.models import AppendOnly, Entry

pytestmark = pytest.mark.django_db


def entry(label="Plaza Mayor", city="berlin", action="evidence.import_observations", **values):
    return Entry.objects.create(
        action=action, city=city, object_type="evidence.city", object_id="1", object_label=label,
        request_id="r" * 32, **values,
    )  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        lambda made: made.save(),
        lambda made: made.delete(),
        lambda made: Entry.objects.update(city="x"),
        lambda made: Entry.objects.all().delete(),
        lambda made: Entry.objects.bulk_update([made], ["city"]),
    ],
    ids=["save", "delete", "update", "delete many", "bulk update"],
)
def test_no_way_of_the_programme_changes_an_entry(change):
    with pytest.raises(AppendOnly):
        change(entry())


@pytest.mark.parametrize(
    "statement", ["UPDATE trail_entry SET city = 'x'", "DELETE FROM trail_entry"]
)
def test_the_database_itself_refuses_to_change_an_entry(statement):
    made = entry()
    with pytest.raises(DatabaseError, match="can only be added to"), transaction.atomic():
        connection.cursor().execute(statement)
    assert Entry.objects.get(pk=made.pk).city == "berlin"


def test_a_person_on_the_trail_cannot_be_removed(administrator):
    entry(actor=administrator)
    with pytest.raises(ProtectedError):
        User.objects.filter(pk=administrator.pk).delete()


def test_the_list_shows_the_newest_first(visitor):
    entry("the older"), entry("the newer")
    page = visitor.get("/trail/").text
    assert page.index("the newer") < page.index("the older")


def test_the_list_can_be_narrowed(visitor):
    entry("Old market"), entry("River park"), entry("Old market", action="evidence.remove")
    page = visitor.get("/trail/", {"words": "market", "action": "evidence.remove"}).text
    assert "1 entry, newest first" in page
    assert "River park" not in page


def test_an_empty_answer_offers_the_way_back(visitor):
    assert "Nothing matches" in visitor.get("/trail/", {"words": "nothing"}).text


def test_a_city_lead_sees_the_own_city_only(client, person_with):
    entry("ours"), entry("theirs", city="helsinki"), entry("the workspace's", city="")
    client.force_login(person_with("city_lead", "berlin"))
    page = client.get("/trail/").text
    assert "ours" in page
    assert "theirs" not in page
    assert "the workspace" not in page


@pytest.mark.parametrize("role", ["contributor", "reviewer", "reader", ""])
def test_others_see_no_entry(client, person_with, role):
    made = entry("ours")
    client.force_login(person_with(role, "berlin"))
    assert "ours" not in client.get("/trail/").text
    assert client.get(f"/trail/{made.pk}/").status_code == 404
    assert b"ours" not in b"".join(client.get("/trail/download/").streaming_content)


def test_one_entry_shows_before_and_after(visitor):
    made = entry(before={"name": "Öld"}, after={"name": "<b>new</b>"})
    page = visitor.get(f"/trail/{made.pk}/").text
    assert "Öld" in page
    assert "&lt;b&gt;new&lt;/b&gt;" in page


def test_the_download_holds_what_the_page_shows_and_no_formula(visitor):
    entry("=cmd()", after={"n": 1}), entry("other", action="evidence.remove")
    answer = visitor.get("/trail/download/", {"action": "evidence.import_observations"})
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))
    assert [row["object"] for row in rows] == ["'=cmd()"]
    assert rows[0]["after"] == '{"n": 1}'
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_long_trail_costs_no_more_queries(visitor, administrator, django_assert_max_num_queries):
    for number in range(60):
        entry(f"object {number}", actor=administrator)
    with django_assert_max_num_queries(5):
        visitor.get("/trail/")


@pytest.mark.browser
def test_the_pages_are_accessible(check_page, administrator):
    made = entry(before={"name": "old"}, after={"name": "new"}, actor=administrator)
    check_page("/trail/")
    check_page(f"/trail/{made.pk}/")
