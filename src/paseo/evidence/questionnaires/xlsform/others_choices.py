"""Lists of choices in forms of others: options, reasons for no answer, codes that must change."""

from __future__ import annotations

from typing import Final

from paseo.content.language import LanguageMap
from paseo.content.problems import Place, Problems
from paseo.evidence.questionnaires.questionnaire import MISSING, Option, OptionList
from paseo.evidence.questionnaires.xlsform.limits import say
from paseo.evidence.questionnaires.xlsform.renaming import unique, valid_code
from paseo.evidence.questionnaires.xlsform.rows import Form, Row

#: The code that ``or_other`` adds, by the XLSForm reference.
OTHER: Final = "other"


class OthersChoices:
    """Reads the lists of choices; each list once.

    Attributes:
        codes: list to code in the form to code here, for codes that had to change.
    """

    def __init__(self, form: Form, problems: Problems) -> None:
        self.form = form
        self.problems = problems
        self.codes: dict[str, dict[str, str]] = {}
        self._ids: dict[tuple[str, bool], str] = {}
        self._read: dict[str, tuple[tuple[Option, ...], tuple[Option, ...]]] = {}
        self._taken: set[str] = set()

    def options(self, name: str, other: bool) -> OptionList | None:
        """Return a list of choices; None where it offers nothing.

        Args:
            other: the form adds the choice "other".
        """
        if name not in self._read:
            self._read[name] = self._list(name)
        options, missing = self._read[name]
        if other and all(one.code != OTHER for one in options):
            options = (*options, Option(OTHER, say("other", tuple(self.form.languages)), True))
        elif other:
            options = tuple(
                Option(one.code, one.label, one.code == OTHER, one.exclusive) for one in options
            )
        if not options:
            return None
        key = (name, other)
        if key not in self._ids:
            wanted = valid_code(name) + ("_or_other" if other else "")
            self._ids[key] = unique(wanted, self._taken)
        return OptionList(self._ids[key], LanguageMap({self.form.language: name}), options, missing)

    def _list(self, name: str) -> tuple[tuple[Option, ...], tuple[Option, ...]]:
        options: list[Option] = []
        missing: list[Option] = []
        taken: set[str] = set()
        seen: set[str] = set()
        for row in self.form.choices.get(name, ()):
            written = row.word("name")
            if written in seen:
                self.problems.add("X648", self._place(row), value=written, list=name)
                continue
            seen.add(written)
            label = row.words("label") or LanguageMap({self.form.language: written})
            if written in MISSING:
                missing.append(Option(written, label))
                continue
            code = valid_code(written)
            while code in taken or code in MISSING:
                code = f"{code}_{len(taken) + 1}"
            taken.add(code)
            if code != written:
                self.codes.setdefault(name, {})[written] = code
            options.append(Option(code, label))
        return tuple(options), tuple(missing)

    def _place(self, row: Row) -> Place:
        return Place(self.form.file, sheet="choices", row=row.number)
