"""One page of a long list."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest


def page_of(found: QuerySet[Any] | list[Any], request: HttpRequest, size: int) -> Page[Any]:
    """Return the page the reader asks for with ``?page=``, the nearest one that exists."""
    return Paginator(found, size).get_page(request.GET.get("page"))
