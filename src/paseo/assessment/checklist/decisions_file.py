"""Read what people decided from a file: on proposals, on lines of the plan, on the depth.

::

    depth: standard
    proposals:
      depth-no-analyst: {verdict: dismissed, note: A partner lends an analyst from May.}
    lines:
      SEC-10: {owner: Regional police, next_date: 2027-02-01, effort: small, note: Agreed by phone.}
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, cast

from paseo.assessment.checklist.availability import STATUSES, Status
from paseo.assessment.checklist.effects import Decision, Verdict
from paseo.assessment.checklist.effort import EFFORTS
from paseo.assessment.checklist.plan import Override
from paseo.assessment.checklist.result import Decided
from paseo.assessment.checklist.rules import Effort
from paseo.assessment.framework import DEPTHS, Depth, Framework
from paseo.content.hints import hint, listed
from paseo.content.problems import Place, Problems
from paseo.content.reading import read_yaml
from paseo.content.schema import parse_day

_LINE_KEYS: Final = ("status", "owner", "next_date", "effort", "note", "by", "at")
_CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "verdict": ("accepted", "dismissed"),
    "status": STATUSES,
    "effort": EFFORTS,
    "depth": DEPTHS,
}


def read_decisions(path: Path, framework: Framework) -> Decided:
    """Return what a file of decisions holds.

    Raises:
        Refused: when it cannot be read, names what there is not, or gives no reason.
    """
    problems = Problems()
    document = read_yaml(path, problems)
    problems.refuse()
    data = document.data if document is not None and isinstance(document.data, Mapping) else {}
    reader = _Reader(path.name, problems)
    decided = Decided(
        proposals={
            name: Decision(
                cast(Verdict, one["verdict"]), one["note"], one.get("by", ""), one.get("at", "")
            )
            for name, one in reader.entries(data, "proposals", ("verdict", "note", "by", "at"))
            if "verdict" in one
        },
        lines={
            code: _override(one)
            for code, one in reader.entries(data, "lines", _LINE_KEYS)
            if reader.is_indicator(code, framework)
        },
        depth=cast(Depth | None, reader.choice("depth", data.get("depth"))),
    )
    problems.refuse()
    return decided


def _override(one: Mapping[str, str]) -> Override:
    return Override(
        status=cast(Status | None, one.get("status")),
        owner=one.get("owner", ""),
        next_date=parse_day(one.get("next_date", "")),
        effort=cast(Effort | None, one.get("effort")),
        note=one["note"],
        by=one.get("by", ""),
        at=one.get("at", ""),
    )


class _Reader:
    def __init__(self, file: str, problems: Problems) -> None:
        self.file = file
        self.problems = problems

    def entries(
        self, data: Mapping[str, Any], section: str, keys: tuple[str, ...]
    ) -> list[tuple[str, dict[str, str]]]:
        """Return the entries of a section that can be read, each with its reason."""
        held = data.get(section) or {}
        if not isinstance(held, Mapping):
            self._wrong(section, section, "", keys)
            return []
        return [
            (str(name), found)
            for name, one in held.items()
            if (found := self._entry(str(name), one, keys)) is not None
        ]

    def _entry(self, name: str, one: Any, keys: tuple[str, ...]) -> dict[str, str] | None:
        if not isinstance(one, Mapping) or not set(one) <= set(keys):
            wrong = next((str(key) for key in one if key not in keys), "") if one else ""
            self._wrong(name, wrong or name, wrong, keys)
            return None
        found = {key: str(value) for key, value in one.items() if value is not None}
        for key in ("verdict", "status", "effort"):
            if key in found and self.choice(key, found[key], name) is None:
                return None
        if "next_date" in found and parse_day(found["next_date"]) is None:
            self._wrong(name, "next_date", found["next_date"], ("2027-02-01",))
            return None
        if not found.get("note", "").strip():
            # Who accepts as proposed need not say why; whoever decides otherwise does.
            if found.get("verdict") != "accepted":
                self.problems.add("K768", Place(self.file, entry=name), id=name)
                return None
            found["note"] = ""
        return found

    def choice(self, key: str, value: Any, name: str = "") -> str | None:
        """Return a value that is one of its choices; None where there is none."""
        if value in (None, ""):
            return None
        if str(value) in _CHOICES[key]:
            return str(value)
        self._wrong(name or key, key, str(value), _CHOICES[key])
        return None

    def is_indicator(self, code: str, framework: Framework) -> bool:
        known = [one.id for one in framework.indicators]
        if code in known:
            return True
        self._wrong(code, "lines", code, known)
        return False

    def _wrong(self, name: str, key: str, value: str, known: tuple[str, ...] | list[str]) -> None:
        self.problems.add(
            "K767", Place(self.file, entry=name), key=key, value=value[:60],
            hint=hint(value, known), known=listed(known),
        )  # fmt: skip
