"""Expressions as ODK evaluates them; the rules are those of XPath 1.0, which lxml knows too."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from paseo.evidence.questionnaires.logic import LogicError, Setting, evaluate, names, parse
from paseo.evidence.questionnaires.logic.syntax import MOST_SIGNS

#: What the names stand for in the tables below.
ANSWERS: dict[str, Any] = {
    "yes": "yes", "several": "a c dont_know", "empty": "", "seven": 7.0, "zero": 0.0,
    "words": "Night patrol", "day": date(2026, 3, 1), "unknown": "dont_know", "code": "2",
    "rows": ["1", "2", "3"], "amounts": [4.0, 2.5], "none": [],
}  # fmt: skip
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


def value(text: str, here: Any = "") -> Any:
    return evaluate(parse(text), Setting(lambda name: ANSWERS[name], here, NOW))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # comparisons: texts with texts, numbers where one is a number
        ("${yes} = 'yes'", True),
        ('${yes} != "yes"', False),
        ("${code} = 2", True),
        ("${code} = '2.0'", False),
        ("${seven} = '7'", True),
        ("${seven} = '7.0'", True),
        ("${seven} > 6.5 and ${seven} <= 7", True),
        ("'10' < '9'", False),
        ("'10' > '9'", True),
        # empty
        ("${empty} = ''", True),
        ("${empty} != ''", False),
        ("${seven} != ''", True),
        ("${zero} = ''", False),
        ("${empty} > 3", False),
        ("${empty} < 3", False),
        ("${empty} != 3", True),
        ("not(${empty} > 3)", True),
        ("${empty} + 1 > 0", False),
        # a reason for no answer is a code
        ("${unknown} = 'dont_know'", True),
        ("${unknown} != ''", True),
        # precedence: and before or, comparison before and, products before sums
        ("1 = 1 or 1 = 2 and 1 = 2", True),
        ("(1 = 1 or 1 = 2) and 1 = 2", False),
        ("1 + 2 * 3", 7.0),
        ("(1 + 2) * 3", 9.0),
        ("10 - 4 - 3", 3.0),
        ("-2 - -3", 1.0),
        ("--2", 2.0),
        ("7 div 2", 3.5),
        ("7 mod 3", 1.0),
        ("-7 mod 3", -1.0),
        ("1 div 0", math.inf),
        ("3 > 2 > 1", False),
        ("true() = 1", True),
        ("2 < 3 = true()", True),
        # several answers
        ("selected(${several}, 'a')", True),
        ("selected(${several}, 'b')", False),
        ("selected(${several}, 'dont_know')", True),
        ("selected(${yes}, 'yes')", True),
        ("selected(${yes}, 'ye')", False),
        ("selected(${empty}, '')", False),
        ("count-selected(${several})", 3.0),
        ("count-selected(${empty})", 0.0),
        ("selected-at(${several}, 1)", "c"),
        ("selected-at(${several}, 9)", ""),
        # functions
        ("if(${seven} > 5, 'many', 'few')", "many"),
        ("if(${empty} = '', 1 + 1, 3)", 2.0),
        ("coalesce(${empty}, ${yes})", "yes"),
        ("coalesce(${seven}, ${yes})", 7.0),
        ("not(true()) or false()", False),
        ("not('')", True),
        ("boolean('false')", True),
        ("string-length(${words})", 12.0),
        ("string-length(${empty})", 0.0),
        ("contains(${words}, 'pat') and starts-with(${words}, 'Ni')", True),
        ("ends-with(${words}, 'trol')", True),
        ("concat(${yes}, '-', ${seven})", "yes-7"),
        ("string(2.50)", "2.5"),
        ("string(1 div 3)", "0.3333333333333333"),
        ("int(3.9)", 3.0),
        ("int(-3.9)", -3.0),
        ("floor(-3.1)", -4.0),
        ("ceiling(3.1)", 4.0),
        ("round(2.5)", 3.0),
        ("round(-2.5)", -2.0),
        ("round(2.345, 2)", 2.35),
        ("round(1234, -2)", 1200.0),
        ("abs(-4)", 4.0),
        ("number('12.5') + number(' 3 ')", 15.5),
        ("regex(${words}, '[A-Z].*')", True),
        ("regex(${words}, '[A-Z]')", False),
        # days
        ("${day} > date('2026-02-28')", True),
        ("${day} < '2026-03-01'", False),
        ("${day} = '2026-03-01'", True),
        ("${day} = date('2026-03-01')", True),
        ("today() - ${day}", 269.0),
        ("number(date('1970-01-11'))", 10.0),
        ("today() = date('2026-11-25')", True),
        ("now() > today()", True),
        ("number(now()) - number(today())", 0.5),
        ("string(today())", "2026-11-25"),
        ("date('2026-02-30') = ''", True),
        # many rows
        ("count(${rows})", 3.0),
        ("count(${none})", 0.0),
        ("sum(${amounts})", 6.5),
        ("max(${amounts}) - min(${amounts})", 1.5),
        ("max(3, ${seven})", 7.0),
        ("${amounts} > 3", True),
        ("${none} = ''", False),
    ],
)
def test_an_expression_has_the_value_that_odk_gives_it(text: str, expected: Any) -> None:
    found = value(text)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize("text", ["number('x')", "number('1e3')", "0 div 0", "5 mod 0", "min('')"])
def test_what_is_no_number_is_nan(text: str) -> None:
    assert math.isnan(value(text))


@pytest.mark.parametrize(
    ("text", "here", "expected"),
    [
        (". > 0", 3.0, True),
        (". > 0", "", False),
        (".>=0 and . <= 100", 100.0, True),
        (". <= today()", date(2026, 11, 26), False),
        ("regex(., '[0-9]{5}')", "28013", True),
        ("not(selected(., 'none')) or count-selected(.) = 1", "none a", False),
    ],
)
def test_a_dot_is_the_answer_itself(text: str, here: Any, expected: bool) -> None:
    assert value(text, here) is expected


@pytest.mark.parametrize(
    ("text", "position", "reason"),
    [
        ("", 1, "nothing in it"),
        ("   ", 1, "nothing in it"),
        ("${q1} =", 7, "missing at the end"),
        ("${q1} == 'a'", 7, "write ="),
        ("${q1} <> 'a'", 7, "write !="),
        ("${q1} && ${q2}", 7, "write and"),
        ("!${q1}", 1, "write not"),
        ("${q1} = ‘a’", 9, "write '"),
        ("${q1} = 'a", 9, "not closed"),
        ("(${q1} = 'a'", 1, "bracket is not closed"),
        ("${q1} = 'a')", 12, "closes nothing"),
        ("selected(${q1}, 'a'", 9, "bracket is not closed"),
        ("${q1 = 'a'", 1, "both braces"),
        ("$q1 = 'a'", 1, "both braces"),
        ("${q 1} = 'a'", 1, "cannot be a name"),
        ("/data/q1 = 'a'", 1, "Paths are not read"),
        ("../q1 = 'a'", 1, "Paths are not read"),
        ("${q1} = yes", 9, "'yes'"),
        ("q1 = 'yes'", 1, "${q1}"),
        ("select(${q1}, 'a')", 1, "selected"),
        ("pulldata('x', 'y')", 1, "no function"),
        ("selected(${q1})", 1, "1 arguments"),
        ("if(true(), 1)", 1, "2 arguments"),
        ("today(1)", 1, "1 arguments"),
        ("1 2", 3, "cannot stand here"),
        ("${q1} = 'a' AND ${q2} = 'b'", 13, "write and"),
        ("(${q1} = 'a' Or ${q2} = 'b')", 14, "write or"),
        ("1 +* 2", 4, "cannot stand here"),
        ("and", 1, "'and'"),
        ("${q1} # 2", 7, "means nothing"),
        ("(" * 500 + "1" + ")" * 500, 61, "deep"),
        ("-" * 500 + "1", 61, "deep"),
        ("1" * (MOST_SIGNS + 1), MOST_SIGNS, "longer"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_place(text: str, position: int, reason: str) -> None:
    with pytest.raises(LogicError) as refused:
        parse(text)
    assert refused.value.position == position
    assert reason in refused.value.reason["en"]
    assert set(refused.value.reason) >= {"en", "es"}


def test_a_pattern_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(LogicError, match="pattern"):
        value("regex('a', '(')")


@pytest.mark.parametrize(
    ("pattern", "refused"),
    [
        ("(a+)+", True),
        ("([a-z]*)*", True),
        (r"(?:\d+){2,}", True),
        (r"(\w+)*x", True),
        ("([0-9]+,)*[0-9]+", False),
        ("(a|b)+", False),
        ("[0-9]{5}", False),
        ("(ab)+", False),
        ("a+b+", False),
    ],
)
def test_a_pattern_that_repeats_a_repetition_is_refused(pattern: str, refused: bool) -> None:
    if refused:
        with pytest.raises(LogicError, match="run for ever"):
            value(f"regex('{'a' * 60}!', '{pattern}')")
    else:
        assert value(f"regex('{'a' * 60}!', '{pattern}')") is False


def test_a_thousand_conditions_in_a_row_are_read_and_evaluated() -> None:
    text = " or ".join(f"${{yes}} = 'n{at}'" for at in range(900))
    assert value(text) is False
    assert value(f"{text} or ${{yes}} = 'yes'") is True
    assert value(" + ".join(["1"] * 3000)) == 3000


@given(st.text(alphabet="${}q1 ='\"()<>!,.+-*andorselected0123", max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        expression = parse(text)
    except LogicError as refused:
        assert refused.reason["es"]
        assert 0 < refused.position <= len(text) + 1
    else:
        evaluate(expression, Setting(lambda name: ""))


# ---- XPath itself as the oracle ---------------------------------------------------------------

TEXTS = {"q1": "yes", "q2": "", "q3": "12", "q4": "-3.5", "q5": "a b", "q6": "0"}
LITERALS = st.sampled_from(["'yes'", "''", "'12'", '"a"', "'b'", "'-3.5'"])
NUMBERS = st.integers(0, 40).map(lambda n: f"{n / 4:g}")
NAMES = st.sampled_from([f"${{{name}}}" for name in TEXTS])
TEXT = st.recursive(
    NAMES | LITERALS,
    lambda inner: st.builds("concat({}, {})".format, inner, inner),
    max_leaves=3,
)


def numbers(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return (
        st.builds("({} {} {})".format, inner, st.sampled_from(["+", "-", "*", "div", "mod"]), inner)
        | st.builds("{} {} {}".format, inner, st.sampled_from(["+", "-"]), inner)
        | st.builds("-{}".format, inner)
        | st.builds("{}({})".format, st.sampled_from(["floor", "ceiling", "round"]), inner)
    )


NUMBER = st.recursive(
    NUMBERS | st.builds("number({})".format, TEXT) | st.builds("string-length({})".format, TEXT),
    numbers,
    max_leaves=5,
)
COMPARED = TEXT | NUMBER
ATOMS = (
    st.builds(
        "({} {} {})".format, COMPARED, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), COMPARED
    )
    | st.builds("contains({}, {})".format, TEXT, TEXT)
    | st.builds("starts-with({}, {})".format, TEXT, TEXT)
    | st.builds("boolean({})".format, COMPARED)
    | st.sampled_from(["true()", "false()"])
)
TRUTH = st.recursive(
    ATOMS,
    lambda inner: (
        st.builds("{} {} {}".format, inner, st.sampled_from(["and", "or"]), inner)
        | st.builds("({} {} {})".format, inner, st.sampled_from(["=", "!="]), inner)
        | st.builds("not({})".format, inner)
        | st.builds("({})".format, inner)
    ),
    max_leaves=6,
)
TREE = etree.fromstring(
    "<d>" + "".join(f"<{name}>{text}</{name}>" for name, text in TEXTS.items()) + "</d>"
)


def by_xpath(text: str) -> Any:
    for name in TEXTS:
        text = text.replace(f"${{{name}}}", f"string(/d/{name})")
    return TREE.xpath(text)


@given(TRUTH)
def test_conditions_are_true_where_xpath_says_so(text: str) -> None:
    found = evaluate(parse(text), Setting(lambda name: TEXTS[name]))
    assert found is by_xpath(text)


@given(NUMBER)
def test_numbers_are_those_of_xpath(text: str) -> None:
    found = evaluate(parse(text), Setting(lambda name: TEXTS[name]))
    expected = by_xpath(text)
    assert found == pytest.approx(expected, rel=1e-12, nan_ok=True)


@given(TRUTH)
def test_names_are_those_that_were_written(text: str) -> None:
    assert names(parse(text)) == {name for name in TEXTS if f"${{{name}}}" in text}
