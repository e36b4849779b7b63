"""The Excel template of each dimension, filled from the framework and the city."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from paseo.assessment.framework import Depth, Framework, Indicator
from paseo.assessment.vocabulary import vocabulary
from paseo.evidence.city import CityEvidence
from paseo.evidence.templates import TemplateForm, TemplateRow, write_template


def write_dimension_template(
    framework: Framework,
    dimension: str,
    city: CityEvidence,
    path: Path,
    *,
    language: str = "en",
    depth: Depth | None = None,
    with_existing: bool = False,
) -> None:
    """Write the form in which a colleague gives the values of one dimension.

    Args:
        framework: the framework that is assessed by.
        dimension: id of the dimension.
        city: names the city, its areas and sources, and what is not in its remit: those
            indicators are not asked for.
        path: the workbook to write (``.xlsx``).
        language: language of the form; the data that come back do not depend on it.
        depth: how many indicators; the city's own depth when left out.
        with_existing: write the observations that are known already into the form.

    Raises:
        KeyError: the framework has no such dimension.
    """
    about = {one.id: one for one in framework.dimensions}[dimension]
    chosen = [
        one
        for one in framework.at_depth(depth or _depth(city))
        if one.dimension == dimension and one.id not in city.city.not_in_remit
    ]
    _write(framework, chosen, about.name.read(language).words, city, path, language, with_existing)


def write_indicator_template(
    framework: Framework,
    indicators: Sequence[str],
    city: CityEvidence,
    path: Path,
    *,
    title: str,
    language: str = "en",
    with_existing: bool = False,
) -> None:
    """Write the form in which somebody gives the values of some indicators and no others.

    Args:
        framework: the framework that is assessed by.
        indicators: codes, in the order of the form.
        title: whose form it is, in the place of the name of a dimension.
        city, path, language, with_existing: as in :func:`write_dimension_template`.

    Raises:
        KeyError: the framework has no such indicator.
    """
    chosen = [framework.indicator(code) for code in indicators]
    _write(framework, chosen, title, city, path, language, with_existing)


def _write(
    framework: Framework,
    chosen: Sequence[Indicator],
    title: str,
    city: CityEvidence,
    path: Path,
    language: str,
    with_existing: bool,
) -> None:
    form = TemplateForm(
        city=city.city.name.read(language).words,
        dimension=title,
        rows=_rows(framework, chosen, language),
        areas={area.id: area.name.read(language).words for area in (city.city_area, *city.areas)},
        sources={one.id: one.title.read(language).words for one in city.city.sources},
        breakdowns=_breakdowns(framework, chosen, language),
        denominators=dict.fromkeys(
            sorted({word for one in chosen for word in one.denominators}), ""
        ),
        existing=_existing(city, chosen) if with_existing else city.observations.clear(),
        generated=city.city.generated,
    )
    write_template(form, path, language)


def write_templates(
    framework: Framework, city: CityEvidence, folder: Path, *, language: str = "en"
) -> list[Path]:
    """Write the forms of all dimensions into a folder and return their paths."""
    paths = []
    for dimension in framework.dimensions:
        path = folder / f"{city.city.id}-{dimension.id}.xlsx"
        write_dimension_template(framework, dimension.id, city, path, language=language)
        paths.append(path)
    return paths


def _depth(city: CityEvidence) -> Depth:
    depths: dict[str, Depth] = {"rapid": "rapid", "standard": "standard"}
    return depths.get(city.city.depth, "full")


def _rows(
    framework: Framework, indicators: Sequence[Indicator], language: str
) -> list[TemplateRow]:
    terms = vocabulary(framework).indicators
    return [
        TemplateRow(
            code=one.id,
            name=one.name.read(language).words,
            definition=one.definition.read(language).words,
            unit=one.unit,
            unit_label=framework.units[one.unit].label.read(language).words,
            low=terms[one.id].low,
            high=terms[one.id].high,
        )
        for one in indicators
    ]


def _breakdowns(
    framework: Framework, indicators: Sequence[Indicator], language: str
) -> dict[str, str]:
    """Return the parts of the closed breakdowns in use: ``sex=F`` and what it is called."""
    used = {name for one in indicators for name in one.breakdowns}
    return {
        f"{name}={code}": f"{about.name.read(language).words}: {label.read(language).words}"
        for name, about in framework.breakdowns.items()
        if name in used
        for code, label in about.codes.items()
    }


def _existing(city: CityEvidence, indicators: Sequence[Indicator]) -> pl.DataFrame:
    codes = [one.id for one in indicators]
    return city.observations.filter(pl.col("indicator").is_in(codes))
