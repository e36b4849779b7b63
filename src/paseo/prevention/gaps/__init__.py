"""Nine named rules that find gaps in a pyramid, and what people decided on them."""

from paseo.prevention.gaps.concerning import concerns_by_problem, concerns_for
from paseo.prevention.gaps.deciding import Decided, Judged, decide, set_beside
from paseo.prevention.gaps.evaluated import evaluated_beside
from paseo.prevention.gaps.finding import Search, find_gaps, search_every_problem, search_gaps
from paseo.prevention.gaps.gap import Choice, Decision, Gap
from paseo.prevention.gaps.pack import RulesPack, load_gap_rules
from paseo.prevention.gaps.words import GapWords

__all__ = [
    "Choice",
    "Decided",
    "Decision",
    "Gap",
    "GapWords",
    "Judged",
    "RulesPack",
    "Search",
    "concerns_by_problem",
    "concerns_for",
    "decide",
    "evaluated_beside",
    "find_gaps",
    "load_gap_rules",
    "search_every_problem",
    "search_gaps",
    "set_beside",
]
