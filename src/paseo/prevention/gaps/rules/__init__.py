"""The nine rules, one module each; :data:`RULES` runs them in this order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from paseo.prevention.gaps.asked import Asked
from paseo.prevention.gaps.outcome import Outcome
from paseo.prevention.gaps.rules.duplicates import duplicates
from paseo.prevention.gaps.rules.empty_level import empty_level
from paseo.prevention.gaps.rules.ending import ending
from paseo.prevention.gaps.rules.missing_actor import missing_actor
from paseo.prevention.gaps.rules.no_goal import no_goal
from paseo.prevention.gaps.rules.not_evaluated import not_evaluated
from paseo.prevention.gaps.rules.one_sided import one_sided
from paseo.prevention.gaps.rules.top_heavy import top_heavy
from paseo.prevention.gaps.rules.uncovered import uncovered

RULES: Final[dict[str, Callable[[Asked], Outcome]]] = {
    "empty-level": empty_level,
    "top-heavy": top_heavy,
    "one-sided": one_sided,
    "uncovered": uncovered,
    "missing-actor": missing_actor,
    "ending": ending,
    "no-goal": no_goal,
    "not-evaluated": not_evaluated,
    "duplicates": duplicates,
}
