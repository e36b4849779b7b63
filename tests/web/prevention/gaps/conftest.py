"""A city with a few measures against one problem, none of them dated, and people of each role."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from paseo.web.evidence.models import City
from paseo.web.prevention.models import Measure
from web.evidence import factory


def keep_measures(city: City) -> None:
    """Two on one cell, one of reaction, one without a level; nothing builds up."""
    both = {"level": "specific_prevention", "orientation": "problem", "aim": "structure"}
    for code, name, values in (
        ("cameras", "Cameras", {**both, "uses": ["camera"], "actors": ["police"], "goal": "Less"}),
        ("gates", "Gates", both),
        ("fines", "Fines", {"level": "reaction", "orientation": "problem", "actors": ["police"]}),
        ("visits", "Visits", {}),
    ):
        Measure.objects.create(
            city=city, code=code, name=name, problem="street_crime", status="running", **values
        )


@pytest.fixture
def plaza(db: None) -> City:
    city = factory.make_city()
    keep_measures(city)
    return city


@pytest.fixture
def people(person_with: Any, plaza: City) -> dict[str, Client]:
    found = {}
    for name, role in (("reader", "reader"), ("contributor", "contributor"), ("lead", "city_lead")):
        found[name] = Client()
        found[name].force_login(person_with(role, "plaza"))
    return found
