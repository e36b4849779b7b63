"""Gives each request an id and makes the signed-in person the one acting."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from paseo.web.trail.context import acting

HEADER = "X-Request-ID"


class TrailMiddleware:
    """Every answer carries the id under which the trail keeps its entries."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = uuid.uuid4().hex
        with acting(request.user, request_id):
            response = self.get_response(request)
        response[HEADER] = request_id
        return response
