"""Collective Impact: five conditions, rated by each partner."""
