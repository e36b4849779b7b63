"""Action 5: what a city does against insecurity, where it has gaps, and whether it works."""
