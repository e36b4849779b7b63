"""Published indices that tests read where they are at hand; this repository has no copy."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from paseo.stats.checks import FloatArray
from paseo.stats.composite import Element, Structure, Values

BESIDE = Path(__file__).resolve().parents[2] / "shared" / "reference"
REFERENCE = Path(os.environ.get("PASEO_REFERENCE", BESIDE))
ASEM = REFERENCE / "measurement" / "coinr-asem"
TAI = REFERENCE / "measurement" / "oecd-tai"
BERLIN = REFERENCE.parent / "data" / "berlin"


def rows_of(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    """Read a table, or skip the test where it is not at hand."""
    if not path.exists():
        pytest.skip(f"{path.name} is not at hand: set PASEO_REFERENCE")
    with path.open(encoding="utf-8-sig") as file:
        rows = csv.DictReader(file, delimiter=delimiter)
        return [{name.strip(): cell for name, cell in row.items()} for row in rows]


def number(cell: str) -> float:
    return float("nan") if cell in ("", "NA") else float(cell)


def asem() -> tuple[Values, Structure]:
    """The ASEM example of COINr: 51 countries, 49 indicators."""
    rows, about = rows_of(ASEM / "asem_idata.csv"), rows_of(ASEM / "asem_imeta.csv")
    structure = Structure.of(
        Element(
            one["iCode"], one["Parent"].replace("NA", ""), float(one["Weight"]),
            -1 if one["Direction"] == "-1" else 1,
            target=None if one["Target"] == "NA" else float(one["Target"]),
            denominator=one["Denominator"].replace("NA", ""),
        )
        for one in about
        if one["Type"] in ("Indicator", "Aggregate")
    )  # fmt: skip
    beside = [one["iCode"] for one in about if one["Type"] == "Denominator"]
    values = Values.of(
        [row["uCode"] for row in rows], structure.indicators,
        [[number(row[code]) for code in structure.indicators] for row in rows],
        groups={"EurAsia_group": [row["EurAsia_group"] for row in rows]},
        beside={code: [number(row[code]) for row in rows] for code in beside},
    )  # fmt: skip
    return values, structure


def asem_stage(name: str, values: Values) -> FloatArray:
    """A stage of the ASEM example as COINr leaves it, in the rows and columns of a table."""
    rows = {row["uCode"]: row for row in rows_of(ASEM / f"asem_dset_{name}.csv")}
    assert set(rows) == set(values.units)
    table = [[number(rows[unit][code]) for code in values.codes] for unit in values.units]
    return Values.of(values.units, values.codes, table).numbers
