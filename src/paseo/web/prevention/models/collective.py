"""Rounds of Collective Impact and what each partner answered."""
