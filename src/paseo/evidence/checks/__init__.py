"""Whether a table of observations can be believed, cell by cell and row against row."""

from paseo.evidence.checks.observations import Checked, Ground, check_tables, read_observations

__all__ = ["Checked", "Ground", "check_tables", "read_observations"]
