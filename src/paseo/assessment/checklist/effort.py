"""What getting a value takes: stated in person-days, or judged by the kind of data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from paseo.assessment.checklist.availability import Availability
from paseo.assessment.checklist.rules import Effort
from paseo.assessment.checklist.scope import Because
from paseo.content.language import LanguageMap
from paseo.content.phrases import load_phrases

#: Person-days up to which an effort is small, and up to which it is medium (composed for Paseo).
SMALL_DAYS: Final = 2.0
MEDIUM_DAYS: Final = 10.0
EFFORTS: Final[tuple[Effort, ...]] = ("small", "medium", "large")


@dataclass(frozen=True, slots=True)
class EffortFound:
    """How much effort, and why; ``size`` is None where nobody can tell yet."""

    size: Effort | None
    why: Because
    days: float | None = None


def effort_of(found: Availability, is_held: bool = False) -> EffortFound:
    """Return the effort of getting a value.

    Stated days come first: up to 2 small, up to 10 medium, more large. Else the kind of data and
    whether they are there decide, as the checklist pack says.

    Args:
        is_held: an older value is held; without a source that can be used, its renewal costs what
            data cost that are partly there.
    """
    stated = next((one for one in found.sources if one.effort is not None), None)
    if stated is not None and stated.effort is not None:
        why = _said("days", ("D10",), days=f"{stated.effort:g}", source=stated.name)
        return EffortFound(size_of(stated.effort), why, stated.effort)
    if found.status in ("unknown", "not_in_remit") or found.family is None:
        return EffortFound(None, _said("unknown"))
    if is_held and found.status == "available" and not found.sources:
        return EffortFound(
            found.family.effort.get("partly"), _said("renewal", family=found.family.name)
        )
    size = found.family.effort.get(found.status)
    return EffortFound(size, _said(found.status, family=found.family.name))


def size_of(days: float) -> Effort:
    """Return the size of a number of person-days.

    >>> size_of(2), size_of(2.5), size_of(11)
    ('small', 'medium', 'large')
    """
    if days <= SMALL_DAYS:
        return "small"
    return "medium" if days <= MEDIUM_DAYS else "large"


def _said(phrase: str, questions: tuple[str, ...] = (), **values: Any) -> Because:
    words = load_phrases("paseo.assessment.checklist")
    name = f"effort.{phrase}"
    said = {
        language: words.say(
            name,
            language,
            **{
                key: one.read(language).words if isinstance(one, LanguageMap) else one
                for key, one in values.items()
            },
        )
        for language in words.map(name)
    }
    return Because(LanguageMap(said), questions)
