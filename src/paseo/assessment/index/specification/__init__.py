"""A specification read, checked, changed and written out again."""
