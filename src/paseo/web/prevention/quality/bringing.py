"""Brings a check that lies beside a city's data: two raters' answers and what they settled."""

from __future__ import annotations

from pathlib import Path

from paseo.prevention.quality.files import read_answers, read_decisions
from paseo.prevention.quality.pack import load_form
from paseo.web.accounts.people import PROGRAMME
from paseo.web.prevention.models import Measure, QualityCheck
from paseo.web.prevention.quality.actions import BringSheet, RaterWanted, Settle, StartCheck

RATERS = ("rater-1.csv", "rater-2.csv")
SETTLED = "settled.csv"


def bring_quality(folder: Path, city: str) -> QualityCheck | None:
    """Bring the check in a folder, by the same actions as any other.

    Args:
        folder: ``rater-1.csv``, ``rater-2.csv`` and perhaps ``settled.csv``.
        city: id of the city whose register holds the measure.

    Returns:
        The check; None where the folder has no raters or the register lacks the measure.

    Raises:
        Refused: when one of the files has an error.
    """
    files = [folder / name for name in RATERS]
    if not all(file.is_file() for file in files):
        return None
    form = load_form()
    first, second = (read_answers(file, form) for file in files)
    if not Measure.objects.filter(city=city, code=first.measure).exists():
        return None
    made = StartCheck(
        city=city,
        measure=first.measure,
        form=form.id,
        raters=(RaterWanted(first.rater), RaterWanted(second.rater)),
    ).run(PROGRAMME)
    for rater, sheet in zip(made.raters.order_by("number"), (first, second), strict=True):
        BringSheet(rater=rater, sheet=sheet).run(PROGRAMME)
    if (folder / SETTLED).is_file():
        decisions = {
            code: {"option": one.option, "reason": one.reason}
            for code, one in read_decisions(folder / SETTLED, form).items()
        }
        held = QualityCheck.objects.get(pk=made.pk)
        Settle(check_of=held, decisions=decisions).run(PROGRAMME)
    return QualityCheck.objects.get(pk=made.pk)
