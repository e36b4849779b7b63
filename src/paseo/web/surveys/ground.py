"""What a survey stands on in the workspace: framework, areas, names, units."""

from __future__ import annotations

from dataclasses import dataclass

from paseo.assessment.framework_pack import load_framework
from paseo.assessment.vocabulary import vocabulary
from paseo.content.problems import Problems
from paseo.evidence.areas import AreaTree
from paseo.evidence.city import CityEvidence
from paseo.evidence.surveys.mapping import SurveyMapping
from paseo.evidence.surveys.mapping_checks import check_against
from paseo.evidence.surveys.naming import Names, names_of
from paseo.evidence.vocabulary import Vocabulary
from paseo.web.evidence import reading
from paseo.web.evidence.models import City


@dataclass(frozen=True)
class SurveyGround:
    """Codes of the framework, and the city as it stands."""

    vocabulary: Vocabulary
    evidence: CityEvidence

    @property
    def units(self) -> dict[str, str]:
        return {code: one.unit for code, one in self.vocabulary.indicators.items()}

    def names(self, mapping: SurveyMapping) -> Names:
        return names_of(mapping, self.vocabulary, self.evidence.areas)

    def check(self, mapping: SurveyMapping) -> Problems:
        """Check a mapping against framework and city."""
        return check_against(mapping, self.vocabulary, AreaTree(self.evidence.areas))


def vocabulary_of(city: City) -> Vocabulary:
    """Return the codes of the framework that a city uses."""
    return vocabulary(load_framework(city.framework))


def ground_of(city: City) -> SurveyGround:
    """Return what surveys of a city stand on."""
    record = reading.city_record(city)
    return SurveyGround(vocabulary_of(city), CityEvidence(record, reading.areas(city)))
