"""The respondents' table of a survey: one row a respondent, as the file holds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import polars as pl

from paseo.content.hints import hint, listed
from paseo.content.problems import Place, Problems
from paseo.evidence.questionnaires.answers import AnswerSheet
from paseo.evidence.questionnaires.questionnaire import Questionnaire
from paseo.evidence.surveys.mapping import SurveyMapping

#: Names of columns that tell who somebody is; an analysis needs none of them.
IDENTIFYING: Final = (
    "name", "surname", "firstname", "lastname", "fullname", "nombre", "apellido", "apellidos",
    "email", "mail", "correo", "phone", "telephone", "telefono", "movil", "mobile", "address",
    "direccion", "street", "iban", "dni", "nif", "passport", "ip", "ipaddress", "ipaddr",
)  # fmt: skip
_NAMED: Final = 6


@dataclass(frozen=True)
class SurveyData:
    """The table of a survey.

    Args:
        frame: one row a respondent, columns as in the file; text, numbers or both.
        file, sheet: where it stands.
        numbers: row number of each respondent as a spreadsheet program shows it.
        problems: what reading found.
    """

    frame: pl.DataFrame
    file: str
    sheet: str = ""
    numbers: Sequence[int] = ()
    problems: Problems = field(default_factory=Problems, compare=False)

    @property
    def respondents(self) -> int:
        return self.frame.height

    def row(self, at: int) -> int:
        """Return the row in the file of the respondent at a position."""
        return self.numbers[at] if self.numbers else at + 2

    def place(self, column: str = "", at: int | None = None) -> Place:
        """Return where a column, or one cell of it, stands."""
        return Place(
            self.file, sheet=self.sheet, row=None if at is None else self.row(at), column=column
        )

    def rows(self, positions: Sequence[int]) -> str:
        """Return the first few row numbers, and how many more there are."""
        named = ", ".join(str(self.row(at)) for at in positions[:_NAMED])
        more = len(positions) - _NAMED
        return f"{named}, … (+{more})" if more > 0 else named

    def only(self, positions: Sequence[int]) -> SurveyData:
        """Return the table of some respondents; their row numbers stay."""
        kept = list(positions)
        return SurveyData(
            self.frame[kept], self.file, self.sheet, [self.row(at) for at in kept], self.problems
        )


def from_answers(questionnaire: Questionnaire, sheets: Sequence[AnswerSheet]) -> SurveyData:
    """Return the table of the answers that were given to one of our questionnaires."""
    from paseo.evidence.questionnaires.table import tables

    return SurveyData(tables(questionnaire, sheets).main, questionnaire.id)


def wanted_columns(mapping: SurveyMapping, frame: pl.DataFrame) -> dict[str, str]:
    """Return every column that a mapping needs, and what for."""
    design = mapping.design
    wanted: dict[str, str] = {}
    for name in (design.respondent, design.weight, *design.strata, *design.clusters,
                 design.population_size, design.wave_column,
                 *replicate_columns(mapping, frame)):  # fmt: skip
        if name:
            wanted.setdefault(name, "design")
    if design.outcome:
        wanted.setdefault(design.outcome.column, "design")
    for step in mapping.weighting:
        for margin in step.margins:
            for name in margin.columns:
                wanted.setdefault(name, "weighting")
    for domain in mapping.domains:
        wanted.setdefault(domain.column, domain.id)
    for rule in mapping.indicators:
        for name in rule.used():
            wanted.setdefault(name, rule.id)
    return wanted


def replicate_columns(mapping: SurveyMapping, frame: pl.DataFrame) -> tuple[str, ...]:
    """Return the columns that hold replicate weights."""
    replicates = mapping.design.replicates
    if replicates is None:
        return ()
    if replicates.columns:
        return replicates.columns
    return tuple(name for name in frame.columns if name.startswith(replicates.prefix))


def check_columns(data: SurveyData, mapping: SurveyMapping, problems: Problems) -> None:
    """Report columns that a mapping needs and the file lacks, and columns that name people."""
    known = data.frame.columns
    for name, use in wanted_columns(mapping, data.frame).items():
        if name not in known:
            problems.add(
                "S702", data.place(name), column=name, use=use, hint=hint(name, known),
                known=listed(known),
            )  # fmt: skip
    if mapping.design.replicates and not replicate_columns(mapping, data.frame):
        prefix = mapping.design.replicates.prefix
        problems.add("S724", data.place(), prefix=prefix, known=listed(known))
    naming = identifying_columns(known)
    if naming:
        problems.add("S725", data.place(naming[0]), columns=listed(naming))


def identifying_columns(names: Sequence[str]) -> list[str]:
    """Return the names of columns that seem to tell who somebody is.

    >>> identifying_columns(["id", "E-mail", "Phone number", "district_name", "Q1"])
    ['E-mail', 'Phone number']
    """
    found = []
    for name in names:
        plain = "".join(sign for sign in name.lower() if sign.isalnum())
        words = "".join(sign if sign.isalnum() else " " for sign in name.lower()).split()
        if plain in IDENTIFYING or (words and words[0] in IDENTIFYING):
            found.append(name)
    return found


def read_survey(path: Path, shown: str = "") -> SurveyData:
    """Return the table in a CSV, Excel or Parquet file.

    Args:
        path: the file; of a workbook the first sheet with a table.
        shown: its name in messages, where it was uploaded under another.

    Raises:
        Refused: when the file cannot be read as a table.
    """
    from paseo.evidence.surveys.survey_file import read_table

    return read_table(path, shown or path.name)
