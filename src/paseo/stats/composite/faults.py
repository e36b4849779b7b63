"""What is wrong with an index, by a stable code and the entry at fault."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from paseo.stats.checks import NumbersError


class CompositeError(NumbersError):
    """An index that cannot be made as it is asked for.

    Floors above translate by ``code`` and point at ``entry``; ``values`` fill their sentence.

    Attributes:
        code: Stable name of the fault, such as ``parent-unknown``.
        entry: Code of the indicator, aggregate, unit, step or factor at fault; empty for the whole.
        values: What a sentence about the fault needs, by name.
    """

    def __init__(self, code: str, sentence: str, entry: str = "", **values: Any) -> None:
        super().__init__(code, sentence)
        self.entry = entry
        self.values: Mapping[str, Any] = values


def all_missing(code: str, step: str = "") -> CompositeError:
    """Say that an indicator has not a single value."""
    return CompositeError(
        "all-missing",
        f"{code} has no value for any unit: take it out of the index, or add values.", code,
        step=step,
    )  # fmt: skip
