"""What answers mean: which items were asked, gates, a profile per domain, words for the whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from paseo.prevention.quality.form import (
    Conclusion,
    Condition,
    Domain,
    Doubt,
    Entry,
    Option,
    QualityForm,
    Test,
)

#: How an item stands: not asked (a condition says so), left out (not applicable), open (no
#: answer yet), or counted.
State = Literal["not_asked", "left_out", "unanswered", "counted"]


@dataclass(frozen=True, slots=True)
class Gate:
    """A gate with its answer; None while nobody answered."""

    entry: Entry
    option: Option | None

    @property
    def met(self) -> bool:
        return self.option is not None and self.option.met


@dataclass(frozen=True, slots=True)
class Line:
    """An item with its answer and how it stands."""

    entry: Entry
    state: State
    option: Option | None = None

    @property
    def points(self) -> float:
        if self.state != "counted" or self.option is None or self.option.points is None:
            return 0.0
        return self.option.points


@dataclass(frozen=True, slots=True)
class DomainProfile:
    """Points of the points possible in one domain, among the items that count.

    Args:
        points: may be below zero where an answer speaks against the measure.
        possible: the most that the counted items can give; 0 where none counts.
    """

    domain: Domain
    gate: tuple[Gate, ...]
    lines: tuple[Line, ...]
    points: float
    possible: float

    def count(self, state: State) -> int:
        return sum(one.state == state for one in self.lines)

    @property
    def undocumented(self) -> int:
        """How many counted items nothing at hand tells about."""
        return sum(
            one.state == "counted" and one.option is not None and one.option.undocumented
            for one in self.lines
        )


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a set of answers comes to. There is no sum over domains: it would hide an open gate.

    Args:
        conclusion: words for the whole; None while answers are missing, or where the form has none.
        missing: ids of gates and items that are asked and not answered, in order.
        doubts: answers that hardly go together.
        stray: ids that were answered although they were not asked; they do not count.
    """

    form: QualityForm
    gates: tuple[Gate, ...]
    profile: tuple[DomainProfile, ...]
    conclusion: Conclusion | None
    missing: tuple[str, ...]
    doubts: tuple[Doubt, ...]
    stray: tuple[str, ...] = ()

    @property
    def open_gates(self) -> tuple[Gate, ...]:
        """The gates that are not met, which come before every point."""
        return tuple(one for one in self.gates if not one.met)

    @property
    def complete(self) -> bool:
        return not self.missing


def asked(form: QualityForm, options: Mapping[str, str]) -> tuple[Entry, ...]:
    """Return the gates and items that are asked under these answers, in order.

    >>> from paseo.prevention.quality.pack import load_form
    >>> ids = [one.id for one in asked(load_form(), {"3.1": "none"})]
    >>> "3.8" in ids, "3.4" in ids
    (True, False)
    """
    found: list[Entry] = []
    heard: dict[str, Option] = {}
    for entry in form.entries:
        if entry.asked_when is not None and not _holds(entry.asked_when, heard):
            continue
        found.append(entry)
        option = entry.option(options.get(entry.id, ""))
        if option is not None:
            heard[entry.id] = option
    return tuple(found)


def judge(form: QualityForm, options: Mapping[str, str]) -> Judgement:
    """Judge answers: gates before items, a profile per domain, words by the rule of the form.

    ``points of possible = sum of points / sum of the highest points`` over the items that are
    asked and answered with an option that has points.

    Args:
        form: gates, items and rules.
        options: id of gate or item to id of the answer; unknown ids are passed over.

    Returns:
        Gates, profile, words, and what is missing.

    Example:
        >>> from paseo.prevention.quality.pack import load_form
        >>> found = judge(load_form(), {"1.1": "yes", "1.4": "not_applicable"})
        >>> found.profile[0].points, found.profile[0].possible, len(found.missing)
        (2, 2, 23)
    """
    wanted = asked(form, options)
    ids = {one.id for one in wanted}
    heard = {one.id: option for one in wanted if (option := one.option(options.get(one.id, "")))}
    missing = tuple(one.id for one in wanted if one.id not in heard)
    stray = tuple(
        one.id
        for one in form.entries
        if one.id in options and one.id not in ids and _counts(one, options[one.id])
    )
    gates = tuple(Gate(one, heard.get(one.id)) for one in form.gates)
    return Judgement(
        form=form,
        gates=gates,
        profile=tuple(_profile(form, domain, gates, heard, ids) for domain in form.domains),
        conclusion=None if missing else _conclusion(form, heard),
        missing=missing,
        doubts=tuple(one for one in form.doubts if _holds(one.when, heard)),
        stray=stray,
    )


def _counts(entry: Entry, code: str) -> bool:
    """Say whether an answer is one with points: "not applicable" is no stray answer."""
    option = entry.option(code)
    return option is not None and option.points is not None


def _profile(
    form: QualityForm,
    domain: Domain,
    gates: tuple[Gate, ...],
    heard: Mapping[str, Option],
    ids: set[str],
) -> DomainProfile:
    lines = tuple(_line(one, heard, ids) for one in form.items_of(domain.id))
    counted = [one for one in lines if one.state == "counted"]
    return DomainProfile(
        domain,
        tuple(one for one in gates if one.entry.domain == domain.id),
        lines,
        sum(one.points for one in counted),
        sum(one.entry.possible for one in counted),
    )


def _line(entry: Entry, heard: Mapping[str, Option], ids: set[str]) -> Line:
    if entry.id not in ids:
        return Line(entry, "not_asked")
    option = heard.get(entry.id)
    if option is None:
        return Line(entry, "unanswered")
    return Line(entry, "left_out" if option.points is None else "counted", option)


def _conclusion(form: QualityForm, heard: Mapping[str, Option]) -> Conclusion | None:
    for one in form.conclusions:
        if one.when is None or _holds(one.when, heard):
            return one
    return None


def _holds(condition: Condition, heard: Mapping[str, Option]) -> bool:
    every = all(_passes(one, heard) for one in condition.every)
    return every and (not condition.some or any(_passes(one, heard) for one in condition.some))


def _passes(test: Test, heard: Mapping[str, Option]) -> bool:
    """Say whether a test holds; what was not asked or answered holds nothing."""
    option = heard.get(test.entry)
    if option is None or (test.options and option.id not in test.options):
        return False
    if test.at_least is None and test.at_most is None:
        return True
    if option.points is None:
        return False
    enough = test.at_least is None or option.points >= test.at_least
    return enough and (test.at_most is None or option.points <= test.at_most)
