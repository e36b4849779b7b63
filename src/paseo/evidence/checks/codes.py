"""Codes: indicators, areas, breakdowns, units, sources, and the words that should be equal."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import polars as pl

from paseo.evidence import columns
from paseo.evidence.checks.report import AT, Report, closest
from paseo.evidence.city import Area
from paseo.evidence.vocabulary import Vocabulary

#: Words that most tables use; others are allowed, because cities know more than this list.
USUAL_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    columns.DENOMINATOR_KIND: (
        "resident", "ambient", "dwellings", "vehicles", "premises", "area", "visitors",
    ),
    columns.BASE: ("all_answers", "valid_answers"),
    columns.MODE: (
        "telephone", "web", "face_to_face", "mixed", "register", "audit", "geodata",
    ),
    columns.SAMPLE: ("probability", "quota", "panel", "census", "register"),
    columns.COUNTING_UNIT: ("offence", "victim", "suspect", "call", "respondent", "resident"),
    columns.RECORDING_STAGE: ("input", "intermediate", "output"),
}  # fmt: skip
_MISSPELT: Final = 0.8
_TOTALS: Final = ("_t", "t", "total", "_total")
#: Between the parts of a breakdown, and between key and code.
PART_SIGN: Final = ";"
KEY_SIGN: Final = "="


def check_required(frame: pl.DataFrame, report: Report) -> None:
    """Report rows without indicator, area or period."""
    for column in columns.REQUIRED:
        report.each(
            "O401",
            frame.filter(pl.col(column).is_null() & ~pl.col(AT).is_in(report.explained(column))),
            column,
            lambda _: {},
        )


def check_indicators(frame: pl.DataFrame, vocabulary: Vocabulary, report: Report) -> None:
    known = {code: one.name.values() for code, one in vocabulary.indicators.items()}
    _check_known(frame, columns.INDICATOR, known, ("O402", "O403"), report)


def check_areas(
    frame: pl.DataFrame, areas: Sequence[Area], vocabulary: Vocabulary, report: Report
) -> None:
    """Report unknown areas, unusual levels, and boundary versions that nobody described."""
    known = {area.id: area.name.values() for area in areas}
    _check_known(frame, columns.AREA, known, ("O404", "O405"), report)
    _check_levels(frame, areas, vocabulary, report)
    _check_boundaries(frame, areas, report)


def check_sources(frame: pl.DataFrame, sources: Mapping[str, Any], report: Report) -> None:
    """Report sources that city.yaml does not list.

    Args:
        sources: id to the words of its title.
    """
    _check_known(frame, columns.SOURCE, sources, ("O428", "O429"), report)


def check_sourced(frame: pl.DataFrame, report: Report) -> None:
    """Report values of which nobody said where they come from."""
    unsourced = frame.filter(pl.col(columns.VALUE).is_not_null() & pl.col(columns.SOURCE).is_null())
    report.distinct(unsourced, [columns.SOURCE], columns.SOURCE, lambda _: ("O442", {}))


def _check_known(
    frame: pl.DataFrame,
    column: str,
    known: Mapping[str, Iterable[str]],
    codes: tuple[str, str],
    report: Report,
) -> None:
    """Report each unknown code once: with what was probably meant, or without."""
    unknown = frame.filter(pl.col(column).is_not_null() & ~pl.col(column).is_in(list(known)))

    def tell(group: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
        word = group[column]
        meant = closest(word, known)
        return codes[0 if meant else 1], {"value": word[:60], "closest": meant}

    report.distinct(unknown, [column], column, tell)


def _check_levels(
    frame: pl.DataFrame, areas: Sequence[Area], vocabulary: Vocabulary, report: Report
) -> None:
    meant = pl.DataFrame(
        [
            (code, level)
            for code, one in vocabulary.indicators.items()
            for level in one.levels or ("city", "district", "neighbourhood", "space")
        ],
        schema={columns.INDICATOR: pl.String, "_level": pl.String},
        orient="row",
    )
    levels = pl.DataFrame(
        {columns.AREA: [area.id for area in areas], "_level": [area.level for area in areas]},
        schema={columns.AREA: pl.String, "_level": pl.String},
    )
    unusual = (
        frame.filter(pl.col(columns.INDICATOR).is_in(list(vocabulary.indicators)))
        .join(levels, on=columns.AREA, how="inner", maintain_order="left")
        .join(meant, on=[columns.INDICATOR, "_level"], how="anti", maintain_order="left")
    )

    def tell(group: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
        code = group[columns.INDICATOR]
        levels_meant = ", ".join(vocabulary.indicators[code].levels)
        return "O438", {"indicator": code, "level": group["_level"], "known": levels_meant}

    report.distinct(unusual, [columns.INDICATOR, "_level"], columns.AREA, tell)


def _check_boundaries(frame: pl.DataFrame, areas: Sequence[Area], report: Report) -> None:
    described = {area.id: [one.id for one in area.boundaries] for area in areas}
    pairs = [(code, one) for code, versions in described.items() for one in versions]
    schema = {columns.AREA: pl.String, columns.BOUNDARY: pl.String}
    unknown = frame.filter(
        pl.col(columns.BOUNDARY).is_not_null()
        & pl.col(columns.AREA).is_in([code for code, versions in described.items() if versions])
    ).join(
        pl.DataFrame(pairs, schema=schema, orient="row"),
        on=list(schema), how="anti", maintain_order="left",
    )  # fmt: skip

    def tell(group: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
        area = group[columns.AREA]
        known = ", ".join(described[area])
        return "O437", {"area": area, "value": group[columns.BOUNDARY], "known": known}

    report.distinct(unknown, list(schema), columns.BOUNDARY, tell)


def check_units(frame: pl.DataFrame, vocabulary: Vocabulary, report: Report) -> pl.DataFrame:
    """Report units that are not the indicator's, and write its unit where none stands."""
    units = pl.DataFrame(
        [(code, one.unit) for code, one in vocabulary.indicators.items()],
        schema={columns.INDICATOR: pl.String, "_unit": pl.String},
        orient="row",
    )
    joined = frame.join(units, on=columns.INDICATOR, how="left", maintain_order="left")
    wrong = joined.filter(pl.col(columns.UNIT) != pl.col("_unit"))

    def tell(group: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
        return "O420", {
            "indicator": group[columns.INDICATOR],
            "value": group[columns.UNIT][:60],
            "expected": group["_unit"],
        }

    report.distinct(wrong, [columns.INDICATOR, columns.UNIT, "_unit"], columns.UNIT, tell)
    return joined.with_columns(pl.coalesce(columns.UNIT, "_unit").alias(columns.UNIT)).drop("_unit")


def check_breakdowns(frame: pl.DataFrame, vocabulary: Vocabulary, report: Report) -> pl.DataFrame:
    """Report breakdowns that are not known, and write the others in their one form.

    The one form has its keys sorted; an empty cell is the total.
    """
    spellings = frame[columns.BREAKDOWN].drop_nulls().unique().to_list()
    read = {text: _read_breakdown(text, vocabulary) for text in spellings}
    wrong = frame.filter(
        pl.col(columns.BREAKDOWN).is_in([text for text, (_, fault) in read.items() if fault])
    )

    def tell(group: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
        text = group[columns.BREAKDOWN]
        code, values = read[text][1] or ("O409", {})
        return code, {"value": text[:60], **values}

    report.distinct(wrong, [columns.BREAKDOWN], columns.BREAKDOWN, tell)
    forms = {text: form for text, (form, _) in read.items()}
    form = pl.col(columns.BREAKDOWN).replace_strict(forms, default=None, return_dtype=pl.String)
    return frame.with_columns(form.fill_null(columns.TOTAL).alias(columns.BREAKDOWN))


_Fault = tuple[str, dict[str, Any]]


def _read_breakdown(text: str, vocabulary: Vocabulary) -> tuple[str, _Fault | None]:
    """Return the one form of a breakdown and what is wrong with it.

    >>> words = Vocabulary("f", {}, {}, {})
    >>> _read_breakdown("Total", words)
    ('_T', None)
    """
    if text.casefold() in _TOTALS:
        return columns.TOTAL, None
    parts: dict[str, str] = {}
    for part in text.split(PART_SIGN):
        key, sign, code = (piece.strip() for piece in part.partition(KEY_SIGN))
        if not (key and sign and code) or key in parts:
            return text, ("O409", {})
        fault = _unknown_part(key, code, vocabulary)
        if fault:
            return text, fault
        parts[key] = code
    return PART_SIGN.join(f"{key}{KEY_SIGN}{parts[key]}" for key in sorted(parts)), None


def _unknown_part(key: str, code: str, vocabulary: Vocabulary) -> _Fault | None:
    known = vocabulary.breakdowns
    if key not in known:
        meant = closest(key, {name: one.name.values() for name, one in known.items()})
        values = {"key": key[:40], "closest": meant, "known": ", ".join(known)}
        return ("O406" if meant else "O407"), values
    codes = known[key].codes
    if codes and code not in codes:
        return "O408", {"key": key, "part": code[:40], "known": ", ".join(codes)}
    return None


def check_words(frame: pl.DataFrame, vocabulary: Vocabulary, report: Report) -> None:
    """Report words that look like a misspelling of a usual one."""
    from_framework = {word for one in vocabulary.indicators.values() for word in one.denominators}
    for column, usual in USUAL_WORDS.items():
        extra = from_framework if column == columns.DENOMINATOR_KIND else set()
        known = sorted({*usual, *extra})
        others = frame.filter(pl.col(column).is_not_null() & ~pl.col(column).is_in(known))
        meant = {
            word: difflib.get_close_matches(word.casefold(), known, n=1, cutoff=_MISSPELT)
            for word in others[column].unique().to_list()
        }
        misspelt = others.filter(pl.col(column).is_in([word for word, one in meant.items() if one]))
        _report_misspelt(misspelt, column, meant, known, report)


def _report_misspelt(
    rows: pl.DataFrame,
    column: str,
    meant: Mapping[str, Sequence[str]],
    known: Sequence[str],
    report: Report,
) -> None:
    def tell(group: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
        word = group[column]
        return "O435", {
            "value": word[:60], "column": column, "closest": meant[word][0],
            "known": ", ".join(known),
        }  # fmt: skip

    report.distinct(rows, [column], column, tell)


def check_definitions(frame: pl.DataFrame, wordings: Iterable[str], report: Report) -> None:
    """Report definitions whose wording nobody wrote down."""
    unknown = frame.filter(
        pl.col(columns.DEFINITION).is_not_null() & ~pl.col(columns.DEFINITION).is_in(list(wordings))
    )
    report.distinct(
        unknown,
        [columns.DEFINITION],
        columns.DEFINITION,
        lambda group: ("O436", {"value": group[columns.DEFINITION][:60]}),
    )


def check_city(frame: pl.DataFrame, city: str, report: Report) -> None:
    """Report rows that say they belong to another city."""
    others = frame.filter(pl.col(columns.CITY).is_not_null() & (pl.col(columns.CITY) != city))
    report.distinct(
        others,
        [columns.CITY],
        columns.CITY,
        lambda group: ("O439", {"value": group[columns.CITY][:60], "city": city}),
    )
