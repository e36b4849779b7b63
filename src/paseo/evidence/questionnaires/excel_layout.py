"""Where what stands in an Excel form for answers: the writer and the reader agree here."""

from __future__ import annotations

from typing import Final

#: Written into the hidden sheet of lists; below it id, version, language and number of the sheet.
FORM_MARK: Final = "paseo.questionnaire 1"
#: Columns of a section.
CODE: Final = 0
QUESTION: Final = 1
HELP: Final = 2
ANSWER: Final = 3
REASON: Final = 4
OTHERS: Final = 5
COMMENTS: Final = 6
#: The line of the guide where respondents write who they are.
RESPONDENT: Final = "_respondent"
GUIDE_ANSWER: Final = 2
#: Position of the row of column names in a section; above it title and one sentence.
HEADER: Final = 2
#: Empty lines of a repeat group.
EMPTY_ROWS: Final = 60
