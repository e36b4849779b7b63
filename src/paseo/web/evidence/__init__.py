"""The records of a workspace: cities, their places, sources, observations and imports."""
