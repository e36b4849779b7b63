"""The report of an assessment: what a council must find in it, in both languages."""

from dataclasses import replace

import pytest

from paseo.assessment.profile import Profile
from paseo.content.language import LanguageMap
from paseo.content.phrases import load_phrases
from paseo.report.assessment import assessment_document
from paseo.report.document import Bullets, Callout, Figure, Heading, Paragraph, Table, plain


@pytest.fixture(scope="module", params=["en", "es"])
def report(request, berlin):
    return assessment_document(berlin, request.param)


def everything(document) -> str:
    said = []
    for block in document.blocks:
        match block:
            case Heading() | Paragraph():
                said.append(plain(block.words))
            case Bullets():
                said += map(plain, block.items)
            case Callout():
                said += [block.title, *map(plain, block.body)]
            case Table():
                said.append(block.caption)
                said += [plain(cell.words) for row in block.rows for cell in row]
            case Figure():
                said += [block.title, plain(block.sentence)]
    return "\n".join(said)


def test_the_chapters_stand_in_the_order_of_reading(report):
    chapters = [one.id for one in report.headings(1)]
    wanted = ["about", "findings", "reading", "faces", "dimensions", "missing", "places"]
    assert [one for one in chapters if one in wanted] == wanted
    assert {"comparability", "method", "sources", "reasons"} <= set(chapters)


def test_all_six_dimensions_have_a_chapter(report, berlin):
    assert {one.dimension for one in berlin.dimensions} <= {one.id for one in report.headings(1)}
    assert len(berlin.dimensions) == 6


def test_ids_are_given_once(report):
    ids = [one.id for one in report.headings(9)]
    assert len(set(ids)) == len(ids)


def test_every_missing_indicator_is_named(report, berlin):
    said = everything(report)
    for dimension in berlin.dimensions:
        for result in dimension.results:
            assert f"({result.indicator.id})" in said or result.measured is not None


def test_every_value_stands_in_a_table_with_its_code(report, berlin):
    said = everything(report)
    for dimension in berlin.dimensions:
        for result in dimension.results:
            if result.measured is not None:
                assert f" {result.indicator.id}" in said


def test_every_source_of_a_value_is_listed(report, berlin):
    said = everything(report)
    for source in berlin.sources:
        assert source.title.read(report.language).words in said


def test_areas_are_listed_by_name_and_never_by_value(report, berlin):
    names = {area.id: area.name.read(report.language).words for area in berlin.evidence.areas}
    for table in report.tables():
        listed = [plain(row[0].words) for row in table.rows]
        if listed and set(listed) <= set(names.values()):
            assert listed == sorted(listed)


def test_there_is_no_total_score_and_no_rank(report):
    said = everything(report).lower()
    for word in ("overall score", "ranked", "puntuación global", "clasificado"):
        assert word not in said


def test_ids_of_pictures_are_unique_over_the_document(report):
    import re

    ids = [
        found
        for block in report.blocks
        if isinstance(block, Figure)
        for found in re.findall(r'\bid="([^"]+)"', block.svg)
    ]
    assert len(set(ids)) == len(ids)


def test_only_a_generated_city_says_generated(berlin):
    assert assessment_document(berlin, "en").generated == ""
    invented = replace(berlin, city=replace(berlin.city, generated=True))
    assert "Generated" in assessment_document(invented, "en").generated
    assert "Generado" in assessment_document(invented, "es").generated


def test_names_without_a_translation_are_marked_with_their_language(berlin: Profile):
    first = berlin.framework.dimensions[0]
    only_english = replace(first, name=LanguageMap({"en": "Quality of life"}))
    framework = replace(
        berlin.framework, dimensions=(only_english, *berlin.framework.dimensions[1:])
    )
    report = assessment_document(replace(berlin, framework=framework), "es")
    heading = next(one for one in report.headings(1) if one.id == first.id)
    assert heading.words[0].language == "en"


def test_a_city_with_almost_nothing_still_gets_a_report(helsinki):
    empty = replace(
        helsinki,
        findings=(),
        two_faces=(),
        sources=(),
        wordings=(),
        dimensions=tuple(
            replace(
                one,
                assessed=0,
                results=tuple(
                    replace(
                        result,
                        measured=None,
                        absence="not assessed",
                        peers=None,
                        change=None,
                        series=(),
                        by_area=(),
                        by_group=(),
                    )
                    for result in one.results
                ),
            )
            for one in helsinki.dimensions
        ),
    )
    report = assessment_document(empty, "en")
    said = everything(report)
    assert "Too little is known for any finding." in said
    assert "comparability" not in {one.id for one in report.headings(1)}


def test_every_phrase_is_there_in_both_languages():
    phrases = load_phrases("paseo.report")
    for id in phrases.ids():
        assert set(phrases._phrases[id]) == {"en", "es"}, id


def test_the_annex_holds_every_note_with_the_indicators_it_stands_beside(berlin):
    tables = [b for b in assessment_document(berlin).blocks if isinstance(b, Table)]
    notes = next(t for t in tables if t.caption.startswith("Notes on values"))
    said = {plain(row[0].words): plain(row[1].words) for row in notes.rows}
    assert "SAF-02" in said["n is the target per city of the wave"]


def test_a_value_stands_beside_what_was_really_measured(berlin):
    tables = [b for b in assessment_document(berlin).blocks if isinstance(b, Table)]
    rows = [row for table in tables for row in table.rows if "SEC-03" in plain(row[0].words)]
    assert any("homes are included, threats are not" in plain(row[0].words) for row in rows)
    safe = [row for table in tables for row in table.rows if "SAF-02" in plain(row[0].words)]
    assert any("(inferred wording)" in plain(row[1].words) for row in safe)
