"""The kinds of packs that the prevention room brings."""

from __future__ import annotations

from paseo.content.registry import PackKind
from paseo.prevention.collective.pack import build_form as build_collective
from paseo.prevention.collective.pack import check_form as check_collective
from paseo.prevention.gaps.pack import build_gap_rules, check_gap_rules
from paseo.prevention.evaluation.pack import build_evaluation, check_evaluation
from paseo.prevention.evaluation.rivals import build_rivals
from paseo.prevention.manual.pack import build_manual, check_manual
from paseo.prevention.measures.catalogue_pack import build_catalogue, check_catalogue
from paseo.prevention.measures.placement import build_placement, check_placement
from paseo.prevention.quality.pack import build_form, check_form

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
    PackKind(
        "gap-rules", package="paseo.prevention", check=check_gap_rules, build=build_gap_rules
    ),
    PackKind("quality-form", package="paseo.prevention", check=check_form, build=build_form),
    PackKind(
        "evaluation",
        package="paseo.prevention",
        check=check_evaluation,
        build=build_evaluation,
    ),
    PackKind("rivals", package="paseo.prevention", build=build_rivals),
)
