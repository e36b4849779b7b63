"""The report of a quality check: gates, profile, two raters, and what was settled."""

from paseo.report.prevention.quality.document import quality_document
from paseo.report.prevention.quality.pictures import profile_picture

__all__ = ["profile_picture", "quality_document"]
