"""A city with one measure, two people who rate it, and the answers of the example."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from paseo.prevention.quality.files import read_answers
from paseo.prevention.quality.form import QualityForm
from paseo.prevention.quality.pack import load_form
from paseo.web.accounts.models import User
from paseo.web.evidence.models import City
from paseo.web.prevention.models import Measure, QualityCheck
from paseo.web.prevention.quality.actions import (
    FinishRating,
    RaterWanted,
    SaveAnswers,
    StartCheck,
)
from web.evidence import factory

EXAMPLE = Path(__file__).parents[4] / "examples" / "generated-town" / "quality"


@pytest.fixture
def town(db: None) -> City:
    city = factory.make_city("plaza")
    Measure.objects.create(city=city, code="night-mediation", name="Night mediation")
    return city


@pytest.fixture
def form() -> QualityForm:
    return load_form()


@pytest.fixture
def raters(town: City, person_with: Callable[..., User]) -> tuple[User, User]:
    return person_with("contributor", town.pk), person_with("city_lead", town.pk)


@pytest.fixture
def check(town: City, raters: tuple[User, User]) -> QualityCheck:
    first, second = raters
    return StartCheck(
        city=town.pk,
        measure="night-mediation",
        form=load_form().id,
        raters=(RaterWanted("rater 1", first), RaterWanted("rater 2", second)),
    ).run(first)


def rate(check: QualityCheck, number: int, *, finish: bool = True) -> None:
    """Give the answers of the example as one of the raters."""
    rater = check.raters.get(number=number)
    sheet = read_answers(EXAMPLE / f"rater-{number}.csv", load_form())
    answers: dict[str, Any] = {
        code: {"option": one.option, "note": one.note} for code, one in sheet.answers.items()
    }
    SaveAnswers(rater=rater, answers=answers).run(rater.user)
    if finish:
        FinishRating(rater=check.raters.get(number=number)).run(rater.user)


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client
