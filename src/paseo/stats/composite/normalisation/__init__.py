"""Normalisation: indicators in their own units become scores that can be added."""

from paseo.stats.composite.normalisation.applying import apply, normalise_many, with_targets
from paseo.stats.composite.normalisation.goalposts import frozen_posts
from paseo.stats.composite.normalisation.kinds import KINDS, METHODS

__all__ = ["KINDS", "METHODS", "apply", "frozen_posts", "normalise_many", "with_targets"]
