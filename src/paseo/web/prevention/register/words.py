"""How the register is said on its pages: words of the catalogue, areas, days, numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache

from django.utils.translation import gettext as _

from paseo.content.language import LanguageMap, Text
from paseo.content.numbers import format_date, format_number
from paseo.prevention.measures.catalogue import Catalogue, load_catalogue
from paseo.prevention.measures.columns import words
from paseo.prevention.measures.ground import Ground
from paseo.web.evidence.pages import language


def catalogue() -> Catalogue:
    """Return the catalogue in use."""
    return load_catalogue()


def plain(words_of: LanguageMap) -> str:
    """Return a content string in the reader's language, or what there is."""
    return words_of.read(language()).words


def named(section: str, code: str) -> str:
    """Return what a word of the catalogue is called; words of the city stay as they are."""
    return plain(catalogue().name(section, code))


def all_named(section: str, codes: Iterable[str]) -> str:
    return "; ".join(named(section, code) for code in codes)


def group(code: str, ground: Ground) -> str:
    """Return what a target group is called, of the catalogue or of the assessment."""
    groups = ground.groups or {}
    return plain(groups[code]) if code in groups else named("target_groups", code)


def area(code: str, ground: Ground) -> Text:
    """Return what an area is called."""
    if not code:
        return Text(_("whole city"), language())
    if ground.areas is not None and code in ground.areas:
        return ground.areas.area(code).name.read(language())
    return Text(code, language())


def word(field: str, code: str) -> str:
    """Return what a word of a field is called, empty for none."""
    return plain(words(field)[code]) if code else ""


def day(value: date | None) -> str:
    return format_date(value, language()) if value else ""


def number(value: float | None, unit: str = "") -> str:
    """Return a number in all its digits: a budget is not rounded."""
    if value is None:
        return ""
    exact = round(value, 3)
    digits = next(places for places in range(4) if round(exact, places) == exact)
    return format_number(value, language(), unit=unit or None, digits=digits)


@cache
def indicator_names(framework: str) -> dict[str, LanguageMap]:
    """Return the names of the indicators of a framework."""
    from paseo.assessment.framework_pack import load_framework
    from paseo.assessment.vocabulary import vocabulary

    terms = vocabulary(load_framework(framework)).indicators
    return {code: one.name for code, one in terms.items()}


def choices(section: str) -> Sequence[tuple[str, str]]:
    """Return the words of a section of the catalogue, in the order of the alphabet."""
    held = catalogue()
    codes = {"problem": held.problems, "uses": held.uses, "area_type": held.area_types}[section]
    return sorted(((code, named(section, code)) for code in codes), key=lambda one: one[1])


def evidence_classes() -> list[tuple[int, str]]:
    """Return the classes of the Maryland scale with what each says."""
    from paseo.content.phrases import load_phrases

    said = load_phrases("paseo.prevention.measures")
    return [(at, f"{at} – {said.say(f'evidence.{at}', language())}") for at in range(6)]
