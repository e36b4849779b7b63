"""Brings rounds of partners that lie beside a city's data."""

from __future__ import annotations

from pathlib import Path

from paseo.prevention.collective.files import read_ratings
from paseo.prevention.collective.pack import FIVE_CONDITIONS, load_form
from paseo.web.accounts.people import PROGRAMME
from paseo.web.prevention.collective.actions import BringRatings, CloseRound, StartRound
from paseo.web.prevention.models import CollectiveRound


def bring_partners(folder: Path, city: str) -> list[CollectiveRound]:
    """Bring every round in a folder, earlier ones first, and close it.

    Args:
        folder: ``partners.csv`` and, for earlier rounds, ``partners-2025.csv`` and the like.
        city: id of the city.

    Returns:
        The rounds; none where the folder has no such file.

    Raises:
        Refused: when one of the files has an error.
    """
    form = load_form()
    earlier = sorted(folder.glob("partners-*.csv"))
    files = [*earlier, *(one for one in (folder / "partners.csv",) if one.is_file())]
    found = []
    for file in files:
        held = read_ratings(file, form)
        made = StartRound(
            city=city, name=held.name or file.stem, form=FIVE_CONDITIONS, partners=False
        ).run(PROGRAMME)
        BringRatings(round=made, ratings=held.ratings).run(PROGRAMME)
        found.append(CloseRound(round=made).run(PROGRAMME))
    return found
