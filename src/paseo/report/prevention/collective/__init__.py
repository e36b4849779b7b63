"""The report of a round of Collective Impact: conditions by kind of partner, phase, tasks."""

from paseo.report.prevention.collective.document import collective_document
from paseo.report.prevention.collective.pictures import ranges_picture

__all__ = ["collective_document", "ranges_picture"]
