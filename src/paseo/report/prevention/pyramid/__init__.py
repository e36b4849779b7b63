"""The pyramid for the council, as a document, a picture and data."""

from paseo.report.prevention.pyramid.document import pyramid_document
from paseo.report.prevention.pyramid.drawing import pyramid_picture

__all__ = ["pyramid_document", "pyramid_picture"]
