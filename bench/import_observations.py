"""How long importing 100,000 observations takes, all checks included (aim: under 10 s).

Usage: python bench/import_observations.py [rows] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from itertools import product
from pathlib import Path

import polars as pl

from paseo.assessment.framework import Framework
from paseo.assessment.framework_pack import load_framework
from paseo.assessment.vocabulary import vocabulary
from paseo.content.language import LanguageMap
from paseo.evidence.checks import Ground, read_observations
from paseo.evidence.city import Area, City, Source
from paseo.evidence.export import canonical, observations_csv, write_observations_xlsx
from paseo.evidence.preview import plan_import


def generated_observations(framework: Framework, areas: list[Area], rows: int) -> pl.DataFrame:
    """Return invented values for every indicator that is a quotient, area and month."""
    codes = vocabulary(framework).indicators
    quotients = [one for one in codes.values() if one.factor and not one.low]
    periods = [f"{year}-{month:02}" for year in range(2000, 2026) for month in range(1, 13)]
    made = []
    for at, (period, area, one) in enumerate(product(periods, areas, quotients)):
        if at == rows:
            break
        numerator, denominator = at % 900, 1000 + at % 7
        made.append(
            {
                "indicator": one.code, "area": area.id, "period": period, "unit": one.unit,
                "value": (one.factor or 1) * numerator / denominator,
                "numerator": numerator, "denominator": denominator,
                "denominator_kind": "resident", "definition": "generated", "mode": "register",
                "sample": "register", "counting_unit": "offence", "source": "generated",
            }
        )  # fmt: skip
    return canonical(pl.DataFrame(made))


def measure(rows: int) -> dict[str, float]:
    """Return the seconds of each step."""
    framework = load_framework()
    areas = [Area("vila", LanguageMap("Vila"), "city")]
    areas += [Area(f"vila-{n:02}", LanguageMap(f"{n}"), "district", "vila") for n in range(40)]
    source = Source("generated", LanguageMap("Generated for this benchmark"))
    ground = Ground(areas, City("vila", LanguageMap("Vila"), "ES", sources=(source,)))
    table = generated_observations(framework, areas, rows)
    words = vocabulary(framework)
    seconds: dict[str, float] = {"rows": table.height}
    with tempfile.TemporaryDirectory() as folder:
        csv, xlsx = Path(folder) / "observations.csv", Path(folder) / "observations.xlsx"
        csv.write_text(observations_csv(table), "utf-8")
        write_observations_xlsx(table, xlsx)
        for path in (csv, xlsx):
            start, start_cpu = time.perf_counter(), time.process_time()
            checked = read_observations(path, words, ground)
            seconds[f"read and check {path.suffix[1:]}"] = time.perf_counter() - start
            # On a machine shared with others the processor time is the fairer figure.
            seconds[f"  of it processor {path.suffix[1:]}"] = time.process_time() - start_cpu
            assert not checked.problems.errors, checked.problems.errors[:3]
            assert checked.observations.equals(table)
    start = time.perf_counter()
    plan = plan_import(checked.observations, table)
    seconds["plan"] = time.perf_counter() - start
    assert plan.unchanged.height == table.height
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="?", type=int, default=100_000)
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args()
    seconds = measure(options.rows)
    for step, took in seconds.items():
        print(f"{step:24} {took:10.2f}" if step != "rows" else f"{step:24} {took:10.0f}")
    if options.json:
        options.json.write_text(json.dumps(seconds, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
