"""What people do with gaps: decide on one, take it back, turn it into an action."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from paseo.prevention.gaps import Choice, Gap, decide
from paseo.prevention.sheets.sheet import Sheet
from paseo.web.accounts.models import User
from paseo.web.accounts.rights import Right
from paseo.web.actions import Action, Record
from paseo.web.prevention.models import ActionSheet, GapDecision
from paseo.web.trail import context


def _person() -> User | None:
    person = context.person()
    return person if isinstance(person, User) else None


@dataclass(kw_only=True)
class DecideGap(Action[GapDecision]):
    """Accept a gap, or dismiss it with a note; the figures of today are kept beside it.

    Args:
        words: the sentence of the gap, for the day on which it is not there any more.
    """

    id = "prevention.decide_gap"
    label = _("Gap decided")
    right = Right.LEAD

    city: str
    gap: Gap
    choice: Choice
    note: str = ""
    words: str = ""

    def perform(self, record: Record) -> GapDecision:
        decision = decide(self.gap, self.choice, self.note)
        held = GapDecision.objects.filter(city=self.city, gap=self.gap.id).first()
        before = {"choice": held.choice, "note": held.note} if held else None
        values = {
            "choice": decision.choice.value,
            "note": decision.note,
            "words": self.words,
            "numbers": dict(decision.numbers),
            "measures": list(decision.measures),
            "sheet": None,
            "by": _person(),
        }
        kept, _made = GapDecision.objects.update_or_create(
            city_id=self.city, gap=self.gap.id, defaults=values
        )
        record(kept, before=before, after={"choice": kept.choice, "note": kept.note})
        return kept


@dataclass(kw_only=True)
class TakeBackGap(Action[None]):
    """Take a decision back; also where its gap is not there any more."""

    id = "prevention.take_back_gap"
    label = _("Decision on a gap taken back")
    right = Right.LEAD

    city: str
    gap: str

    def perform(self, record: Record) -> None:
        held = GapDecision.objects.select_for_update().get(city=self.city, gap=self.gap)
        record(held, before={"choice": held.choice, "note": held.note})
        held.delete()


@dataclass(kw_only=True)
class TurnIntoAction(Action[ActionSheet]):
    """Begin an action sheet from a gap; the gap then waits for it."""

    id = "prevention.turn_gap_into_action"
    label = _("Gap turned into an action")
    right = Right.LEAD

    city: str
    gap: Gap
    sheet: Sheet
    note: str = ""

    def perform(self, record: Record) -> ActionSheet:
        made = ActionSheet(city_id=self.city, changed_by=_person())
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
                "numbers": dict(decision.numbers),
                "measures": list(decision.measures),
                "sheet": made,
                "by": _person(),
            },
        )
        record(made, after={"gap": self.gap.id, "title": made.title})
        return made
