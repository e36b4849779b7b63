"""A round of Collective Impact."""
