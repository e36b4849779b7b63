"""An evaluation in words: every reason has its sentence, and nothing is ever proved."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from evaluations_by_hand import counted
from paseo.content.phrases import load_phrases
from paseo.prevention.evaluation import result
from paseo.prevention.evaluation.case import Answer, RivalAnswer, Role
from paseo.prevention.evaluation.evaluating import evaluate
from paseo.prevention.evaluation.rivals import load_rivals
from paseo.prevention.evaluation.words import Wording, sentences
from paseo.stats.impact import Caution, PanelCaution, SeriesCaution, SyntheticCaution

WORDS = load_phrases("paseo.prevention.evaluation")
CODE = Path(result.__file__).parent


def test_every_reason_in_the_code_has_its_sentence() -> None:
    prefixes = "reason|refuse|caution|unreadable|hint|class|lift|limit|note|reading"
    used = {
        name
        for file in CODE.glob("*.py")
        for name in re.findall(rf'"((?:{prefixes})_[a-z_]+)"', file.read_text("utf-8"))
    }
    assert len(used) > 60
    assert used <= set(WORDS.ids())


@pytest.mark.parametrize(
    "cautions", [Caution, PanelCaution, SeriesCaution, SyntheticCaution], ids=lambda e: e.__name__
)
def test_every_caution_of_a_method_has_its_sentence(cautions: type[Caution]) -> None:
    from paseo.stats.impact.quotient import Reading, Unreadable

    known = set(WORDS.ids())
    left_out = {Caution.AREAS_UNBALANCED}  # evened out, and said in other words
    for one in set(cautions) - left_out:
        assert f"caution_{one.value.replace('-', '_')}" in known
    for reading in Reading:
        assert f"reading_{reading.value.replace('-', '_')}" in known
    for reason in Unreadable:
        assert f"unreadable_{reason.value.replace('-', '_')}" in known


@pytest.mark.parametrize(
    ("kind", "prefix"),
    [
        (result.Method, "method"), (result.Method, "formula"), (result.Method, "source"),
        (result.Part, "part"), (Role, "role"), (result.Direction, "direction"), (Answer, "answer"),
    ],
    ids=lambda one: one if isinstance(one, str) else one.__name__,
)  # fmt: skip
def test_every_word_of_the_field_has_a_name(kind: type[result.Method], prefix: str) -> None:
    assert {f"{prefix}.{one.value}" for one in kind} <= set(WORDS.ids())


@pytest.mark.parametrize("phrase", WORDS.ids())
def test_no_phrase_claims_more_than_numbers_can(phrase: str) -> None:
    for language, words in WORDS.map(phrase).items():
        text = str(words).casefold()
        for claim in (
            "prove",
            "proof",
            "demuestra",
            "demostr",
            "significant",
            "worked",
            "funcionó",
        ):
            assert claim not in text, language


CASES = {
    "clear": (100, 20, 100, 100),
    "unclear": (100, 95, 100, 100),
    "against": (100, 200, 100, 100),
    "nothing": (0, 0, 0, 0),
}


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", CASES)
def test_a_result_is_always_told_in_four_parts(name: str, language: str) -> None:
    b, a, d, c = CASES[name]
    found = evaluate(counted(park=("treated", b, a), square=("comparison", d, c)))
    said = Wording(found, language).said()
    assert all((said.changed, said.sure, said.rivals, said.not_said))
    text = " ".join(said.lines)
    assert "%(" not in text
    assert "nan" not in text
    if name in ("clear", "against", "unclear"):
        assert "95\xa0%" in text or "95 %" in text


def test_no_clear_change_is_called_so_and_what_could_be_seen_stands_beside() -> None:
    found = evaluate(counted(park=("treated", 100, 95), square=("comparison", 100, 100)))
    changed, sure, _, not_said = sentences(found)
    assert changed.startswith("No clear change: ")
    assert "That is no evidence that nothing changed." in sure
    assert "would be missed more often than one time in five" in sure
    assert not_said == "This does not say that the measure failed: the numbers cannot tell."


def test_it_is_said_how_many_comparison_areas_alone_show_it() -> None:
    case = counted(
        park=("treated", 100, 40), square=("comparison", 100, 100), hill=("comparison", 100, 50)
    )
    sure = sentences(evaluate(case))[1]
    assert "Beside each comparison area alone, the change is as clear for 1 of 2." in sure


def test_what_may_explain_it_is_named() -> None:
    case = replace(
        counted(park=("treated", 100, 20), square=("comparison", 100, 100)), chosen_as_worst=True
    )
    rivals = sentences(evaluate(case))[2]
    assert "a bad year passes by itself and the worst place was chosen" in rivals
    assert "have not been ruled out" in rivals


def test_where_nobody_was_asked_it_is_said_so() -> None:
    case = counted(park=("treated", 100, 20), square=("comparison", 100, 100))
    assert "Nobody has answered yet" in sentences(evaluate(case))[2]
    no = {"recording": RivalAnswer(Answer.NO, "The same form is used.")}
    assert "Nobody has named another" in sentences(evaluate(replace(case, answers=no)))[2]


def test_a_plan_is_no_result() -> None:
    case = counted(park=("treated", 50, None), square=("comparison", 50, None))
    changed, sure, last = sentences(evaluate(replace(case, expected=-0.2)))
    assert "this is a plan" in changed
    assert "chance of 11 %" in sure
    assert last == "This says what could be seen, not what will happen."
    few = evaluate(counted(park=("treated", 3, None), square=("comparison", 3, None)))
    assert "even if every event stayed away" in sentences(few)[1]


def test_amounts_take_the_words_of_the_case() -> None:
    case = replace(counted(park=("treated", 100, 80), square=("comparison", 100, 90)), unit="robos")
    wording = Wording(evaluate(case), "es")
    headline = wording.evaluation.headline
    assert headline is not None
    assert wording.value(headline).startswith("10 robos menos (95")
    assert wording.percent(0.8) == "20\xa0% menos de robos" or "20 % menos" in wording.percent(0.8)


def test_the_checklist_asks_in_both_languages() -> None:
    for one in load_rivals():
        for words in (one.name, one.question, one.why, one.check):
            assert {"en", "es"} <= set(words)
        assert one.question.read("es").words.startswith("¿")
        assert one.source


def test_one_event_is_told_as_one_and_none_as_no_change() -> None:
    case = counted(park=("treated", 0, 5), square=("comparison", 5, 5))
    alone = Wording(evaluate(case)).evaluation.of(result.Method.E_TEST)[0]
    assert Wording(evaluate(case)).value(alone).endswith("1 to 9 more events)")
    assert Wording(evaluate(case)).events_amount(1) == "1 more event"
    assert Wording(evaluate(case), "es").events_amount(-1) == "1 hecho menos"
    named = Wording(evaluate(replace(case, unit="calls")))
    assert named.events_amount(-1) == "1 fewer (calls)"
    still = counted(park=("treated", 100, 100), square=("comparison", 100, 100))
    assert "about as many events as would be expected" in sentences(evaluate(still))[0]
    assert "el número de hechos fue más o menos el que" in sentences(evaluate(still), "es")[0]


def test_both_ends_of_an_interval_have_the_same_digits() -> None:
    case = counted(park=("treated", 4, 2), square=("comparison", 4, 4))
    found = evaluate(case)
    for effect in found.effects:
        if effect.estimate is not None and effect.kind is not result.Kind.QUOTIENT:
            digits = [
                len(number.partition(".")[2])
                for number in re.findall(r"\d+(?:\.\d+)?", Wording(found).value(effect))
                if number != "95"
            ]
            assert len(set(digits)) == 1, Wording(found).value(effect)


def test_cautions_that_change_the_reading_stand_beside_the_interval() -> None:
    few = evaluate(counted(park=("treated", 9, 2), square=("comparison", 40, 40)))
    sure = sentences(few)[1]
    assert "A count is under five: the interval is rough." in sure
    assert "times apart" in sure


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_finding_is_drawn_at_a_low_level(language: str) -> None:
    case = counted(park=("treated", 100, 80), square=("comparison", 100, 95))
    low = evaluate(replace(case, level=0.5))
    assert low.headline is not None
    assert low.headline.direction is result.Direction.UNKNOWN
    text = " ".join(sentences(low, language))
    assert ("50 times in a hundred" if language == "en" else "50 veces de cada cien") in text
    assert "lies outside" not in text
    assert "queda fuera" not in text
    usual = evaluate(
        replace(counted(park=("treated", 100, 20), square=("comparison", 100, 95)), level=0.8)
    )
    assert usual.headline is not None
    assert usual.headline.direction is result.Direction.FAVOURS


def test_an_end_without_limit_is_said_so() -> None:
    found = evaluate(counted(park=("treated", 100, 80), square=("comparison", 100, 100)))
    ratio = found.of(result.Method.RES)[0]
    assert ratio.estimate is not None
    wide = replace(ratio, estimate=replace(ratio.estimate, high=float("inf")))
    assert Wording(found).value(wide).endswith("% fewer to no upper end)")
    assert "ningún límite superior" in Wording(found, "es").value(wide)
