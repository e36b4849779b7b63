"""The kinds of packs that the assessment brings."""

from __future__ import annotations

from typing import Any

from paseo.assessment.figures_packs import check_benchmark, check_goalposts
from paseo.assessment.framework_pack import build_framework, check_framework
from paseo.assessment.mapping import build_mapping, check_mapping
from paseo.content.pack import Pack
from paseo.content.registry import PackKind


def _build_peers(pack: Pack) -> Any:
    from paseo.assessment.peers import build_peers  # brings tables, which a check does without

    return build_peers(pack)


PACKS = (
    PackKind("framework", check=check_framework, build=build_framework),
    PackKind("mapping", check=check_mapping, build=build_mapping),
    PackKind("benchmark", check=check_benchmark, build=_build_peers),
    PackKind("goalposts", check=check_goalposts),
)
