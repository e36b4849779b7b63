"""Evidence: kept under its SHA-256, looked at before it is kept, opened by those who may."""

import hashlib
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from paseo.web.accounts.people import PROGRAMME
from paseo.web.questionnaires.actions import AddEvidence, Arrived
from paseo.web.questionnaires.models import EvidenceFile, SectionAnswers
from paseo.web.questionnaires.uploading import MOST_BYTES

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 a data sheet"


@pytest.fixture
def at(round, sheet):
    return f"/cities/plaza/questionnaires/{round.pk}/sheets/{sheet.pk}/in/first/files/words/"


def bring(client, at, *files, who="internal"):
    sent = [SimpleUploadedFile(name, raw) for name, raw in files]
    return client.post(at, {"bring": sent, "confidentiality": who}, follow=True)


def archive(**parts):
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return raw.getvalue()


def office(folder, extra=""):
    parts = {"[Content_Types].xml": "<Types/>", f"{folder}/document.xml": "<x/>"}
    return archive(**parts, **({extra: "x"} if extra else {}))


def test_several_files_are_kept_beside_one_answer(visitor, at):
    bring(visitor, at, ("one.pdf", PDF), ("two.csv", b"a;b\n1;2\n"))
    assert [(one.name, one.kind) for one in EvidenceFile.objects.all()] == [
        ("one.pdf", "pdf"), ("two.csv", "text"),
    ]  # fmt: skip
    found = EvidenceFile.objects.first()
    assert found.sha256 == hashlib.sha256(PDF).hexdigest()
    assert found.path.read_bytes() == PDF
    given = visitor.get(f"/cities/plaza/questionnaires/{found.sheet.round_id}/files/{found.pk}/")
    assert b"".join(given.streaming_content) == PDF
    assert "attachment" in given["Content-Disposition"]
    assert given["Content-Type"] == "application/octet-stream"
    assert given["X-Content-Type-Options"] == "nosniff"


