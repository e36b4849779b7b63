"""Weights of an index: given, equal, from experts, from the data, or drawn."""

from paseo.stats.composite.weights.finding import METHODS, find

__all__ = ["METHODS", "find"]
