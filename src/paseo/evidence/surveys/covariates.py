"""The table of covariates by district that a small-area model needs."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from paseo.evidence.surveys.data import read_survey
from paseo.evidence.surveys.districts import AREA
from paseo.evidence.surveys.recoding import numbers_of, texts_of


def read_covariates(path: Path, shown: str = "") -> pl.DataFrame:
    """Return ``area`` and every column of numbers of a CSV, Excel or Parquet file.

    A column that holds a word anywhere is no column of numbers and is left out.

    Raises:
        Refused: when the file cannot be read as a table.
    """
    frame = read_survey(path, shown).frame
    kept = []
    for name in frame.columns:
        if name == AREA:
            kept.append(texts_of(frame[name]).alias(AREA))
            continue
        numbers = numbers_of(frame[name])
        if numbers.null_count() == texts_of(frame[name]).null_count():
            kept.append(numbers.alias(name))
    return pl.DataFrame(kept)
