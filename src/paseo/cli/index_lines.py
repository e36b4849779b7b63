"""What ``paseo index`` prints: the plain result, and how far a long run is."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from paseo.assessment.index import words as told
from paseo.assessment.index.files.record import Replay
from paseo.assessment.index.results import IndexRun
from paseo.content.numbers import format_number
from paseo.content.phrases import load_phrases
from paseo.stats.composite.comparison import Comparison, Difference

if TYPE_CHECKING:
    from paseo.assessment.index.panel.running import PanelRun

#: How many units are printed from above and from below.
MOST: Final = 5
#: How many differences of two indices are printed.
_DIFFERENCES: Final = 12
#: Seconds before a run is long enough to say how far it is, and between two such lines.
PATIENCE: Final = 1.0


class _Lines:
    def __init__(self, language: str) -> None:
        self.language = language
        self._own = load_phrases("paseo.cli", "index.yaml")

    def say(self, phrase: str, **values: Any) -> str:
        return self._own.say(phrase, self.language, **values)

    def knows(self, phrase: str) -> bool:
        return phrase in self._own

    def number(self, value: float, digits: int | None = None) -> str:
        return format_number(float(value), self.language, digits=digits)


class Telling(_Lines):
    """Says on the error stream how far a run is: one line that is written over, or a few lines."""

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self._part = ""
        self._last = time.monotonic()
        self._over = sys.stderr.isatty()
        self._open = False
        self._pause = PATIENCE if self._over else 10 * PATIENCE

    def part(self, name: str) -> None:
        """A part of the run begins."""
        self.end()
        self._part = self.say(f"part_{name}")
        self._last = time.monotonic()

    def progress(self, done: int, total: int) -> None:
        """So much of a part is done."""
        now = time.monotonic()
        if now - self._last < self._pause:
            return
        self._last = now
        said = self.say(
            "progress", part=self._part, done=self.number(done, 0), total=self.number(total, 0)
        )
        print(f"\r{said}" if self._over else said, end="" if self._over else "\n", file=sys.stderr,
              flush=True)  # fmt: skip
        self._open = self._over

    def end(self) -> None:
        """Close the line that was written over."""
        if self._open:
            print(file=sys.stderr)
            self._open = False


def print_run(run: IndexRun, language: str) -> None:
    """Print the plain result: units from above and below, what it means, what was done."""
    lines = _Lines(language)
    spec = run.index.spec
    print(f"{spec.title.read(language).words} {spec.version}")
    print(lines.say("units", count=len(run.built.units),
                    indicators=len(run.built.structure.indicators)))  # fmt: skip
    if spec.generated:
        print(lines.say("generated"))
    _print_units(run, lines)
    if run.uncertainty is None:
        print(lines.say("no_places"))
    else:
        _print_block(lines.say("positions"), told.positions(run, language))
        _print_replications(run, lines)
    if run.drivers is not None:
        _print_block(lines.say("drivers"), told.drivers(run, language))
        runs = lines.number(run.drivers.runs, 0)
        print("  " + lines.say("drivers_runs", runs=runs, seed=run.drivers.seed))
    # The steps are those of the index as built; with its positions, only what they could not do.
    is_built_alone = run.uncertainty is None
    print(lines.say("done" if is_built_alone else "done_before"))
    for step in told.done(run, language):
        if is_built_alone or step.could_not:
            print(f"  {step.title}: {step.method}")
        for one in step.did if is_built_alone else ():
            print(f"    {one}")
        for one in step.could_not:
            print(f"    {lines.say('could_not', said=one)}")
    _print_block(lines.say("says_not"), told.says_not(run, language))


def print_panel(run: PanelRun, language: str) -> None:
    """Print what can be said of the changes, what stands between periods, and what is not said."""
    from paseo.assessment.index.panel.words import PanelWords

    lines, words = _Lines(language), PanelWords(run, language)
    print(f"{words.read(run.spec.title)} {run.spec.version}")
    if run.spec.generated:
        print(lines.say("generated"))
    for one in run.changes:
        _print_block(
            words.span(one), (*words.step(one), *words.breaks(one), *words.came_and_went(one))
        )
    _print_block(lines.say("scale"), tuple(words.scale()))
    _print_block(lines.say("says_not"), tuple(words.says_not()))


def _print_block(title: str, sentences: Sequence[str]) -> None:
    print(title)
    for one in sentences:
        print(f"  {one}")


def _print_units(run: IndexRun, lines: _Lines) -> None:
    found = run.uncertainty
    scores = run.built.scores(found.top if found else "")
    known = [int(at) for at in np.argsort(-scores, kind="stable") if not np.isnan(scores[at])]
    above = known[:MOST] if len(known) > 2 * MOST else known
    print(lines.say("highest"))
    for at in above:
        print(_line(run, at, float(scores[at]), lines))
    if len(known) > len(above):
        print(lines.say("lowest"))
        for at in known[-MOST:]:
            print(_line(run, at, float(scores[at]), lines))
    without = [run.built.units[at] for at in np.flatnonzero(np.isnan(scores))]
    if without:
        shown = ", ".join(_name(run, one, lines) for one in without[:12])
        print(lines.say("no_score", units=shown + (", …" if len(without) > 12 else "")))


def _line(run: IndexRun, at: int, score: float, lines: _Lines) -> str:
    unit, found = run.built.units[at], run.uncertainty
    shown = lines.number(score, 2)
    name = _name(run, unit, lines)
    place = found.units.index(unit) if found and unit in found.units else None
    if found is None or place is None or np.isnan(found.rank_low[place]):
        return lines.say("line", name=name, score=shown)
    same = found.rank_low[place] == found.rank_high[place] == found.rank[place]
    return lines.say(
        "line_place" if same else "line_places", name=name, score=shown,
        rank=lines.number(found.rank[place], 0),
        level=format_number(100 * found.level, lines.language, "%", 0),
        low=lines.number(found.rank_low[place], 0), high=lines.number(found.rank_high[place], 0),
    )  # fmt: skip


def _name(run: IndexRun, unit: str, lines: _Lines) -> str:
    words = run.index.unit_names.get(unit)
    return (words.read(lines.language).words if words else "") or unit


def _print_replications(run: IndexRun, lines: _Lines) -> None:
    assert run.uncertainty is not None
    found = run.uncertainty
    print("  " + lines.say("replicated", count=lines.number(found.replications, 0),
                           seed=found.seed))  # fmt: skip
    for reason, count in found.failed.items():
        print("  " + lines.say("failed", count=lines.number(count, 0), reason=reason))


def print_replay(found: Replay, language: str) -> None:
    """Print whether a run that was made again is equal, and where it differs."""
    lines = _Lines(language)
    if found.other_files:
        print(lines.say("replay_files", files=", ".join(found.other_files)))
    for name, (before, now) in found.other_versions.items():
        print(lines.say("replay_versions", name=name, before=before, now=now))
    if found.equal:
        print(lines.say("replay_equal", count=len(found.compared)))
        return
    print(lines.say("replay_differs", count=len(found.differing), all=len(found.compared)))
    for name, apart in found.differing.items():
        phrase = "replay_line_other" if np.isnan(apart) else "replay_line"
        print(lines.say(phrase, name=name, apart=f"{apart:.3g}"))


def print_comparison(one: IndexRun, other: IndexRun, found: Comparison, language: str) -> None:
    """Print how far two indices agree, what was done differently, and which units moved most."""
    lines = _Lines(language)
    titles = [
        f"{run.index.spec.title.read(language).words} {run.index.spec.version}"
        for run in (one, other)
    ]
    print(lines.say("compared", one=titles[0], other=titles[1], count=len(found.units)))
    for difference in found.differences[:_DIFFERENCES]:
        print("  " + _difference(difference, other, lines))
    if len(found.differences) > _DIFFERENCES:
        print("  " + lines.say("more_differences", count=len(found.differences) - _DIFFERENCES))
    if not found.moved:
        print(lines.say("compared_same"))
        return
    size = np.abs(found.shift)
    print(
        lines.say(
            "compared_ranks", correlation=lines.number(found.spearman, 3) or "–",
            mean=lines.number(found.mean_shift, 1), most=lines.number(float(size.max()), 0),
        )
    )  # fmt: skip
    print(lines.say("moved_most"))
    for unit in found.moved[:MOST]:
        at = found.units.index(unit)
        print(
            lines.say(
                "moved", name=_name(other, unit, lines),
                before=lines.number(found.rank_one[at], 0),
                after=lines.number(found.rank_other[at], 0),
            )
        )  # fmt: skip
    for phrase, units in (("only_one", found.only_one), ("only_other", found.only_other)):
        if units:
            run = one if phrase == "only_one" else other
            shown = ", ".join(_name(run, unit, lines) for unit in units[:12])
            print(lines.say(phrase, units=shown + (", …" if len(units) > 12 else "")))


def _difference(found: Difference, run: IndexRun, lines: _Lines) -> str:
    """Return one thing that was done differently."""
    kind = found.kind if lines.knows(f"differs_{found.kind}") else "other"
    named = run.index.spec.names.get(found.entry) or run.index.unit_names.get(found.entry)
    entry = (named.read(lines.language).words if named else "") or found.entry
    return lines.say(
        f"differs_{kind}", entry=entry, setting=found.name, one=_value(found.one, found, lines),
        other=_value(found.other, found, lines), kind=found.kind,
    )  # fmt: skip


def _value(value: Any, found: Difference, lines: _Lines) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool) or not isinstance(value, int | float | np.number):
        return str(value)
    if found.kind == "weight":
        return format_number(100 * float(value), lines.language, "%", 1)
    return lines.number(float(value))
