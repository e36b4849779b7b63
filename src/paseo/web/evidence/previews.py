"""Keeps what was found in an uploaded file until the person has decided."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

import polars as pl
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from paseo.content.language import LanguageMap
from paseo.content.problems import Place, Problem, Problems
from paseo.web.accounts.models import User
from paseo.web.evidence import reading
from paseo.web.evidence.looking import Looked, compare, counts, kind_of, look, tables_of
from paseo.web.evidence.models import City, Upload
from paseo.web.evidence.recording import quiet

PROBLEMS = "problems.json"
CHECKED = "checked"
#: A file that nobody has decided about is forgotten after this time.
LIFE = timedelta(days=7)
#: Larger files are looked at as a job; a page should answer within about a second.
SMALL = 1_000_000


def receive(owner: User, city: str, file: UploadedFile) -> Upload:
    """Put an uploaded file into the workspace, block by block."""
    forget_old()
    name = Path((file.name or "file").replace("\\", "/")).name[:200]
    upload = Upload(owner=owner, city=city, file_name=name, size=0)
    upload.folder.mkdir(parents=True)
    digest = hashlib.sha256()
    with upload.file.open("wb") as out:
        for block in file.chunks():
            digest.update(block)
            out.write(block)
            upload.size += len(block)
    upload.sha256 = digest.hexdigest()
    upload.kind = kind_of(upload.file)
    upload.save()
    return upload


def look_and_keep(upload: Upload, progress: Any = quiet) -> Looked:
    """Look at a file and keep what was found beside it."""
    looked = look(upload, progress)
    keep(upload, looked)
    return looked


def keep(upload: Upload, looked: Looked) -> None:
    """Write what was found, so that pages can show it without looking again."""
    upload.recognised, upload.preview = looked.recognised, counts(looked)
    upload.seen_batch = looked.seen
    if looked.folder is not None:
        upload.city = looked.folder.city.id
    (upload.folder / PROBLEMS).write_text(
        json.dumps([_plain(one) for one in looked.problems], ensure_ascii=False), "utf-8"
    )
    if looked.checked is not None:
        upload.recognised["present"] = list(looked.present)
        looked.checked.write_ipc(upload.folder / f"{CHECKED}.arrow")
    for name, table in tables_of(looked).items():
        table.write_ipc(upload.folder / f"{name}.arrow")
    upload.save()


def looked_at(upload: Upload) -> Looked:
    """Return what was found, with the plan made anew against what holds now.

    A table was checked when it was looked at, against a city that has not changed since (the
    import refuses otherwise), so its rows are not read and checked a second time.
    """
    checked = table(upload, CHECKED)
    if checked is None:
        return look(upload)
    existing = reading.observations(City.objects.get(pk=upload.city))
    plan = compare(checked, upload.recognised["present"], existing)
    return Looked(Problems(problems(upload)), upload.recognised, upload.seen_batch, plan=plan)


def problems(upload: Upload, severity: str = "") -> list[Problem]:
    """Return what is wrong with a file, errors first and row by row, or of one severity."""
    file = upload.folder / PROBLEMS
    if not file.is_file():
        return []
    found = [_problem(one) for one in json.loads(file.read_text("utf-8"))]
    order = ("error", "warning", "note")
    kept = [one for one in found if not severity or one.severity == severity]
    return sorted(
        kept,
        key=lambda one: (
            order.index(one.severity),
            one.place.sheet,
            one.place.row or one.place.line or 0,
        ),
    )


def table(upload: Upload, name: str) -> pl.DataFrame | None:
    """Return a table of the preview; None when there is none such."""
    file = upload.folder / f"{name}.arrow"
    return pl.read_ipc(file) if file.is_file() else None


def forget(upload: Upload) -> None:
    """Remove an uploaded file and what was found in it."""
    folder = upload.folder
    upload.delete()
    shutil.rmtree(folder, ignore_errors=True)


def forget_old() -> None:
    for upload in Upload.objects.filter(at__lt=timezone.now() - LIFE):
        forget(upload)


def _plain(problem: Problem) -> dict[str, Any]:
    return {
        "code": problem.code,
        "place": asdict(problem.place),
        "values": {name: _value(value) for name, value in problem.values.items()},
    }


def _value(value: Any) -> Any:
    if isinstance(value, LanguageMap):
        return {"words": dict(value)}
    return value if isinstance(value, (str, int, float)) else str(value)


def _problem(plain: dict[str, Any]) -> Problem:
    return Problem(plain["code"], Place(**plain["place"]), dict(_values(plain["values"].items())))


def _values(items: Iterable[tuple[str, Any]]) -> Iterable[tuple[str, Any]]:
    for name, value in items:
        yield name, LanguageMap(value["words"]) if isinstance(value, dict) else value
