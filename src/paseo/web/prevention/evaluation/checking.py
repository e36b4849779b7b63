"""Whether a case holds together: the library's checks, with the city's own ground."""

from __future__ import annotations

from django.utils import timezone

from paseo.content.problems import Problems
from paseo.evidence.areas import AreaTree, NotATree
from paseo.prevention.evaluation.case import Case
from paseo.prevention.evaluation.grounds import Ground, check_ground
from paseo.prevention.evaluation.pack import finished
from paseo.web.evidence import reading
from paseo.web.evidence.models import Area as CityArea
from paseo.web.evidence.models import City
from paseo.web.prevention.evaluation.here import part


def problems_of(city: City, case: Case) -> Problems:
    """Return everything that is wrong or remarkable about a case as a whole."""
    return checked(city, case)[1]


def checked(city: City, case: Case) -> tuple[Case, Problems]:
    """Return a case ready to be computed, and everything that is wrong or remarkable about it.

    Areas are looked up in the city's tree where all of them are areas of the city.
    """
    problems = Problems()
    ready = finished(case, part, problems, timezone.localdate())
    codes = {one.id for one in case.areas}
    if codes and CityArea.objects.filter(city=city, code__in=codes).count() == len(codes):
        try:
            ground = Ground.of_tree(AreaTree(reading.areas(city)))
        except NotATree:
            return ready, problems
        check_ground(case, ground, part("areas"), problems)
    return ready, problems
