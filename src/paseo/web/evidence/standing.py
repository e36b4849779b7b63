"""What stands ready of a city's observations: holdings and shelf, made anew after each change."""

from __future__ import annotations

from typing import Any

import polars as pl
from django.db import transaction

from paseo.assessment.build import rules_of
from paseo.assessment.framework import Framework
from paseo.assessment.framework_pack import load_framework
from paseo.content.store import store
from paseo.evidence import columns, periods
from paseo.evidence.city import CityEvidence
from paseo.evidence.disclosure import protect
from paseo.web.evidence.models import City, Holding, Shelf
from paseo.web.evidence.tables import pack

#: What makes two totals of one indicator different quantities: of each the newest stands ready.
_SERIES = (
    columns.INDICATOR,
    columns.DEFINITION,
    columns.SCALE,
    columns.CUT,
    columns.BASE,
    columns.UNIT,
    columns.DENOMINATOR_KIND,
    columns.SOURCE,
)
_END, _MONTHS, _ROW = "_end", "_months", "_row"


def make_ready(city: City, evidence: CityEvidence) -> None:
    """Write holdings and shelf of a city; call it inside the transaction of the change.

    Args:
        evidence: the city with every observation that now holds, before disclosure control.
    """
    framework = load_framework(city.framework)
    shown = protect(evidence, rules_of(framework))[0].observations
    area = evidence.city_area.id
    totals = in_time(shown.filter(whole_city(area)))
    Shelf.objects.update_or_create(
        city=city,
        defaults={
            "latest": pack(newest(totals)),
            "observations": pack(evidence.observations),
            "framework": version_of(framework),
        },
    )
    Holding.objects.filter(city=city).delete()
    Holding.objects.bulk_create(
        Holding(city=city, **counted) for counted in count(shown, totals, area).to_dicts()
    )


def renew(**_signal: Any) -> None:
    """Make ready anew what went through the rules of an older framework.

    Runs at each start: a new version of a framework may call other offences sensitive.
    """
    from paseo.web.evidence import reading

    current = {one.id: f"{one.id}@{one.header.version}" for one in store().packs("framework")}
    held = City.objects.filter(framework__in=current, shelf__isnull=False)
    for city in held.exclude(shelf__framework__in=current.values()):
        with transaction.atomic():
            make_ready(city, reading.city_evidence(city))


def version_of(framework: Framework) -> str:
    return f"{framework.id}@{framework.version}"


def whole_city(city_area: str) -> pl.Expr:
    """Say which rows are totals of the whole city."""
    return (pl.col(columns.AREA) == city_area) & (
        pl.col(columns.BREAKDOWN).fill_null(columns.TOTAL) == columns.TOTAL
    )


def in_time(table: pl.DataFrame) -> pl.DataFrame:
    """Return a table in the order of time, with what the order needs in columns of its own."""
    order = periods.table(table[columns.PERIOD]).select(
        pl.col("period").alias(columns.PERIOD),
        pl.col("end").alias(_END),
        # Of two periods with one end the shorter is the more recent reading.
        (-pl.col("months")).alias(_MONTHS),
    )
    return (
        table.with_row_index(_ROW)
        .join(order, on=columns.PERIOD, how="left")
        .sort(_END, _MONTHS, _ROW, nulls_last=False)
    )


def newest(totals: pl.DataFrame) -> pl.DataFrame:
    """Return the newest total of each series, in the order of the table."""
    # A row that says "not collected" does not hide the value of the year before.
    valued = totals.filter(pl.col(columns.VALUE).is_not_null())
    silent = totals.filter(pl.col(columns.VALUE).is_null()).join(
        valued, on=columns.INDICATOR, how="anti"
    )
    return (
        pl.concat([valued, silent])
        .group_by(_SERIES, maintain_order=True)
        .last()
        .sort(_ROW)
        .select(columns.COLUMNS)
    )


def count(table: pl.DataFrame, totals: pl.DataFrame, city_area: str) -> pl.DataFrame:
    """Return one row per indicator with the fields of :class:`Holding`."""
    has_value = pl.col(columns.VALUE).is_not_null()
    period = pl.col(columns.PERIOD)
    per_city = totals.group_by(columns.INDICATOR, maintain_order=True).agg(
        has_value.sum().alias("city_values"),
        period.filter(has_value).unique(maintain_order=True).str.join(" ").alias("periods"),
        period.filter(has_value).first().alias("first"),
        period.filter(has_value).last().alias("last"),
        pl.col(columns.STATUS).last().alias("status"),
    )
    per_area = table.group_by(columns.INDICATOR, maintain_order=True).agg(
        pl.len().alias("observations"),
        pl.col(columns.AREA)
        .filter(has_value & (pl.col(columns.AREA) != city_area))
        .n_unique()
        .alias("areas"),
    )
    return per_area.join(per_city, on=columns.INDICATOR, how="left").with_columns(
        pl.col("city_values").fill_null(0),
        pl.col("periods", "first", "last", "status").fill_null(""),
    )
