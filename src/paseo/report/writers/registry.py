"""Every writer by its format."""

from __future__ import annotations

from typing import Final

from paseo.report.writers import Writer
from paseo.report.writers.excel import ExcelWriter
from paseo.report.writers.html import HtmlWriter
from paseo.report.writers.pdf import PdfWriter
from paseo.report.writers.word import WordWriter

WRITERS: Final[dict[str, Writer]] = {
    writer.ending: writer for writer in (HtmlWriter(), PdfWriter(), WordWriter(), ExcelWriter())
}
