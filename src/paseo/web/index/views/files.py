"""Files that leave: documents as a job, and specification, data and record at once."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from importlib import resources
from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from paseo.assessment.index.files.record import record_of
from paseo.assessment.index.files.serialise import run_to_plain
from paseo.assessment.index.words.standing import standings
from paseo.web.accounts.rights import Right
from paseo.web.evidence.pages import language
from paseo.web.index import library
from paseo.web.index.actions import RemoveDocuments
from paseo.web.index.forms import DocumentsForm
from paseo.web.index.jobs import DOCUMENTS, start_documents
from paseo.web.index.keeping import SPEC_FILE
from paseo.web.index.models import Examination, IndexDocuments, IndexFile
from paseo.web.index.pages import Here, check, of_an_index
from paseo.web.index.plain import plain_of, text_of
from paseo.web.index.views.positions import scores_compare
from paseo.web.jobs.models import Job
from paseo.web.report.keeping import path_of
from paseo.web.ui.paging import page_of

PER_PAGE = 20
_RANKS = ("rank_best", "rank_middle", "rank_worst", "band")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@of_an_index()
def files(here: Here) -> HttpResponse:
    """Show what can be taken away; a sent form writes documents."""
    initial = {"language": language().split("-")[0], "formats": ["pdf", "docx", "xlsx"]}
    form = DocumentsForm(here.request.POST or None, initial=initial)
    if here.request.method == "POST" and form.is_valid():
        return redirect(start_documents(here.request.user, here.version, **form.cleaned_data))
    documents = IndexDocuments.objects.filter(version__index=here.index)
    documents = documents.select_related("owner", "version").prefetch_related("files")
    running = Job.unfinished().filter(kind=DOCUMENTS, arguments__index=str(here.index.pk))
    return here.render(
        "files",
        _("Files"),
        "files",
        status=422 if form.errors else 200,
        form=form,
        page=page_of(documents, here.request, PER_PAGE),
        running=running,
        downloads=[
            ("spec", _("Specification (YAML): every choice, to run again anywhere")),
            ("values", _("Indicators (CSV): the values that went in")),
            ("scores", _("Scores and intervals (CSV)")),
            ("record", _("Record (JSON): to make it again and see whether it is equal")),
            ("run", _("Everything (JSON), for other programmes")),
            *([("files", _("The files that came with the specification (ZIP)"))]
              if here.version.files else []),
        ],
    )  # fmt: skip


@require_GET
@of_an_index()
def download(here: Here, kind: str) -> HttpResponse:
    """Give one file of the version."""
    makers = {
        "spec": (_spec, "yaml", "application/yaml; charset=utf-8"),
        "values": (_values, "csv", "text/csv; charset=utf-8"),
        "scores": (_scores, "csv", "text/csv; charset=utf-8"),
        "record": (_record, "json", "application/json; charset=utf-8"),
        "run": (_run, "json", "application/json; charset=utf-8"),
        "files": (_zip, "zip", "application/zip"),
    }
    if kind not in makers or (kind == "files" and not here.version.files):
        raise Http404
    make, ending, content = makers[kind]
    response = HttpResponse(make(here), content_type=content)
    response["Content-Disposition"] = f'attachment; filename="{_name(here, f"{kind}.{ending}")}"'
    return response


def _name(here: Here, name: str) -> str:
    title = slugify(here.index.title)[:60].strip("-") or "index"
    generated = "generated-" if here.spec_index.spec.generated else ""
    return f"{generated}{title}-v{here.version.number}-{name}"


def _spec(here: Here) -> str:
    """Return the specification with the sizes and the seed with which the version was examined."""
    solid = here.examinations.get(Examination.Kind.UNCERTAINTY)
    driven = here.examinations.get(Examination.Kind.SENSITIVITY)
    plain = plain_of(here.version.text)
    if solid is not None and "uncertainty" in plain:
        plain["uncertainty"] |= {"replications": solid.size, "seed": solid.seed}
    if driven is not None:
        plain["sensitivity"] = {
            **plain.get("sensitivity", {}), "base": driven.size, "seed": driven.seed,
        }  # fmt: skip
    return text_of(plain)


def _table(rows: list[list[Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([[_safe(one) for one in row] for row in rows])
    return out.getvalue()


def _safe(value: Any) -> Any:
    """Return text that no spreadsheet takes for a formula, numbers in full, nothing for missing."""
    if isinstance(value, float):
        return "" if value != value else repr(value)
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@"):
        return f"'{value}"
    return value


def _values(here: Here) -> str:
    held = here.spec_index.values
    rows: list[list[Any]] = [["unit", "name", *held.codes]]
    for unit, numbers in zip(held.units, held.numbers.tolist(), strict=True):
        rows.append([unit, here.units[unit], *numbers])
    return _table(rows)


def _scores(here: Here) -> str:
    built = here.built
    codes = built.structure.aggregates
    at = {unit: number for number, unit in enumerate(built.units)}
    columns = [built.scores(code).tolist() for code in codes]
    heads = ["unit", "name", *codes]
    found = {one.unit: one for one in standings(here.run)}
    if found:
        one_scale = scores_compare(here.spec_index.spec.plan)
        heads += [*(["score_low", "score_high"] if one_scale else []), *_RANKS]
    rows: list[list[Any]] = [heads]
    for unit in found or built.units:
        row: list[Any] = [unit, here.units[unit], *(column[at[unit]] for column in columns)]
        if found:
            one = found[unit]
            row += [one.score_low, one.score_high] if one_scale else []
            row += [one.best, one.middle, one.worst, one.band]
        rows.append(row)
    return _table(rows)


def _record(here: Here) -> str:
    """Return what went in and what came out: enough to make it again and to say if it is equal."""
    return _json(record_of(here.run), 1)


def _run(here: Here) -> str:
    return _json(run_to_plain(library.whole_run(here.version, here.examinations)), None)


def _json(plain: Any, indent: int | None) -> str:
    return json.dumps(plain, indent=indent, ensure_ascii=False, allow_nan=False) + "\n"


def _zip(here: Here) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(SPEC_FILE, here.version.text)
        for name, sha256 in sorted(here.version.files.items()):
            archive.write(path_of(sha256), name)
    return out.getvalue()


@require_GET
def example(request: HttpRequest) -> HttpResponse:
    """Give a small specification with its table, to be changed into one's own."""
    check(request.user, Right.READ, "")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in resources.files("paseo.web.index").joinpath("example").iterdir():
            archive.writestr(one.name, one.read_bytes())
    response = HttpResponse(out.getvalue(), content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="generated-example-index.zip"'
    return response


@require_GET
@of_an_index()
def file(here: Here, documents: UUID, name: str) -> FileResponse:
    """Give one document."""
    found = get_object_or_404(
        IndexFile, documents=documents, documents__version__index=here.index, name=name
    )
    if not found.path.is_file():
        raise Http404
    return FileResponse(found.path.open("rb"), as_attachment=True, filename=_name(here, found.name))


@require_POST
@of_an_index()
def remove(here: Here, documents: UUID) -> HttpResponse:
    """Take documents off the list."""
    found = get_object_or_404(IndexDocuments, pk=documents, version__index=here.index)
    RemoveDocuments(documents=found).run(here.request.user)
    return redirect(here.url("files"))
