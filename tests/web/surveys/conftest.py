"""A city with four districts, and a survey in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from paseo.content.language import LanguageMap
from paseo.evidence.city import Area
from paseo.web.evidence import keeping, reading
from paseo.web.evidence.models import City
from paseo.web.jobs.testing import run_waiting
from paseo.web.surveys.models import Survey
from survey_town import MAPPING, respondents
from web.evidence.factory import make_city


@pytest.fixture
def plaza(db: None) -> City:
    city = make_city("plaza")
    record = reading.city_record(city)
    districts = [
        Area(code, LanguageMap(code.capitalize()), "district", "whole")
        for code in ("east", "west")  # north and south are there
    ]
    keeping.keep_city(replace(record, generated=False), [*reading.areas(city), *districts])
    return City.objects.get(pk="plaza")


@pytest.fixture
def bring(plaza: City) -> Callable[..., Survey]:
    """``bring(client, text)`` uploads answers and returns the survey."""

    def one(client: Any, frame: Any = None, mapping: str = MAPPING) -> Survey:
        table = respondents() if frame is None else frame
        file = SimpleUploadedFile("answers.csv", table.write_csv().encode())
        answer = client.post(
            "/cities/plaza/surveys/bring/", {"title": "Safety survey", "file": file}
        )
        assert answer.status_code == 302, answer.content.decode()
        survey = Survey.objects.latest("created_at")
        if mapping:
            pack = SimpleUploadedFile("mapping.yaml", mapping.encode())
            answer = client.post(
                f"/cities/plaza/surveys/{survey.pk}/mapping/upload/", {"mapping": pack}
            )
            assert answer.status_code == 302, answer.content.decode()
            survey.refresh_from_db()
        return survey

    return one


@pytest.fixture
def estimated(bring: Callable[..., Survey], visitor: Any) -> Survey:
    """A survey with its results."""
    survey = bring(visitor)
    visitor.post(f"/cities/plaza/surveys/{survey.pk}/estimate/")
    run_waiting()
    survey.refresh_from_db()
    return survey
