"""Forms as packs, ours and those of others."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
import yaml

from paseo.content.check import check
from paseo.content.phrases import load_phrases
from paseo.content.problems import Refused
from paseo.content.store import store
from paseo.prevention.evaluation import maryland
from paseo.prevention.quality.form_table import Heading, form_pack
from paseo.prevention.quality.judging import judge
from paseo.prevention.quality.pack import EUCPN_CRITERIA, load_form, read_form
from paseo.prevention.quality.words import condition_said, origin_said

HEADING = Heading(
    id="publisher.quality.form", title="A form", provider="Publisher", licence="CC-BY-4.0",
    published=date(2026, 1, 1),
)  # fmt: skip
HEAD = "domain,item,question,options,points,kind,source"
GATE = "1 Problem,Gate,Is it clear?,met|not met,gate,gate,the study"
ITEM = "1 Problem,1.1 Size,Is it counted?,yes|no|does not apply,3|0|skip,item,the study"


def small(**changes):
    """A form of one domain, one gate and two items, as its pack holds it."""
    pack = {
        "pack": {
            "format": 1, "id": "a.b", "kind": "quality-form", "version": "1.0.0",
            "published": "2026-01-01", "language": "en", "languages": ["en"], "title": "T",
            "provider": "P", "licence": "L", "evidence": "composed", "source": "us",
        },
        "sources": [{"id": "us", "title": "Us"}],
        "option_sets": [
            {"id": "gate", "options": [{"id": "met", "label": "Met", "met": True},
                                       {"id": "open", "label": "Open"}]},
            {"id": "scale", "options": [{"id": "a", "label": "A", "points": 1},
                                        {"id": "b", "label": "B", "points": 0}]},
        ],
        "domains": [{"id": "d", "name": "D"}],
        "gates": [{"id": "G", "domain": "d", "question": "Q?", "options": "gate"}],
        "items": [
            {"id": "one", "domain": "d", "name": "One", "question": "Q?", "options": "scale"},
            {"id": "two", "domain": "d", "name": "Two", "question": "Q?", "options": "scale"},
        ],
    }  # fmt: skip
    return pack | changes


def problems_of(tmp_path: Path, pack) -> list[str]:
    path = tmp_path / "form.yaml"
    path.write_text(yaml.safe_dump(pack, sort_keys=False), "utf-8")
    return [one.code for one in check(path)]


def made(tmp_path: Path, *rows: str, heading: Heading = HEADING) -> tuple[Path, list[str]]:
    table = tmp_path / "form.csv"
    table.write_text("\n".join((HEAD, *rows)), "utf-8")
    text, problems = form_pack(table, heading)
    path = tmp_path / "made.yaml"
    path.write_text(text, "utf-8")
    return path, [one.code for one in problems]


def item(**changes):
    return {
        "id": "two",
        "domain": "d",
        "name": "Two",
        "question": "Q?",
        "options": "scale",
    } | changes


def with_items(*more):
    return small(items=[small()["items"][0], *more])


def test_the_small_form_is_right(tmp_path):
    assert problems_of(tmp_path, small()) == []


@pytest.mark.parametrize(
    ("pack", "code"),
    [
        (small(gates=[small()["gates"][0] | {"options": "scale"}]), "V960"),
        (with_items(item(options="gate")), "V961"),
        (with_items(item(asked_when={"all": [{"item": "one"}]})), "V962"),
        (with_items(item(asked_when={"all": [{"item": "two", "is": ["a"]}]})), "V963"),
        (with_items(item(asked_when={"all": [{"item": "one", "is": ["c"]}]})), "V964"),
        (
            small(results=[{"id": "r", "name": "R", "means": "M",
                            "when": {"all": [{"gate": "G", "is": ["met"]}]}}]),
            "V965",
        ),
        (with_items(item(id="G")), "P136"),
    ],
)  # fmt: skip
def test_V960_to_V965_what_a_form_cannot_be(tmp_path, pack, code):
    assert problems_of(tmp_path, pack) == [code]


def test_a_form_in_a_spreadsheet_becomes_a_pack_that_is_right(tmp_path):
    path, warned = made(tmp_path, GATE, ITEM)
    assert warned == []
    assert [one.code for one in check(path)] == []
    form = read_form(path)
    found = judge(form, {"G1": "met", "1.1": "yes"})
    assert (found.profile[0].points, found.profile[0].possible) == (3, 3)
    assert judge(form, {"1.1": "does_not_apply"}).profile[0].possible == 0
    assert found.complete
    assert found.conclusion is None  # the spreadsheet states no rule


def test_nobody_published_a_form_that_does_not_say_so(tmp_path):
    path, _ = made(tmp_path, GATE, ITEM)
    assert "does not say that anybody published it" in origin_said(read_form(path), "en")
    named = Heading(
        id="publisher.quality.form", title="A form", provider="P", licence="L",
        published=date(2026, 1, 1), published_by="The network", document="The study",
    )  # fmt: skip
    path, _ = made(tmp_path, GATE, ITEM, heading=named)
    assert origin_said(read_form(path), "es").startswith("Publicado por The network: The study")


def test_our_form_never_calls_itself_official():
    said = origin_said(load_form(), "en")
    assert said.startswith("This is not an official form")
    assert "QUALIPREV" in load_form().description.read("en").words


def test_V976_a_rule_in_the_spreadsheet_is_left_out_with_a_word(tmp_path):
    rule = "Result,Verdict,All met?,good|bad,rule,,us"
    assert made(tmp_path, GATE, ITEM, rule)[1] == ["V976"]


@pytest.mark.parametrize(
    "row", ["1 P,1.1 Size,Q?,yes|no,2|1|0,item,s", "1 P,1.1 Size,Q?,yes|no,2|many,item,s"]
)
def test_V983_answers_and_points_must_be_in_step(tmp_path, row):
    with pytest.raises(Refused) as refused:
        made(tmp_path, GATE, row)
    assert [one.code for one in refused.value.problems.errors] == ["V983"]


def test_V982_a_form_without_gates_is_refused(tmp_path):
    with pytest.raises(Refused) as refused:
        made(tmp_path, ITEM)
    assert [one.code for one in refused.value.problems.errors] == ["V982"]


def test_a_condition_is_said_in_words_in_both_languages():
    form = load_form()
    said = condition_said(form, form.entry("3.2").asked_when, "es")
    assert said.startswith("Solo se pregunta si 3.1 es «Antes y después, con zona o grupo")
    assert condition_said(form, None, "en") == ""


@pytest.mark.skipif("PASEO_REFERENCE" not in os.environ, reason="needs the reference files")
def test_the_reference_table_loads_as_a_form(tmp_path):
    table = Path(os.environ["PASEO_REFERENCE"]) / "action5-qualiprev.csv"
    text, problems = form_pack(table, HEADING)
    path = tmp_path / "reference.yaml"
    path.write_text(text, "utf-8")
    form = read_form(path)
    assert (len(form.gates), len(form.items)) == (4, 28)
    assert {one.code for one in problems} == {"V976"}
    # Our own form gives the points that the table gives.
    ours = load_form()
    for one in form.items:
        points = sorted(option.points for option in one.options if option.points is not None)
        mine = ours.entry(one.id).options
        assert points == sorted(option.points for option in mine if option.points is not None)


def test_the_maryland_scale_is_of_1998_and_the_report_before_it_of_1997():
    (source,) = (
        one for one in store().load(EUCPN_CRITERIA).section("sources") if one["id"] == "maryland"
    )
    assert source["year"] == 1998
    said = {
        "pack": str(source["title"]),
        "module": maryland.__doc__,
        "report": load_phrases("paseo.report.prevention.evaluation").say("class_note", "en"),
    }
    for place, words in said.items():
        assert "report of 1997" in words or "Congress of 1997" in words, place
    assert "1998" in said["module"]
    assert "1998" in said["report"]
