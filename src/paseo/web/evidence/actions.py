"""What people do to the records of a city; each a single transaction, each undone whole."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from paseo.content.problems import Place, Problems
from paseo.evidence import city as evidence
from paseo.evidence import columns
from paseo.evidence.disclosure import Thresholds
from paseo.evidence.preview import ImportPlan, apply
from paseo.web.accounts.models import User
from paseo.web.accounts.people import Person
from paseo.web.accounts.rights import Right
from paseo.web.actions import Action, Record
from paseo.web.evidence import keeping, reading, recording
from paseo.web.evidence.models import City, ImportBatch
from paseo.web.evidence.standing import make_ready
from paseo.web.trail import context

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Original:
    """The file as it came: where it lies now and what it was called."""

    file: Path
    name: str


@dataclass(kw_only=True)
class ImportObservations(Action[ImportBatch]):
    """Let observations in, as a plan says that was looked at before."""

    id = "evidence.import_observations"
    label = _("Observations imported")
    right = Right.CONTRIBUTE

    city: str
    #: Made with the observations that held when ``seen`` was the newest batch.
    plan: ImportPlan
    original: Original
    remove_gone: bool = False
    #: Number of the newest batch when the plan was made; None does not ask.
    seen: int | None = None
    progress: Progress = field(default=recording.quiet, repr=False)

    def perform(self, record: Record) -> ImportBatch:
        city = City.objects.select_for_update().get(pk=self.city)
        refuse_if_changed(city, self.seen)
        before = reading.city_evidence(city)
        after = apply(self.plan, before.observations, remove_gone=self.remove_gone)
        batch = open_batch(city, ImportBatch.Kind.OBSERVATIONS, self.original)
        counts = recording.record(
            city, batch, before.observations, replace(before, observations=after), self.progress
        )
        close_batch(batch, counts)
        record(
            batch,
            before={"observations": before.observations.height},
            after={"observations": after.height, **counts.as_trail(), "sha256": batch.sha256},
        )
        return batch


@dataclass(kw_only=True)
class ImportCityFolder(Action[ImportBatch]):
    """Let a whole city in: who it is, its places, its sources, its observations.

    A city folder says everything: what is there and not in it, goes.
    """

    id = "evidence.import_city_folder"
    label = _("City folder imported")
    right = Right.LEAD

    evidence: evidence.CityEvidence
    original: Original
    seen: int | None = None
    progress: Progress = field(default=recording.quiet, repr=False)

    def __post_init__(self) -> None:
        self.city = self.evidence.city.id

    def required_right(self, person: Person) -> Right:
        """A new city is a matter of the workspace; one that is there, of its lead."""
        return self.right if City.objects.filter(pk=self.city).exists() else Right.COORDINATE

    def perform(self, record: Record) -> ImportBatch:
        there = City.objects.select_for_update().filter(pk=self.city).first()
        portrait = before = None
        if there is not None:
            refuse_if_changed(there, self.seen)
            portrait, before = keeping.portrait(there), reading.observations(there)
        told = self.evidence
        # What people decided here stays where the folder does not decide otherwise.
        left_out = told.city.left_out or tuple(there.left_out if there else ())
        thresholds = _raised(there, told.city)
        after = replace(told, city=replace(told.city, thresholds=thresholds, left_out=left_out))
        city = keeping.keep_city(after.city, after.areas)
        batch = open_batch(city, ImportBatch.Kind.CITY_FOLDER, self.original)
        batch.city_before, batch.made_city = portrait or "", there is None
        held = columns.empty() if before is None else before
        counts = recording.record(city, batch, held, after, self.progress)
        close_batch(batch, counts)
        record(
            batch,
            before=None if before is None else {"observations": before.height},
            after={
                "observations": after.observations.height,
                "areas": len(after.areas),
                **counts.as_trail(),
                "sha256": batch.sha256,
            },
        )
        return batch


@dataclass(kw_only=True)
class AddPlaces(Action[ImportBatch]):
    """Replace the tree of places by one that was joined from it and a file."""

    id = "evidence.add_places"
    label = _("Places added")
    right = Right.CONTRIBUTE

    city: str
    areas: tuple[evidence.Area, ...]
    original: Original
    seen: int | None = None

    def perform(self, record: Record) -> ImportBatch:
        city = City.objects.select_for_update().get(pk=self.city)
        refuse_if_changed(city, self.seen)
        before = {one.id: one for one in reading.areas(city)}
        batch = open_batch(city, ImportBatch.Kind.PLACES, self.original)
        batch.city_before = keeping.portrait(city)
        keeping.keep_areas(city, self.areas)
        make_ready(city, reading.city_evidence(city))
        new = [one for one in self.areas if one.id not in before]
        changed = [one for one in self.areas if one.id in before and one != before[one.id]]
        close_batch(
            batch,
            recording.Counts(
                new=len(new),
                changed=len(changed),
                unchanged=len(self.areas) - len(new) - len(changed),
            ),
        )
        record(batch, before={"areas": len(before)}, after={"areas": len(self.areas)})
        return batch


@dataclass(kw_only=True)
class UpdateCity(Action[ImportBatch]):
    """Change what is said of a city itself.

    Args:
        values: fields of :class:`City` and what they shall be; only those named change.
    """

    id = "evidence.update_city"
    label = _("City changed")
    right = Right.LEAD

    city: str
    values: dict[str, Any]

    def perform(self, record: Record) -> ImportBatch:
        city = City.objects.select_for_update().get(pk=self.city)
        _refuse_lowered(city, self.values.get("thresholds", {}))
        before = {name: _plain(getattr(city, name)) for name in self.values}
        batch = ImportBatch(city=city, kind=ImportBatch.Kind.SETTINGS, owner=_owner())
        batch.city_before = keeping.portrait(city)
        for name, value in self.values.items():
            setattr(city, name, value)
        city.save()
        make_ready(city, reading.city_evidence(city))
        batch.save()
        record(city, before=before, after={name: _plain(one) for name, one in self.values.items()})
        return batch


@dataclass(kw_only=True)
class RemoveImport(Action[City | None]):
    """Undo the newest import of a city: what it changed is again what it was."""

    id = "evidence.remove_import"
    label = _("Import undone")
    right = Right.LEAD

    batch: ImportBatch

    def __post_init__(self) -> None:
        self.city = self.batch.city_id

    def required_right(self, person: Person) -> Right:
        """Who brought it may take it back; for others it takes the lead of the city."""
        if self.batch.made_city:
            return Right.COORDINATE
        owns = self.batch.owner_id is not None and self.batch.owner_id == person.pk
        return Right.CONTRIBUTE if owns else self.right

    def perform(self, record: Record) -> City | None:
        city = City.objects.select_for_update().get(pk=self.city)
        batch = ImportBatch.objects.get(pk=self.batch.pk)
        if batch.pk != newest_batch(city):
            _refuse("C335", batch.file_name)
        before = reading.observations(city).height
        if batch.made_city:
            record(batch, before={"observations": before})
            city.delete()
            return None
        recording.take_back(batch)
        if batch.city_before:
            thresholds = dict(city.thresholds)
            keeping.restore(city, batch.city_before)
            city.refresh_from_db()
            # Undoing must not open what was closed.
            city.thresholds = _higher(city.thresholds, thresholds)
            city.save()
        held = recording.held(city)
        make_ready(city, replace(reading.city_evidence(city), observations=held))
        batch.undone_at = timezone.now()
        batch.save(update_fields=["undone_at"])
        record(batch, before={"observations": before}, after={"observations": held.height})
        return city


def newest_batch(city: City | str) -> int:
    """Return the number of the newest change of a city that was not undone, 0 without one."""
    pk = city.pk if isinstance(city, City) else city
    found = ImportBatch.objects.filter(city_id=pk, undone_at=None).order_by("-pk")
    return found.values_list("pk", flat=True).first() or 0


def refuse_if_changed(city: City, seen: int | None) -> None:
    """Raise :class:`Refused` when the city has changed since somebody looked."""
    if seen is not None and seen != newest_batch(city):
        _refuse("C331", str(city))


def _refuse(code: str, file: str, **values: Any) -> None:
    problems = Problems()
    problems.add(code, Place(file), **values)
    problems.refuse()


def _owner() -> User | None:
    person = context.person()
    return person if isinstance(person, User) else None


def open_batch(city: City, kind: str, original: Original) -> ImportBatch:
    """Open a batch and keep the original file beside it."""
    with original.file.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    batch = ImportBatch.objects.create(
        city=city,
        kind=kind,
        owner=_owner(),
        file_name=original.name,
        sha256=digest,
        size=original.file.stat().st_size,
    )
    # A file that is left when the transaction fails harms nobody; a row without its file would.
    batch.kept = f"imports/{city.pk}/{batch.pk}-{digest[:12]}{original.file.suffix}"
    target = Path(settings.MEDIA_ROOT) / batch.kept
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(original.file, target)
    return batch


def close_batch(batch: ImportBatch, counts: recording.Counts) -> None:
    """Write into a batch what it did."""
    batch.new, batch.changed = counts.new, counts.changed
    batch.gone, batch.unchanged = counts.gone, counts.unchanged
    batch.save()


def _plain(value: Any) -> Any:
    return dict(value) if isinstance(value, dict) or hasattr(value, "keys") else value


# -------------------------------------------------------------------------------- disclosure
def _higher(one: dict[str, int], other: dict[str, int]) -> dict[str, int]:
    return {name: max(one.get(name, 0), other.get(name, 0)) for name in {**one, **other}}


def _raised(city: City | None, told: evidence.City) -> dict[str, int]:
    """Return the thresholds of a folder, none below what the city already asks for."""
    return dict(told.thresholds) if city is None else _higher(told.thresholds, city.thresholds)


def _refuse_lowered(city: City, wanted: dict[str, int]) -> None:
    held = Thresholds().raised(city.thresholds)
    problems = Problems()
    for name, value in wanted.items():
        now = getattr(held, name)
        if value < now:
            problems.add("C336", Place(str(city)), name=name, before=now, after=value)
    problems.refuse()
