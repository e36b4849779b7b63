"""The tables of the workspace's records, one module per concept."""

from paseo.web.evidence.models.batches import ImportBatch, Upload
from paseo.web.evidence.models.observations import Holding, Observation, Shelf
from paseo.web.evidence.models.places import Area, Boundary, City
from paseo.web.evidence.models.sources import Break, Source, Wording

__all__ = [
    "Area",
    "Boundary",
    "Break",
    "City",
    "Holding",
    "ImportBatch",
    "Observation",
    "Shelf",
    "Source",
    "Upload",
    "Wording",
]
