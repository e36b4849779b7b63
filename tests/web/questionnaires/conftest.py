"""Questionnaires, rounds and people for the tests of the room."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from paseo.web.accounts.people import PROGRAMME
from paseo.web.questionnaires.actions import StartRound
from paseo.web.questionnaires.models import Round, Sheet
from web.evidence.factory import make_city
from web.questionnaires.packs import every_type, pack_text


@pytest.fixture
def plaza(db: None) -> Any:
    return make_city("plaza")


@pytest.fixture
def own_pack(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """``own_pack(plain)`` puts a questionnaire into the workspace's own packs."""
    monkeypatch.setenv("PASEO_HOME", str(workspace))
    folder = workspace / "packs"

    def put(plain: dict[str, Any]) -> str:
        folder.mkdir(exist_ok=True)
        name = plain["pack"]["id"]
        (folder / f"{name}.yaml").write_text(pack_text(plain), "utf-8")
        return str(name)

    return put


@pytest.fixture
def round(plaza: Any, own_pack: Any) -> Round:
    """A round of a questionnaire that has a question of every type."""
    pack = own_pack(every_type())
    return StartRound(city="plaza", pack=pack, name="Autumn 2026", period="2026").run(PROGRAMME)


@pytest.fixture
def sheet(round: Round) -> Sheet:
    return round.sheets.get()
