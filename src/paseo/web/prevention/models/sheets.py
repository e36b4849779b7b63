"""Action sheets."""
