"""A small town with a handful of measures in its register, written by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from paseo.evidence import columns
from paseo.prevention.measures.measure import Aim, Level, Measure, Orientation, Status
from paseo.web.evidence.models import City
from paseo.web.prevention.models import Measure as Row
from paseo.web.prevention.register.records import values_of
from web.evidence import factory

MEASURES = (
    Measure(
        id="gates", name="Gates shut at night", problem="nuisance_in_parks", level=Level.SPECIFIC,
        deklerck=3, orientation=Orientation.PROBLEM, aim=Aim.STRUCTURE, area="market",
        target_groups=("night_users",), restricts=("night_users",), uses=("access_control", "keys"),
        actors=("city_wardens", "harbour office"), lead="city_wardens", indicators=("SEC-21",),
        start=date(2024, 3, 1), budget=12500.5, status=Status.RUNNING, sources=("Report",),
    ),
    Measure(
        id="friends", name="Friends of the park", problem="nuisance_in_parks",
        level=Level.QUALITY_OF_LIFE, orientation=Orientation.POSITIVE, status=Status.PLANNED,
    ),
    Measure(id="idea", name="Evening walks", area="north"),
)  # fmt: skip


def keep(measures: Sequence[Measure] = MEASURES) -> City:
    """Keep the town with measures."""
    city = factory.keep(factory.who("town"), factory.places(), columns.empty())
    Row.objects.bulk_create(
        Row(city=city, position=at, **values_of(one)) for at, one in enumerate(measures)
    )
    return city
