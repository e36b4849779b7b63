"""The files of an assessment, and a second process for the one that takes longest to write."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from multiprocessing import get_context
from typing import Final

from paseo.report.document import Document

#: Format to file name. The observations go out in two forms: for people and for programs.
FILES: Final = {
    "json": "assessment.json",
    "html": "report.html",
    "pdf": "report.pdf",
    "docx": "report.docx",
    "xlsx": "observations.xlsx",
    "csv": "observations.csv",
}
FORMATS: Final = tuple(FILES)

#: Formats that need a package beyond the base install: the package, and the extra that brings it.
_NEEDS: Final = {"pdf": ("typst", "pdf"), "docx": ("docx", "word")}
#: Word takes longest and is pure Python, so that a thread would not help.
SLOWEST: Final = "docx"


def missing_extra(name: str) -> str:
    """Return the extra that a format lacks here, nothing when it can be written.

    >>> missing_extra("json")
    ''
    """
    package, extra = _NEEDS.get(name, ("", ""))
    return extra if package and find_spec(package) is None else ""


class Apart:
    """Writes a document in another process, which has started before it is needed."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self._pool = pool

    def write(self, document: Document) -> Future[bytes]:
        """Begin to write; the result comes when it is asked for."""
        return self._pool.submit(_write, document)


@contextmanager
def second_process() -> Iterator[Apart]:
    """Start the process and let it load what it needs while the city is still being read."""
    # A fresh interpreter, not a fork: the table library keeps threads that a fork would break.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        pool.submit(_warm)
        yield Apart(pool)


def _warm() -> None:
    import paseo.report.writers.word  # noqa: F401 - loaded for its own sake

    with suppress(ImportError):  # said by the writer, when the document is to be written
        import docx  # noqa: F401
        import typst  # noqa: F401


def _write(document: Document) -> bytes:
    from paseo.report.writers.word import WordWriter

    return WordWriter().write(document)
