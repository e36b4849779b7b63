"""What strange heads of a file mean, asked column by column; the file travels with the question."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from paseo.content.hints import hint
from paseo.prevention.measures.columns import columns, spellings, word_of
from paseo.web.evidence.models import City
from paseo.web.prevention.register import words
from paseo.web.prevention.register.files import read_strangers

_SALT: Final = "prevention.import.match"
#: A question that is older than a working day is asked again.
_MOST_SECONDS: Final = 12 * 3600
#: A larger file does not travel with a page; its heads are renamed in the file itself.
_MOST_BYTES: Final = 4_000_000
#: So many heads are asked for; a table with more of them is hardly a register.
_MOST_HEADS: Final = 40


@dataclass(frozen=True, slots=True)
class Strange:
    """A file some of whose heads name none of the columns.

    Args:
        heads: each with its first cells.
        known: columns that the file names by itself.
    """

    name: str
    raw: bytes
    heads: dict[str, list[str]]
    known: tuple[str, ...]

    def token(self, city: City) -> str:
        """Return the file as a page sends it along; nobody else can make one."""
        raw = base64.b64encode(zlib.compress(self.raw)).decode("ascii")
        return signing.dumps({"city": city.pk, "name": self.name, "raw": raw}, salt=_SALT)


def strange(file: Any) -> Strange | None:
    """Return an uploaded file whose heads have to be asked for; None where none has."""
    if file.size > _MOST_BYTES:
        return None
    heads, known = read_strangers(file)
    if not heads or len(heads) > _MOST_HEADS:
        return None
    file.seek(0)
    return Strange(str(file.name), file.read(), heads, known)


def travelled(token: str, city: City) -> Any | None:
    """Return the file that a page sent along; None where it is too old or another city's."""
    try:
        held = signing.loads(token, salt=_SALT, max_age=_MOST_SECONDS)
    except signing.BadSignature:
        return None
    if held["city"] != city.pk:
        return None
    raw = zlib.decompress(base64.b64decode(held["raw"]))
    return SimpleUploadedFile(held["name"], raw)


class MatchForm(forms.Form):
    """One choice for each strange head."""

    def __init__(self, file: Strange, data: Any = None) -> None:
        super().__init__(data)
        self.file = file
        free = [
            (name, words.plain(one.label))
            for name, one in columns().items()
            if name not in file.known and one.kind not in ("shape", "answers")
        ]
        for at, (head, cells) in enumerate(file.heads.items()):
            self.fields[f"head{at}"] = forms.ChoiceField(
                label=head,
                help_text=_("For example: %(cells)s") % {"cells": "; ".join(cells)}
                if cells
                else _("Empty in every row."),
                choices=[("", _("leave it out")), *free],
                initial=_guess(head, cells, dict(free)),
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        """Refuse two heads for one column."""
        given: dict[str, Any] = super().clean() or {}
        taken: dict[str, str] = {}
        for name in self.fields:
            column = given.get(name)
            if column and column in taken:
                self.add_error(
                    name,
                    _("“%(other)s” was given this meaning too. Leave one of them out.")
                    % {"other": self.fields[taken[column]].label},
                )
            elif column:
                taken[column] = name
        if "name" not in (*self.file.known, *taken):
            self.add_error(None, _("Say which column holds the name of the measure."))
        return given

    def matched(self) -> dict[str, str]:
        """Return each head with the column that it means, empty for none."""
        return {
            head: str(self.cleaned_data[f"head{at}"]) for at, head in enumerate(self.file.heads)
        }


def _guess(head: str, cells: Sequence[str], free: Mapping[str, str]) -> str:
    """Return the column that a head probably means; it is only chosen beforehand."""
    meant = hint(head, spellings().spellings).meant
    column = spellings().column(meant) if meant else None
    if column is not None and column in free:
        return column
    return next((name for name in free if _all_words_of(name, cells)), "")


def _all_words_of(name: str, cells: Sequence[str]) -> bool:
    """Return whether cells hold nothing but words that a column knows."""
    if columns()[name].kind != "word" or not cells:
        return False
    return all(word_of(name, one) is not None for one in cells)
