"""An index over several periods on a scale that stays."""
