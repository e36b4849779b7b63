"""The indicators of a mapping as rows of a form, and the form as indicators again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.utils.translation import gettext as _

from paseo.evidence.surveys.mapping import Domain, IndicatorRule, Measure, SurveyMapping
from paseo.evidence.vocabulary import Vocabulary

#: Kinds that one column and a cut are enough for; others are written as text.
SIMPLE: Final = ("share", "mean", "total")
#: The choice of areas instead of a breakdown; no breakdown can be called so.
AREAS: Final = "+areas"


@dataclass(frozen=True)
class RuleRow:
    """One line of the form.

    Args:
        simple: its column and cut can be changed here.
    """

    at: int
    rule: IndicatorRule
    name: str
    columns: str
    cut: str
    simple: bool

    @property
    def kind(self) -> str:
        return {
            "share": _("share of answers"),
            "mean": _("mean"),
            "total": _("number of people"),
            "gap": _("gap between two questions"),
            "group_gap": _("gap between two groups"),
        }[self.rule.kind]


def rows_of(mapping: SurveyMapping, vocabulary: Vocabulary, language: str) -> list[RuleRow]:
    """Return every indicator of a mapping as a line."""
    found = []
    for at, rule in enumerate(mapping.indicators):
        terms = vocabulary.indicators.get(rule.id)
        name = rule.name or (terms.name if terms else None)
        columns = " − ".join(", ".join(one.columns) for one in rule.measures)
        found.append(
            RuleRow(
                at, rule, name.read(language).words if name else rule.id, columns,
                " ".join(rule.first.cut), rule.kind in SIMPLE,
            )
        )  # fmt: skip
    return found


def edited(mapping: SurveyMapping, given: Mapping[str, Any]) -> SurveyMapping:
    """Return the mapping as a sent form says it.

    Args:
        given: ``drop-N``, ``column-N``, ``cut-N``, ``base-N`` for the line at N, and ``new-id``,
            ``new-kind``, ``new-column``, ``new-cut`` for one more; ``new-domain`` and
            ``new-domain-column`` for one more division.
    """
    rules = [
        _changed(rule, at, given)
        for at, rule in enumerate(mapping.indicators)
        if not given.get(f"drop-{at}")
    ]
    code, column = (str(given.get(f"new-{name}", "")).strip() for name in ("id", "column"))
    if code and column:
        rules.append(
            IndicatorRule(
                id=code,
                kind=given.get("new-kind") or "share",
                first=Measure((column,), _codes(given.get("new-cut", ""))),
                definition=f"q-{column.lower().replace('_', '-')}",
            )
        )
    return replace(mapping, indicators=tuple(rules), domains=_domains(mapping, given))


def _domains(mapping: SurveyMapping, given: Mapping[str, Any]) -> tuple[Domain, ...]:
    code, column = (
        str(given.get(name, "")).strip() for name in ("new-domain", "new-domain-column")
    )
    if not (code and column):
        return mapping.domains
    areas = code == AREAS
    one = Domain("district" if areas else code, column, areas=areas)
    return (*(held for held in mapping.domains if held.id != one.id), one)


def _codes(text: Any) -> tuple[str, ...]:
    return tuple(str(text).replace(",", " ").replace("+", " ").split())


def _changed(rule: IndicatorRule, at: int, given: Mapping[str, Any]) -> IndicatorRule:
    base = given.get(f"base-{at}", rule.base)
    rule = replace(rule, base=base if base in ("valid_answers", "all_answers") else rule.base)
    if rule.kind not in SIMPLE:
        return rule
    columns = str(given.get(f"column-{at}", "")).replace(",", " ").split()
    cut = _codes(given.get(f"cut-{at}", "")) if f"cut-{at}" in given else rule.first.cut
    return replace(rule, first=Measure(tuple(columns) or rule.first.columns, cut))
