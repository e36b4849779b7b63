"""Rounds of Collective Impact."""
