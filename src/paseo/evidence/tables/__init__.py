"""Tables that people send: CSV and Excel, read with the row numbers that their authors see."""

from paseo.evidence.tables.raw import RawTable
from paseo.evidence.tables.reading import TABLE_ENDINGS, read_tables

__all__ = ["TABLE_ENDINGS", "RawTable", "read_tables"]
