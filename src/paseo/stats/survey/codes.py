"""Answers as codes: reading categories and groups as a survey file holds them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from paseo.stats.checks import FloatArray
from paseo.stats.survey.problems import refused

MISSING: Final = -1


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """A grouping that is read once for all the questions that it divides.

    Attributes:
        codes: Place of each respondent's label, -1 where it is missing.
        labels: The labels, in order.

    Example:
        >>> Grouping.of(["north", None, "south", "north"]).labels
        ['north', 'south']
    """

    codes: NDArray[np.int64]
    labels: list[str]

    @classmethod
    def of(cls, values: object) -> Grouping:
        """Read the label of each respondent; None, NaN and empty text are missing."""
        return cls(*levels(values))

    def holds(self, label: str) -> NDArray[np.bool_]:
        """Who is in a group."""
        return np.asarray(self.codes == self.labels.index(label))


#: One grouping, several, or several with names.
By = ArrayLike | Grouping | Sequence[ArrayLike] | Mapping[str, ArrayLike | Grouping]


def coded(values: object) -> NDArray[np.int64]:
    """Give each distinct label a number from 0, in order; missing labels take -1."""
    return levels(values)[0]


def levels(values: object) -> tuple[NDArray[np.int64], list[str]]:
    """Number the distinct labels and name them; None, NaN and empty text are missing.

    Whole numbers are named without a decimal point, so that 1, 1.0 and "1" are one code.
    """
    if isinstance(values, Grouping):
        return values.codes, values.labels
    array = _flat(values)
    if array.dtype.kind == "b":
        array = array.astype(str)
    if array.dtype.kind in "iuf":
        return _numbered(array)
    return _worded(array)


def _flat(values: object) -> NDArray[Any]:
    array = np.asarray(values)
    if array.dtype.kind == "S":
        return array.astype(str)
    if array.dtype.kind == "O":
        try:
            as_float = array.astype(np.float64)
        except (TypeError, ValueError):
            return array
        mixed = any(isinstance(value, str | bool | np.bool_) for value in array.flat)
        return array if mixed else as_float
    return array


def _numbered(array: NDArray[Any]) -> tuple[NDArray[np.int64], list[str]]:
    given = ~np.isnan(array) if array.dtype.kind == "f" else np.ones(array.shape, dtype=np.bool_)
    found, place = np.unique(array[given], return_inverse=True)
    codes = np.full(array.shape, MISSING, dtype=np.int64)
    codes[given] = place
    return codes, [_number_name(value) for value in found.tolist()]


def _number_name(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def _worded(array: NDArray[Any]) -> tuple[NDArray[np.int64], list[str]]:
    import polars as pl

    # Hashing words in polars is far quicker than sorting 100,000 of them in numpy.
    words = array.tolist()
    if not set(map(type, words)) <= {str, type(None)}:
        words = [code_name(value) for value in words]
    series = pl.Series("word", words, dtype=pl.String)
    series = series.set(series == "", None)
    found = series.drop_nulls().unique().sort()
    names: list[str] = found.to_list()
    if all(_is_number(name) for name in names):
        names.sort(key=float)
    place = {name: number for number, name in enumerate(names)}
    codes = series.replace_strict(place, default=None, return_dtype=pl.Int64).fill_null(MISSING)
    return codes.to_numpy().astype(np.int64), names


def _is_number(word: str) -> bool:
    try:
        return bool(np.isfinite(float(word)))
    except ValueError:
        return False


def code_name(value: object) -> str | None:
    """The name of one code as `levels` gives it; None for a missing one."""
    if value is None or value == "":
        return None
    if isinstance(value, bool | np.bool_):
        return str(bool(value))
    if isinstance(value, int | float | np.number):
        return None if np.isnan(float(value)) else _number_name(float(value))
    return str(value)


def groupings(by: By | None, n: int) -> dict[str, tuple[NDArray[np.int64], list[str]]]:
    """Read the groupings of an estimate: name to codes and their labels."""
    if by is None:
        return {}
    if isinstance(by, Mapping):
        named: dict[str, object] = dict(by)
    elif _several(by):
        many = list(by)  # type: ignore[arg-type]
        named = {f"group {place + 1}": given for place, given in enumerate(many)}
    else:
        named = {"group": by}
    read = {}
    for name, given in named.items():
        codes, labels = levels(given)
        if codes.shape != (n,):
            raise refused(
                "lengths-differ",
                f"The grouping {name} has {codes.size} entries for {n} respondents.",
            )
        read[name] = (codes, labels)
    return read


def _several(by: object) -> bool:
    if isinstance(by, np.ndarray):
        return False
    return (
        isinstance(by, list | tuple) and bool(by) and isinstance(by[0], list | tuple | np.ndarray)
    )


def numbers(name: str, values: object, n: int) -> FloatArray:
    """Read a numeric variable; None and NaN are missing answers.

    Raises:
        SurveyError: There are words among the answers, or another number of them.
    """
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        _, labels = levels(values)
        raise refused(
            "labels-not-numbers",
            f"The answers of {name} are words ({', '.join(labels[:5])}), not numbers: give"
            " numbers, or estimate the share of a category.",
        ) from None
    if array.shape != (n,):
        raise refused(
            "lengths-differ", f"{name} has {array.size} answers for {n} respondents: give one each."
        )
    infinite = np.isinf(array)
    if infinite.any():
        sentence = f"{name} is infinite for {{count}} respondents (rows {{rows}})."
        raise refused("infinite", sentence, bad=infinite)
    return array


def categories(
    name: str,
    values: object,
    n: int,
    *,
    known: Collection[object] | None = None,
    without: Collection[object] = (),
) -> tuple[NDArray[np.int64], list[str]]:
    """Read a categorical variable, take out answers that leave the base, refuse unknown codes.

    Raises:
        SurveyError: An answer is none of the known codes, or the lengths differ.
    """
    codes, labels = levels(values)
    if codes.shape != (n,):
        raise refused(
            "lengths-differ", f"{name} has {codes.size} answers for {n} respondents: give one each."
        )
    if known is not None:
        allowed = {code_name(code) for code in known}
        strange = [label for label in labels if label not in allowed]
        bad = np.isin(codes, [labels.index(label) for label in strange])
        if strange:
            raise refused(
                "unknown-codes",
                f"{{count}} answers of {name} (rows {{rows}}) are none of its codes:"
                f" {', '.join(strange[:5])}. Labels must be turned into codes first.",
                bad=bad,
            )
        kept = [label for label in map(code_name, known) if label is not None]
        place = np.array([kept.index(label) for label in labels] + [MISSING], dtype=np.int64)
        codes, labels = place[codes], kept
    dropped = {code_name(code) for code in without}
    out = [place for place, label in enumerate(labels) if label in dropped]
    codes = np.where(np.isin(codes, out), MISSING, codes)
    stay = [place for place in range(len(labels)) if place not in out]
    moved = np.full(len(labels) + 1, MISSING, dtype=np.int64)
    moved[stay] = np.arange(len(stay))
    return moved[codes], [labels[place] for place in stay]


def chosen(name: str, of: Collection[object], labels: Sequence[str], *, stated: bool) -> set[int]:
    """The places of the wanted codes among the labels of a variable.

    A code that nobody chose is a share of 0. Codes that are numbers while all the answers are
    words (or the other way round) are a mistake, and refused.
    """
    wanted = [code for code in map(code_name, of) if code is not None]
    if not wanted:
        raise refused("no-codes", f"Say of which codes of {name} the share is wanted.")
    if isinstance(of, str | bytes):
        raise refused("no-codes", f"Give the codes of {name} as a set or list, not as one text.")
    found = {place for place, label in enumerate(labels) if label in wanted}
    if found or stated or not labels:
        return found
    if all(map(_is_number, wanted)) != all(map(_is_number, labels)):
        raise refused(
            "labels-not-codes",
            f"None of the codes {', '.join(wanted[:5])} occurs in {name}, whose answers are"
            f" {', '.join(labels[:5])}: these look like labels beside codes.",
        )
    return found
