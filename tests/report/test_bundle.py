"""All files of an assessment: each whole, each readable again, none half-written."""

import csv
import io
import json
import sys
from dataclasses import replace

import openpyxl
import polars as pl
import pypdf
import pytest

from paseo.evidence import columns
from paseo.evidence.export import marked_generated
from paseo.report import bundle
from paseo.report.bundle import write_assessment
from paseo.report.files import FILES
from paseo.report.writers import MissingExtra


def test_the_promised_files_are_written(helsinki, tmp_path):
    steps = []
    written = write_assessment(
        helsinki, tmp_path / "out", progress=lambda done, total, step: steps.append((done, total))
    )
    names = {path.name for path in written}
    assert set(FILES.values()) <= names
    assert {path.name for path in (tmp_path / "out").iterdir()} == names
    assert steps[0] == (0, len(FILES) + 1)
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)


def test_the_pdf_of_a_report_shows_all_six_dimensions_and_what_is_missing(berlin, tmp_path):
    write_assessment(berlin, tmp_path, formats=("pdf",))
    pdf = pypdf.PdfReader(tmp_path / "report.pdf")
    text = " ".join(" ".join(page.extract_text().split()) for page in pdf.pages)
    for dimension in berlin.framework.dimensions:
        assert dimension.name.read("en").words in text
    for chapter in ("What happens beside what is felt", "What is missing", "Sources"):
        assert chapter in text


def test_only_the_formats_asked_for_are_written(helsinki, tmp_path):
    write_assessment(helsinki, tmp_path, formats=("html", "csv"))
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "observations.csv",
        "observations.csv-metadata.json",
        "report.html",
    ]


def test_the_csv_has_the_columns_that_its_description_describes(berlin, tmp_path):
    write_assessment(berlin, tmp_path, formats=("csv",))
    rows = list(csv.reader(io.StringIO((tmp_path / "observations.csv").read_text("utf-8"))))
    described = json.loads((tmp_path / "observations.csv-metadata.json").read_text("utf-8"))
    names = [one["name"] for one in described["tableSchema"]["columns"]]
    assert rows[0] == names == list(columns.COLUMNS)
    assert described["url"] == "observations.csv"
    assert {one["id"] for one in described["dc:source"]} == {one.id for one in berlin.sources}
    used = {row[names.index("source")] for row in rows[1:]} - {""}
    assert used <= {one["id"] for one in described["dc:source"]}


def test_what_disclosure_control_hid_is_in_no_file(berlin, tmp_path):
    hidden = [
        row for row in berlin.evidence.observations.iter_rows(named=True) if row["status"] == "Q"
    ]
    assert hidden
    write_assessment(berlin, tmp_path, formats=("csv",))
    with (tmp_path / "observations.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["status"] == "Q":
                assert row["value"] == row["numerator"] == ""


def test_an_unknown_format_is_refused_before_anything_is_written(helsinki, tmp_path):
    with pytest.raises(ValueError, match="odt"):
        write_assessment(helsinki, tmp_path / "out", formats=("html", "odt"))
    assert not (tmp_path / "out").exists()


def test_a_failure_leaves_the_earlier_file_whole(helsinki, tmp_path, monkeypatch):
    earlier = tmp_path / "report.html"
    earlier.write_text("the earlier report", encoding="utf-8")

    class Broken:
        def write(self, document):
            raise OSError("disk full")

    monkeypatch.setitem(bundle.WRITERS, "html", Broken())
    with pytest.raises(OSError, match="disk full"):
        write_assessment(helsinki, tmp_path, formats=("html",))
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]
    assert earlier.read_text("utf-8") == "the earlier report"


def test_cancelling_stops_before_the_next_file(helsinki, tmp_path):
    class CancelledError(Exception):
        pass

    def progress(done, total, step):
        if step == "csv":
            raise CancelledError

    with pytest.raises(CancelledError):
        write_assessment(helsinki, tmp_path, formats=("html", "csv"), progress=progress)
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


def test_without_an_extra_its_name_is_said(helsinki, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(MissingExtra, match=r"paseo\[pdf\]"):
        write_assessment(helsinki, tmp_path, formats=("pdf",))
    assert list(tmp_path.iterdir()) == []


def test_the_same_profile_gives_the_same_files(helsinki, tmp_path):
    formats = ("json", "html", "pdf", "docx", "csv")
    for folder in ("a", "b"):
        write_assessment(helsinki, tmp_path / folder, formats=formats)
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes(), path.name


def test_the_json_speaks_the_citys_languages_and_the_reports(helsinki, tmp_path):
    english = replace(helsinki, city=replace(helsinki.city, languages=("en",)))
    write_assessment(english, tmp_path, formats=("json",), language="es")
    data = json.loads((tmp_path / "assessment.json").read_text("utf-8"))
    assert data["languages"] == ["en", "es"]
    assert {tuple(one["text"]) for one in data["findings"]} == {("en", "es")}
    assert any(one["text"]["en"] != one["text"]["es"] for one in data["findings"])


def test_the_tables_of_a_generated_city_say_so_in_every_row(helsinki, tmp_path):
    invented = replace(helsinki, city=replace(helsinki.city, generated=True))
    write_assessment(invented, tmp_path, formats=("csv", "xlsx"))
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "observations.csv",
        "observations.csv-metadata.json",
        "observations.xlsx",
    ]
    with (tmp_path / "observations.csv").open(encoding="utf-8") as file:
        notes = [row["note"] for row in csv.DictReader(file)]
    assert len(notes) == helsinki.evidence.observations.height > 0
    assert all(note.startswith("generated") for note in notes)
    book = openpyxl.load_workbook(tmp_path / "observations.xlsx")
    assert len(book.sheetnames) == 1
    assert (book.properties.title, book.properties.description) == ("generated", "generated")
    head, *rows = book.active.iter_rows(values_only=True)
    assert [row[head.index("note")] for row in rows] == notes


def test_marking_what_came_back_from_an_export_adds_nothing(helsinki):
    once = marked_generated(helsinki.evidence.observations)
    assert marked_generated(once).equals(once)
    held = helsinki.evidence.observations
    assert once.drop("note").equals(held.drop("note"))
    kept = once["note"].str.strip_prefix("generated").str.strip_prefix("; ")
    assert kept.to_list() == held["note"].fill_null("").to_list()


def test_the_tables_of_a_real_city_are_not_marked(helsinki, tmp_path):
    write_assessment(helsinki, tmp_path, formats=("csv", "xlsx"))
    written = pl.read_csv(tmp_path / "observations.csv", infer_schema_length=0)
    assert not written["note"].fill_null("").str.starts_with("generated").any()
    book = openpyxl.load_workbook(tmp_path / "observations.xlsx")
    assert book.properties.title is None
