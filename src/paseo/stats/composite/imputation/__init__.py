"""Imputation: missing values filled in by a stated rule, each one named in the record."""

from paseo.stats.composite.imputation.applying import apply, impute_many
from paseo.stats.composite.imputation.em import NormalFit, fit_normal
from paseo.stats.composite.imputation.kinds import KINDS, METHODS
from paseo.stats.composite.imputation.multiple import draws, impute_em
from paseo.stats.composite.imputation.simple import (
    impute_by_group,
    impute_centre,
    impute_last_wave,
)

__all__ = [
    "KINDS",
    "METHODS",
    "NormalFit",
    "apply",
    "draws",
    "fit_normal",
    "impute_by_group",
    "impute_centre",
    "impute_em",
    "impute_last_wave",
    "impute_many",
]
