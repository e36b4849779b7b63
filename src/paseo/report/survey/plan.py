"""A sample plan as a document: interviews in the city and its districts, and what is assumed."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal, get_args

from paseo.content.numbers import format_date, format_number
from paseo.content.phrases import load_phrases
from paseo.content.problems import Place, Problems
from paseo.evidence.disclosure import Thresholds
from paseo.report.document import (
    WRITER_WORDS,
    Block,
    Bullets,
    Cell,
    Column,
    Document,
    Heading,
    Paragraph,
    Table,
)
from paseo.stats.checks import NumbersError
from paseo.stats.survey import (
    CityPlan,
    SamplePlan,
    plan_districts,
    plan_districts_for_margin,
    plan_for_margin,
)

#: How interviews are shared out; ``each`` gives every district the margin of its own.
Way = Literal["each", "proportional", "equal", "power"]
WAYS: Final = get_args(Way)
_LIMITS: Final = {
    "margin": (0.5, 30.0), "share": (1.0, 99.0), "deff": (0.5, 20.0), "response": (1.0, 100.0),
    "level": (50.0, 99.9),
}  # fmt: skip


@dataclass(frozen=True)
class PlanWanted:
    """What a survey shall be able to say.

    Args:
        margin: half-width of the interval, in percentage points.
        share: expected share, in per cent; 50 is the cautious one.
        deff: expected design effect.
        response: of the people approached, how many answer, in per cent.
        level: confidence level, in per cent.
        how: one of :data:`WAYS`.
        population: residents in the population by district; empty plans the city alone.
    """

    margin: float = 5.0
    share: float = 50.0
    deff: float = 1.3
    response: float = 30.0
    level: float = 95.0
    how: Way = "proportional"
    population: Mapping[str, float] | None = None


@dataclass(frozen=True)
class SurveyPlan:
    """The interviews of a city, and of its districts where these are known."""

    wanted: PlanWanted
    city: SamplePlan
    districts: CityPlan | None


def make_plan(wanted: PlanWanted) -> SurveyPlan:
    """Return how many interviews a survey needs.

    Raises:
        Refused: a number is impossible (S746).
    """
    problems = Problems()
    words = load_phrases("paseo.report.survey")
    for name, (least, most) in _LIMITS.items():
        value = getattr(wanted, name)
        if not (math.isfinite(value) and least <= value <= most):
            problems.add(
                "S746", Place(), value=f"{value:g}", what=words.map(f"plan_what_{name}"),
                least=f"{least:g}", most=f"{most:g}",
            )  # fmt: skip
    for district, number in (wanted.population or {}).items():
        if not 1 <= number < math.inf:
            what = words.map("plan_what_population")
            problems.add(
                "S746", Place(entry=district), value=f"{number:g}", what=what, least=1, most="…"
            )
    problems.refuse()
    people = dict(wanted.population or {})
    known: dict[str, Any] = {
        "share": wanted.share / 100, "deff": wanted.deff, "response": wanted.response / 100,
        "level": wanted.level / 100,
    }  # fmt: skip
    city = plan_for_margin(
        wanted.margin / 100, population=sum(people.values()) if people else None, **known
    )
    return SurveyPlan(wanted, city, _districts(wanted, people, city, known))


def _districts(
    wanted: PlanWanted, people: dict[str, float], city: SamplePlan, known: dict[str, Any]
) -> CityPlan | None:
    if not people:
        return None
    try:
        if wanted.how == "each":
            return plan_districts_for_margin(wanted.margin / 100, people, **known)
        return plan_districts(city.interviews, people, how=wanted.how, **known)
    except NumbersError as error:
        problems = Problems()
        problems.add("S742", Place(), id=wanted.how, error=str(error))
        problems.refuse()
        raise


def plan_document(
    plan: SurveyPlan, language: str = "en", *, place: str = "", made_at: datetime | None = None
) -> Document:
    """Return a sample plan as a document."""
    words = load_phrases("paseo.report.survey")
    said = load_phrases("paseo.report")
    made = made_at or datetime.now().astimezone()
    return Document(
        title=words.say("plan_title", language),
        subtitle=words.say("plan_subtitle", language, date=format_date(made, language)),
        language=language,
        place=place,
        period="",
        made_at=made,
        blocks=tuple(_blocks(plan, language)),
        words={word: said.say(word, language) for word in WRITER_WORDS},
    )


def _blocks(plan: SurveyPlan, language: str) -> Iterator[Block]:
    words = load_phrases("paseo.report.survey")
    yield Heading(words.say("plan_city", language), 1, "city")
    yield Paragraph(city_sentence(plan, language), lead=True)
    if plan.districts is not None:
        yield Heading(words.say("plan_districts", language), 1, "districts")
        yield Paragraph(districts_sentence(plan, language))
        yield plan_table(plan, language)
    yield Heading(words.say("plan_assumed", language), 1, "assumed")
    yield Bullets(assumptions(plan, language))


def _figure(value: float, language: str, digits: int = 0, unit: str | None = None) -> str:
    return format_number(value, language, unit, digits)


def city_sentence(plan: SurveyPlan, language: str) -> str:
    """Return the interviews for the whole city in a sentence."""
    wanted = plan.wanted
    return load_phrases("paseo.report.survey").say(
        "plan_city_said",
        language,
        interviews=_figure(plan.city.interviews, language),
        margin=_figure(100 * plan.city.margin, language, 1),
        share=_figure(wanted.share, language, 0, "%"),
        level=_figure(wanted.level, language, 0 if wanted.level.is_integer() else 1, "%"),
        contacts=_figure(plan.city.contacts, language),
    )


def districts_sentence(plan: SurveyPlan, language: str) -> str:
    """Return how the interviews lie over the districts in a sentence."""
    words = load_phrases("paseo.report.survey")
    assert plan.districts is not None
    interviews = _figure(plan.districts.interviews, language)
    if plan.wanted.how == "each":
        margin = _figure(plan.wanted.margin, language, 1)
        return words.say("plan_each", language, margin=margin, interviews=interviews)
    how = words.say(f"how_{plan.wanted.how}", language)
    return words.say("plan_shared", language, interviews=interviews, how=how)


def plan_table(plan: SurveyPlan, language: str) -> Table:
    """Return interviews, contacts and margin of every district and of the city."""
    words = load_phrases("paseo.report.survey")
    assert plan.districts is not None
    named = [
        (one.district, one.population, one.interviews, one.contacts, one.margin)
        for one in plan.districts.districts
    ]
    whole = sum(one.population for one in plan.districts.districts)
    city = plan.districts
    rows = [
        *named,
        (words.say("plan_whole", language), whole, city.interviews, city.contacts, city.margin),
    ]
    columns = ("population", "interviews", "contacts", "margin")
    return Table(
        caption=words.say("plan_districts", language),
        columns=(
            Column(words.say("plan_column_district", language), width=2),
            *(Column(words.say(f"plan_column_{name}", language), "end") for name in columns),
        ),
        rows=tuple(
            (
                Cell(name),
                *(Cell(_figure(number, language), float(number)) for number in numbers),
                Cell(_figure(100 * margin, language, 1), 100 * margin)
                if math.isfinite(margin)
                else Cell(words.say("no_margin", language)),
            )
            for name, *numbers, margin in rows
        ),
        id="plan",
    )


def assumptions(plan: SurveyPlan, language: str) -> tuple[str, ...]:
    """Return what the plan rests on, in sentences."""
    words = load_phrases("paseo.report.survey")
    wanted = plan.wanted
    found = [
        words.say("plan_assumed_random", language),
        words.say("plan_assumed_deff", language, deff=_figure(wanted.deff, language, 1)),
        words.say(
            "plan_assumed_response", language, response=_figure(wanted.response, language, 0, "%")
        ),
        words.say("plan_assumed_groups", language),
    ]
    least = Thresholds().survey
    if plan.districts and any(one.interviews < least for one in plan.districts.districts):
        found.append(words.say("plan_small", language))
    return tuple(found)
