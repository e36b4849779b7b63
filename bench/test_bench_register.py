"""A register of 1,000 measures: read with every check, and written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from paseo.content.problems import Problems
from paseo.prevention.measures.catalogue import load_catalogue, start_from
from paseo.prevention.measures.files import read_register, write_csv
from paseo.prevention.measures.ground import Ground
from paseo.prevention.measures.measure import Register
from paseo.prevention.measures.workbook import write_excel

MANY = 1000
CATALOGUE = load_catalogue()
GROUND = Ground(catalogue=CATALOGUE)


@pytest.fixture(scope="module")
def register() -> Register:
    """Return a register that repeats the examples of the catalogue."""
    examples = CATALOGUE.measures
    return Register(
        replace(start_from(examples[at % len(examples)], f"m{at}", CATALOGUE), note="none")
        for at in range(MANY)
    )


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_bench_read(
    benchmark: Callable[..., object], register: Register, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"measures.{ending}"
    write_csv(register, path) if ending == "csv" else write_excel(register, path, GROUND)
    benchmark.pedantic(lambda: read_register(path, Problems(), GROUND), rounds=3, warmup_rounds=1)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_bench_write(
    benchmark: Callable[..., object], register: Register, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"measures.{ending}"
    write = write_csv if ending == "csv" else write_excel
    benchmark.pedantic(lambda: write(register, path), rounds=3, warmup_rounds=1)
