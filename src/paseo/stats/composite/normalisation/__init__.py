"""Normalisation: indicators in their own units become scores that can be added."""

from paseo.stats.composite.normalisation.applying import apply, normalise_many, with_targets
from paseo.stats.composite.normalisation.kinds import BETWEEN_UNITS, KINDS, METHODS

__all__ = ["BETWEEN_UNITS", "KINDS", "METHODS", "apply", "normalise_many", "with_targets"]
