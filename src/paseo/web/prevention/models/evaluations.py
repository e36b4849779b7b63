"""Evaluations of measures: data, plan, result."""
