"""What the assessment of a city names, made once for as long as its data stay."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache
from threading import Lock

from django.db import connection
from django.db.models import Max

from paseo.assessment import concerns
from paseo.evidence.concern import Concern
from paseo.prevention.measures.catalogue import Catalogue
from paseo.web.assessment import profiles
from paseo.web.assessment.choice import Choice
from paseo.web.evidence.models import City
from paseo.web.prevention.register.words import catalogue

#: Cities whose concerns are kept in memory at once.
MOST_KEPT = 300

_lock = Lock()
_kept: dict[tuple[str, str], tuple[Hashable, tuple[Concern, ...]]] = {}


def concerns_of(city: City) -> tuple[Concern, ...] | None:
    """Return the areas and groups that the data of a city name; None without any data.

    Only indicators that show a problem of the catalogue are assessed. What is kept is known by
    the newest import and the last change of the city, both read anew each time.
    """
    if not city.holdings.exists():
        return None
    mark = _mark(city)
    key = (str(connection.settings_dict["NAME"]), city.pk)
    with _lock:
        held = _kept.get(key)
    if held is None or held[0] != mark:
        held = (mark, _found(city))
        with _lock:
            if len(_kept) >= MOST_KEPT:
                _kept.clear()
            _kept[key] = held
    return held[1]


def _mark(city: City) -> Hashable:
    batch = city.batches.aggregate(last=Max("pk"))["last"]
    changed = City.objects.filter(pk=city.pk).values_list("changed_at", flat=True).first()
    return batch, changed, city.framework, catalogue().version


def _found(city: City) -> tuple[Concern, ...]:
    whole = profiles.framework_of(city)
    wanted = {code for codes in indicators_of(catalogue()).values() for code in codes}
    framework = profiles.narrowed(whole, [one for one in whole.indicators if one.id in wanted])
    choice = Choice(depth="full", peers="none")
    return concerns(profiles.profile_of(city, framework, choice))


def indicators_of(found: Catalogue) -> dict[str, tuple[str, ...]]:
    """Return the indicators that show each problem of the catalogue."""
    return _indicators(found.id, found.version)


@cache
def _indicators(_pack: str, _version: str) -> dict[str, tuple[str, ...]]:
    return {one.id: (*one.happens, *one.felt) for one in catalogue().problems.values()}
