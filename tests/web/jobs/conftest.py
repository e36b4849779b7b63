"""Kinds of work that exist only in tests."""

import threading

import pytest
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from paseo.content.problems import Place, Problems
from paseo.web.accounts.models import User
from paseo.web.accounts.rights import Right
from paseo.web.jobs.kinds import KINDS, Outcome, job_kind


class Script:
    """Lets a test and the work in another thread wait for each other."""

    def __init__(self):
        self.begun, self.go_on = threading.Event(), threading.Event()
        self.runs = 0


@pytest.fixture
def script():
    return Script()


@pytest.fixture(autouse=True)
def kinds(script):
    def counting(progress, *, city="", rows=3):
        script.runs += 1
        for row in range(rows):
            progress.step(row + 1, rows, "Reading rows")
        return Outcome(message=f"{rows} rows of {city}", page="/trail/", values={"rows": rows})

    def making_a_file(progress):
        file = progress.folder / "report.txt"
        file.write_text("made")
        return Outcome(file=file)

    def refusing(progress, *, code):
        problems = Problems()
        problems.add(code, Place(file="city.csv", row=12))
        problems.refuse()

    def breaking(progress):
        raise RuntimeError("secret detail")

    def patient(progress):
        """Change something in one transaction, and wait inside it to be cancelled."""
        with transaction.atomic():
            User.objects.create_user("half-done")
            progress.step(1, 10, "Writing")
            script.begun.set()
            for _round in range(400):
                progress.step(1, 10)
                script.go_on.wait(0.05)
        return Outcome()

    works = {
        "tests.count": counting,
        "tests.file": making_a_file,
        "tests.refuse": refusing,
        "tests.break": breaking,
        "tests.patient": patient,
    }
    for name, work in works.items():
        job_kind(name, title=_("A test"), right=Right.CONTRIBUTE)(work)
    yield
    for name in works:
        del KINDS[name]
