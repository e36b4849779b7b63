"""Levels and orientations: measures as a pyramid, by count and by effort."""
