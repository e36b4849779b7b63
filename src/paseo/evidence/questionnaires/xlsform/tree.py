"""The rows of the survey sheet as a tree: groups and repeat groups with what stands in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from paseo.evidence.questionnaires.xlsform.rows import Row
from paseo.evidence.questionnaires.xlsform.types import RowType, row_type


@dataclass
class Node:
    """A row with the rows in it."""

    row: Row
    type: RowType
    inside: list[Node] = field(default_factory=list)

    @cached_property
    def mark(self) -> dict[str, Any]:
        return self.row.mark

    @property
    def name(self) -> str:
        return self.row.word("name")

    @property
    def group(self) -> bool:
        return self.type.kind in ("group", "repeat")

    def every(self) -> Iterator[Node]:
        """Yield this row and all rows within it."""
        yield self
        for node in self.inside:
            yield from node.every()


def tree_of(rows: Sequence[Row]) -> list[Node]:
    """Return the rows at the top with those inside them; pyxform has seen that groups close."""
    top: list[Node] = []
    open_: list[Node] = []
    for row in rows:
        kind = row_type(row.word("type"))
        if kind.kind == "end":
            if open_:
                open_.pop()
            continue
        if not kind.kind or row.word("disabled").lower() in ("yes", "true"):
            continue
        node = Node(row, kind)
        (open_[-1].inside if open_ else top).append(node)
        if node.group:
            open_.append(node)
    return top
