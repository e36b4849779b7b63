"""Conditions by kind of partner as a picture."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from paseo.prevention.collective.result import CollectiveResult, ConditionFound
from paseo.prevention.collective.spread import Spread
from paseo.report.charts import (
    ConditionRanges,
    PartnerGroup,
    Picture,
    partner_ranges,
    words_in,
)
from paseo.report.prevention.collective.words import condition_said, group_name, say

#: So many lines fit a page beside its heading.
_MOST_LINES: Final = 16


def on_pages(result: CollectiveResult, *, before: bool = False) -> list[list[str]]:
    """Return ids of conditions in parts that each fit a page as one picture."""
    ids = [one.condition.id for one in result.conditions if one.condition.before == before]
    most = max(1, _MOST_LINES // (1 + len(result.groups)))
    return [ids[at : at + most] for at in range(0, len(ids), most)]


def ranges_picture(
    result: CollectiveResult,
    language: str,
    *,
    before: bool = False,
    key: str = "conditions",
    width: float = 640,
    only: Collection[str] | None = None,
) -> Picture:
    """Return median, middle half and range of each condition, whole and by kind of partner.

    Args:
        result: of a round.
        language: of its words.
        before: the preconditions instead of the conditions.
        key: start of the ids, unique on the page.
        width: 640 for page and paper; about 340 for a phone.
        only: ids of the conditions that are drawn; all when None.
    """
    wanted = [
        one
        for one in result.conditions
        if one.condition.before == before and (only is None or one.condition.id in only)
    ]
    low, high = result.form.ends
    ends = {one.value: one.label.read(language).words for one in result.form.scale}
    return partner_ranges(
        [_row(result, one, language) for one in wanted],
        limits=(low, high),
        ends=(ends[low], ends[high]),
        title=say("before_picture" if before else "conditions_picture", language),
        description="; ".join(condition_said(one, language) for one in wanted) + ".",
        words=words_in(language),
        key=key,
        width=width,
    )


def _row(result: CollectiveResult, one: ConditionFound, language: str) -> ConditionRanges:
    views = one.views
    whole = _group(say("all", language), views.whole, result.partners, language, whole=True)
    groups = [whole]
    for group, kinds in result.groups.items():
        count = sum(rating.kind in kinds for rating in result.round.rated)
        name = group_name(result, group, language)
        groups.append(_group(name, views.groups.get(group), count, language, whole=False))
    return ConditionRanges(one.condition.name.read(language).words, tuple(groups))


def _group(
    label: str, one: Spread | None, count: int, language: str, *, whole: bool
) -> PartnerGroup:
    if one is None:
        return PartnerGroup(label, count, None, missing=say("few", language), whole=whole)
    return PartnerGroup(
        label, one.n, one.median, one.low, one.high, one.least, one.most, whole=whole
    )
