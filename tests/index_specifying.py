"""Small specifications for tests: a right one, and changes of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from paseo.assessment.index.results import Index
from paseo.assessment.index.specification.pack import read_index
from paseo.content.problems import Problem, Refused

TABLE = """unit,name,grp,people,a,b,c
u1,One,x,10,1,10,5
u2,Two,x,20,2,30,7
u3,Three,y,40,4,20,6
u4,Four,y,50,8,40,9
"""


def spec(**changes: Any) -> dict[str, Any]:
    """Return a right specification, some of its sections changed; None takes one out."""
    found: dict[str, Any] = {
        "pack": {
            "format": 1, "id": "test.index", "kind": "index", "version": "1.0.0",
            "published": "2026-11-26", "language": "en", "languages": ["en"], "title": "A test",
            "provider": "A test", "licence": "CC-BY-4.0", "evidence": "composed",
        },
        "data": {"kind": "table", "file": "table.csv", "unit": "unit", "name": "name",
                 "groups": ["grp"], "beside": ["people"]},
        "elements": [
            {"code": "a", "parent": "one", "direction": 1},
            {"code": "b", "parent": "one", "direction": -1},
            {"code": "c", "parent": "two", "direction": 1}, {"code": "one", "parent": "top"},
            {"code": "two", "parent": "top"}, {"code": "top"},
        ],
        "steps": [{"normalise": "minmax", "low": 1, "high": 100}],
        "uncertainty": {
            "replications": 60, "seed": 3, "factors": [
                {"id": "w", "weights": {"method": "relative", "spread": 0.5}},
                {"id": "agg", "options": [
                    {"label": "mean", "aggregation": "arithmetic"},
                    {"label": "gmean", "aggregation": "geometric"},
                ]},
            ],
        },
    }  # fmt: skip
    found.update(changes)
    return {key: value for key, value in found.items() if value is not None}


def element(code: str, **changes: Any) -> list[dict[str, Any]]:
    """Return the elements of the right specification with one changed or added."""
    held: list[dict[str, Any]] = spec()["elements"]
    known = [one["code"] for one in held]
    if code not in known:
        return [*held, {"code": code, **changes}]
    return [{**one, **changes} if one["code"] == code else one for one in held]


def factors(*held: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a plan of these factors."""
    return {"uncertainty": {"replications": 60, "factors": list(held), **more}}


def written(folder: Path, said: dict[str, Any], table: str = TABLE, **files: str) -> Path:
    """Write a specification and its table; return the path of the specification."""
    (folder / "table.csv").write_text(table, "utf-8")
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    path = folder / "index.yaml"
    path.write_text(yaml.safe_dump(said, sort_keys=False, allow_unicode=True), "utf-8")
    return path


def read(
    folder: Path, said: dict[str, Any] | None = None, table: str = TABLE, **files: str
) -> Index:
    """Return the index of a specification."""
    return read_index(written(folder, said or spec(), table, **files))


def problems_of(refused: Refused) -> list[Problem]:
    """Return what was refused, errors only."""
    return refused.problems.errors
