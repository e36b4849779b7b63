"""Which measures a list shows, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.http import HttpRequest

from paseo.evidence.areas import AreaTree
from paseo.prevention.measures.measure import LEVELS
from paseo.web.prevention.models import Measure
from paseo.web.ui.tables import Sort

#: The choice of those without a level, without a problem, and so on.
NONE: Final = "none"
SORTS: Final = ("name", "problem", "level", "status", "start")
FIELDS: Final = ("problem", "level", "orientation", "status", "area")


@dataclass(frozen=True, slots=True)
class Filter:
    """What a reader asked for; empty parts leave everything in.

    Args:
        problem, level, orientation, status, area: one word each; ``none`` for those without.
        words: that name, description or goal must hold.
    """

    problem: str = ""
    level: str = ""
    orientation: str = ""
    status: str = ""
    area: str = ""
    words: str = ""

    @classmethod
    def asked(cls, request: HttpRequest) -> Filter:
        given = {field: request.GET.get(field, "")[:120] for field in FIELDS}
        return cls(**given, words=request.GET.get("q", "")[:120].strip())

    def __bool__(self) -> bool:
        return any((*(getattr(self, field) for field in FIELDS), self.words))

    @property
    def query(self) -> str:
        """Return the address part that asks for the same again."""
        held = {field: getattr(self, field) for field in FIELDS} | {"q": self.words}
        given = {name: value for name, value in held.items() if value}
        return f"?{urlencode(given)}" if given else ""

    def of(self, rows: QuerySet[Measure], areas: AreaTree) -> QuerySet[Measure]:
        """Return the measures that fit; with an area those of the areas within it too."""
        for field in ("problem", "level", "orientation", "status"):
            wanted = getattr(self, field)
            if wanted:
                rows = rows.filter(**{field: "" if wanted == NONE else wanted})
        if self.area == NONE:
            rows = rows.filter(area="")
        elif self.area:
            below = areas.descendants(self.area) if self.area in areas else ()
            rows = rows.filter(area__in=[self.area, *below])
        for word in self.words.split():
            rows = rows.filter(
                Q(name__icontains=word)
                | Q(description__icontains=word)
                | Q(goal__icontains=word)
                | Q(code__icontains=word)
            )
        return rows


def ordered(rows: QuerySet[Measure], sort: Sort) -> QuerySet[Measure]:
    """Return measures in the chosen order; levels from the base up, unplaced ones last."""
    sign = "-" if sort.descending else ""
    if sort.key == "level":
        rank: list[Any] = [When(level=one.value, then=Value(at)) for at, one in enumerate(LEVELS)]
        rows = rows.annotate(
            rank=Case(*rank, default=Value(len(LEVELS)), output_field=IntegerField())
        )
        return rows.order_by(f"{sign}rank", "name", "pk")
    keys: Sequence[str] = (f"{sign}{sort.key}", "name", "pk")
    return rows.order_by(*dict.fromkeys(keys))
