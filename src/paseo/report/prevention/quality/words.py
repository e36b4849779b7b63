"""What a quality check says in sentences: the same on pages, in documents and in the terminal.

Headings and columns are the document's own and spoken by its ``Speaker``; both read the phrases
beside this module.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from paseo.content.numbers import format_number
from paseo.content.phrases import load_phrases
from paseo.prevention.quality.agreeing import FEWEST_PAIRS, Comparison
from paseo.prevention.quality.form import Entry, Option, QualityForm
from paseo.prevention.quality.judging import DomainProfile, Judgement
from paseo.prevention.quality.reconciling import QualityCheck
from paseo.prevention.quality.words import origin_said

_PACKAGE = "paseo.report.prevention.quality"


def say(phrase: str, language: str, **values: Any) -> str:
    """Return a phrase of the quality report."""
    return load_phrases(_PACKAGE).say(phrase, language, **values)


def result_said(check: QualityCheck, language: str) -> str:
    """Return the result of a check, open gates first, or how far it has come."""
    if check.stage != "settled" or check.judgement is None:
        return say(f"stage.{check.stage}", language, count=len(check.open))
    found = check.judgement.conclusion
    if found is None:
        return say("stage.no_rule", language)
    name, means = (one.read(language).words for one in (found.name, found.means))
    values = {"conclusion": name, "means": means}
    still = [one.entry for one in check.judgement.open_gates]
    if not still:
        return say("stage.settled", language, **values)
    names = _names(check.form, still, language)
    return say("stage.settled_open", language, count=len(still), names=names, **values)


def result_named(check: QualityCheck, language: str) -> str:
    """Return the result in a word with its open gates, as a list of checks shows it."""
    found = check.judgement.conclusion if check.judgement else None
    if check.judgement is None or found is None:
        return result_said(check, language)
    name = found.name.read(language).words
    still = [one.entry for one in check.judgement.open_gates]
    if not still:
        return name
    names = _names(check.form, still, language)
    return say("result_open", language, count=len(still), conclusion=name, names=names)


def origins_said(check: QualityCheck, language: str) -> Iterator[str]:
    """Yield who stands behind the form, and whose rule gave the words for the result."""
    yield origin_said(check.form, language)
    if composed(check):
        yield say("rule_body", language)


def composed(check: QualityCheck) -> bool:
    """Return whether the words for the result follow a rule that nobody published."""
    found = check.judgement.conclusion if check.judgement else None
    return found is not None and found.evidence == "composed"


def gates_said(check: QualityCheck, language: str) -> str:
    """Return which gates are open, or not settled."""
    if check.judgement is None:
        waiting = [one for one in check.form.gates if one.id in check.open]
        if waiting:
            return say("gates_unsettled", language, names=_names(check.form, waiting, language))
        return ""
    still = [one.entry for one in check.judgement.open_gates]
    if not still:
        return say("gates_met", language)
    names = _names(check.form, still, language)
    return say("gates_open", language, count=len(still), names=names)


def _names(form: QualityForm, entries: Iterable[Entry], language: str) -> str:
    return ", ".join(form.domain(one.domain).name.read(language).words for one in entries)


def profile_said(judgement: Judgement, language: str) -> str:
    """Return points of possible points, domain by domain."""
    return "; ".join(domain_said(one, language) for one in judgement.profile) + "."


def domain_said(one: DomainProfile, language: str) -> str:
    """Return the points of one domain in words."""
    name = one.domain.name.read(language).words
    if not one.possible:
        return say("profile_nothing", language, domain=name)
    points, possible = (format_number(value, language) for value in (one.points, one.possible))
    return say(
        "profile_domain",
        language,
        domain=name,
        points=points,
        possible=possible,
        count=one.possible,
    )


def agreement_said(found: Comparison, language: str) -> Iterator[str]:
    """Yield the sentences on agreement: share, kappa, and how far it can be read."""
    if not found.both:
        yield say("share_none", language)
        return
    share, low, high = (
        format_number(100 * float(one), language, None, 0)
        for one in (found.share.value, found.share.low, found.share.high)
    )
    values = {"agreed": found.agreed, "count": found.both, "share": share}
    yield say("share", language, low=low, high=high, **values)
    if found.kappa is not None and "one_category" not in found.cautions:
        ends = found.kappa.interval
        kappa, low, high = (
            format_number(float(one), language, None, 2)
            for one in (ends.value, ends.low, ends.high)
        )
        items = found.kappa_items
        yield say("kappa", language, count=items, kappa=kappa, low=low, high=high)
        yield say("kappa_rough", language)
    for caution in found.cautions:
        yield say(f"caution.{caution}", language, fewest=FEWEST_PAIRS)


def option_said(option: Option | None, language: str) -> str:
    """Return an answer in words."""
    return option.label.read(language).words if option else say("not_answered", language)


def entry_said(form: QualityForm, entry: Entry, language: str) -> str:
    """Return a gate by its domain, an item by its number and name."""
    if entry.gate:
        return f"{entry.id} {form.domain(entry.domain).name.read(language).words}"
    return f"{entry.id} {entry.name.read(language).words}"
