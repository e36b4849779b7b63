"""What stands in the fields of a form is the answer, and reading the fields gives it back."""

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from paseo.evidence.questionnaires.answers import NOTHING, Answer, from_plain, to_plain
from paseo.web.questionnaires.forms.fields import fields_of
from paseo.web.questionnaires.forms.reading import Page, number_in, read
from questionnaire_strategies import questionnaires

_text = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00\r"), max_size=40)
words = _text.map(str.strip).filter(bool)
_numbers = st.integers(-(10**9), 10**9) | st.floats(
    -1e9, 1e9, allow_nan=False, allow_infinity=False
).map(lambda one: round(one, 6) + 0.0)
_degrees = st.floats(-89, 89).map(lambda one: round(one, 6) + 0.0)


def codes_of(question):
    return question.options.codes() if question.options else ()


def _several(question):
    return st.sets(st.sampled_from(codes_of(question)), min_size=1).map(
        lambda chosen: [one for one in codes_of(question) if one in chosen]
    )


def _shape(question):
    if not question.area:
        return st.fixed_dictionaries({"lat": _degrees, "lon": _degrees})
    pair = st.tuples(_degrees, _degrees).map(list)
    # A ring that ends where it began is kept without its end.
    open_ring = st.lists(pair, min_size=3, max_size=5).filter(lambda ring: ring[0] != ring[-1])
    return open_ring.map(lambda points: {"points": points})


def _cells(question):
    cell = st.sampled_from(codes_of(question)).map(Answer)
    if question.missing:
        cell |= st.sampled_from(question.missing_codes()).map(lambda code: Answer(missing=code))
    return st.dictionaries(st.sampled_from([row.id for row in question.rows]), cell, min_size=1)


#: Answers that a question may have, by its type.
VALUES = {
    "single": lambda question: st.sampled_from(codes_of(question)),
    "scale": lambda question: st.sampled_from(codes_of(question)),
    "multiple": _several,
    "ranking": lambda question: st.lists(
        st.sampled_from(codes_of(question)), unique=True, min_size=1
    ),
    "number": lambda question: _numbers,
    "date": lambda question: st.dates().map(lambda day: day.isoformat()),
    "text": lambda question: words,
    "place": _shape,
    "matrix": _cells,
    "record": lambda question: _record(question),
    "repeat": lambda question: st.lists(_record(question), min_size=1, max_size=3),
    "file": lambda question: st.just([{"name": "a.pdf", "sha256": "0" * 64, "size": 3}]),
}


def _record(question):
    inner = {one.id: answers(one, comment=False) for one in question.fields}
    return st.fixed_dictionaries({}, optional=inner).filter(bool)


@st.composite
def answers(draw, question, comment=True):
    note = draw(words | st.just("")) if comment else ""
    if question.missing and question.type != "matrix" and draw(st.booleans()):
        return Answer(missing=draw(st.sampled_from(question.missing_codes())), comment=note)
    value = draw(VALUES[question.type](question))
    chosen = value if isinstance(value, list) else [value]
    options = question.options.options if question.options else ()
    own = question.type != "matrix" and any(o.other and o.code in chosen for o in options)
    return Answer(value, other=draw(words) if own else "", comment=note)


@st.composite
def asked_and_answered(draw):
    """A question of a random questionnaire with an answer to it."""
    form = draw(questionnaires())
    question = draw(st.sampled_from([one for one in form.questions() if one.asks]))
    return question, draw(answers(question))


@pytest.mark.parametrize("language", ["en", "es"])
@settings(max_examples=60)
@given(asked_and_answered())
def test_reading_the_fields_of_an_answer_gives_the_answer(language, given):
    question, answer = given
    with translation.override(language):
        fields = fields_of(question, answer, language)
        reading = read(question, fields, Page(language), answer)
    assert reading.faults == []
    assert to_plain(reading.answer) == to_plain(answer)
    assert to_plain(from_plain(question, to_plain(answer))) == to_plain(answer)


@settings(max_examples=30)
@given(asked_and_answered())
def test_empty_fields_are_no_answer(given):
    question, _answer = given
    reading = read(question, {}, Page("en"), NOTHING)
    assert reading.faults == []
    assert not reading.answer.given


@pytest.mark.parametrize(
    ("typed", "language", "number"),
    [
        ("12", "en", 12), ("-3", "en", -3), ("12.5", "en", 12.5), ("12,5", "en", 12.5),
        ("12,5", "es", 12.5), ("12.5", "es", 12.5), ("1 234", "en", 1234), (".5", "en", 0.5),
        ("1\u202f234,5", "es", 1234.5), ("1.234", "en", 1.234), ("1,234", "es", 1.234),
        ("0,125", "en", 0.125), ("\u22127", "en", -7), ("12345.678", "es", 12345.678),
    ],
)  # fmt: skip
def test_a_number_is_read_as_its_language_writes_it(typed, language, number):
    assert number_in(typed, language) == number


@pytest.mark.parametrize(
    ("typed", "language", "why"),
    [
        ("1,234", "en", "two ways"), ("1.234", "es", "two ways"), ("twelve", "en", "not a number"),
        ("1,234,567", "en", "not a number"), ("1e5", "en", "not a number"), ("-", "en", "not a"),
        ("12%", "en", "not a number"), ("NaN", "en", "not a number"),
    ],
)  # fmt: skip
def test_a_number_that_could_be_another_is_not_guessed(typed, language, why):
    with pytest.raises(ValueError, match=why):
        number_in(typed, language)