GOOD = {
    "a.pdf": PDF, "a.png": b"\x89PNG\r\n\x1a\n0", "a.JPG": b"\xff\xd8\xff\xe0", "a.gif": b"GIF89a0",
    "a.webp": b"RIFF0000WEBPVP8 ", "a.docx": office("word"), "a.xlsx": office("xl"),
    "a.pptx": office("ppt"), "a.txt": "Plaza año".encode("latin-1"), "a.geojson": b'{"type": 1}',
    "a.odt": archive(mimetype="application/vnd.oasis.opendocument.text"),
    "a.gpkg": b"SQLite format 3\x00....",
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_usual_kinds_of_files_are_taken(visitor, at, name):
    page = bring(visitor, at, (name, GOOD[name]))
    assert EvidenceFile.objects.get().name == name, page.content.decode()


BAD = {
    "empty.pdf": (b"", "The file is empty"),
    "tool.exe": (b"MZ\x90", "is a program"),
    "photo.jpg": (b"MZ\x90", "is a program"),
    "run.txt": (b"#!/bin/sh\nrm", "is a program"),
    "app.pdf": (b"\x7fELF\x02", "is a program"),
    "lib.pdf": (b"\xca\xfe\xba\xbe", "is a program"),
    "sheet.pdf": (b"\x89PNG\r\n\x1a\n", "is not what its name says"),
    "form.docx": (office("word", "word/vbaProject.bin"), "holds macros"),
    "form.xlsx": (office("word"), "is not what its name says"),
    "data.zip": (archive(a="b"), "not taken"),
    "torn.docx": (b"PK\x03\x04 torn", "is damaged"),
    "page.html": (b"<html><script>", "not taken"),
    "page.txt": (b" <!DOCTYPE html><script>", "not taken"),
    "icon.svg": (b"<svg onload=x>", "not taken"),
    "noise.csv": (b"a;b\x00\x01", "not taken"),
    "old.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "not taken"),
    "nothing": (PDF, "is not what its name says"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_not_taken_is_told_why_and_nothing_is_kept(visitor, at, name, workspace):
    raw, said = BAD[name]
    page = bring(visitor, at, ("good.pdf", PDF), (name, raw))
    assert page.status_code == 422
    assert said in page.content.decode()
    assert not EvidenceFile.objects.exists()
    assert not [one for one in (workspace / "files").rglob("*") if one.is_file()]


def test_a_question_that_asks_for_files_takes_only_what_it_names(visitor, at):
    papers = at.replace("/words/", "/papers/")
    page = bring(visitor, papers, ("a.csv", b"a;b"))
    assert "Bring: .pdf" in page.content.decode()
    bring(visitor, papers, ("a.pdf", PDF))
    sha256 = hashlib.sha256(PDF).hexdigest()
    held = {"value": [{"name": "a.pdf", "sha256": sha256, "size": len(PDF)}]}
    assert SectionAnswers.objects.get().answers["papers"] == held


def test_what_is_larger_than_50_megabytes_is_refused_before_it_is_read(visitor, at):
    class Unread(io.BytesIO):
        def read(self, *_size):
            raise AssertionError("the body was read")

    answer = visitor.generic(
        "POST", at, b"", content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(MOST_BYTES + 2_000_000), **{"wsgi.input": Unread()},
    )  # fmt: skip
    assert answer.status_code == 413
    assert "up to 50 MB are taken" in answer.content.decode()
    assert not EvidenceFile.objects.exists()


def test_a_path_in_a_name_is_not_followed(visitor, at):
    bring(visitor, at, ("..\\..\\evil.pdf", PDF))
    assert EvidenceFile.objects.get().name == "evil.pdf"


def test_removing_a_file_hides_it_and_keeps_the_entry(visitor, at):
    bring(visitor, at, ("one.pdf", PDF))
    found = EvidenceFile.objects.get()
    base = f"/cities/plaza/questionnaires/{found.sheet.round_id}/files/{found.pk}/"
    visitor.post(f"{base}change/", {"do": "remove"})
    found.refresh_from_db()
    assert found.removed_at is not None
    assert visitor.get(base).status_code == 404
    assert "one.pdf" not in visitor.get(at).content.decode().partition("file-lines")[2]


OPENS = {
    "open": {"reader", "contributor", "reviewer", "city_lead"},
    "internal": {"contributor", "reviewer", "city_lead"},
    "confidential": {"reviewer", "city_lead"},
}


@pytest.mark.parametrize("who", OPENS)
@pytest.mark.parametrize("role", ["stranger", "reader", "contributor", "reviewer", "city_lead"])
def test_a_file_opens_for_those_whom_its_confidentiality_names(
    person_with, sheet, tmp_path, who, role
):
    (tmp_path / "a.pdf").write_bytes(PDF)
    file = Arrived(tmp_path / "a.pdf", "a.pdf", "pdf")
    made = AddEvidence(
        sheet=sheet, section="first", question="words", files=[file], confidentiality=who
    ).run(PROGRAMME)[0]
    client = Client()
    client.force_login(person_with("" if role == "stranger" else role, "plaza"))
    answer = client.get(f"/cities/plaza/questionnaires/{sheet.round_id}/files/{made.pk}/")
    assert answer.status_code == (200 if role in OPENS[who] else 403)


def test_who_brought_a_confidential_file_may_open_it(client, person_with, at):
    client.force_login(person_with("contributor", "plaza"))
    bring(client, at, ("a.pdf", PDF), who="confidential")
    found = EvidenceFile.objects.get()
    base = f"/cities/plaza/questionnaires/{found.sheet.round_id}/files/{found.pk}/"
    assert client.get(base).status_code == 200


def test_a_file_of_another_round_is_not_found(visitor, at, round):
    bring(visitor, at, ("one.pdf", PDF))
    found = EvidenceFile.objects.get()
    other = f"/cities/plaza/questionnaires/{round.pk + 1}/files/{found.pk}/"
    assert visitor.get(other).status_code == 404
