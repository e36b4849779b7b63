"""Answers collected with EUSurvey, as it exports them (XLSX, ODS saved as XLSX, CSV).

Column conventions as in the source of EUSurvey (``tools/export/CommonExcelExportCreator.java`` and
``messages_en.properties``): words of the question as column name, followed by its short name in
round brackets where that was asked for; ``matrix: row``; several answers in one cell with ``; ``
between them, or with "Yes" and "No" in a column for each option after that of the question; last
"Invitation number", "Contribution ID", "User name", "Creation date", "Last update", "Languages".
Above the column names can stand the alias and the date of the export.
"""

from __future__ import annotations

from typing import Final

from paseo.evidence.questionnaires.imports.tool import Tool

EUSURVEY: Final = Tool(
    name="eusurvey",
    marks=frozenset(
        ("invitation number", "contribution id", "user name", "creation date", "last update",
         "languages", "número de invitación", "id de la contribución", "nombre de usuario",
         "fecha de creación", "última actualización", "lenguas", "idiomas", "total score")
    ),
    least=2,
    id=("contribution id", "id de la contribución"),
    respondent=("invitation number", "número de invitación", "user name", "nombre de usuario"),
    language=("languages", "lenguas", "idiomas"),
    started=("creation date", "fecha de creación"),
    finished=("last update", "última actualización", "creation date", "fecha de creación"),
)  # fmt: skip
