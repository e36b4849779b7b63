"""What a sheet lacks before it can be fixed, what it leaves open, and who is named in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from paseo.content.language import LanguageMap
from paseo.content.problems import Problem
from paseo.prevention.sheets.fixing import lacking
from paseo.web.evidence.pages import language
from paseo.web.prevention.personal import personal
from paseo.web.prevention.sheets.forms import PARTS
from paseo.web.prevention.sheets.here import Here

#: Parts a sheet can be fixed without; a page says that they are empty all the same.
_WISHED: Final = ("description", "expected")
_TEXTS: Final = (
    "title", "description", "mechanism", "lead", "actors", "target_groups", "restricts",
    "expected", "no_comparison",
)  # fmt: skip
_OFFICES: Final = ("lead", "actors")


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that stands against fixing a sheet, and the form in which it is mended."""

    words: str
    part: str
    url: str


def missing(here: Here) -> list[Lack]:
    """Return what stands against fixing a sheet today; nothing once it is fixed."""
    if here.sheet.fixed is not None:
        return []
    return [_lack(here, one) for one in lacking(here.sheet, here.today, here.areas)]


def _lack(here: Here, one: Problem) -> Lack:
    part = part_of(one.place.entry or "")
    what = one.values.get("what")
    short = isinstance(what, LanguageMap) and one.code in ("V952", "V953")
    said = here.words.text(what) if short and what else one.sentence(language())
    return Lack(said[:1].upper() + said[1:], part, here.url("sheet-edit", part))


def part_of(name: str) -> str:
    """Return the part of a sheet in which a field is changed."""
    return next((part for part, form in PARTS.items() if name in form.base_fields), "outcome")


def left_open(here: Here) -> list[str]:
    """Return the names of what a sheet does not say though one would wish to know it."""
    force = here.view.force
    return [here.words.field(name) for name in _WISHED if not getattr(force, name)]


def people_named(here: Here) -> list[tuple[str, str, str]]:
    """Return fields with what looks like data about a person: name, warning, where to mend it."""
    sheet, found = here.view.force, []
    for name in _TEXTS:
        held = getattr(sheet, name)
        text = held if isinstance(held, str) else "\n".join(held)
        if warning := personal(text, office=name in _OFFICES):
            found.append((here.words.field(name), warning, here.url("sheet-edit", part_of(name))))
    if warning := personal(sheet.outcome):
        found.append((_("The review"), warning, here.url("sheet-review")))
    return found
