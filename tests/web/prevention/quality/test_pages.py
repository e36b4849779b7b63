"""Two raters on the pages: blind until both have finished, then agreement and a result."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from paseo.web.actions import Refusal
from paseo.web.prevention.models import QualityCheck, QualityProof
from paseo.web.prevention.quality.actions import (
    FinishRating,
    NotNow,
    RaterWanted,
    Settle,
    StartCheck,
)
from paseo.web.prevention.quality.bringing import bring_quality
from paseo.web.prevention.quality.forms import ProofForm
from paseo.web.trail.models import Entry
from web.prevention.quality.conftest import EXAMPLE, rate, signed_in

SECRET = "The documents call that good"


def url(check: QualityCheck, name: str = "quality-check", *more: object) -> str:
    return reverse(f"prevention:{name}", args=[check.city_id, check.pk, *more])


def test_an_empty_page_teaches_and_the_form_begins_a_check(town, raters):
    first, second = raters
    client = signed_in(first)
    page = client.get(reverse("prevention:quality", args=[town.pk])).content.decode()
    assert "No measure was checked yet" in page
    new = reverse("prevention:quality-new", args=[town.pk])
    sent = {"measure": "night-mediation", "form": "paseo.quality.eucpn-criteria"}
    again = client.post(new, sent | {"first": first.pk, "second": first.pk})
    assert again.status_code == 422
    assert "A check needs two people" in again.content.decode()
    made = client.post(new, sent | {"first": first.pk, "second": second.pk})
    check = QualityCheck.objects.get()
    assert made["Location"] == check.get_absolute_url()
    twice = client.post(new, sent | {"first": first.pk, "second": second.pk})  # pressed twice
    assert (twice["Location"], QualityCheck.objects.count()) == (made["Location"], 1)
    assert (check.version, [one.user for one in check.both]) == ("1.0.0", [first, second])
    listed = client.get(reverse("prevention:quality", args=[town.pk])).content.decode()
    assert "0 of 2 finished" in listed


def test_a_rater_answers_part_by_part_and_what_is_open_stays_open(check, raters):
    client = signed_in(raters[0])
    gates = url(check, "quality-answer", "gates")
    assert "Is the crime or safety problem" in client.get(gates).content.decode()
    sent = client.post(gates, {"a-G1": "met", "a-G1-note": "page 3", "a-G2": ""})
    assert sent["Location"] == url(check, "quality-answer", "problem")
    rater = check.raters.get(number=1)
    assert rater.answers == {"G1": {"option": "met", "note": "page 3"}}
    wrong = client.post(gates, {"a-G1": "perhaps"})
    assert wrong.status_code == 422
    page = client.get(url(check)).content.decode()
    assert "3 to answer" in page
    stale = client.post(gates, {"a-G1": "not_met", "seen": "what stood there before"})
    assert "changed this meanwhile" in stale.content.decode()
    assert check.raters.get(number=1).answers["G1"]["option"] == "met"
    nothing = client.post(url(check, "quality-answer", "transfer"), {}, follow=True)
    assert "Nothing is answered on this part yet" in nothing.content.decode()
    assert "Finish my rating" not in page
    assert client.post(url(check, "quality-finish")).status_code == 302
    assert check.raters.get(number=1).finished_at is None


def test_neither_sees_the_other_before_both_have_finished(check, raters, administrator):
    rate(check, 1)
    rater = check.raters.get(number=1)
    proof = QualityProof.objects.create(rater=rater, entry="G1", file_name="a", sha256="0" * 64)
    for person in (raters[1], administrator):
        client = signed_in(person)
        for address in (
            url(check),
            reverse("prevention:quality", args=[check.city_id]),
        ):
            assert SECRET not in client.get(address).content.decode()
        for name, more in (
            ("quality-report", ("json",)),
            ("quality-proof-file", (proof.pk,)),
        ):
            assert client.get(url(check, name, *more)).status_code == 404
        if person is administrator:
            assert client.get(url(check, "quality-settle")).status_code == 404
            assert client.get(url(check, "quality-answer", "gates")).status_code == 404
    # The trail, which leads read too, tells what was answered and never how.
    said = " ".join(str(one.after) for one in Entry.objects.all())
    assert "not_met" not in said
    assert SECRET not in said


def test_once_both_have_finished_the_result_is_there_for_all(check, raters):
    rate(check, 1)
    rate(check, 2)
    page = signed_in(raters[0]).get(url(check)).content.decode()
    assert "The raters disagree on a gate" in page
    assert "21 of 27 items" in page
    assert "Settle what differs" not in page  # a contributor does not decide
    assert signed_in(raters[0]).get(url(check, "quality-settle")).status_code == 403
    report = signed_in(raters[0]).get(url(check, "quality-report", "json"))
    assert report.json()["stage"] == "gate_disagreement"
    assert report.json()["generated"] is True
    assert report["Content-Disposition"] == (
        'attachment; filename="generated-quality-night-mediation.json"'
    )


def test_differences_are_settled_with_reasons_by_who_leads(check, raters):
    rate(check, 1)
    rate(check, 2)
    client, address = signed_in(raters[1]), url(check, "quality-settle")
    nothing = client.post(address, {})
    assert "Nothing was settled" in nothing.content.decode()
    bare = client.post(address, {"a-G3": "not_met", "a-G3-note": ""})
    assert bare.status_code == 422
    assert "Say why both take this answer." in bare.content.decode()
    settled = {"G3": "not_met", "1-2": "partly", "1-5": "partly", "2-5": "partly",
               "3-2": "partly", "3-4": "clear_improvement", "4-6": "no"}  # fmt: skip
    sent = {f"a-{name}": option for name, option in settled.items()}
    sent |= {f"a-{name}-note": "we read it again" for name in settled}
    late = client.post(address, sent | {"seen": "something else"})
    assert (late.status_code, QualityCheck.objects.get().settled) == (422, {})
    sent["seen"] = late.context["seen"]
    assert client.post(address, sent)["Location"] == check.get_absolute_url()
    page = client.get(url(check)).content.decode()
    assert "7 answers are settled." in page
    assert "The gate “Evidence” is not met" in page
    assert "Promising." in page
    listed = client.get(reverse("prevention:quality", args=[check.city_id])).content.decode()
    assert "Promising; gate not met: Evidence" in listed
    assert "we read it again" in page
    assert "A rule of ours" in page
    for form in ("html", "xlsx"):
        assert client.get(url(check, "quality-report", form)).status_code == 200


def test_finished_answers_do_not_change(check, raters):
    rate(check, 1)
    client = signed_in(raters[0])
    assert client.get(url(check, "quality-answer", "gates")).status_code == 404
    with pytest.raises(Refusal):
        Settle(check_of=check, decisions={}).run(raters[0])
    with pytest.raises(NotNow):
        Settle(check_of=check, decisions={}).run(raters[1])


def test_a_finished_rating_is_opened_again_only_while_the_other_is_not_done(check, raters):
    rate(check, 1)
    address = url(check, "quality-reopen", 1)
    assert signed_in(raters[0]).post(address).status_code == 403
    client = signed_in(raters[1])
    assert "Leave it finished" in client.get(address).content.decode()
    client.post(address)
    assert check.raters.get(number=1).finished_at is None
    assert check.raters.get(number=1).answers
    assert Entry.objects.filter(action="prevention.reopen_quality_rating").count() == 1
    FinishRating(rater=check.raters.get(number=1)).run(raters[0])
    rate(check, 2)
    assert "What differs is settled instead" in client.post(address, follow=True).content.decode()
    assert check.raters.get(number=1).finished_at is not None


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("run.exe", b"MZ", "Files of this kind are not kept"),
        ("page.html", b"<p>", "Files of this kind are not kept"),
        ("calls.zip", b"PK", "Files of this kind are not kept"),
        ("calls", b"x", "Files of this kind are not kept"),
        ("calls.pdf", b"MZ", "named .pdf and is none"),
        ("calls.csv", b"MZ\0\0", "named .csv and is none"),
        ("calls.csv", b"", "The file is empty"),
    ],
)
def test_evidence_of_other_kinds_is_not_kept(name, data, said):
    form = ProofForm({"shows": "calls"}, {"file": SimpleUploadedFile(name, data)})
    assert said in str(form.errors)
    assert list(form.errors) == ["file"]


def test_evidence_is_kept_and_given_out_as_it_came(check, raters):
    client, address = signed_in(raters[0]), url(check, "quality-proofs", "3.1")
    neither = client.post(address, {"shows": "calls"})
    assert neither.status_code == 422
    file = SimpleUploadedFile("calls.csv", b"month,calls\n2025-01,4\n")
    assert client.post(address, {"shows": "calls", "file": file}).status_code == 302
    proof = QualityProof.objects.get()
    given = client.get(url(check, "quality-proof-file", proof.pk))
    assert b"".join(given.streaming_content) == b"month,calls\n2025-01,4\n"
    assert given["Content-Type"] == "application/octet-stream"
    assert client.post(url(check, "quality-proof-remove", proof.pk)).status_code == 302
    assert not QualityProof.objects.exists()


def test_somebody_outside_fills_in_the_workbook(town, raters):
    first, _second = raters
    check = StartCheck(
        city=town.pk, measure="night-mediation", form="paseo.quality.eucpn-criteria",
        raters=(RaterWanted("rater 1", first), RaterWanted("rater 2, outside")),
    ).run(first)  # fmt: skip
    client, address = signed_in(first), url(check, "quality-bring", 2)
    with zipfile.ZipFile(BytesIO(client.get(url(check, "quality-form", 2)).content)) as form:
        assert b"Generated" in form.read("xl/sharedStrings.xml")  # the city of this test is
    raw = (EXAMPLE / "rater-2.csv").read_bytes()

    def bring(data: bytes):
        return client.post(address, {"file": SimpleUploadedFile("r.csv", data)})

    early = bring(raw)
    assert "Finish your own answers before" in early.content.decode()
    rate(check, 1)
    wrong = bring(raw.replace(b"not_met", b"never", 1))
    assert wrong.status_code == 422
    assert "never" in wrong.content.decode()
    assert bring(b"id,answer\nG1,met\n").status_code == 422
    assert not check.raters.get(number=2).answers
    assert bring(raw).status_code == 302
    assert "21 of 27 items" in client.get(url(check)).content.decode()


def test_who_only_reads_cannot_begin_or_answer(check, person_with):
    client = signed_in(person_with("reader", check.city_id))
    assert client.get(url(check)).status_code == 200
    assert client.get(url(check, "quality-answer", "gates")).status_code == 403
    new = reverse("prevention:quality-new", args=[check.city_id])
    assert client.get(new).status_code == 403


def test_a_check_is_removed_by_who_leads(check, raters):
    address = url(check, "quality-remove")
    assert signed_in(raters[0]).post(address).status_code == 403
    assert signed_in(raters[1]).post(address).status_code == 302
    assert not QualityCheck.objects.exists()


def test_the_example_of_a_town_is_brought_whole(town):
    check = bring_quality(EXAMPLE, town.pk)
    assert check is not None
    assert check.found().judgement.conclusion.id == "promising"
    assert check.raters.get(number=1).proofs.count() == 6
    assert bring_quality(EXAMPLE / "nowhere", town.pk) is None


def test_a_check_whose_form_was_taken_away_says_so(check, raters):
    QualityCheck.objects.update(form="city.own.form")
    rate_page = signed_in(raters[0]).get(url(check), follow=True)
    assert "city.own.form" in rate_page.content.decode()
    for rater in check.raters.all():
        rater.finished_at = rater.check_of.started_at
        rater.save()
    listed = signed_in(raters[0]).get(reverse("prevention:quality", args=[check.city_id]))
    assert "the form is no longer there" in listed.content.decode()


@pytest.mark.browser
def test_the_pages_are_accessible(town, administrator, check_page, transactional_db):
    check = bring_quality(EXAMPLE, town.pk)
    check_page(check.get_absolute_url())
    raters = (RaterWanted("administrator", administrator), RaterWanted("rater 2, outside"))
    own = StartCheck(city=town.pk, measure="night-mediation", form=check.form, raters=raters).run(
        administrator
    )
    check_page(reverse("prevention:quality-answer", args=[town.pk, own.pk, "evidence"]))
