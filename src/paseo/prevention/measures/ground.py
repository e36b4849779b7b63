"""What the measures of a city are read against: its areas, the codes of indicators, words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from paseo.content.language import LanguageMap
from paseo.evidence.areas import AreaTree
from paseo.prevention.measures.catalogue import Catalogue

if TYPE_CHECKING:
    from paseo.evidence.vocabulary import Vocabulary


@dataclass(frozen=True)
class Ground:
    """What measures may name; whatever is None is not checked.

    Args:
        areas: of the city.
        indicators: codes of the framework with their names.
        groups: codes of the assessment's groups (``sex=F``) with their names.
        catalogue: words for problems, actors, places, groups and technologies.
    """

    areas: AreaTree | None = None
    indicators: Mapping[str, LanguageMap] | None = None
    groups: Mapping[str, LanguageMap] | None = None
    catalogue: Catalogue | None = None


#: Nothing is known of the city, so nothing is checked against it.
NOWHERE: Final = Ground()


def ground_of(
    areas: AreaTree | None, vocabulary: Vocabulary | None, catalogue: Catalogue | None
) -> Ground:
    """Return the ground of a city: its areas, the codes of its framework, the catalogue."""
    if vocabulary is None:
        return Ground(areas, catalogue=catalogue)
    return Ground(
        areas,
        {code: one.name for code, one in vocabulary.indicators.items()},
        {
            f"{breakdown.code}={code}": name
            for breakdown in vocabulary.breakdowns.values()
            for code, name in breakdown.codes.items()
        },
        catalogue,
    )
