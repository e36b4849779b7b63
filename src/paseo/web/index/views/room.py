"""The list of indices, and taking one away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Count, Exists, Max, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from paseo.content.problems import Refused
from paseo.web.accounts.policy import policy
from paseo.web.accounts.rights import Right
from paseo.web.evidence.models import City
from paseo.web.index import library
from paseo.web.index.actions import RemoveIndex
from paseo.web.index.jobs import stop_all
from paseo.web.index.models import CompositeIndex, Examination, IndexVersion
from paseo.web.index.pages import Here, check, frame, of_an_index, room_url, title_of
from paseo.web.index.ready import READY
from paseo.web.ui.paging import page_of

PER_PAGE = 25


@require_GET
def room(request: HttpRequest, city: str = "") -> HttpResponse:
    """Show the indices of a city and of the workspace, or all that one may read."""
    check(request.user, Right.READ, city)
    found = City.objects.filter(pk=city).first() if city else None
    readable = policy.cities(request.user, Right.READ)
    examined = Examination.objects.filter(
        version__index=OuterRef("pk"), kind=Examination.Kind.UNCERTAINTY
    )
    indices = (
        CompositeIndex.objects.select_related("city")
        .annotate(newest=Max("versions__number"), count=Count("versions"))
        .annotate(examined=Exists(examined))
        .order_by("-created_at")
    )
    if city:
        indices = indices.filter(Q(city=city) | Q(city=None))
    elif readable is not None:
        indices = indices.filter(Q(city__in=readable) | Q(city=None))
    made = set(indices.exclude(origin="").values_list("origin", flat=True))
    page = page_of(indices, request, PER_PAGE)
    for one, title in _titles(page.object_list):
        one.title = title
    return render(
        request,
        "index/room.html",
        {
            **frame(found, _("Index lab")),
            "page": page,
            "ready": [one for one in READY.values() if one.id not in made],
            "contributes": bool(policy.may(request.user, Right.CONTRIBUTE, city)),
        },
    )


def _titles(indices: Iterable[CompositeIndex]) -> Iterator[tuple[CompositeIndex, str]]:
    """Yield the shipped ones with their titles in the reader's language (one query)."""
    shipped = {one.pk: one for one in indices if one.origin}
    for version in IndexVersion.objects.filter(index__in=shipped, number=1) if shipped else ():
        try:
            read = library.version_of(version).index
        except Refused:
            continue
        yield shipped[version.index_id], title_of(shipped[version.index_id], read)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@of_an_index(Right.LEAD)
def remove(here: Here) -> HttpResponse:
    """Say what goes; a confirmed form takes the index away."""
    if here.request.method != "POST":
        return here.render(
            "remove", _("Remove this index"), "versions", count=here.index.versions.count()
        )
    city = here.index.city
    stop_all(here.index, here.request.user)
    RemoveIndex(index=here.index).run(here.request.user)
    return redirect(room_url(city))
