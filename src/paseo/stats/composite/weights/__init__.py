"""Weights of an index: given, equal, from experts, from the data, or drawn."""

from paseo.stats.composite.weights.components import (
    ComponentWeights,
    component_weights,
    varimax,
)
from paseo.stats.composite.weights.experts import Priorities, ahp
from paseo.stats.composite.weights.finding import METHODS, find
from paseo.stats.composite.weights.importance import Balance, balance

__all__ = [
    "METHODS",
    "Balance",
    "ComponentWeights",
    "Priorities",
    "ahp",
    "balance",
    "component_weights",
    "find",
    "varimax",
]
