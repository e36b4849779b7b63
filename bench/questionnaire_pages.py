"""Times the pages of a questionnaire of 1,000 questions in one section, answered by a city.

``PASEO_HOME=build/questionnaire .venv/bin/python bench/questionnaire_pages.py`` makes
the workspace where it is not there yet, and asks for each page like a browser. The goal on SQLite
is under 300 ms a page, with as many queries for 1,000 questions as for ten.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from workspace import timed

PAGES = ("", "sheets/{sheet}/in/main/", "sheets/{sheet}/check/", "sheets/{sheet}/review/main/")


def build(questions: int) -> Any:
    """Return a round whose questionnaire has so many questions, half of them answered."""
    from paseo.evidence.questionnaires.answers import Answer
    from paseo.web.accounts.people import PROGRAMME
    from paseo.web.evidence.models import City
    from paseo.web.questionnaires.actions import SaveSection, StartRound
    from paseo.web.questionnaires.models import Round
    from paseo.web.server import prepare
    from web.evidence.factory import make_city

    prepare()
    name = put_pack(f"bench.long-{questions}", questions)
    if not City.objects.filter(pk="plaza").exists():
        make_city("plaza")
    found = Round.objects.filter(name=name).first()
    if found is None:
        found = StartRound(city="plaza", pack=name, name=name).run(PROGRAMME)
        answers = {f"q{at}": Answer("yes") for at in range(0, questions, 4)}
        answers |= {f"q{at}": Answer(at) for at in range(1, questions, 4)}
        SaveSection(sheet=found.sheets.get(), section="main", answers=answers).run(PROGRAMME)
    return found


def export(sheets: int, questions: int) -> None:
    """Time the job that writes the answers of a survey; the goal for 4,000 x 200 is 20 s."""
    from paseo.evidence.questionnaires.answers import Answer, AnswerSheet
    from paseo.web.accounts.people import PROGRAMME
    from paseo.web.jobs.actions import start
    from paseo.web.jobs.testing import run_waiting
    from paseo.web.questionnaires.actions import StartRound
    from paseo.web.questionnaires.actions.importing import ImportSheets
    from paseo.web.questionnaires.jobs import ANSWERS
    from paseo.web.questionnaires.models import Round

    name = put_pack(f"bench.survey-{questions}", questions, many=True)
    found = Round.objects.filter(name=name).first()
    if found is None:
        found = StartRound(city="plaza", pack=name, name=name).run(PROGRAMME)
        answers = {f"q{at}": Answer("yes") for at in range(0, questions, 4)}
        answers |= {f"q{at}": Answer(at) for at in range(1, questions, 4)}
        answers |= {f"q{at}": Answer("words") for at in range(2, questions, 4)}
        rows = tuple(
            AnswerSheet(f"{at:05d}", name, "1.0.0", answers, origin="web") for at in range(sheets)
        )
        work = ImportSheets(round=found, sheets=rows, sha256="0" * 64, tool="web")
        timed(f"importing {sheets} sheets of {questions} questions", lambda: work.run(PROGRAMME))
    for form in ("csv", "xlsx"):
        start(ANSWERS, city="plaza", number=found.pk, form=form)
        timed(f"writing {sheets} sheets of {questions} questions as {form}", run_waiting)


def put_pack(name: str, questions: int, **more: Any) -> str:
    """Put a questionnaire with so many questions into the workspace's own packs."""
    from paseo.content.store import store
    from web.questionnaires.packs import long, pack_text

    folder = Path(os.environ["PASEO_HOME"]) / "packs"
    folder.mkdir(exist_ok=True)
    text = pack_text(long(questions, name) | more)
    (folder / f"{name}.yaml").write_text(text, "utf-8")
    assert store().find(name), "the questionnaire has an error"
    return name


def main(questions: int = 1000, sheets: int = 4000) -> None:
    """Time every page, saving the section, and writing the answers of a survey as a table."""
    os.environ.setdefault("PASEO_HOME", str(Path("build/questionnaire").resolve()))
    Path(os.environ["PASEO_HOME"]).mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "paseo.web.settings")
    import django

    django.setup()
    round = build(questions)
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from paseo.web.accounts.models import User
    from web.questionnaires.browser_form import changed, in_form

    reader, _made = User.objects.get_or_create(
        name="benchmark", defaults={"is_administrator": True}
    )
    client = Client(headers={"host": "localhost"})
    client.force_login(reader)
    sheet = round.sheets.get().pk
    for page in PAGES:
        path = f"{round.get_absolute_url()}{page.format(sheet=sheet)}"
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200, path
        timed(f"{page or 'round'} ({len(queries)} queries)", lambda path=path: client.get(path), 5)
    path = f"{round.get_absolute_url()}sheets/{sheet}/in/main/"
    data = changed(in_form(client.get(path)), "save", {"q1__value": "8"})
    timed("saving the section", lambda: client.post(path, data), 5)
    export(sheets, 200)


if __name__ == "__main__":
    main(*(int(one) for one in sys.argv[1:]))
