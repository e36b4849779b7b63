"""What people do to the register of a city; each a single transaction with its entry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from paseo.prevention.measures import measure as library
from paseo.web.accounts.rights import Right
from paseo.web.actions import Action, Record
from paseo.web.evidence.models import City
from paseo.web.prevention.meanwhile import check_seen
from paseo.web.prevention.models import Measure
from paseo.web.prevention.register.records import measure_of, values_of
from paseo.web.trail import context

#: Too long for the trail, and no words: only that it changed is recorded.
_SHAPE = "shape"


def seen_of(measure: library.Measure, names: Iterable[str]) -> dict[str, Any]:
    """Return fields of a measure as a page shows them, as plain values."""
    values = values_of(measure)
    return {name: values[name] for name in names}


class IdTaken(Exception):  # noqa: N818 - what happened
    """The register already has a measure of this id; nothing was kept."""


def _said(values: dict[str, Any]) -> dict[str, Any]:
    """Return values as the trail keeps them."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
        if name != _SHAPE
    } | ({_SHAPE: values[_SHAPE] is not None} if _SHAPE in values else {})


def _next(city: City) -> int:
    last = city.measures.aggregate(last=Max("position"))["last"]
    return 0 if last is None else int(last) + 1


@dataclass(kw_only=True)
class AddMeasure(Action[Measure]):
    """Put a new measure into the register.

    Raises:
        IdTaken: the register has a measure of this id.
    """

    id = "prevention.add_measure"
    label = _("Measure added")
    right = Right.CONTRIBUTE

    city: str
    measure: library.Measure

    def perform(self, record: Record) -> Measure:
        city = City.objects.select_for_update().get(pk=self.city)
        if city.measures.filter(code=self.measure.id).exists():
            raise IdTaken(self.measure.id)
        values = values_of(self.measure)
        made = Measure.objects.create(
            city=city, position=_next(city), changed_by=context.account(), **values
        )
        record(made, after=_said(values))
        return made


@dataclass(kw_only=True)
class ChangeMeasure(Action[Measure]):
    """Change fields of a measure; what stays as it was is not recorded.

    Args:
        measure: as it shall stand.
        names: the fields that were shown, those of a row; None for all. Other fields stay as they
            stand now, so that two people may change two parts of a record at the same time.
        seen: mark of what was shown of them; None where nothing was shown.

    Raises:
        Meanwhile: the fields that were shown stand otherwise by now.
    """

    id = "prevention.change_measure"
    label = _("Measure changed")
    right = Right.CONTRIBUTE

    city: str
    measure: library.Measure
    names: tuple[str, ...] | None = None
    seen: str | None = None

    def perform(self, record: Record) -> Measure:
        row = Measure.objects.select_for_update().get(city=self.city, code=self.measure.id)
        before, after = values_of(measure_of(row)), values_of(self.measure)
        names = tuple(before) if self.names is None else self.names
        shown = {name: before[name] for name in names}
        check_seen(self.seen, shown, row.changed_by, timezone.localtime(row.changed_at).date())
        _change(row, before, before | {name: after[name] for name in names}, record)
        return row


def _change(row: Measure, before: dict[str, Any], after: dict[str, Any], record: Record) -> None:
    changed = [name for name, value in after.items() if value != before[name]]
    for name in changed:
        setattr(row, name, after[name])
    if changed:
        row.changed_by = context.account()
        row.save()
    record(
        row,
        before=_said({name: before[name] for name in changed}),
        after=_said({name: after[name] for name in changed}),
    )


@dataclass(kw_only=True)
class PlaceMeasure(ChangeMeasure):
    """Place a measure in the pyramid, by the questions or otherwise with a reason."""

    id = "prevention.place_measure"
    label = _("Measure placed")


@dataclass(kw_only=True)
class RemoveMeasure(Action[library.Measure]):
    """Take a measure out; what else names it by its id stays."""

    id = "prevention.remove_measure"
    label = _("Measure removed")
    right = Right.CONTRIBUTE

    city: str
    code: str

    def perform(self, record: Record) -> library.Measure:
        row = Measure.objects.select_for_update().get(city=self.city, code=self.code)
        held = measure_of(row)
        record(row, before=_said(values_of(held)))
        row.delete()
        return held


@dataclass(kw_only=True)
class RestoreMeasure(AddMeasure):
    """Put a measure back that was taken out."""

    id = "prevention.restore_measure"
    label = _("Measure put back")


@dataclass(frozen=True)
class Imported:
    """How many measures an import added, changed and took out."""

    new: int
    changed: int
    gone: int


@dataclass(kw_only=True)
class ImportMeasures(Action[Imported]):
    """Let a whole file of measures in, or nothing of it.

    Args:
        register: as it was read and found in order.
        remove_gone: take out the measures that the file does not have.
        file: its name, for the trail.
    """

    id = "prevention.import_measures"
    label = _("Measures imported")
    right = Right.CONTRIBUTE

    city: str
    register: library.Register
    remove_gone: bool = False
    file: str = ""

    def perform(self, record: Record) -> Imported:
        city = City.objects.select_for_update().get(pk=self.city)
        there = {row.code: row for row in city.measures.all()}
        position, new, changed = _next(city), [], 0
        for measure in self.register:
            after = values_of(measure)
            row = there.get(measure.id)
            if row is None:
                new.append(
                    Measure(city=city, position=position, changed_by=context.account(), **after)
                )
                position += 1
            elif (before := values_of(measure_of(row))) != after:
                changed += 1
                _change(row, before, after, record)
        Measure.objects.bulk_create(new)
        gone = self._remove(there, record)
        counts = Imported(len(new), changed, gone)
        said = {"file": self.file, "new": counts.new, "changed": changed, "gone": gone}
        record(city, after=said | {"added": [row.code for row in new][:200]})
        return counts

    def _remove(self, there: dict[str, Measure], record: Record) -> int:
        kept = {one.id for one in self.register}
        gone = [row for code, row in there.items() if code not in kept] if self.remove_gone else []
        for row in gone:
            record(row, before=_said(values_of(measure_of(row))))
            row.delete()
        return len(gone)
