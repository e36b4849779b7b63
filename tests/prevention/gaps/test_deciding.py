"""Decisions are kept by the gap's id and come up again when its figures move."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from math import nan
from pathlib import Path

import pytest

from paseo.content.check import check
from paseo.content.problems import Refused
from paseo.prevention.gaps import (
    Choice,
    Gap,
    GapWords,
    concerns_for,
    decide,
    search_gaps,
    set_beside,
)
from paseo.prevention.gaps.serialise import to_csv, to_plain
from paseo.prevention.measures.measure import Level, Measure, Register
from paseo.prevention.pyramid.pyramid import Scope

GAP = Gap(
    rule="ending", key="walk", problem="noise", measures=("walk",),
    numbers={"days": 35, "day": 739946, "value:SEC-20": nan},
)  # fmt: skip


def test_nothing_is_dismissed_without_a_note() -> None:
    with pytest.raises(Refused) as refused:
        decide(GAP, Choice.DISMISSED, "  ")
    assert [one.code for one in refused.value.problems] == ["V951"]
    assert decide(GAP, Choice.ACCEPTED).note == ""


def test_a_day_later_the_decision_still_holds() -> None:
    kept = decide(GAP, Choice.ACCEPTED)
    later = replace(GAP, numbers={**GAP.numbers, "days": 34})
    assert not set_beside([later], [kept]).open


@pytest.mark.parametrize("moved", [
    replace(GAP, numbers={**GAP.numbers, "day": 740000}),
    replace(GAP, measures=("walk", "talk")),
    replace(GAP, numbers={**GAP.numbers, "planned": 1}),
])  # fmt: skip
def test_other_figures_or_other_measures_open_it_again(moved: Gap) -> None:
    standing = set_beside([moved], [decide(GAP, Choice.DISMISSED, "Known")])
    assert standing.open[0].moved
    assert standing.open[0].decision is not None


def test_a_decision_whose_gap_is_gone_is_kept_apart() -> None:
    kept = decide(GAP, Choice.ACCEPTED)
    assert set_beside([], [kept]).gone == (kept,)


def test_a_problem_of_the_city_is_asked_about_with_every_concern() -> None:
    assert concerns_for("own words", (), {"noise": ["SEC-20"]}) == ()


def test_a_search_as_data_holds_every_gap_with_its_decision() -> None:
    walk = Measure(id="walk", name="Walk", problem="noise", level=Level.REACTION)
    found = search_gaps(Register([walk]), Scope(problem="noise"))
    standing = set_beside(found.gaps, [decide(found.gaps[0], Choice.DISMISSED, "No")])
    words = GapWords(found.asked, "en")
    plain = json.loads(json.dumps(to_plain(found, standing, words), allow_nan=False))
    assert [one["id"] for one in plain["gaps"]] == [gap.id for gap in found.gaps]
    assert plain["gaps"][0]["decision"] == "dismissed"
    rows = list(csv.DictReader(io.StringIO(to_csv(found, standing, words))))
    assert [row["id"] for row in rows] == [gap.id for gap in found.gaps]


HEAD = """\
pack:
  {{format: 1, id: own.{kind}, kind: {kind}, version: 1.0.0, published: 2026-11-26, language: en,
   languages: [en], title: Own, provider: Me, licence: CC0-1.0, evidence: composed, source: me}}
sources: [{{id: me, title: Me}}]
"""
RULE = """\
rules:
  - {{id: {id}, name: N, reason: R, wrong: W, next: X{more}}}
actors: [{{id: police, name: Police, words: [polic]}}]
expected: [{{id: base, level: reaction, actors: [police], reason: R}}]
"""
BOUND = (
    ", thresholds: [{{id: {id}, name: T, value: {value}, low: 2, high: 10, step: 1,"
    " unit: measures}}]"
)


@pytest.mark.parametrize(("rule", "more", "code"), [
    ("empty-levels", "", "V947"),
    ("duplicates", "", "V948"),
    ("empty-level", BOUND.format(id="fewest", value=2), "V948"),
    ("duplicates", BOUND.format(id="fewest", value=1), "V949"),
])  # fmt: skip
def test_a_pack_names_only_rules_and_thresholds_that_there_are(
    tmp_path: Path, rule: str, more: str, code: str
) -> None:
    file = tmp_path / "rules.yaml"
    file.write_text(HEAD.format(kind="gap-rules") + RULE.format(id=rule, more=more), "utf-8")
    assert [one.code for one in check(file)] == [code]


def test_a_link_asks_only_for_what_a_measure_can_have(tmp_path: Path) -> None:
    file = tmp_path / "links.yaml"
    link = "links: [{id: a, room: ai, when: {uses: [cameras]}, text: Mind}]\n"
    file.write_text(HEAD.format(kind="measure-links") + link, "utf-8")
    assert [one.code for one in check(file)] == ["V958"]
    assert "camera" in next(one.mend() for one in check(file))
