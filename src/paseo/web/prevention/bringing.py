"""Brings what a city folder holds for the prevention room, by the actions that people use."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from paseo.assessment.framework_pack import load_framework
from paseo.assessment.vocabulary import vocabulary
from paseo.content.problems import Problems
from paseo.prevention.evaluation.pack import read_case
from paseo.prevention.measures.catalogue import load_catalogue
from paseo.prevention.measures.city import MEASURES_FILES, read_city_measures
from paseo.prevention.sheets.plain import read_sheet
from paseo.web.accounts.people import PROGRAMME
from paseo.web.prevention.collective.bringing import bring_partners
from paseo.web.prevention.evaluation.actions import BringTable, PlanEvaluation
from paseo.web.prevention.evaluation.making import compute
from paseo.web.prevention.gaps.bringing import bring_decisions
from paseo.web.prevention.quality.bringing import bring_quality
from paseo.web.prevention.register.actions import ImportMeasures
from paseo.web.prevention.sheets.actions import BeginSheet
from paseo.web.report.keeping import keep

#: Below a city folder: evaluation files, each with its table beside it.
EVALUATIONS: Final = "evaluations"
#: The answers of two raters to the quality check of one measure.
QUALITY: Final = "quality"
#: Action sheets, one file each, filled in as far as they are.
SHEETS: Final = "sheets"


def bring_prevention(folder: Path, city: str) -> None:
    """Bring the measures of a city folder, and what was asked about them.

    Args:
        folder: a city folder; parts that it lacks are left out.
        city: id of the city, which is in the workspace already.

    Raises:
        Refused: the measures or an evaluation have an error.
    """
    if any((folder / name).is_file() for name in MEASURES_FILES):
        found = read_city_measures(folder, vocabulary(load_framework()), load_catalogue())
        found.problems.refuse()
        ImportMeasures(city=city, register=found.register, file=folder.name).run(PROGRAMME)
    for file in sorted((folder / EVALUATIONS).glob("*.yaml")):
        _bring_evaluation(file, city)
    for file in sorted((folder / SHEETS).glob("*.yaml")):
        _bring_sheet(file, city)
    bring_quality(folder / QUALITY, city)
    bring_partners(folder, city)
    # Last: what was evaluated is no gap any more.
    bring_decisions(folder, city)


def _bring_evaluation(file: Path, city: str) -> None:
    case, _problems = read_case(file)
    held = PlanEvaluation(city=city, case=case).run(PROGRAMME)
    table = file.with_suffix(".csv")
    if table.is_file():
        held = BringTable(evaluation=held, case=case, name=table.name, sha256=keep(table)).run(
            PROGRAMME
        )
    compute(held, PROGRAMME)


def _bring_sheet(file: Path, city: str) -> None:
    problems = Problems()
    sheet = read_sheet(file, problems)
    problems.refuse()
    if sheet is not None:
        BeginSheet(city=city, sheet=sheet).run(PROGRAMME)
