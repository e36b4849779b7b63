"""What people do with action sheets; each a single transaction with its entry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from paseo.prevention.sheets.baseline import baselines
from paseo.prevention.sheets.fixing import amend, changed, fix, in_force
from paseo.prevention.sheets.plain import to_plain
from paseo.prevention.sheets.practices import Practice
from paseo.prevention.sheets.reviewing import hold_review, take_back_review
from paseo.prevention.sheets.sheet import Sheet
from paseo.prevention.sheets.starting import measure_from_sheet, with_practice
from paseo.web.accounts.people import PROGRAMME
from paseo.web.accounts.rights import Right
from paseo.web.actions import Action, Record
from paseo.web.prevention.meanwhile import check_seen
from paseo.web.prevention.models import ActionSheet, Measure
from paseo.web.prevention.register.actions import AddMeasure
from paseo.web.prevention.register.records import register_of
from paseo.web.prevention.sheets.here import areas_of, safe_observations
from paseo.web.trail import context


def _keep(row: ActionSheet, sheet: Sheet) -> tuple[dict[str, Any], dict[str, Any]]:
    """Save a sheet; return what changed, before and after."""
    before, after = to_plain(row.read()) if row.content else {}, to_plain(sheet)
    row.write(sheet)
    row.changed_by = context.account()
    row.save()
    moved = [name for name, value in after.items() if before.get(name) != value]
    return {name: before.get(name) for name in moved}, {name: after[name] for name in moved}


def seen_of(sheet: Sheet, names: Iterable[str] | None = None) -> dict[str, Any]:
    """Return what a page shows of a sheet, as plain values.

    Args:
        names: the fields that are shown; None for all of them. Whether the sheet is fixed is
            always among them.
    """
    plain = to_plain(sheet)
    return plain if names is None else {name: plain[name] for name in (*names, "fixed")}


@dataclass(kw_only=True)
class BeginSheet(Action[ActionSheet]):
    """Begin an action sheet that comes from no gap."""

    id = "prevention.begin_sheet"
    label = _("Action sheet begun")
    right = Right.CONTRIBUTE

    city: str
    sheet: Sheet

    def perform(self, record: Record) -> ActionSheet:
        row = ActionSheet(city_id=self.city)
        _keep(row, self.sheet)
        record(row, after={"title": row.title, "problem": row.problem})
        return row


@dataclass(kw_only=True)
class _OfASheet(Action[ActionSheet]):
    """What is done to one sheet.

    Args:
        seen: mark of what was shown of it; what was changed meanwhile is not replaced unseen.

    Raises:
        Meanwhile: the sheet is not any more what was shown.
    """

    row: ActionSheet
    seen: str | None = None
    city: str = field(init=False, default="")

    def __post_init__(self) -> None:
        self.city = self.row.city_id

    def _locked(self) -> ActionSheet:
        row = ActionSheet.objects.select_for_update().get(pk=self.row.pk)
        self._check(row)
        return row

    def _check(self, row: ActionSheet, names: Iterable[str] | None = None) -> None:
        check_seen(self.seen, seen_of(row.read(), names), row.changed_by, row.changed_at)

    def _save(self, row: ActionSheet, sheet: Sheet, record: Record) -> ActionSheet:
        before, after = _keep(row, sheet)
        record(row, before=before, after=after)
        return row


@dataclass(kw_only=True)
class ChangeSheet(_OfASheet):
    """Change fields of a sheet; what was fixed is refused.

    Args:
        names: the fields of the form that was shown; other parts may change at the same time.
    """

    id = "prevention.change_sheet"
    label = _("Action sheet changed")
    right = Right.CONTRIBUTE

    values: Mapping[str, Any]
    names: tuple[str, ...] = ()

    def perform(self, record: Record) -> ActionSheet:
        row = ActionSheet.objects.select_for_update().get(pk=self.row.pk)
        made = changed(row.read(), **self.values)
        # What stands already was sent twice and replaces nothing, unless part of it was fixed.
        if made != row.read() or not set(self.names) <= set(self.values):
            self._check(row, self.names)
        return self._save(row, made, record)


@dataclass(kw_only=True)
class TakePractice(_OfASheet):
    """Take over from a practice what the sheet itself does not say yet."""

    id = "prevention.take_practice"
    label = _("Practice taken into an action sheet")
    right = Right.CONTRIBUTE

    practice: Practice
    language: str

    def perform(self, record: Record) -> ActionSheet:
        row = self._locked()
        sheet = row.read()
        taken = with_practice(sheet, self.practice, self.language)
        if sheet.fixed is not None:  # the people it is for were fixed, too
            taken = replace(taken, target_groups=sheet.target_groups)
        return self._save(row, taken, record)


@dataclass(kw_only=True)
class FixSheet(_OfASheet):
    """Fix a sheet before the start, with the values of that day beside it."""

    id = "prevention.fix_sheet"
    label = _("Action sheet fixed")
    right = Right.LEAD

    def perform(self, record: Record) -> ActionSheet:
        row = self._locked()
        sheet, areas = row.read(), areas_of(row.city)
        treated = sheet.area or (areas.city.id if areas else "")
        before = baselines(safe_observations(row.city, sheet.indicators), sheet.indicators, treated)
        fixed = fix(replace(sheet, baseline=before), timezone.localdate(), areas)
        row.fixed_by = context.account()
        return self._save(row, fixed, record)


@dataclass(kw_only=True)
class AmendSheet(_OfASheet):
    """Change something that was fixed, with a reason; the fixed value stays beside it."""

    id = "prevention.amend_sheet"
    label = _("Action sheet amended")
    right = Right.LEAD

    name: str
    after: Any
    reason: str

    def perform(self, record: Record) -> ActionSheet:
        row = self._locked()
        made = amend(
            row.read(), self.name, self.after, self.reason, timezone.localdate(),
            areas_of(row.city),
        )  # fmt: skip
        return self._save(row, made, record)


@dataclass(kw_only=True)
class ReviewSheet(_OfASheet):
    """Note that the review was held and what it said; also where it was noted otherwise."""

    id = "prevention.review_sheet"
    label = _("Review of an action held")
    right = Right.LEAD

    day: date
    outcome: str

    def perform(self, record: Record) -> ActionSheet:
        row = self._locked()
        held = hold_review(row.read(), self.day, self.outcome, timezone.localdate())
        return self._save(row, held, record)


@dataclass(kw_only=True)
class TakeBackReview(_OfASheet):
    """Take a review back that was noted by mistake; the trail keeps what it said."""

    id = "prevention.take_back_review_of_sheet"
    label = _("Review of an action taken back")
    right = Right.LEAD

    def perform(self, record: Record) -> ActionSheet:
        row = self._locked()
        return self._save(row, take_back_review(row.read()), record)


@dataclass(kw_only=True)
class PlanMeasure(_OfASheet):
    """Put the planned measure of a sheet into the register."""

    id = "prevention.plan_measure_of_sheet"
    label = _("Measure of an action sheet planned")
    right = Right.CONTRIBUTE

    def perform(self, record: Record) -> ActionSheet:
        row = self._locked()
        sheet = row.read()
        if sheet.measure and Measure.objects.filter(city=row.city, code=sheet.measure).exists():
            record(row, after={"measure": sheet.measure})
            return row
        code = slugify(sheet.title)[:70].strip("-") or f"action-{row.pk}"
        made = measure_from_sheet(in_force(sheet), register_of(row.city), code)
        AddMeasure(city=row.city_id, measure=made).run(context.person() or PROGRAMME)
        return self._save(row, replace(sheet, measure=made.id), record)


@dataclass(kw_only=True)
class RemoveSheet(_OfASheet):
    """Take out a sheet that was never fixed; a fixed one stays for good."""

    id = "prevention.remove_sheet"
    label = _("Action sheet removed")
    right = Right.LEAD

    def perform(self, record: Record) -> ActionSheet:
        row = self._locked()
        if row.fixed_on is not None:
            raise ValueError("a fixed sheet stays")
        record(row, before=row.content)
        row.delete()
        return row
