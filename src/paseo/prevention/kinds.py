"""The kinds of packs that the prevention room brings."""

from __future__ import annotations

from pathlib import Path

from paseo.content.problems import Problems
from paseo.content.registry import FileKind, PackKind
from paseo.prevention.collective.pack import build_form as build_collective
from paseo.prevention.collective.pack import check_form as check_collective
from paseo.prevention.evaluation.pack import build_evaluation, check_evaluation
from paseo.prevention.evaluation.rivals import build_rivals
from paseo.prevention.gaps.pack import build_gap_rules, check_gap_rules
from paseo.prevention.manual.pack import build_manual, check_manual
from paseo.prevention.measures.catalogue_pack import build_catalogue, check_catalogue
from paseo.prevention.measures.placement import build_placement, check_placement
from paseo.prevention.quality.pack import build_form, check_form
from paseo.prevention.sheets.links import build_links, check_links

PACKS: tuple[PackKind, ...] = (
    PackKind(
        "measure-catalogue",
        package="paseo.prevention",
        check=check_catalogue,
        build=build_catalogue,
    ),
    PackKind(
        "placement-questions",
        package="paseo.prevention",
        check=check_placement,
        build=build_placement,
    ),
    PackKind(
        "prevention-manual",
        package="paseo.prevention",
        check=check_manual,
        build=build_manual,
    ),
    PackKind(
        "collective-form",
        package="paseo.prevention",
        check=check_collective,
        build=build_collective,
    ),
    PackKind("gap-rules", package="paseo.prevention", check=check_gap_rules, build=build_gap_rules),
    PackKind("measure-links", package="paseo.prevention", check=check_links, build=build_links),
    PackKind("quality-form", package="paseo.prevention", check=check_form, build=build_form),
    PackKind(
        "evaluation",
        package="paseo.prevention",
        check=check_evaluation,
        build=build_evaluation,
    ),
    PackKind("rivals", package="paseo.prevention", build=build_rivals),
)


def _is_register(path: Path) -> bool:
    from paseo.prevention.measures.city import MEASURES_FILES

    return path.is_file() and path.name.lower() in MEASURES_FILES


def _check_register(path: Path) -> Problems:
    """Check a register for itself; its city and framework are the matter of its own command."""
    from paseo.prevention.measures.catalogue import load_catalogue
    from paseo.prevention.measures.files import read_register
    from paseo.prevention.measures.ground import Ground

    problems = Problems()
    read_register(path, problems, Ground(catalogue=load_catalogue()))
    return problems


def _registers(path: Path) -> list[Path]:
    return [one for one in sorted(path.iterdir()) if _is_register(one)] if path.is_dir() else []


def _check_folder(path: Path) -> Problems:
    return Problems(one for file in _registers(path) for one in _check_register(file))


FILES = (
    FileKind("measures", _is_register, _check_register, own_name=True),
    FileKind("measures-of-a-city", lambda path: bool(_registers(path)), _check_folder, beside=True),
)
