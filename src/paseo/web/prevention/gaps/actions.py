"""What people do with gaps: decide on one, take it back, turn it into an action."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from paseo.prevention.gaps import Choice, Decision, Gap, decide
from paseo.prevention.sheets.sheet import Sheet
from paseo.web.accounts.rights import Right
from paseo.web.actions import Action, Record
from paseo.web.prevention.meanwhile import Meanwhile, check_seen
from paseo.web.prevention.models import ActionSheet, GapDecision
from paseo.web.trail import context


def seen_of(row: GapDecision | None) -> dict[str, Any] | None:
    """Return what a page shows of a decision: whoever decides again has to have seen it."""
    if row is None:
        return None
    return {"choice": row.choice, "note": row.note, "sheet": row.sheet_id, "at": str(row.at)}


def _held(
    city: str, gap: str, seen: str | None, wanted: tuple[str, str] | None = None
) -> GapDecision | None:
    """Return the decision that stands, locked; Meanwhile where it is not the one that was seen.

    What stands as it is wanted, by choice and note, is no other one: it was sent twice.
    """
    row = GapDecision.objects.select_for_update().filter(city=city, gap=gap).first()
    if row is not None and (row.choice, row.note) == wanted:
        return row
    check_seen(seen, seen_of(row), row.by if row else None, row.at if row else None)
    return row


@dataclass(kw_only=True)
class DecideGap(Action[GapDecision]):
    """Accept a gap, or dismiss it with a note; the figures of today are kept beside it.

    Args:
        words: the sentence of the gap, for the day on which it is not there any more.
        seen: mark of the decision that was shown; another one that came meanwhile is not replaced.

    Raises:
        Meanwhile: somebody else decided, or took back, since.
    """

    id = "prevention.decide_gap"
    label = _("Gap decided")
    right = Right.LEAD

    city: str
    gap: Gap
    choice: Choice
    note: str = ""
    words: str = ""
    seen: str | None = None

    def perform(self, record: Record) -> GapDecision:
        decision = decide(self.gap, self.choice, self.note)
        wanted = (decision.choice.value, decision.note)
        held = _held(self.city, self.gap.id, self.seen, wanted)
        before = {"choice": held.choice, "note": held.note} if held else None
        values = {
            "choice": decision.choice.value,
            "note": decision.note,
            "words": self.words,
            "numbers": dict(decision.numbers or {}),
            "measures": list(decision.measures or ()),
            "sheet": None,
            "by": context.account(),
        }
        kept, _made = GapDecision.objects.update_or_create(
            city_id=self.city, gap=self.gap.id, defaults=values
        )
        record(kept, before=before, after={"choice": kept.choice, "note": kept.note})
        return kept


@dataclass(kw_only=True)
class TakeBackGap(Action[None]):
    """Take a decision back; also where its gap is not there any more.

    Raises:
        Meanwhile: it is another one than the one that was shown.
    """

    id = "prevention.take_back_gap"
    label = _("Decision on a gap taken back")
    right = Right.LEAD

    city: str
    gap: str
    seen: str | None = None

    def perform(self, record: Record) -> None:
        held = _held(self.city, self.gap, self.seen)
        if held is None:
            raise Meanwhile(None, None)
        record(held, before={"choice": held.choice, "note": held.note})
        held.delete()


@dataclass(kw_only=True)
class TurnIntoAction(Action[ActionSheet]):
    """Begin an action sheet from a gap; the gap then waits for it.

    Raises:
        Meanwhile: somebody else decided on the gap since it was shown.
    """

    id = "prevention.turn_gap_into_action"
    label = _("Gap turned into an action")
    right = Right.LEAD

    city: str
    gap: Gap
    sheet: Sheet
    note: str = ""
    seen: str | None = None

    def perform(self, record: Record) -> ActionSheet:
        _held(self.city, self.gap.id, self.seen)
        made = ActionSheet(city_id=self.city, changed_by=context.account())
        made.write(self.sheet)
        made.save()
        decision = decide(self.gap, Choice.ACTION, self.note, str(made.pk))
        GapDecision.objects.update_or_create(
            city_id=self.city,
            gap=self.gap.id,
            defaults={
                "choice": Choice.ACTION.value,
                "note": decision.note,
                "words": self.sheet.why,
                "numbers": dict(decision.numbers or {}),
                "measures": list(decision.measures or ()),
                "sheet": made,
                "by": context.account(),
            },
        )
        record(made, after={"gap": self.gap.id, "title": made.title})
        return made


@dataclass(frozen=True, slots=True)
class Brought:
    """A decision from a table, with its gap where it is met now, and what that says."""

    decision: Decision
    gap: Gap | None
    words: str


def new_among(city: str, brought: Iterable[Brought]) -> tuple[Brought, ...]:
    """Return the decisions of a table that say something else than what stands."""
    held = {one.gap: one for one in GapDecision.objects.filter(city=city)}
    return tuple(one for one in brought if _differs(one, held.get(one.decision.gap)))


def _differs(one: Brought, row: GapDecision | None) -> bool:
    said = one.decision
    if row is None or (row.choice, row.note) != (said.choice.value, said.note):
        return True
    return said.numbers is not None and dict(said.numbers) != row.numbers


@dataclass(kw_only=True)
class BringDecisions(Action[int]):
    """Take the decisions of a table, each in the place of what stands.

    Where the table states no figures, those of today are kept.

    Args:
        brought: at least one (:func:`new_among`).
    """

    id = "prevention.bring_gap_decisions"
    label = _("Decisions on gaps brought as a table")
    right = Right.LEAD

    city: str
    brought: tuple[Brought, ...]

    def perform(self, record: Record) -> int:
        rows = GapDecision.objects.select_for_update().filter(city=self.city)
        held = {one.gap: one for one in rows}
        for one in self.brought:
            self._keep(one, held.get(one.decision.gap), record)
        return len(self.brought)

    def _keep(self, one: Brought, row: GapDecision | None, record: Record) -> None:
        said, gap = one.decision, one.gap
        numbers = said.numbers if said.numbers is not None else gap.numbers if gap else {}
        measures = said.measures if said.measures is not None else gap.measures if gap else ()
        same = row is not None and row.choice == said.choice.value
        before = {"choice": row.choice, "note": row.note} if row else None
        kept, _made = GapDecision.objects.update_or_create(
            city_id=self.city,
            gap=said.gap,
            defaults={
                "choice": said.choice.value,
                "note": said.note,
                "words": one.words or (row.words if row else ""),
                "numbers": dict(numbers),
                "measures": list(measures),
                "sheet": row.sheet if row and same else None,
                "by": context.account(),
            },
        )
        record(kept, before=before, after={"choice": kept.choice, "note": kept.note})
