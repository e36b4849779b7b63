"""The gaps of a pyramid, each with its rule, its numbers and what was decided."""
