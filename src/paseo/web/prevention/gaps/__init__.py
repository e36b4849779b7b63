"""Gaps and what is decided on them."""
