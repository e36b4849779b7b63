"""Names in a form: variables keep theirs, groups and notes take what is free."""

from __future__ import annotations

from typing import Final

from paseo.evidence.questionnaires.questionnaire import Questionnaire
from paseo.evidence.questionnaires.variables import variables

#: What the root of a form is called unless a question bears that name.
ROOT: Final = "data"


class Names:
    """Gives out names that are free; letter case counts for nothing, as in most tables."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._taken = {one.name.lower() for one in variables(questionnaire)}
        # Conditions ask for groups by their id: those go first.
        self._groups = {
            question.id: self._free(question.id)
            for question in questionnaire.questions()
            if question.type in ("matrix", "record", "repeat")
        }
        # Notes have no variable, but keep their name all the same.
        self._taken |= {question.id.lower() for question in questionnaire.questions()}
        self._sections = {one.id: self._free(one.id) for one in questionnaire.sections}
        self.root = self._free(ROOT)

    def group(self, question: str) -> str:
        """Return the name of the group of a matrix, a record or a repeat group."""
        return self._groups[question]

    def section(self, section: str) -> str:
        """Return the name of the group of a section."""
        return self._sections[section]

    def helper(self, beside: str, ending: str) -> str:
        """Return a name for a row that holds no answer."""
        return self._free(f"{beside}_{ending}" if beside else ending)

    def _free(self, wanted: str) -> str:
        name, number = wanted, 1
        while name.lower() in self._taken:
            number += 1
            name = f"{wanted}_{number}"
        self._taken.add(name.lower())
        return name
