"""The rows of a form before they are cells: what a program writes and what it found."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, TypeAlias

from paseo.content.language import LanguageMap
from paseo.evidence.questionnaires.xlsform.own_shape import is_own_mark

#: Columns that every language has for itself.
TRANSLATED: Final = ("label", "hint", "constraint_message")
#: The column, and the sheet, in which stands what XLSForm has no place for; no tool reads it.
OWN: Final = "paseo"

_REFERENCE: Final = re.compile(r"\$\{(?:([A-Za-z_][\w.-]*)\})?")

#: A row to be written: column to text, or to a language map.
Line: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class Row:
    """A row that was read.

    Args:
        number: as a spreadsheet program shows it.
        cells: column to text; empty cells are left out.
        texts: column to language to text, for columns with a language.
    """

    number: int
    cells: Mapping[str, str]
    texts: Mapping[str, LanguageMap] = field(default_factory=dict)

    def word(self, column: str) -> str:
        """Return a cell without the space around it; empty where there is none."""
        return self.cells.get(column, "").strip()

    def words(self, column: str) -> LanguageMap:
        """Return a text in its languages."""
        return self.texts.get(column, LanguageMap({}))

    def words_or_none(self, column: str) -> LanguageMap | None:
        """Return a text in its languages, None where nothing stands."""
        return self.words(column) or None

    @property
    def mark(self) -> dict[str, Any]:
        """What our own writer kept in the row; nothing where others wrote it."""
        return _mark_of(self.cells.get(OWN, "") or "{}")


@lru_cache(maxsize=4096)
def _mark_of(text: str) -> dict[str, Any]:
    try:
        kept = json.loads(text)
    except ValueError:
        return {}
    return kept if is_own_mark(kept) else {}


@dataclass(frozen=True)
class Form:
    """The sheets of a form, read.

    Args:
        file: its name, for messages.
        own: what our own writer kept of the whole questionnaire; empty in a form of others.
        columns: columns of the survey sheet as they were named.
        languages: codes in the order of the columns.
        unnamed: names of languages that could not be told.
        assumed: the language that was assumed for columns without one; empty where none was.
    """

    file: str
    survey: Sequence[Row]
    choices: Mapping[str, Sequence[Row]]
    settings: Mapping[str, str]
    own: Mapping[str, Any]
    columns: Sequence[str]
    languages: Sequence[str]
    language: str
    unnamed: Sequence[str] = ()
    assumed: str = ""


#: Stands between the signs of a ``${`` that names nothing in the form, unseen, so that the form
#: shows it as it is instead of looking for an answer.
_JOINT: Final = "\u2060"


def literal(words: LanguageMap, names: Collection[str]) -> LanguageMap:
    """Return a text whose ``${...}`` a form takes for an answer only where it names a question.

    >>> words = LanguageMap("${q1} of ${x}")
    >>> literal(words, {"q1"})["en"] == "${q1} of $\u2060{x}"
    True
    """
    if not any("${" in text for text in words.values()):
        return words
    return LanguageMap(
        {
            code: _REFERENCE.sub(
                lambda one: one[0] if one[1] in names else f"${_JOINT}{one[0][1:]}", text
            )
            for code, text in words.items()
        }
    )


def unjoined(text: str) -> str:
    """Return a text of ours as it was before :func:`literal`.

    >>> unjoined("$\u2060{x}")
    '${x}'
    """
    return text.replace(f"${_JOINT}{{", "${")


def kept(**values: Any) -> str:
    """Return what XLSForm has no place for as the text of a cell; what is empty is left out.

    >>> kept(question="q1", low=0, unit=None, sensitive=False)
    '{"question": "q1", "low": 0}'
    """
    held = {
        name: dict(value) if isinstance(value, LanguageMap) else value
        for name, value in values.items()
        if value is not None and value is not False and value not in ("", [], {}, ())
    }
    # pyxform looks for names behind ``${`` in every column; JSON can write the sign otherwise.
    return json.dumps(held, ensure_ascii=False).replace("${", "$\\u007b") if held else ""
