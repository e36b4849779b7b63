"""What people do to reports: keep one that was made, remove one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from paseo.web.accounts.models import User
from paseo.web.accounts.rights import Right
from paseo.web.actions import Action, Record
from paseo.web.report.keeping import keep
from paseo.web.report.models import Report, ReportFile
from paseo.web.trail import context


@dataclass
class KeepReport(Action[Report]):
    """Keep the files of a report with what they were made from."""

    id = "report.keep"
    label = _("Report made")
    right = Right.READ

    city: str
    depth: str
    language: str
    computed_at: datetime
    files: list[Path] = field(default_factory=list)

    def perform(self, record: Record) -> Report:
        person = context.person()
        report = Report.objects.create(
            city_id=self.city,
            depth=self.depth,
            language=self.language,
            computed_at=self.computed_at,
            owner=person if isinstance(person, User) else None,
        )
        made = ReportFile.objects.bulk_create(
            ReportFile(report=report, name=one.name, sha256=keep(one), size=one.stat().st_size)
            for one in self.files
        )
        record(
            report,
            after={
                "depth": self.depth,
                "language": self.language,
                "files": {one.name: one.sha256 for one in made},
            },
        )
        return report


@dataclass
class RemoveReport(Action[None]):
    """Take a report off the list; equal files of other reports stay."""

    id = "report.remove"
    label = _("Report removed")
    right = Right.LEAD

    report: Report

    def __post_init__(self) -> None:
        self.city = self.report.city_id

    def perform(self, record: Record) -> None:
        files = {one.name: one.sha256 for one in self.report.files.all()}
        record(self.report, before={"files": files})
        self.report.delete()
        for sha256 in set(files.values()):
            if not ReportFile.objects.filter(sha256=sha256).exists():
                ReportFile(sha256=sha256).path.unlink(missing_ok=True)
