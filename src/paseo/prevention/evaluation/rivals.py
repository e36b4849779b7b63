"""The checklist of rival explanations, from its pack."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from paseo.content.language import LanguageMap
from paseo.content.pack import Pack
from paseo.content.store import store

#: The checklist that Paseo ships.
RIVALS: Final = "paseo.rivals.action5"


@dataclass(frozen=True, slots=True)
class Explanation:
    """One rival explanation.

    Args:
        question: "yes" means that it may explain what was seen.
        why: why it could. check: what a person can look at.
        evidence: stated, adapted or composed. source: what it is after, in words.
    """

    id: str
    name: LanguageMap
    question: LanguageMap
    why: LanguageMap
    check: LanguageMap
    evidence: str
    source: str


def load_rivals(pack: str = RIVALS) -> tuple[Explanation, ...]:
    """Return the checklist by the id of its pack, in its order.

    Raises:
        Refused: when there is no such pack, or it has an error.

    >>> load_rivals()[0].id
    'regression'
    """
    found: tuple[Explanation, ...] = store().build(pack, "rivals")
    return found


def rival_ids() -> tuple[str, ...]:
    """Return the ids of the checklist."""
    return tuple(one.id for one in load_rivals())


def build_rivals(pack: Pack) -> tuple[Explanation, ...]:
    """Return a checked pack as explanations."""
    titles = {one["id"]: _source(pack, one) for one in pack.section("sources")}
    found = []
    for one in pack.section("rivals"):
        used = one.get("sources") or [one.get("source") or pack.header.source]
        names = [each if isinstance(each, str) else each["id"] for each in used]
        found.append(
            Explanation(
                one["id"], pack.words(one["name"]), pack.words(one["question"]),
                pack.words(one["why"]), pack.words(one["check"]),
                one.get("evidence", pack.header.evidence),
                "; ".join(titles[name] for name in names if name in titles),
            )
        )  # fmt: skip
    return tuple(found)


def _source(pack: Pack, one: dict[str, object]) -> str:
    title = str(pack.words(one["title"]))  # type: ignore[arg-type]
    about = ", ".join(str(one[key]) for key in ("publisher", "year") if one.get(key))
    return f"{about}: {title}" if about else title
