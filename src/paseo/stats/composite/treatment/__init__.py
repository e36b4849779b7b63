"""Outlier treatment: indicators whose shape would let a few units decide are bent, by rule."""

from paseo.stats.composite.treatment.applying import apply, treat_many
from paseo.stats.composite.treatment.kinds import KINDS, METHODS
from paseo.stats.composite.treatment.moments import excess_kurtosis, skewness
from paseo.stats.composite.treatment.table import WinsorTable
from paseo.stats.composite.treatment.transforms import box_cox, box_cox_power, log_range
from paseo.stats.composite.treatment.winsorising import Winsorised, winsorise

__all__ = [
    "KINDS",
    "METHODS",
    "WinsorTable",
    "Winsorised",
    "apply",
    "box_cox",
    "box_cox_power",
    "excess_kurtosis",
    "log_range",
    "skewness",
    "treat_many",
    "winsorise",
]
