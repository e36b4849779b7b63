"""Cities and files for the tests of the room."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from paseo.web.evidence.models import Upload
from paseo.web.jobs.testing import run_waiting
from web.evidence.factory import make_city

HEAD = "indicator,area,period,value,n,source\n"


@pytest.fixture
def plaza(db: None) -> Any:
    return make_city("plaza")


@pytest.fixture
def send(db: None) -> Callable[..., Any]:
    """``send(client, "name.csv", text, city="plaza")`` uploads a file and follows to its page."""

    def one(client: Any, name: str, contents: bytes | str, city: str = "plaza") -> Any:
        raw = contents.encode() if isinstance(contents, str) else contents
        return client.post(
            "/evidence/import/",
            {"city": city or "+", "file": SimpleUploadedFile(name, raw)},
            follow=True,
        )

    return one


@pytest.fixture
def bring(send: Callable[..., Any]) -> Callable[..., Any]:
    """Upload, confirm and run a file through; returns the page of the finished job."""

    def one(
        client: Any, name: str, contents: bytes | str, city: str = "plaza", **choices: str
    ) -> Any:
        send(client, name, contents, city)
        upload = Upload.objects.get()
        answer = client.post(f"/evidence/import/{upload.pk}/confirm/", choices)
        assert answer.status_code == 302, answer
        run_waiting()
        return client.get(answer["Location"])

    return one
