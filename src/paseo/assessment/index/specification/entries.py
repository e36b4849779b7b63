"""Entries of a specification that would do nothing where they stand, or name what is not there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from paseo.assessment.index.faults import AGGREGATE, INDICATOR
from paseo.assessment.index.specification import choices
from paseo.assessment.index.specification.spec import IndexSpec
from paseo.content.hints import hint, listed
from paseo.content.language import LanguageMap
from paseo.content.pack import Pack
from paseo.content.problems import Place, Problems
from paseo.stats.composite import Step, Structure

#: Kind of data to the keys that are read for it.
DATA_KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "table": (
        "file", "sheet", "sha256", "unit", "name", "groups", "beside", "time", "period", "errors",
        "units",
    ),
    "benchmark": ("pack", "periods", "units", "countries", "sizes", "kinds"),
    "city": ("file", "level", "periods", "units"),
}  # fmt: skip
#: Settings of normalising that name indicators.
_BY_CODE: Final = ("posts", "targets")
_NESTED: Final = ("by_level", "by_code")


def check_entries(
    pack: Pack, spec: IndexSpec, places: Mapping[str, Place], problems: Problems,
    stated: Collection[str],
) -> None:  # fmt: skip
    """Refuse, or warn of, entries that would be passed over in silence.

    Args:
        pack: the specification as it was written.
        spec: what was read of it.
        places: of elements and steps.
        problems: receives what is found and is not among them yet.
        stated: elements whose direction is stated.
    """
    found = _Check(pack, spec, places, Problems(), stated).found()
    said = {(one.code, one.place) for one in problems}
    problems.extend(one for one in found if (one.code, one.place) not in said)


@dataclass(frozen=True)
class _Check:
    pack: Pack
    spec: IndexSpec
    places: Mapping[str, Place]
    problems: Problems
    stated: Collection[str]

    def found(self) -> Problems:
        self._elements()
        self._denominators()
        for place, step in self._steps():
            self._step(step, place)
        for place, combined in self._aggregations():
            self._aggregation(combined, place)
        self._data()
        return self.problems

    @property
    def structure(self) -> Structure:
        return self.spec.structure

    def _place(self, code: str) -> Place:
        return self.places.get(code, Place(self.spec.file, entry=code))

    def _elements(self) -> None:
        use = self.spec.data
        for code in self.structure.aggregates:
            one = self.structure.by_code[code]
            stated = {
                "direction": one.direction == -1, "denominator": bool(one.denominator),
                "target": one.target is not None, "column": code in use.columns,
                "error": code in use.error_columns, "count": code in use.count_columns,
            }  # fmt: skip
            for key in (key for key, is_so in stated.items() if is_so):
                self.problems.add("I880", self._place(code), entry=code, key=key)
        unsaid = [one for one in self.structure.indicators if one not in self.stated]
        if unsaid:
            self.problems.add("I878", self._place(unsaid[0]), entry=listed(unsaid))
        for code in self.structure.indicators:
            if not self.structure.by_code[code].parent:
                known = self.structure.aggregates
                self.problems.add("I881", self._place(code), entry=code, known=listed(known))

    def _divided(self) -> tuple[str, ...]:
        """Return the indicators that the recipe divides."""
        step = self.spec.recipe.step("denominate")
        if step is None:
            return ()
        if step.method == "by":
            columns = step.settings.get("columns", {})
            return tuple(columns) if isinstance(columns, Mapping) else ()
        return tuple(one for one in self.structure.indicators if self._denominator(one))

    def _denominator(self, code: str) -> str:
        return self.structure.by_code[code].denominator

    def _denominators(self) -> None:
        divided = self._divided()
        left = [
            one
            for one in self.structure.indicators
            if self._denominator(one) and one not in divided
        ]
        if left:
            self.problems.add(
                "I882", self._place(left[0]), entry=listed(left),
                column=listed(dict.fromkeys(self._denominator(one) for one in left)),
            )  # fmt: skip

    def _steps(self) -> Iterator[tuple[Place, Step]]:
        for step in self.spec.recipe.steps:
            yield self.places.get(f"step:{step.kind}", Place(self.spec.file, entry="steps")), step
        for place, option in self._options():
            for one in option.get("steps", ()):
                yield place, choices.step(one)
            for kind, settings in option.get("settings", {}).items():
                yield place, Step(kind, "", settings)

    def _options(self) -> Iterator[tuple[Place, Mapping[str, Any]]]:
        for at, one in enumerate(self.pack.mapping("uncertainty").get("factors", ())):
            for inner in one.get("options", ()):
                yield self.pack.place("uncertainty", "factors", at), inner

    def _step(self, step: Step, place: Place) -> None:
        if step.kind == "normalise":
            for key in _BY_CODE:
                named = step.settings.get(key, {})
                if isinstance(named, Mapping):
                    self._indicators(named, key, place)
        scale = step.settings.get("scale") if step.kind == "denominate" else None
        if isinstance(scale, Mapping):
            self._indicators(scale, "scale", place)
            divided = self._divided()
            for code in scale:
                if code in self.structure.indicators and code not in divided:
                    known = listed(divided) or "–"
                    self.problems.add("I883", place, entry=code, known=known)

    def _indicators(self, named: Mapping[str, Any], key: str, place: Place) -> None:
        self._kind(named, self.structure.indicators, AGGREGATE, key, place)

    def _kind(
        self, named: Mapping[str, Any], known: Sequence[str], kind: LanguageMap, key: str,
        place: Place,
    ) -> None:  # fmt: skip
        """Refuse codes that are no element, or an element of another kind."""
        for code in named:
            held = {"entry": code, "hint": hint(str(code), known), "known": listed(known)}
            if code not in self.structure.by_code:
                self.problems.add("I815", place, **held)
            elif code not in known:
                self.problems.add("I884", place, key=key, kind=kind, **held)

    def _aggregations(self) -> Iterator[tuple[Place, Mapping[str, Any]]]:
        combined = self.pack.sections.get("aggregation")
        if isinstance(combined, Mapping):
            yield self.pack.place("aggregation"), combined
        for place, option in self._options():
            held = option.get("aggregation")
            apart = {"by_level": option["by_level"]} if "by_level" in option else {}
            if isinstance(held, Mapping) or apart:
                yield place, {**(held if isinstance(held, Mapping) else {}), **apart}

    def _aggregation(self, combined: Mapping[str, Any], place: Place) -> None:
        levels = range(2, self.structure.depth + 1)
        for level in combined.get("by_level", {}):
            if int(level) not in levels:
                self.problems.add(
                    "I850", place, entry="by_level", value=level,
                    known=listed(str(one) for one in levels),
                )  # fmt: skip
        by_code = combined.get("by_code", {})
        self._kind(by_code, self.structure.aggregates, INDICATOR, "by_code", place)
        for key in _NESTED:
            for name, held in combined.get(key, {}).items():
                inside = [one for one in _NESTED if isinstance(held, Mapping) and one in held]
                if inside:
                    self.problems.add("I885", place, entry=f"{key}/{name}", key=listed(inside))

    def _data(self) -> None:
        held = self.pack.mapping("data")
        known = DATA_KEYS[held["kind"]]
        for key in held:
            if key not in (*known, "kind"):
                self.problems.add(
                    "I886", self.pack.place("data", key), entry=key, value=held["kind"],
                    known=listed(known),
                )  # fmt: skip
        if "period" in held and "period" in known and not held.get("time"):
            place = self.pack.place("data", "period")
            self.problems.add("I887", place, value=held["period"])
        if isinstance(held.get("periods"), Mapping) and "periods" in known:
            self._indicators(held["periods"], "periods", self.pack.place("data", "periods"))
