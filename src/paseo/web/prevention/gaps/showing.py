"""Gaps as the page shows them: cards, cells and measures as links, thresholds as fields."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import gettext as _

from paseo.content.numbers import format_date
from paseo.prevention.gaps import Gap, GapWords, Judged, Search
from paseo.web.evidence.pages import language, link
from paseo.web.prevention.gaps.actions import seen_of
from paseo.web.prevention.gaps.looking import PREFIX, Looking
from paseo.web.prevention.meanwhile import mark_of
from paseo.web.prevention.models import GapDecision
from paseo.web.prevention.personal import personal
from paseo.web.ui.tables import Cell, Column, Table

#: Measures that a card names before it says how many more there are.
MOST_MEASURES = 12


@dataclass(frozen=True, slots=True)
class Linked:
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Card:
    """One gap with everything a person needs to judge it."""

    id: str
    anchor: str
    rule: str
    sentence: str
    beside: Sequence[str]
    cells: Sequence[Linked]
    measures: Sequence[Linked]
    more: int
    reason: str
    wrong: str
    next: str
    evidence: str
    sources: str
    moved: bool
    row: GapDecision | None
    choice: str
    #: Mark of the decision that this card shows; "" beside the note of nobody.
    seen: str
    day: str = ""
    #: What in the note looks like data about a person.
    personal: str = ""
    error: str = ""
    typed: str = ""

    @property
    def settled(self) -> bool:
        """Whether it is decided, and nothing has moved since."""
        return self.row is not None and not self.moved


@dataclass(frozen=True, slots=True)
class Group:
    """The cards of one rule."""

    rule: str
    name: str
    reason: str
    cards: list[Card] = field(default_factory=list)


def anchor(gap: str) -> str:
    """Return the id of a card on the page."""
    return "gap-" + "".join(sign if sign.isalnum() else "-" for sign in gap)


class Refused(Protocol):
    """A decision that was not taken, brought back to the card of its gap."""

    @property
    def gap(self) -> str: ...
    @property
    def said(self) -> str: ...
    @property
    def typed(self) -> str: ...


def card(looking: Looking, search: Search, judged: Judged, wrong: Refused | None = None) -> Card:
    """Return the card of a gap, with what is wrong where a decision on it was refused."""
    words, gap = looking.words(search), judged.gap
    rule = search.asked.rules.rule(gap.rule)
    row = looking.rows.get(gap.id)
    mine = wrong if wrong is not None and wrong.gap == gap.id else None
    return Card(
        id=gap.id,
        anchor=anchor(gap.id),
        rule=words.text(rule.name),
        sentence=words.sentence(gap),
        beside=words.beside(gap),
        cells=cells(looking, words, gap),
        measures=measures(looking, words, gap.measures[:MOST_MEASURES]),
        more=max(0, len(gap.measures) - MOST_MEASURES),
        reason=words.text(rule.reason),
        wrong=words.text(rule.wrong),
        next=words.text(rule.next),
        evidence=rule.evidence,
        sources="; ".join(words.text(search.asked.rules.sources[one]) for one in rule.sources),
        moved=judged.moved,
        row=row,
        choice=words.say(f"choice.{row.choice if row else 'open'}"),
        seen=mark_of(seen_of(row)),
        day=day_of(row),
        personal=personal(row.note) if row else "",
        error=mine.said if mine else "",
        typed=mine.typed if mine else row.note if row else "",
    )


def day_of(row: GapDecision | None) -> str:
    """Return the day of a decision in words."""
    return format_date(timezone.localtime(row.at), language()) if row else ""


def gone(looking: Looking, words: GapWords, gap: str) -> dict[str, Any]:
    """Return a decision whose gap is not there any more."""
    row = looking.rows[gap]
    return {
        "row": row,
        "choice": words.say(f"choice.{row.choice}"),
        "day": day_of(row),
        "seen": mark_of(seen_of(row)),
        "anchor": anchor(gap),
    }


def contents(groups: Iterable[Group], decided: int) -> list[tuple[str, str]]:
    """Return the sections of the page: rules with how many cards they have here, and the rest."""
    found = [
        (
            f"rule-{one.rule}",
            _("%(rule)s (%(count)d)") % {"rule": one.name, "count": len(one.cards)},
        )
        for one in groups
    ]
    return [
        *found,
        ("decided", _("Decided (%(count)d)") % {"count": decided}),
        ("quiet", _("Rules without a gap")),
        ("take", _("Take along")),
    ]


def cells(looking: Looking, words: GapWords, gap: Gap) -> list[Linked]:
    """Return the cells behind a gap as links into the pyramid."""
    query = "?" + urlencode({"problem": gap.problem})
    found = []
    for level, half in gap.spots:
        url = link("prevention:cell", looking.city.pk, level, half)
        found.append(Linked(words.spot((level, half)), url + query if url else ""))
    return found


def measures(looking: Looking, words: GapWords, codes: Iterable[str]) -> list[Linked]:
    """Return the measures behind a gap as links into the register."""
    return [
        Linked(words.measure(code), link("prevention:measure", looking.city.pk, code))
        for code in codes
    ]


def grouped(looking: Looking, search: Search, cards: Iterable[Card]) -> list[Group]:
    """Return cards by rule, in the order of the rules."""
    held: dict[str, Group] = {}
    for one in cards:
        code = one.id.split(":", 1)[0]
        if code not in held:
            rule = search.asked.rules.rule(code)
            words = looking.words(search)
            held[code] = Group(code, words.text(rule.name), words.text(rule.reason))
        held[code].cards.append(one)
    return list(held.values())


def quiet(looking: Looking, search: Search) -> Table:
    """Return the rules without a gap: they ran and met none, or could not run."""
    words = looking.words(search)
    return Table(
        caption=_("Rules without a gap"),
        columns=[Column("rule", _("Rule")), Column("did", _("What it did"))],
        rows=[[words.rule(one.rule), words.outcome(one)]
              for one in search.outcomes if not one.gaps],
        quiet_caption=True,
        empty=_("Every rule met at least one gap."),
    )  # fmt: skip


def thresholds(looking: Looking) -> list[dict[str, Any]]:
    """Return the thresholds as number fields, each with its range and what the pack says."""
    said = language()
    found = []
    for rule in looking.rules.rules:
        for bound in rule.thresholds:
            code = f"{rule.id}.{bound.id}"
            value = looking.thresholds.get(code, bound.value)
            unit = {"percent": "%", "months": _("months"), "measures": _("measures")}[bound.unit]
            wrong = code in looking.unread or not bound.low <= value <= bound.high
            found.append({
                "name": PREFIX + code,
                "id": f"t-{rule.id}-{bound.id}",
                "rule": rule.name.read(said).words,
                "words": bound.name.read(said).words,
                "value": looking.unread.get(code, f"{value:g}"),
                "low": f"{bound.low:g}", "high": f"{bound.high:g}", "step": f"{bound.step:g}",
                "own": f"{bound.value:g}",
                "unit": unit,
                "error": _("Give a number from %(low)s to %(high)s.") % {
                    "low": f"{bound.low:g}", "high": f"{bound.high:g} {unit}",
                } if wrong else "",
            })  # fmt: skip
    return found


def by_problem(looking: Looking, here: str) -> Table:
    """Return the problems of the register with how many gaps each has."""
    rows = []
    for search in looking.searches:
        words, decided = looking.words(search), looking.decided(search)
        url = f"{here}?{urlencode({'problem': search.problem})}"
        rows.append([
            Cell(words.problem(search.problem), url),
            len(search.asked.measures),
            len(search.asked.running),
            len(decided.open),
            len(decided.decided),
            sum(one.state == "not_run" for one in search.outcomes),
        ])  # fmt: skip
    return Table(
        caption=_("Gaps by problem"),
        columns=[
            Column("problem", _("Problem")),
            Column("measures", _("Measures"), numeric=True),
            Column("running", _("Running"), numeric=True),
            Column("open", _("Open gaps"), numeric=True),
            Column("decided", _("Decided"), numeric=True),
            Column("not_run", _("Rules that could not run"), numeric=True),
        ],
        rows=rows,
        quiet_caption=True,
    )
