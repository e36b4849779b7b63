"""What a round of ratings says in sentences: the same on pages, in documents and in the terminal.

Headings and columns are the document's own and spoken by its ``Speaker``; both read the phrases
beside this module.
"""

from __future__ import annotations

from typing import Any

from paseo.content.numbers import format_number
from paseo.content.phrases import load_phrases
from paseo.prevention.collective.form import CollectiveForm
from paseo.prevention.collective.pack import FIVE_CONDITIONS
from paseo.prevention.collective.result import CollectiveResult, ConditionFound, Difference
from paseo.prevention.collective.spread import TOGETHER, Spread

_PACKAGE = "paseo.report.prevention.collective"


def say(phrase: str, language: str, **values: Any) -> str:
    """Return a phrase of the report."""
    return load_phrases(_PACKAGE).say(phrase, language, **values)


def points(value: float, language: str) -> str:
    """Return points of the scale: quarters are told apart, more would be invented.

    >>> points(1.5, "es"), points(2, "en"), points(1.125, "en")
    ('1,5', '2', '1.1')
    """
    whole = float(value).is_integer()
    return format_number(value, language, None, 0 if whole else 1)


def phase_said(result: CollectiveResult, language: str) -> str:
    """Return the phase suggested, or that too few partners rated."""
    if result.phase is None:
        return say("phase_none", language, least=result.form.least_shown)
    name, means = (one.read(language).words for one in (result.phase.name, result.phase.means))
    values = {"phase": name, "means": means}
    if result.partners == result.round.invited:
        return say("phase", language, **values)
    asked = result.round.invited
    return say("phase_of_some", language, rated=result.partners, asked=asked, **values)


def count_said(result: CollectiveResult, language: str) -> str:
    """Return how many rated, of how many that were asked."""
    if result.partners == result.round.invited:
        return say("count", language, count=result.partners)
    asked = result.round.invited
    return say("count_of", language, count=asked, rated=result.partners)


def few_said(result: CollectiveResult, language: str) -> str:
    """Return that fewer than half of those asked rated; empty where more did."""
    return say("few_of_asked", language) if result.few_of_invited else ""


def disclosure_said(form: CollectiveForm, language: str) -> str:
    """Return which groups are not shown, and which by their median alone, with the reason."""
    return say("disclosure", language, least=form.least_shown, spread=form.least_spread)


def origin_said(form: CollectiveForm, language: str) -> str:
    """Return what of the form is FSG's and what is ours."""
    return say("composed" if form.id == FIVE_CONDITIONS else "own_form", language)


def group_name(result: CollectiveResult, group: str, language: str) -> str:
    """Return what a group of kinds is called."""
    if group == TOGETHER:
        return say("together", language)
    return result.form.kind(group).name.read(language).words


def condition_said(one: ConditionFound, language: str) -> str:
    """Return median and middle half of a condition, or that it is not shown."""
    name = one.condition.name.read(language).words
    whole = one.views.whole
    if whole is None:
        return say("condition_hidden", language, condition=name)
    values = {"condition": name, "count": whole.n, **_three(whole, language)}
    return say("condition_said" if whole.half else "condition_median", language, **values)


def spread_said(one: Spread | None, language: str) -> str:
    """Return "2 (1 to 2)", the median alone of few partners, or that nothing is shown."""
    if one is None:
        return say("few", language)
    return say("value" if one.half else "value_alone", language, **_three(one, language))


def _three(one: Spread, language: str) -> dict[str, str]:
    found = {"median": points(one.median, language)}
    if one.half:
        found |= {"low": points(one.half[0], language), "high": points(one.half[1], language)}
    return found


def difference_said(result: CollectiveResult, one: Difference, language: str) -> str:
    """Return which kind of partner rates a condition higher, and by how much."""
    return say(
        "difference",
        language,
        condition=result.form.condition(one.condition).name.read(language).words,
        higher=group_name(result, one.higher, language),
        lower=group_name(result, one.lower, language),
        apart=points(one.apart, language),
    )


def small_kinds_said(result: CollectiveResult, language: str) -> str:
    """Return which kinds stand together; empty where none do."""
    kinds = result.groups.get(TOGETHER, ())
    if not kinds:
        return ""
    names = ", ".join(result.form.kind(one).name.read(language).words for one in kinds)
    return say("group_of", language, together=say("together", language), kinds=names)
