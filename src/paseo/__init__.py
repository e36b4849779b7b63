"""Paseo: a city's security in public spaces, known, planned, acted on and evaluated."""

__version__ = "0.1.0"
