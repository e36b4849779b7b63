"""Which input drives an output: designs, Sobol indices with their intervals, Morris screening."""

from paseo.stats.sensitivity.design import morris_design, sobol_design
from paseo.stats.sensitivity.morris import MorrisEffects, morris_effects
from paseo.stats.sensitivity.sobol import SobolIndices, joint_indices, sobol_indices

__all__ = [
    "MorrisEffects",
    "SobolIndices",
    "joint_indices",
    "morris_design",
    "morris_effects",
    "sobol_design",
    "sobol_indices",
]
