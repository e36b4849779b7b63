"""The gaps of one problem as a document: each with rule, figures, reason and decision."""

from paseo.report.prevention.gaps.document import gaps_document

__all__ = ["gaps_document"]
