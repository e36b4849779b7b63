"""The reports of a quality check and of a round of partners."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from paseo.content.language import LanguageMap
from paseo.prevention.collective.files import read_ratings
from paseo.prevention.collective.pack import load_form as load_partners
from paseo.prevention.collective.result import result_of
from paseo.prevention.collective.rounds import compare_rounds
from paseo.prevention.quality.agreeing import compare_raters
from paseo.prevention.quality.files import read_answers, read_decisions
from paseo.prevention.quality.judging import judge
from paseo.prevention.quality.pack import load_form
from paseo.prevention.quality.reconciling import quality_check
from paseo.report.document import Callout, Figure, Heading, Table, plain
from paseo.report.prevention.collective import collective_document
from paseo.report.prevention.collective.bundle import data_of
from paseo.report.prevention.quality import quality_document
from paseo.report.prevention.quality.words import (
    agreement_said,
    domain_said,
    gates_said,
    result_named,
    result_said,
)
from paseo.report.prevention.speaker import Standing
from paseo.report.writers.registry import WRITERS

TOWN = Path(__file__).parents[2] / "examples" / "generated-town"
STANDING = Standing(LanguageMap({"en": "Plaza"}), datetime(2026, 11, 26, tzinfo=UTC), True)
FORM = load_form()
PARTNERS = load_partners()


@pytest.fixture(scope="module")
def sheets():
    return tuple(read_answers(TOWN / "quality" / f"rater-{n}.csv", FORM) for n in (1, 2))


@pytest.fixture(scope="module")
def settled(sheets):
    decisions = read_decisions(TOWN / "quality" / "settled.csv", FORM)
    return quality_check(FORM, *sheets, decisions, measure_name="Night mediation")


@pytest.fixture(scope="module")
def rounds():
    names = ("partners-2025.csv", "partners.csv")
    return tuple(result_of(PARTNERS, read_ratings(TOWN / name, PARTNERS)) for name in names)


def words(document) -> str:
    return WRITERS["html"].write(document).decode("utf-8")


def kinds(document, wanted):
    return [one for one in document.blocks if isinstance(one, wanted)]


@pytest.mark.parametrize("language", ["en", "es"])
def test_open_gates_stand_before_every_point(settled, language):
    document = quality_document(settled, STANDING, language)
    ids = [one.id for one in kinds(document, Heading)]
    assert ids.index("gates") < ids.index("profile") < ids.index("items")
    gates = kinds(document, Table)[0]
    assert plain(gates.rows[0][0].words).startswith("G3")
    assert document.generated


def test_the_first_sentence_names_the_gate_that_is_open(settled, sheets):
    said = result_said(settled, "en")
    assert said.startswith("The gate “Evidence” is not met")
    assert "Promising." in said
    assert result_named(settled, "es") == "Prometedora; puerta sin cumplir: Pruebas"
    met = {**settled.decisions, "G3": replace(settled.decisions["G3"], option="met")}
    assert result_said(quality_check(FORM, *sheets, met), "en").startswith("Good practice.")


def test_the_report_says_whose_rule_it_is_and_that_it_is_no_official_form(settled):
    document = quality_document(settled, STANDING)
    assert "A rule of ours" in [one.title for one in kinds(document, Callout)]
    said = words(document)
    assert "This is not an official form" in said
    assert "official QUALIPREV" not in said


def test_no_figure_adds_the_domains_up(settled):
    (figure,) = kinds(quality_document(settled, STANDING), Figure)
    assert [row[0].words for row in figure.table.rows] == [
        "Crime problem", "Mechanism", "Evidence", "Transfer",
    ]  # fmt: skip
    assert figure.sentence == (
        "Crime problem: 9 of 12 points; Mechanism: 7 of 12 points; "
        "Evidence: 15 of 22 points; Transfer: 9 of 12 points."
    )


def test_before_it_is_settled_both_raters_have_a_profile_of_their_own(sheets):
    found = quality_check(FORM, *sheets)
    document = quality_document(found, STANDING, "es")
    assert len(kinds(document, Figure)) == 2
    assert "hay discrepancia" in words(document)
    assert gates_said(found, "es") == "Sin acordar todavía: Pruebas."


def test_kappa_is_not_said_where_it_cannot_be_told(sheets):
    first = sheets[0]
    alike = {code: one for code, one in first.answers.items() if one.option == "yes"}
    one, two = (replace(first, rater=name, answers=alike) for name in ("a", "b"))
    said = list(agreement_said(quality_check(FORM, one, two).comparison, "en"))
    assert any("Kappa cannot be told" in one for one in said)
    assert not any(one.startswith("Kappa over") for one in said)


def test_every_answer_has_its_origin_in_the_report(settled):
    table = kinds(quality_document(settled, STANDING), Table)[-1]
    assert len(table.rows) == 32
    marks = {plain(row[1].words) for row in table.rows}
    assert marks == {"adapted from the source", "composed for this form"}


@pytest.mark.parametrize("ending", ["html", "docx", "xlsx", "pdf"])
def test_every_format_is_written(settled, rounds, ending):
    for document in (
        quality_document(settled, STANDING, "es"),
        collective_document(rounds[1], STANDING, "es", change=compare_rounds(*rounds)),
    ):
        assert len(WRITERS[ending].write(document)) > 3000


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_single_partner_leaves_in_a_report(rounds, language):
    document = collective_document(rounds[1], STANDING, language, change=compare_rounds(*rounds))
    said = words(document) + data_of(rounds[1])["json"]().decode("utf-8")
    for rating in rounds[1].round.ratings:
        assert rating.partner not in said
    # Two schools, a carrier and an association of bars are too few to stand alone.
    shown = {plain(row[1].words) for table in document.tables() for row in table.rows}
    hidden = (PARTNERS.kind(one).name.read(language).words for one in ("school", "transport"))
    assert shown.isdisjoint(hidden)


def test_what_is_shown_of_a_condition_is_its_middle_and_spread(rounds):
    document = collective_document(rounds[1], STANDING)
    figures = kinds(document, Figure)
    assert all(len(row) == 8 for one in figures for row in one.table.rows)
    assert "Over partners stand the median, the middle half and the range" in words(document)


def test_a_kind_of_few_partners_has_its_median_and_nothing_else(rounds):
    rows = [
        [plain(cell.words) for cell in row]
        for one in kinds(collective_document(rounds[1], STANDING), Figure)
        for row in one.table.rows
    ]
    small = [row for row in rows if row[2] in ("3", "4")]
    assert small
    assert all(row[4:] == ["–"] * 4 and row[3] not in ("–", "") for row in small)
    assert all("–" not in row for row in rows if int(row[2]) >= 5)


@pytest.mark.parametrize(
    ("asked", "said", "title"),
    [
        (20, "Phase suggested by 18 of 20 partners: Organising", ""),
        (40, "18 of 40 partners rated", "Fewer than half rated"),
    ],
)
def test_who_did_not_rate_is_named_with_the_phase(rounds, asked, said, title):
    found = result_of(PARTNERS, replace(rounds[1].round, asked=asked))
    document = collective_document(found, STANDING)
    assert said in words(document)
    assert [one.title for one in kinds(document, Callout)] == ([title] if title else [])


def test_too_few_partners_give_no_figure_and_say_so(rounds):
    few = replace(rounds[1].round, ratings=rounds[1].round.ratings[:2])
    document = collective_document(result_of(PARTNERS, few), STANDING)
    assert kinds(document, Figure) == []
    assert "Too few partners rated" in words(document)


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "One partner rated in both rounds"), ("es", "Un socio valoró en ambas rondas")],
)
def test_one_partner_is_one(rounds, language, said):
    change = replace(compare_rounds(*rounds), both=1)
    assert said in words(collective_document(rounds[1], STANDING, language, change=change))


def test_two_raters_with_one_answer_get_no_share_of_it(sheets):
    few = [replace(one, answers={"1.2": one.answers["1.2"]}) for one in sheets]
    said = list(agreement_said(compare_raters(FORM, *few), "en"))
    assert said[0] == "Both answered one item so far: too few for a share of equal answers."
    assert domain_said(judge(FORM, {"1.2": "no"}).profile[0], "en").endswith("0 of 2 points")
