"""A file of measures comes in: looked at first, then kept whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from paseo.content.problems import Problem
from paseo.prevention.measures.columns import columns
from paseo.prevention.measures.files import csv_text
from paseo.prevention.measures.measure import Measure, Register
from paseo.prevention.measures.merging import kept_where_silent
from paseo.web.accounts.rights import Right
from paseo.web.evidence.models import City
from paseo.web.evidence.pages import of_a_city
from paseo.web.evidence.uploading import guard
from paseo.web.prevention.meanwhile import SEEN, mark_of
from paseo.web.prevention.pages import page
from paseo.web.prevention.register import words
from paseo.web.prevention.register.actions import Imported, ImportMeasures
from paseo.web.prevention.register.file_forms import MOST_BYTES, ImportForm
from paseo.web.prevention.register.files import read_columns, read_text, read_uploaded
from paseo.web.prevention.register.here import list_url, sent
from paseo.web.prevention.register.matching import MatchForm, Strange, strange, travelled
from paseo.web.prevention.register.preview import (
    MOST_LISTED,
    changed_table,
    new_table,
    problem_table,
)
from paseo.web.prevention.register.records import ground_of_city, register_of, values_of

_SALT: Final = "prevention.import"
#: A look that is older than a working day is taken again.
_MOST_SECONDS: Final = 12 * 3600


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest, city: str) -> HttpResponseBase:
    """Ask for a file; the protection against forged requests follows the size."""
    too_large = guard(request, MOST_BYTES) if request.method == "POST" else 0
    return _bring(request, city=city, too_large=too_large)


@csrf_protect
@of_a_city(Right.CONTRIBUTE)
def _bring(request: HttpRequest, city: City, too_large: int) -> HttpResponse:
    if too_large:
        return _start(request, city, ImportForm(), 413, too_large)
    form = ImportForm(*sent(request))
    if request.method != "POST" or not form.is_valid():
        return _start(request, city, form, 422 if form.errors else 200)
    file = form.cleaned_data["file"]
    if (asked := strange(file)) is not None:
        return _match(request, city, asked, MatchForm(asked))
    file.seek(0)
    return _look(request, city, file, None)


def _look(
    request: HttpRequest, city: City, file: Any, matched: dict[str, str] | None
) -> HttpResponse:
    """Read a file and show what it would change."""
    register, problems = read_uploaded(file, ground_of_city(city), matched)
    if not len(register) and not problems.errors:
        form = ImportForm({}, MultiValueDict({"file": [file]}))
        form.add_error("file", _("The file holds no measure."))
        return _start(request, city, form, 422)
    there = {one.id: one for one in register_of(city)}
    file.seek(0)
    whole = kept_where_silent(register, there, read_columns(file, matched))
    return _preview(request, city, whole, list(problems), str(file.name))


def _match(
    request: HttpRequest, city: City, asked: Strange, form: MatchForm, status: int = 200
) -> HttpResponse:
    """Ask what the strange heads of a file mean."""
    known = [words.plain(columns()[one].label) for one in asked.known]
    return render(
        request,
        "prevention/register/match.html",
        page(request, city, _("Match the columns"), "measures")
        | {"form": form, "file": asked.name, "known": known, "token": asked.token(city)},
        status=status,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_city(Right.CONTRIBUTE)
def match(request: HttpRequest, city: City) -> HttpResponse:
    """Read the file that came along, with what its heads were said to mean."""
    again = redirect("prevention:measures-import", city.pk)
    file = travelled(request.POST.get("token", ""), city) if request.method == "POST" else None
    if file is None:  # an address that was kept, or a question that is too old
        return again
    asked = strange(file)
    if asked is None:
        return again
    form = MatchForm(asked, request.POST)
    if not form.is_valid():
        return _match(request, city, asked, form, 422)
    file.seek(0)
    return _look(request, city, file, form.matched())


def _start(
    request: HttpRequest, city: City, form: ImportForm, status: int, too_large: int = 0
) -> HttpResponse:
    return render(
        request,
        "prevention/register/import.html",
        page(request, city, _("Import measures"), "measures")
        | {"form": form, "too_large": too_large, "most": MOST_BYTES // 1_000_000},
        status=status,
    )


def _mark(there: Iterable[Measure]) -> str:
    """Return a mark of a register; another one where a measure of it stands otherwise."""
    return mark_of({one.id: values_of(one) for one in there})


def _preview(
    request: HttpRequest, city: City, register: Register, problems: list[Problem], name: str,
    *, meanwhile: bool = False,
) -> HttpResponse:  # fmt: skip
    """Show what the file would change, or the rows that keep it out."""
    errors = sum(one.severity == "error" for one in problems)
    ground = ground_of_city(city, shapes=False)
    there = {one.id: one for one in register_of(city)}
    new = [one for one in register if one.id not in there]
    changed = [one for one in register if one.id in there and one != there[one.id]]
    kept = {one.id for one in register}
    token = signing.dumps(
        {"city": city.pk, "csv": csv_text(register), "file": name, SEEN: _mark(there.values())},
        salt=_SALT,
        compress=True,
    )
    table, more = problem_table(problems)
    return render(
        request,
        "prevention/register/preview.html",
        page(request, city, _("What would change"), "measures")
        | {
            "file": name,
            "errors": errors,
            "new": new_table(new, ground) if new else None,
            "changed": changed_table(changed, there, ground) if changed else None,
            "more_new": len(new) > MOST_LISTED,
            "more_changed": len(changed) > MOST_LISTED,
            "count": {
                "new": len(new),
                "changed": len(changed),
                "gone": sum(code not in kept for code in there),
                "same": len(register) - len(new) - len(changed),
            },
            "more": more,
            "table": table if problems else None,
            "token": "" if errors else token,
            "meanwhile": meanwhile,
        },
        status=422 if errors else 409 if meanwhile else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_city(Right.CONTRIBUTE)
def confirm(request: HttpRequest, city: City) -> HttpResponse:
    """Keep what was looked at, whole; look again when it is too old or no longer in order."""
    if request.method != "POST":  # an address that was kept, or loaded again
        return redirect("prevention:measures-import", city.pk)
    try:
        held = signing.loads(request.POST.get("token", ""), salt=_SALT, max_age=_MOST_SECONDS)
    except signing.BadSignature:
        held = {}
    if held.get("city") != city.pk:
        form = ImportForm()
        return _start(request, city, form, 422)
    register, problems = read_text(held["csv"], ground_of_city(city))
    meanwhile = held.get(SEEN) != _mark(register_of(city))
    if problems.errors or meanwhile:
        # What was looked at is not what would be replaced: it is shown again, and asked for anew.
        found = list(problems)
        return _preview(request, city, register, found, held["file"], meanwhile=meanwhile)
    counts = ImportMeasures(
        city=city.pk,
        register=register,
        remove_gone=request.POST.get("gone") == "remove",
        file=held["file"],
    ).run(request.user)
    messages.success(request, _done(counts))
    return redirect(list_url(city))


def _done(counts: Imported) -> str:
    """Return what an import changed, as a sentence."""
    return _("The file was imported. New: %(new)s; changed: %(changed)s; removed: %(gone)s.") % {
        "new": counts.new, "changed": counts.changed, "gone": counts.gone,
    }  # fmt: skip
