"""Looks at an uploaded file: what it is, what is wrong with it, what it would change.

Nothing of it counts yet.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from paseo.assessment.framework_pack import load_framework
from paseo.assessment.vocabulary import vocabulary
from paseo.content.problems import Place, Problems
from paseo.evidence import city as evidence
from paseo.evidence import columns
from paseo.evidence.area_drafts import AreaDraft, join_drafts
from paseo.evidence.checks import Ground, check_tables
from paseo.evidence.city_folder import inspect_city_folder
from paseo.evidence.places_file import read_places
from paseo.evidence.preview import ImportPlan, plan_import
from paseo.evidence.tables import RawTable, read_tables
from paseo.web.evidence import reading
from paseo.web.evidence.actions import newest_batch
from paseo.web.evidence.archives import is_archive, unpack_folder
from paseo.web.evidence.models import City, ImportBatch, Upload
from paseo.web.evidence.recording import quiet

Progress = Callable[[int, int, str], None]
STEPS = 3
Kind = ImportBatch.Kind


@dataclass
class Looked:
    """What was found.

    Args:
        problems: everything wrong; with an error among them nothing may be imported.
        recognised: what the file is, as plain values for the page.
        checked: observations of a table, checked, and the columns that the file had.
        plan: what the observations would change; None for places, and where they were not
            reached.
        folder: the city that a folder tells of.
        areas: the tree as it would be, when places are added.
        area_counts: new, changed and unchanged places.
        seen: newest change of the city when this was found.
    """

    problems: Problems
    recognised: dict[str, Any]
    seen: int = 0
    checked: pl.DataFrame | None = None
    present: tuple[str, ...] = ()
    plan: ImportPlan | None = None
    folder: evidence.CityEvidence | None = None
    areas: tuple[evidence.Area, ...] = ()
    area_counts: tuple[int, int, int] = (0, 0, 0)


def kind_of(file: Path) -> str:
    """Return what a file is meant to be: its contents decide, then its name."""
    if is_archive(file):
        return Kind.CITY_FOLDER
    return Kind.PLACES if file.suffix in (".geojson", ".json") else Kind.OBSERVATIONS


def look(upload: Upload, progress: Progress = quiet) -> Looked:
    """Look at a file as it lies in the workspace; whatever is wrong is in ``problems``."""
    ways = {Kind.OBSERVATIONS: _observations, Kind.CITY_FOLDER: _folder, Kind.PLACES: _places}
    looked = ways[Kind(upload.kind)](upload, progress)
    progress(STEPS, STEPS, _("Looked at the whole file"))
    return looked


# ----------------------------------------------------------------------------- observations
def _observations(upload: Upload, progress: Progress) -> Looked:
    city = City.objects.get(pk=upload.city)
    seen, held = newest_batch(city), reading.city_evidence(city)
    problems = Problems()
    progress(0, STEPS, _("Reading the file"))
    tables = read_tables(upload.file, problems, upload.file_name)
    looked = Looked(problems, {"tables": [_table(one) for one in tables]}, seen)
    if not tables:
        return looked
    progress(1, STEPS, _("Checking each row"))
    checked = check_tables(
        tables,
        vocabulary(load_framework(city.framework)),
        Ground(held.areas, held.city),
        problems,
    )
    if not problems.errors:
        progress(2, STEPS, _("Comparing with what is there"))
        looked.checked, looked.present = checked.observations, checked.present
        looked.plan = compare(checked.observations, checked.present, held.observations)
    return looked


def compare(checked: pl.DataFrame, present: Collection[str], existing: pl.DataFrame) -> ImportPlan:
    """Return what a table would change; it speaks of the indicators it names and no others."""
    return plan_import(checked, existing, present=present, whole=False)


def _table(table: RawTable) -> dict[str, Any]:
    return {
        "sheet": table.sheet,
        "header_row": table.header_row,
        "rows": len(table),
        "columns": dict(table.labels),
        "encoding": table.encoding,
        "delimiter": table.delimiter,
        "template": table.template,
    }


# ------------------------------------------------------------------------------ city folder
def _folder(upload: Upload, progress: Progress) -> Looked:
    problems = Problems()
    progress(0, STEPS, _("Unpacking the folder"))
    folder = unpack_folder(upload.file, upload.folder / "unpacked", upload.file_name, problems)
    if folder is None:
        return Looked(problems, {})
    progress(1, STEPS, _("Checking each row"))
    found = inspect_city_folder(folder, vocabulary(load_framework()))
    recognised: dict[str, Any] = {"files": sorted(one.name for one in folder.iterdir())}
    if found.evidence is None:
        return Looked(found.problems, recognised)
    told = found.evidence
    recognised |= {
        "city": told.city.id,
        "name": dict(told.city.name),
        "generated": told.city.generated,
        "areas": len(told.areas),
        "sources": len(told.city.sources),
        "rows": told.observations.height,
    }
    if upload.city and upload.city != told.city.id:
        found.problems.add("C337", Place("city.yaml"), found=told.city.id, wanted=upload.city)
    progress(2, STEPS, _("Comparing with what is there"))
    there = City.objects.filter(pk=told.city.id).first()
    recognised["is_new"] = there is None
    before = columns.empty() if there is None else reading.observations(there)
    return Looked(
        found.problems,
        recognised,
        newest_batch(told.city.id),
        plan=plan_import(told.observations, before, whole=True),
        folder=told,
    )


# ------------------------------------------------------------------------------------ places
def _places(upload: Upload, progress: Progress) -> Looked:
    city = City.objects.get(pk=upload.city)
    seen, before = newest_batch(city), reading.areas(city)
    problems = Problems()
    progress(0, STEPS, _("Reading the file"))
    drafts = read_places(upload.file, problems, _first_language(city), upload.file_name)
    progress(1, STEPS, _("Checking each place"))
    areas = join_drafts([*_kept(before, drafts), *drafts], reading.city_record(city), problems)
    held = {one.id: one for one in before}
    new = sum(one.id not in held for one in areas)
    same = sum(held.get(one.id) == one for one in areas)
    return Looked(
        problems,
        {"places": len(drafts)},
        seen,
        areas=() if problems.errors else areas,
        area_counts=(new, len(areas) - new - same, same),
    )


def _first_language(city: City) -> str:
    return str(next(iter(city.languages), "en"))


def _kept(before: Sequence[evidence.Area], told: Sequence[AreaDraft]) -> list[AreaDraft]:
    """Return the areas that are there, without what the file says anew of them."""
    said: dict[str, list[AreaDraft]] = {}
    for draft in told:
        said.setdefault(draft.id, []).append(draft)
    kept = []
    for area in before:
        ours = said.get(area.id, [])
        drawn = {one.id for draft in ours for one in draft.boundaries}
        kept.append(
            AreaDraft(
                id=area.id,
                place=Place(""),
                name=None if any(one.name for one in ours) else area.name,
                level=None if any(one.level for one in ours) else area.level,
                parent=None if any(one.parent for one in ours) else area.parent,
                boundaries=[one for one in area.boundaries if one.id not in drawn],
            )
        )
    return kept


def counts(looked: Looked) -> dict[str, int]:
    """Return the numbers of the preview."""
    severities = [one.severity for one in looked.problems]
    found = {
        "errors": severities.count("error"),
        "warnings": severities.count("warning"),
        "notes": severities.count("note"),
    }
    if looked.plan is not None:
        plan = looked.plan
        return found | {
            "new": plan.new.height,
            "changed": plan.changed.height,
            "gone": plan.gone.height,
            "unchanged": plan.unchanged.height,
        }
    new, changed, unchanged = looked.area_counts
    return found | {"new": new, "changed": changed, "gone": 0, "unchanged": unchanged}


def tables_of(looked: Looked) -> dict[str, pl.DataFrame]:
    """Return the tables of the preview by the name of their tab."""
    if looked.plan is None:
        return {}
    return {
        "new": looked.plan.new,
        "changed": looked.plan.changes,
        "gone": looked.plan.gone,
    }
