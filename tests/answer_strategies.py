"""Random answer sheets of a questionnaire, as people and tools leave them, for property tests."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st

from paseo.evidence.questionnaires.answers import Answer, AnswerSheet
from paseo.evidence.questionnaires.questionnaire import Question, Questionnaire

_PLAIN = "abc ñ€«»<&='+-@;,.!?|\n0123日本🙂"
words = st.text(alphabet=_PLAIN, min_size=1, max_size=20).map(str.strip).filter(bool)
_numbers = st.integers(-10_000, 10**9) | st.floats(
    allow_nan=False, allow_infinity=False, width=64
).filter(lambda one: one != 0)
_coordinates = st.floats(-90, 90, allow_nan=False).map(lambda one: round(one, 6) + 0.0)
_days = st.dates(date(1900, 1, 1), date(2100, 1, 1)).map(date.isoformat)


def value(question: Question) -> st.SearchStrategy[Any]:
    """A value of the shape that a question without parts asks for."""
    codes = question.options.codes() if question.options else ()
    if question.type in ("single", "scale"):
        return st.sampled_from(codes)
    if question.type in ("multiple", "ranking"):
        return st.lists(st.sampled_from(codes), min_size=1, unique=True)
    if question.type == "number":
        return st.integers(-1000, 10**9) if question.whole else _numbers
    if question.type == "date":
        return _days
    if question.type == "place":
        if question.area:
            points = st.lists(st.tuples(_coordinates, _coordinates).map(list), min_size=1)
            return points.map(lambda some: {"points": some})
        return st.fixed_dictionaries({"lat": _coordinates, "lon": _coordinates})
    if question.type == "file":
        name = st.from_regex(r"[a-z]{1,8}\.pdf", fullmatch=True)
        return st.lists(st.fixed_dictionaries({"name": name}), min_size=1, max_size=3)
    return words


@st.composite
def leaf(draw: st.DrawFn, question: Question, comments: bool = True) -> Answer:
    """An answer, or a reason for none, to a question without parts."""
    comment = draw(words) if comments and draw(st.integers(0, 5)) == 0 else ""
    reasons = question.missing_codes()
    codes = question.options.codes() if question.options else ()
    free = [one for one in reasons if one not in codes]
    if free and draw(st.integers(0, 3)) == 0:
        return Answer(missing=draw(st.sampled_from(free)), comment=comment)
    found = draw(value(question))
    chosen = found if isinstance(found, list) else [found]
    others = [one.code for one in question.options.options if one.other] if question.options else []
    asks_words = any(one in chosen for one in others if isinstance(one, str))
    other = draw(words) if asks_words and draw(st.booleans()) else ""
    return Answer(found, other=other, comment=comment)


@st.composite
def answer(draw: st.DrawFn, question: Question, comments: bool = True) -> Answer:
    """An answer to any question."""
    if question.type == "matrix":
        rows = draw(st.sets(st.sampled_from([row.id for row in question.rows]), min_size=1))
        cells = [*(question.options.codes() if question.options else ())]
        reasons = [one for one in question.missing_codes() if one not in cells]

        def cell() -> Answer:
            code = draw(st.sampled_from([*cells, *reasons]))
            return Answer(missing=code) if code in reasons else Answer(code)

        return Answer({row: cell() for row in sorted(rows)})
    if question.type == "record":
        return Answer(draw(_fields(question, comments)))
    if question.type == "repeat":
        return Answer(draw(st.lists(_fields(question, comments), min_size=1, max_size=3)))
    return draw(leaf(question, comments))


@st.composite
def _fields(draw: st.DrawFn, question: Question, comments: bool) -> dict[str, Answer]:
    names = draw(st.sets(st.sampled_from([one.id for one in question.fields]), min_size=1))
    return {
        one.id: draw(leaf(one, comments)) for one in question.fields if one.id in names
    }  # fmt: skip


_moments = st.datetimes(datetime(2000, 1, 1), datetime(2050, 1, 1)).map(
    lambda one: one.replace(microsecond=0, tzinfo=UTC)
)


@st.composite
def sheets(
    draw: st.DrawFn, questionnaire: Questionnaire, comments: bool = True, extras: bool = True
) -> list[AnswerSheet]:
    """A few sheets with ids of their own."""
    asked = [one for one in questionnaire.questions() if one.asks]
    made = []
    for number in range(draw(st.integers(1, 4))):
        chosen = draw(st.sets(st.sampled_from([one.id for one in asked]), min_size=1))
        made.append(
            AnswerSheet(
                id=f"sheet-{number}",
                questionnaire=questionnaire.id,
                version=questionnaire.version,
                answers={
                    one.id: draw(answer(one, comments)) for one in asked if one.id in chosen
                },
                respondent=draw(st.sampled_from(["", f"person {number}"])),
                language=draw(st.sampled_from(["", "en", "es"])),
                origin=draw(st.sampled_from(["web", "kobo"])) if extras else "",
                started_at=draw(st.none() | _moments),
                finished_at=draw(st.none() | _moments),
                seconds={"s0": 12.5} if extras and draw(st.booleans()) else {},
                hard={asked[0].id: "unclear"} if extras and draw(st.booleans()) else {},
            )
        )  # fmt: skip
    return made
