"""Lists of choices: which questions share one, and what they are called in a form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from paseo.content.language import LanguageMap
from paseo.evidence.questionnaires.questionnaire import Option, OptionList
from paseo.evidence.questionnaires.xlsform.rows import OWN, Line, Row, kept

#: What the list is called that holds reasons for no answer to open questions.
REASONS: Final = "reasons"


class ChoiceLists:
    """The lists of a form that is being written; equal lists are written once."""

    def __init__(self) -> None:
        self._names: dict[tuple[tuple[Option, ...], tuple[Option, ...]], str] = {}

    def name(self, wanted: str, options: Sequence[Option], missing: Sequence[Option] = ()) -> str:
        """Return the name of a list in the form.

        Args:
            wanted: what it is called where no other list bears that name.
        """
        key = (tuple(options), tuple(missing))
        if key not in self._names:
            taken = {one.lower() for one in self._names.values()}
            name, number = wanted, 1
            while name.lower() in taken:
                number += 1
                name = f"{wanted}_{number}"
            self._names[key] = name
        return self._names[key]

    def lines(self) -> list[Line]:
        """Return the rows of the sheet of choices."""
        return [
            {
                "list_name": name,
                "name": one.code,
                "label": one.label,
                OWN: kept(missing=is_missing, other=one.other, exclusive=one.exclusive),
            }
            for (options, missing), name in self._names.items()
            for one, is_missing in (*((o, False) for o in options), *((m, True) for m in missing))
        ]


def options_of(rows: Sequence[Row]) -> tuple[tuple[Option, ...], tuple[Option, ...]]:
    """Return the options and the reasons for no answer of a list that we wrote."""
    options: list[Option] = []
    missing: list[Option] = []
    for row in rows:
        mark = row.mark
        option = Option(
            row.word("name"), row.words("label"), mark.get("other", False),
            mark.get("exclusive", False),
        )  # fmt: skip
        (missing if mark.get("missing") else options).append(option)
    return tuple(options), tuple(missing)


def numbered(options: OptionList, languages: Sequence[str]) -> tuple[int, int] | None:
    """Return the ends of a list that is nothing but consecutive numbers, None for any other.

    >>> from paseo.content.language import LanguageMap
    >>> points = tuple(Option(str(n), LanguageMap({"en": str(n)})) for n in range(11))
    >>> numbered(OptionList("s", LanguageMap("0-10"), points), ("en",))
    (0, 10)
    """
    codes = options.codes()
    if options.missing or not all(code.isdecimal() and str(int(code)) == code for code in codes):
        return None
    low, high = int(codes[0]), int(codes[-1])
    plain = all(
        one.label == LanguageMap(dict.fromkeys(languages, one.code))
        and not (one.other or one.exclusive)
        for one in options.options
    )
    if plain and list(codes) == [str(number) for number in range(low, high + 1)]:
        return low, high
    return None
