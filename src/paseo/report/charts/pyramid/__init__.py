"""The pyramid of prevention as a picture: levels as rows, orientation as halves, bricks."""

from paseo.report.charts.pyramid.drawing import pyramid
from paseo.report.charts.pyramid.given import (
    PyramidBrick,
    PyramidCell,
    PyramidLevel,
    PyramidSide,
)

__all__ = ["PyramidBrick", "PyramidCell", "PyramidLevel", "PyramidSide", "pyramid"]
