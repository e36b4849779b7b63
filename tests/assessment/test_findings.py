"""Findings: what is said, in both languages, and that every one has its why and unless."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_by_hand import asked, city_evidence, recorded
from framework_by_hand import FRAMEWORK
from paseo.assessment.build import build_profile
from paseo.assessment.findings import Sentence, about, say
from paseo.assessment.peers import Peers
from paseo.assessment.profile import Finding, Profile
from paseo.content.language import LanguageMap
from paseo.content.phrases import load_phrases
from paseo.evidence.city import Break, Wording
from peers_by_hand import others

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)
NIGHT = (Wording("urb-percep-night-city", LanguageMap("I feel safe at night"), "S-1"),)


def profile(
    rows: list[dict[str, Any]], peers: Peers | None = None, below: Any = None, **city: Any
) -> Profile:
    return build_profile(city_evidence(rows, below, **city), FRAMEWORK, peers, made_at=NOON)


def one(found: Profile, finding: str) -> Finding:
    return next(each for each in found.findings if each.id == finding)


def said(found: Profile, finding: str, language: str = "en") -> str:
    return plain(say(one(found, finding), FRAMEWORK, language).text)


def plain(text: str) -> str:
    return re.sub(r"[\u00a0\u202f]", " ", text)


@pytest.mark.parametrize(
    ("share", "en", "es"),
    [
        (0.70, "about seven in ten", "cerca de siete de cada diez"),
        (0.50, "about half", "cerca de la mitad"),
        (0.26, "about one in four", "cerca de una de cada cuatro"),
        (0.66, "about two in three", "cerca de dos de cada tres"),
        (0.185, "about one in five", "cerca de una de cada cinco"),
        (0.05, "about one in 20", "cerca de una de cada 20"),
        (0.99, "nearly all", "casi la totalidad"),
        (1.0, "all", "la totalidad"),
        (0.002, "fewer than one in a hundred", "menos de una de cada cien"),
        (0.0, "nobody", "nadie"),
    ],
)
def test_a_share_in_words(share: float, en: str, es: str) -> None:
    assert (about(share, "en"), about(share, "es")) == (en, es)


WHOLE = {"half": 0.5, "nearly all": 1.0, "all": 1.0, "nobody": 0.0}
NUMBERS = dict(
    zip(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"],
        range(1, 11),
        strict=True,
    )
)


@given(st.floats(0.01, 1))
def test_the_words_are_never_more_than_six_points_off(share: float) -> None:
    text = about(share, "en").removeprefix("about ")
    if " in " in text:
        part, whole = text.split(" in ")
        meant = NUMBERS[part] / (NUMBERS.get(whole) or int(whole))
    else:
        meant = WHOLE[text]
    assert abs(meant - share) <= 0.0601


def test_sentence_first_figure_second_uncertainty_third() -> None:
    found = profile([asked("c", 70, 700, definition="urb-percep-night-city")], wordings=NIGHT)
    assert said(found, "level_alone").startswith(
        "About seven in ten feel safe walking alone in the city at night "
        "(70 %, between 66 and 74; 2023)."
    )
    assert said(found, "level_alone", "es").startswith(
        "Cerca de siete de cada diez personas se sienten seguras al caminar solas por la ciudad "
        "de noche (70 %, entre 66 y 74; 2023)."
    )


def test_spanish_agrees_with_one_of_so_many() -> None:
    found = profile([asked("c", 25, 700, definition="urb-percep-night-city")], wordings=NIGHT)
    assert "una de cada cuatro personas se siente segura" in said(found, "level_alone", "es")


def test_another_question_does_not_borrow_the_sentence() -> None:
    wordings = (Wording("ours", LanguageMap("Do you feel safe?"), "S-1"),)
    found = profile([asked("c", 70, 700, definition="ours")], wordings=wordings)
    assert said(found, "level_alone").startswith(
        "Name of S-1 (“Do you feel safe?”): about seven in ten (70 %"
    )


def test_no_clear_difference_is_a_finding() -> None:
    found = profile([asked("c", 70, 700, period="2019"), asked("c", 68, 700)])
    assert said(found, "change_none") == (
        "Name of S-1: no clear difference from 2019. 68 % in 2023 against 70 % "
        "(difference −2 percentage points, between −8 and 4)."
    )


def test_cannot_tell_says_why() -> None:
    rows = [asked("c", 70, 700, period="2015", definition="old"), asked("c", 68, 700)]
    assert said(profile(rows), "change_cannot_tell") == (
        "Cannot tell whether this has changed: Name of S-1. "
        "The question was worded differently, or something else was counted."
    )


def test_a_break_is_told_in_the_citys_own_words() -> None:
    rows = [asked("c", 70, 700, period="2019"), asked("c", 68, 700)]
    broken = (Break(("S-1",), "2021", LanguageMap({"en": "web instead of telephone"})),)
    text = said(profile(rows, breaks=broken), "change_cannot_tell")
    assert text.endswith("There is a break between the two values: web instead of telephone.")


def test_level_findings_follow_the_range() -> None:
    low, high = others(*[60.0] * 12), others(*[20.0] * 12)
    assert one(profile([asked("c", 40, 700)], low), "level_below")
    assert one(profile([asked("c", 40, 700)], high), "level_above")
    assert one(profile([asked("c", 40, 700)], others(*range(20, 61, 4))), "level_within")
    mostly = others(10, 20, *[60.0] * 12)
    assert one(profile([asked("c", 40, 700)], mostly), "level_most_lower")


def test_feeling_less_safe_than_what_happens_suggests_is_a_gap() -> None:
    rows = [asked("c", 30, 700), asked("c", 5, 700, indicator="V-1")]
    peers = others(*[70.0] * 12).joined(others(*[5.0] * 12, indicator="V-1"))
    gap = one(profile(rows, peers), "gap_feels_worse")
    assert gap.indicators == ("V-1", "S-1")
    assert gap.values["felt_worse"] == 12


def test_groups_are_named_by_their_labels() -> None:
    rows = [
        asked("c", 70, 1400),
        asked("c", 60, 700, breakdown="sex=F"),
        asked("c", 80, 700, breakdown="sex=M"),
    ]
    assert "lower for women than for men. 60 % against 80 %" in said(profile(rows), "group_lower")


def test_areas_are_told_by_their_smoothed_rates() -> None:
    counts = {"c": 600, "d1": 400, "d2": 105, "d3": 95}
    rows = [
        recorded(area, n, denominator=30_000 if area == "c" else 10_000, value=None)
        for area, n in counts.items()
    ]
    found = profile(rows, below={"d1": "c", "d2": "c", "d3": "c"})
    assert "in d1 (" in said(found, "area_higher")
    assert one(found, "area_lower").values["count"] == 2
    assert one(found, "area_lower").unless == "unless.area_residents"


def test_what_is_missing_is_said_with_what_can_then_not_be_said() -> None:
    found = profile([asked("c", 70, 700)])
    assert said(found, "coverage_none").startswith("What happens: not assessed.")
    ids = {each.id for each in found.findings}
    assert {"coverage_no_happens", "coverage_no_groups", "coverage_no_areas"} <= ids
    assert "coverage_no_felt" not in ids


@pytest.mark.parametrize(
    ("rows", "finding"),
    [
        ([asked("c", 70, 80)], "quality_weak"),
        ([asked("c", 70, 700)], "quality_design"),
        ([asked("c", 70, 700, boundary=None)], "quality_boundary"),
        ([asked("c", 70, None)], "quality_no_interval"),
        ([asked("c", 70, 700, period="2015"), recorded("c", 90)], "quality_old"),
        ([asked("c", 70, 700, status="P")], "quality_provisional"),
        ([recorded("c", 12)], "quality_small"),
        ([recorded("c", 12)], "quality_recorded"),
        ([recorded("c", 3)], "quality_hidden"),
        ([recorded("c", 90, period="2020"), recorded("c", 95, period="2022")], "quality_pandemic"),
    ],
)
def test_what_limits_the_figures_is_said(rows: list[dict[str, Any]], finding: str) -> None:
    assert one(profile(rows), finding)


def test_sound_data_give_no_remark() -> None:
    rows = [asked("c", 70, 700, design_effect=1.2), recorded("c", 900)]
    remarks = {each.id for each in profile(rows).findings if each.kind == "quality"}
    assert remarks == {"quality_recorded"}


def test_generated_values_are_said_first() -> None:
    found = profile([asked("c", 70, 700)], generated=True)
    assert found.findings[0].id == "quality_generated"


def everything() -> Profile:
    rows = [
        asked("c", 30, 700),
        asked("c", 33, 700, period="2019"),
        asked("c", 25, 80, breakdown="sex=F"),
        asked("c", 35, 80, breakdown="sex=M"),
        asked("c", 5, None, indicator="V-1"),
        asked("c", 5, 700, indicator="V-1", period="2019"),
        recorded("c", 640, denominator=30_000, value=None),
        recorded("c", 500, denominator=30_000, value=None, period="2020"),
        recorded("d1", 400, value=None),
        recorded("d2", 236, value=None),
        recorded("d3", 4, value=None),
        recorded("c", 12, indicator="H-1"),
    ]
    peers = others(*[70.0] * 12).joined(others(*[5.0] * 12, indicator="V-1"))
    return profile(rows, peers, {"d1": "c", "d2": "c", "d3": "c"})


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_finding_has_its_why_and_its_unless(language: str) -> None:
    found = everything().findings
    assert len({each.kind for each in found}) >= 7
    for each in found:
        sentence: Sentence = say(each, FRAMEWORK, language)
        for text in (sentence.text, sentence.why, sentence.unless):
            assert text and text.endswith("."), (each.id, text)
            assert not re.search(r"%\(|@|\bNone\b(?! of)", text), (each.id, text)
        assert "score" not in sentence.text.lower()


def test_weightier_findings_come_first() -> None:
    weights = [each.weight for each in everything().findings]
    assert weights == sorted(weights, reverse=True)


def test_every_phrase_is_there_in_both_languages_with_the_same_blanks() -> None:
    phrases = load_phrases("paseo.assessment")._phrases
    for phrase, languages in phrases.items():
        assert set(languages) == {"en", "es"}, phrase
        blanks = {
            language: set(re.findall(r"%\((\w+)\)", str(text)))
            for language, text in languages.items()
        }
        assert blanks["en"] == blanks["es"], phrase


@pytest.mark.parametrize(
    ("inferred", "added"),
    [
        (False, " As measured here: “Are you safe?”."),
        (True, " As measured here (inferred wording): “Are you safe?”."),
    ],
)
def test_a_change_says_what_was_measured_under_the_name(inferred: bool, added: str) -> None:
    wordings = (Wording("q", LanguageMap("Are you safe?"), "S-1", inferred=inferred),)
    rows = [asked("c", 70, 700, period=year, definition="q") for year in ("2019", "2023")]
    assert said(profile(rows, wordings=wordings), "change_none").endswith(added)


def test_a_level_says_that_its_wording_was_inferred() -> None:
    wordings = (Wording("q", LanguageMap("Are you safe?"), "S-1", inferred=True),)
    found = one(profile([asked("c", 70, 700, definition="q")], wordings=wordings), "level_alone")
    assert "(inferred wording, not read from the source)" in say(found, FRAMEWORK, "en").why


def test_notes_on_values_reach_the_reader_one_by_one() -> None:
    note = "question label inferred; n is the target of the wave"
    found = one(profile([asked("c", 70, 700, note=note)]), "quality_noted")
    assert found.indicators == ("S-1",)
    assert say(found, FRAMEWORK, "en").why == (
        "The record says, most often: “question label inferred” and “n is the target of the wave”."
    )


def test_values_without_a_note_are_not_said_to_carry_one() -> None:
    assert not [f for f in profile([asked("c", 70, 700)]).findings if f.id == "quality_noted"]


def test_spanish_says_one_percentage_point_in_the_singular() -> None:
    # The hand-made framework names the unit of several; one alone has its own word.
    rows = [asked("c", 70, 700, period="2019"), asked("c", 71, 700)]
    assert "(diferencia 1 punto porcentual, entre" in said(profile(rows), "change_none", "es")
    rows = [asked("c", 70, 700, period="2019"), asked("c", 72, 700)]
    assert "(diferencia 2 percentage points (es), entre" in said(profile(rows), "change_none", "es")
