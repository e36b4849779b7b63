"""The tables of the prevention room, one module per concept."""

from paseo.web.prevention.models.collective import CollectivePartner, CollectiveRound
from paseo.web.prevention.models.evaluations import Evaluation
from paseo.web.prevention.models.gaps import GapDecision
from paseo.web.prevention.models.measures import Measure
from paseo.web.prevention.models.quality import QualityCheck, QualityProof, QualityRater
from paseo.web.prevention.models.sheets import ActionSheet

__all__ = [
    "ActionSheet",
    "CollectivePartner",
    "CollectiveRound",
    "Evaluation",
    "GapDecision",
    "Measure",
    "QualityCheck",
    "QualityProof",
    "QualityRater",
]
