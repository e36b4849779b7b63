"""What holds for packs of figures: benchmarks (values of cities) and goalposts (their spread)."""

from __future__ import annotations

from paseo.content.pack import Pack, Table
from paseo.content.problems import Place, Problems
from paseo.content.registry import Shelf
from paseo.content.target import check_codes

#: What makes two rows of a benchmark the same observation (evidence.columns.KEY after the city).
KEY = (
    "city",
    "indicator",
    "area",
    "period",
    "breakdown",
    "denominator_kind",
    "definition",
    "source",
)
#: Statuses of rows that hold no value on purpose (evidence.columns.WITHOUT_VALUE).
WITHOUT_VALUE = ("Q", "L", "M", "R")


def check_benchmark(pack: Pack, problems: Problems, shelf: Shelf) -> None:
    """Find what the schema of benchmarks cannot say."""
    table = pack.table("observations")
    _check_twice(table, problems)
    _check_values(table, problems)
    first: dict[str, Place] = {}
    for at, code in enumerate(table.columns.get("indicator", ())):
        if code not in first:
            first[code] = table.place(at, "indicator")
    for at, wording in enumerate(pack.section("wordings")):
        if "indicator" in wording:
            first.setdefault(wording["indicator"], pack.place("wordings", at, "indicator"))
    check_codes(pack, first.items(), problems, shelf)


def check_goalposts(pack: Pack, problems: Problems, shelf: Shelf) -> None:
    """Find what the schema of goalposts cannot say."""
    posts = pack.section("goalposts")
    for at, post in enumerate(posts):
        if not post["low"] <= post["median"] <= post["high"]:
            values = {key: post[key] for key in ("low", "median", "high")}
            problems.add("P180", pack.place("goalposts", at), **values)
    places = (
        (post["indicator"], pack.place("goalposts", at, "indicator"))
        for at, post in enumerate(posts)
    )
    check_codes(pack, places, problems, shelf)


def _check_twice(table: Table, problems: Problems) -> None:
    if not len(table):
        return
    seen: dict[tuple[str | None, ...], int] = {}
    for at, key in enumerate(zip(*(table.columns[name] for name in KEY), strict=True)):
        if key in seen:
            said = "/".join(part for part in key[:4] if part)
            problems.add("P136", table.place(at), id=said, first=table.place(seen[key]))
        seen.setdefault(key, at)


def _check_values(table: Table, problems: Problems) -> None:
    """Refuse rows that neither hold a value nor say why not, or do both."""
    values, statuses = table.columns.get("value", ()), table.columns.get("status", ())
    for at, (value, status) in enumerate(zip(values, statuses, strict=True)):
        if (value is None) != (status in WITHOUT_VALUE):
            problems.add("P175", table.place(at, "value"))
