"""One writer per format, all behind one call: a document in, bytes out."""

from __future__ import annotations

from typing import Protocol

from paseo.report.document import Document


class MissingExtra(Exception):  # noqa: N818 - what the reader is told
    """A format needs a package that is not installed; the message names the extra."""

    def __init__(self, extra: str) -> None:
        self.extra = extra
        super().__init__(
            f"This format needs a package that is not installed. Run: pip install 'paseo[{extra}]'"
        )


class Writer(Protocol):
    """Turns a document into one format."""

    #: File ending without the dot.
    ending: str
    #: Media type, as a download states it.
    media_type: str

    def write(self, document: Document) -> bytes:
        """Return the file's bytes.

        Raises:
            MissingExtra: when the package for this format is not installed.
        """
        ...
