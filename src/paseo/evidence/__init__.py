"""What is known: places, periods, observations, where they come from, and what may be shown."""
