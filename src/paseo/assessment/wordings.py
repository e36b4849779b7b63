"""What was really asked or counted behind a value, and what its record remarks.

A framework names an indicator for what it stands for; a value may answer a neighbouring
question. Wherever a value is shown, its own wording stands beside the name.
"""

from __future__ import annotations

from collections.abc import Iterable

from paseo.assessment.profile import Measured
from paseo.evidence import columns
from paseo.evidence.city import Wording


def wording_of(measured: Measured | None, wordings: Iterable[Wording]) -> Wording | None:
    """Return the question or definition behind a value, or None where it is not on record."""
    code = measured.row.get(columns.DEFINITION) if measured else None
    return next((one for one in wordings if one.id == code and one.text), None) if code else None


def notes_of(measured: Measured | None) -> tuple[str, ...]:
    """Return the remarks on a value, one by one, in the words of the record.

    Several remarks stand in one cell with semicolons between them.
    """
    note = str(measured.row.get(columns.NOTE) or "") if measured else ""
    return tuple(part for part in (one.strip() for one in note.split(";")) if part)
