"""Tables to be filled in, one for each shape of data, with invented numbers in them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Template:
    """A table to be filled in: its name in the address, what it is for, its rows."""

    name: str
    words: Promise
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def _months() -> tuple[tuple[str, ...], ...]:
    found = []
    for area, role, level in (("Old town", "treated", 40), ("Harbour", "comparison", 35)):
        for at in range(24):
            period = f"{2024 + at // 12}-{at % 12 + 1:02d}"
            count = level + (at * 7) % 11 - (6 if role == "treated" and at >= 12 else 0)
            found.append((area, role, period, str(count)))
    return tuple(found)


def _side_by_side() -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return the series of months with one row for each area."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for area, role, period, count in _months():
        found.setdefault((area, role), {})[period] = count
    periods = tuple(next(iter(found.values())))
    return ("area", "role", *periods), tuple((*who, *held.values()) for who, held in found.items())


_ALL: Final = (
    Template(
        "counts",
        _("Counts before and after"),
        ("area", "role", "before", "after"),
        (
            ("Old town", "treated", "120", "96"),
            ("Harbour", "comparison", "110", "104"),
            ("Station quarter", "comparison", "95", "99"),
            ("Around the old town", "displacement", "40", "38"),
            ("Around the harbour", "displacement_comparison", "42", "41"),
        ),
    ),
    Template(
        "series",
        _("A series of months, weeks, quarters or years"),
        ("area", "role", "period", "count"),
        _months(),
    ),
    Template(
        "months",
        _("The same with the months side by side, one area in each row"),
        *_side_by_side(),
    ),
    Template(
        "survey",
        _("Two waves of a survey"),
        ("area", "role", "wave", "yes", "n"),
        (
            ("Old town", "treated", "before", "180", "400"),
            ("Old town", "treated", "after", "220", "410"),
            ("Harbour", "comparison", "before", "190", "395"),
            ("Harbour", "comparison", "after", "196", "402"),
        ),
    ),
)
TEMPLATES: Final = {one.name: one for one in _ALL}


def template_text(name: str) -> str:
    """Return a table to be filled in, as CSV.

    >>> template_text("survey").splitlines()[0]
    'area,role,wave,yes,n'
    """
    one = TEMPLATES[name]
    rows: Sequence[Sequence[str]] = (one.head, *one.rows)
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue()
