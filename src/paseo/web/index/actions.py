"""What people do to indices; each a single transaction with its entry on the trail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from paseo.web.accounts.rights import Right
from paseo.web.actions import Action, Record
from paseo.web.evidence.models import City
from paseo.web.index.editing import as_version
from paseo.web.index.models import (
    CompositeIndex,
    Examination,
    IndexDocuments,
    IndexFile,
    IndexVersion,
)
from paseo.web.report.keeping import keep
from paseo.web.trail import context


class NewerVersion(Exception):  # noqa: N818 - what happened
    """Somebody kept a newer version than the one that a person knew of; nothing was kept."""


@dataclass(frozen=True)
class Draft:
    """What a version is made of, read and found in order.

    Args:
        text: the specification as YAML.
        files: name of a file to its SHA-256 among the kept ones.
        units, indicators: how many there are.
    """

    text: str
    files: Mapping[str, str]
    units: int
    indicators: int


@dataclass(kw_only=True)
class KeepIndex(Action[CompositeIndex]):
    """Keep an index with its first version."""

    id = "index.keep"
    label = _("Index made")
    right = Right.CONTRIBUTE

    city: str
    title: str
    source: str
    draft: Draft
    origin: str = ""

    def perform(self, record: Record) -> CompositeIndex:
        made = CompositeIndex.objects.create(
            city=City.objects.get(pk=self.city) if self.city else None,
            title=self.title[:160],
            source=self.source,
            origin=self.origin,
            owner=context.account(),
        )
        _keep_version(made, 1, self.draft, "", None)
        record(made, after={"title": made.title, "source": made.source, "units": self.draft.units})
        return made


@dataclass
class _OfIndex:
    index: CompositeIndex

    def __post_init__(self) -> None:
        self.city = self.index.where


@dataclass(kw_only=True)
class KeepVersion(_OfIndex, Action[IndexVersion]):
    """Keep a changed specification as a new version."""

    id = "index.keep_version"
    label = _("Version of an index kept")
    right = Right.CONTRIBUTE

    draft: Draft
    note: str = ""
    based_on: int = 0
    #: The newest version that the person knew of; None to keep whatever came meanwhile.
    known: int | None = None

    def perform(self, record: Record) -> IndexVersion:
        """Keep the version.

        Raises:
            NewerVersion: the person does not know of a version that came meanwhile.
        """
        held = CompositeIndex.objects.select_for_update().get(pk=self.index.pk)
        latest = held.versions.order_by("-number").values_list("number", flat=True).first() or 0
        if self.known is not None and self.known < latest:
            raise NewerVersion
        number = latest + 1
        draft = replace(self.draft, text=as_version(self.draft.text, number, self.based_on))
        made = _keep_version(held, number, draft, self.note, self.based_on or None)
        record(
            held,
            before={"version": self.based_on},
            after={"version": made.number, "note": made.note},
        )
        return made


def _keep_version(
    index: CompositeIndex, number: int, draft: Draft, note: str, based_on: int | None
) -> IndexVersion:
    return IndexVersion.objects.create(
        index=index,
        number=number,
        note=note[:300],
        text=draft.text,
        files=dict(draft.files),
        based_on=based_on,
        units=draft.units,
        indicators=draft.indicators,
        owner=context.account(),
    )


@dataclass(kw_only=True)
class KeepExamination(Action[Examination]):
    """Keep what was found out about a version."""

    id = "index.examine"
    label = _("Index examined")
    right = Right.CONTRIBUTE

    version: IndexVersion
    kind: str
    size: int
    seed: int
    seconds: float
    file: Path
    glance: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.city = self.version.index.where

    def perform(self, record: Record) -> Examination:
        made = Examination.objects.create(
            version=self.version,
            kind=self.kind,
            size=self.size,
            seed=self.seed,
            seconds=self.seconds,
            sha256=keep(self.file),
            glance=self.glance,
            owner=context.account(),
        )
        record(self.version.index, after={"version": self.version.number, **made.as_trail()})
        return made


@dataclass(kw_only=True)
class RenameIndex(_OfIndex, Action[CompositeIndex]):
    """Give an index another name."""

    id = "index.rename"
    label = _("Index renamed")
    right = Right.CONTRIBUTE

    title: str

    def perform(self, record: Record) -> CompositeIndex:
        held = CompositeIndex.objects.select_for_update().get(pk=self.index.pk)
        before, held.title = held.title, self.title[:160]
        held.save(update_fields=["title"])
        record(held, before={"title": before}, after={"title": held.title})
        return held


@dataclass(kw_only=True)
class RemoveIndex(_OfIndex, Action[None]):
    """Take an index away with its versions and what was found out about them."""

    id = "index.remove"
    label = _("Index removed")
    right = Right.LEAD

    def perform(self, record: Record) -> None:
        held = CompositeIndex.objects.get(pk=self.index.pk)
        record(held, before={"title": held.title, "versions": held.versions.count()})
        held.delete()


@dataclass(kw_only=True)
class KeepDocuments(Action[IndexDocuments]):
    """Keep documents of a version."""

    id = "index.keep_documents"
    label = _("Documents of an index made")
    #: Whoever reads an index may print it.
    right = None

    version: IndexVersion
    language: str
    files: list[Path] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.city = self.version.index.where

    def perform(self, record: Record) -> IndexDocuments:
        made = IndexDocuments.objects.create(
            version=self.version, language=self.language, owner=context.account()
        )
        files = IndexFile.objects.bulk_create(
            IndexFile(documents=made, name=one.name, sha256=keep(one), size=one.stat().st_size)
            for one in self.files
        )
        record(
            self.version.index,
            after={
                "version": self.version.number, "files": {one.name: one.sha256 for one in files},
            },
        )  # fmt: skip
        return made


@dataclass(kw_only=True)
class RemoveDocuments(Action[None]):
    """Take documents of an index off the list; the kept bytes stay where others use them, too."""

    id = "index.remove_documents"
    label = _("Documents of an index removed")
    right = Right.LEAD

    documents: IndexDocuments

    def __post_init__(self) -> None:
        self.city = self.documents.version.index.where

    def perform(self, record: Record) -> None:
        files = {one.name: one.sha256 for one in self.documents.files.all()}
        record(self.documents.version.index, before={"files": files})
        self.documents.delete()
