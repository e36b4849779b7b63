"""Times the overview and the assessment pages in a workspace of 250 generated cities.

``PASEO_HOME=build/large .venv/bin/python bench/pages.py [cities]`` builds the workspace that
:mod:`workspace` describes where it is not there yet, and asks for each page like a browser.
The goal on SQLite is under 300 ms a page, with as many queries for 250 cities as for three.
"""

from __future__ import annotations

import sys

from workspace import build, timed

PAGES = (
    "/",
    "/?sort=-coverage",
    "/?page=10&depth=full",
    "/cities/generated-001/assessment/",
    "/cities/generated-001/assessment/urban-security/",
    "/cities/generated-001/assessment/sense-of-safety/",
    "/cities/generated-001/assessment/indicator/SAF-01/",
    "/cities/generated-001/",
)


def main(cities: int = 250) -> None:
    """Time every page, the best of five times."""
    build(cities)
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from paseo.web.accounts.models import User

    reader, _made = User.objects.get_or_create(
        name="benchmark", defaults={"is_administrator": True}
    )
    client = Client(headers={"host": "localhost"})
    client.force_login(reader)
    for path in PAGES:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200, path
        timed(f"{path} ({len(queries)} queries)", lambda path=path: client.get(path), 5)


if __name__ == "__main__":
    main(*(int(one) for one in sys.argv[1:]))
