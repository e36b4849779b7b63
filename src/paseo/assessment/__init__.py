"""Action 1: the self-assessment of a city in six dimensions."""
