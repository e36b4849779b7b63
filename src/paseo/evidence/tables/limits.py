"""How large a file may be before it is refused, unread."""

from __future__ import annotations

from typing import Final

MEGABYTE: Final = 1_000_000
#: A city with 209 indicators, ten years and fifty areas fills about a tenth of this.
MOST_CSV_BYTES: Final = 100 * MEGABYTE
MOST_XLSX_BYTES: Final = 50 * MEGABYTE
#: What a workbook may unpack to; honest ones shrink ten- to fortyfold.
MOST_UNPACKED_BYTES: Final = 400 * MEGABYTE
MOST_PARTS: Final = 2_000
MOST_RATIO: Final = 200
#: Below this size a high ratio is harmless (an empty sheet compresses well).
RATIO_MATTERS_FROM: Final = 20 * MEGABYTE
MOST_ROWS: Final = 500_000
MOST_COLUMNS: Final = 256
#: Column names are looked for in the first rows only; above them may stand a title.
HEADER_WITHIN: Final = 20
#: How often one kind of problem is listed before the rest is counted.
MOST_LISTED: Final = 50
EXCEL_CELL: Final = 32_767
