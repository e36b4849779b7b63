"""Answers in words: coded by a person, counted by code, never shown for too few people."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from paseo.content.hints import hint, listed
from paseo.content.language import LanguageMap
from paseo.content.problems import Problems
from paseo.evidence.disclosure import Thresholds
from paseo.evidence.surveys.data import SurveyData
from paseo.evidence.surveys.recoding import texts_of
from paseo.stats import Agreement, kappa

#: What often tells who somebody is: an address of mail, a number of telephone or identity, a
#: title with a name, a street with a number.
_TELLING: Final = re.compile(
    r"[\w.+-]+@[\w-]+\.\w+"
    r"|(?:\+|00)?\d[\d ./-]{7,}\d"
    r"|\b\d{7,8}[A-Za-z]\b"
    r"|\b(?:Mr|Mrs|Ms|Dr|Sr|Sra|Don|Doña|Herr|Frau|Mme)\.? [A-ZÁÉÍÓÚÑ]\w+"
    r"|\b(?i:street|road|avenue|calle|avenida|plaza|rue)\b.{0,30}\b\d+\b"
    r"|\b\w+(?i:straße|strasse|street)\s+\d+"
)


@dataclass(frozen=True)
class OpenAnswer:
    """One answer in words.

    Args:
        at: position of the respondent; never an id that leads to a person.
        telling: the words seem to say who somebody is.
    """

    at: int
    text: str
    telling: bool


@dataclass(frozen=True)
class CodeCount:
    """How many answers got a code; ``count`` is None below the smallest group."""

    code: str
    label: LanguageMap
    count: int | None


def open_answers(data: SurveyData, column: str) -> tuple[list[OpenAnswer], Problems]:
    """Return the answers in words of a column, with a warning of those that may tell a person.

    They are for the person who codes them and for nobody else; only :func:`code_counts` leaves.

    Raises:
        Refused: when there is no such column.
    """
    problems = Problems()
    known = data.frame.columns
    if column not in known:
        problems.add(
            "S702", data.place(column), column=column, use=column, hint=hint(column, known),
            known=listed(known),
        )  # fmt: skip
        problems.refuse()
    found = [
        OpenAnswer(at, text, bool(_TELLING.search(text)))
        for at, text in enumerate(texts_of(data.frame[column]).to_list())
        if text is not None
    ]
    telling = [one.at for one in found if one.telling]
    if telling:
        problems.add(
            "S743", data.place(column, telling[0]), count=len(telling), rows=data.rows(telling)
        )
    return found, problems


def check_codes(
    given: Mapping[int, Sequence[str]], frame: Mapping[str, LanguageMap], data: SurveyData
) -> Problems:
    """Report codes that a person assigned and the code frame does not have.

    Args:
        given: position of a respondent to the codes of the answer.
        frame: code to what it stands for.
    """
    problems = Problems()
    unknown: dict[str, list[int]] = {}
    for at, codes in given.items():
        for code in codes:
            if code not in frame:
                unknown.setdefault(code, []).append(at)
    for code, rows in unknown.items():
        problems.add(
            "S744", data.place(at=rows[0]), value=code[:60], rows=data.rows(rows),
            hint=hint(code, frame), known=listed(frame),
        )  # fmt: skip
    return problems


def code_counts(
    given: Mapping[int, Sequence[str]], frame: Mapping[str, LanguageMap], least: int = 0
) -> list[CodeCount]:
    """Count the answers of each code; what lies under the smallest group is not said.

    With one code hidden the next smallest is hidden too, so that it does not follow from the
    number of all answers. Nought is said: it exposes nobody.

    Args:
        given: position of a respondent to the codes of the answer.
        frame: code to what it stands for, in its order.
        least: smallest group; never under that of registers.
    """
    least = max(least, Thresholds().register)
    counted = Counter(code for codes in given.values() for code in set(codes) if code in frame)
    hidden = {code for code in frame if 0 < counted[code] < least}
    if len(hidden) == 1:
        others = [code for code in frame if counted[code] >= least]
        hidden |= set(sorted(others, key=lambda code: counted[code])[:1])
    return [
        CodeCount(code, label, None if code in hidden else counted[code])
        for code, label in frame.items()
    ]


def coder_agreement(
    first: Mapping[int, Sequence[str]], second: Mapping[int, Sequence[str]]
) -> Agreement | None:
    """Return Cohen's kappa of two persons' first codes over the answers that both coded.

    None where fewer than two answers were coded by both, or both gave one code to all.

    >>> one = {1: ["light"], 2: ["police"], 3: ["light"], 4: ["noise"]}
    >>> round(float(coder_agreement(one, {**one, 4: ["light"]}).interval.value), 2)
    0.56
    """
    both = [at for at in first if first[at] and second.get(at)]
    codes = sorted({names[at][0] for names in (first, second) for at in both})
    if len(both) < 2 or len(codes) < 2:
        return None
    place = {code: number for number, code in enumerate(codes)}
    table = np.zeros((len(codes), len(codes)))
    for at in both:
        table[place[first[at][0]], place[second[at][0]]] += 1
    return kappa(table)


def codes_table(answers: Sequence[OpenAnswer], data: SurveyData, column: str) -> pl.DataFrame:
    """Return an empty coding table for a person: row in the file, answer, codes to fill in."""
    return pl.DataFrame(
        {
            "row": [data.row(one.at) for one in answers],
            column: [one.text for one in answers],
            "codes": ["" for _ in answers],
        },
        schema={"row": pl.Int64, column: pl.String, "codes": pl.String},
    )
