"""The rules that there are, by name, without anything that has to be read."""

from __future__ import annotations

from typing import Final

#: Every rule that Paseo has, in the order in which it runs, with the thresholds it reads.
KNOWN: Final[dict[str, tuple[str, ...]]] = {
    "empty-level": (),
    "top-heavy": ("bound", "stated", "fewest"),
    "one-sided": ("fewest",),
    "uncovered": (),
    "missing-actor": (),
    "ending": ("months",),
    "no-goal": (),
    "not-evaluated": ("least",),
    "duplicates": ("fewest",),
}
