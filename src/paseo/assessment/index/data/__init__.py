"""The values of an index: from a table, a benchmark or a city folder."""
