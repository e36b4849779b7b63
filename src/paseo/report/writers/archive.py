"""Office files are archives that note the minute; without it the same report is the same file."""

from __future__ import annotations

import io
import zipfile
from typing import Final

#: The first minute that the format can note.
_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)


def settled(archive: bytes) -> bytes:
    """Return an archive with the same files, all of the same minute."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as read, zipfile.ZipFile(held, "w") as written:
        for name in read.namelist():
            entry = zipfile.ZipInfo(name, _NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(entry, read.read(name))
    return held.getvalue()
