"""What every page of the room needs: tabs, crumbs, where one is."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from paseo.web.evidence.models import City
from paseo.web.evidence.pages import city_crumb
from paseo.web.evidence.pages import page as city_page
from paseo.web.ui.frame import Crumb, Option

#: The parts of the room in the order of the work: name of the first page, words.
PARTS: Final[tuple[tuple[str, Promise], ...]] = (
    ("room", gettext_lazy("Pyramid")),
    ("measures", gettext_lazy("Measures")),
    ("gaps", pgettext_lazy("prevention", "Gaps")),
    ("sheets", gettext_lazy("Action sheets")),
    ("quality", gettext_lazy("Quality check")),
    ("evaluations", gettext_lazy("Did it work?")),
    ("collective", gettext_lazy("Partners")),
    ("manual", gettext_lazy("Manual")),
)


def tabs(city: City, current: str) -> list[Option]:
    """Return the parts of the room as tabs."""
    found = []
    for name, words in PARTS:
        try:
            url = reverse(f"prevention:{name}", args=[city.pk])
        except NoReverseMatch:  # a part without a page yet
            continue
        found.append(Option(words, url, name == current))
    return found


def page(request: HttpRequest, city: City, title: str, part: str, *above: Crumb) -> dict[str, Any]:
    """Return the context that all pages of the room share.

    Args:
        title: of the page, also the last crumb.
        part: the part of the room the page belongs to, as in :data:`PARTS`.
        above: crumbs between the part and the page; the part itself is added for deeper pages.
    """
    context = city_page(request, city, title)
    crumbs = [city_crumb(city)]
    if title != _("Prevention"):
        crumbs.append(Crumb(_("Prevention"), reverse("prevention:room", args=[city.pk])))
    # The pyramid is the room's first page: what lies below it hangs under the room.
    words = dict(PARTS)[part]
    if part != "room" and title != str(words):
        crumbs.append(Crumb(words, reverse(f"prevention:{part}", args=[city.pk])))
    return context | {
        "title": title,
        "crumbs": [*crumbs, *above, Crumb(title)],
        "tabs": tabs(city, part),
    }
