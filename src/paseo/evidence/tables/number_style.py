"""The decimal sign of a table: one for all its numbers, and a word where that is not clear."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from paseo.content.problems import Problems
from paseo.evidence.tables.cells import Style, is_unclear, number, style_of
from paseo.evidence.tables.named import NamedTable


def number_style(table: NamedTable, columns: Iterable[str], problems: Problems) -> Style:
    """Return the decimal sign of a table's numbers; what reads in two ways is reported.

    Args:
        table: as it was found.
        columns: whose cells are numbers.
        problems: receives T225 when both signs are used, T226 when nothing tells, T236 when
            three digits stand behind both signs.
    """
    every = list(_number_texts(table, columns))
    style, point, comma = style_of(text for _, _, text in every)
    where = {text: (at, name) for at, name, text in reversed(every)}
    if point and comma:
        problems.add(
            "T225", table.place(*where[comma]), point=point, comma=comma,
            point_row=table.numbers[where[point][0]], comma_row=table.numbers[where[comma][0]],
        )  # fmt: skip
    unclear = [text for _, _, text in every if is_unclear(text)]
    with_point, with_comma = (
        next((text for text in unclear if sign in text), "") for sign in (".", ",")
    )
    if style is not None and with_point and with_comma:
        decimal, other = (with_comma, with_point) if style == "comma" else (with_point, with_comma)
        problems.add(
            "T236", table.place(*where[decimal]), text=decimal.strip(), other=other.strip(),
            other_row=table.numbers[where[other][0]],
            read=_plainly(decimal, style), other_read=_plainly(other, style),
        )  # fmt: skip
    elif style is None and unclear and (table.by_comma or with_comma):
        problems.add("T226", table.place(*where[unclear[0]]), text=unclear[0].strip())
    return style or "point"


def _plainly(text: str, style: Style) -> str:
    found = number(text, style)
    return "" if found is None else f"{found:g}"


def _number_texts(table: NamedTable, columns: Iterable[str]) -> Iterator[tuple[int, str, str]]:
    held = [(name, table.cells[name]) for name in columns if name in table]
    for at in range(len(table)):
        for name, cells in held:
            if isinstance(text := cells[at], str) and text.strip():
                yield at, name, text
