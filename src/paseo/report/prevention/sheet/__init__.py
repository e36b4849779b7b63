"""An action sheet as a document: what is done, by what one will see it, what it brings along."""

from paseo.report.prevention.sheet.document import PARTS, sheet_document

__all__ = ["PARTS", "sheet_document"]
