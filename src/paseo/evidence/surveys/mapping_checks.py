"""What the schema of mappings cannot say: what a kind of indicator needs, and which codes exist."""

from __future__ import annotations

from typing import Any, Final

from paseo.content.hints import hint, listed
from paseo.content.pack import Pack
from paseo.content.problems import Place, Problems
from paseo.content.registry import Shelf
from paseo.evidence import periods
from paseo.evidence.areas import AreaTree
from paseo.evidence.surveys.mapping import Domain, IndicatorRule, SurveyMapping
from paseo.evidence.surveys.mapping_pack import build_survey_mapping
from paseo.evidence.vocabulary import Vocabulary

#: What each kind of indicator cannot do without; of several keys one is enough.
_NEEDS: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "share": (("column", "columns"), ("cut",)),
    "mean": (("column", "columns"),),
    "total": (("column", "columns"),),
    "gap": (("first",), ("second",)),
    "group_gap": (("column", "columns"), ("cut",), ("domain",), ("groups",)),
}
#: Kinds of the framework that each kind of ours can fill.
_FITS: Final[dict[str, tuple[str, ...]]] = {
    "share": ("survey_share", "register_share"),
    "mean": ("survey_mean", "audit_score"),
    "total": ("amount",),
    "gap": ("survey_gap",),
    "group_gap": ("survey_gap",),
}


def check_survey_mapping(pack: Pack, problems: Problems, shelf: Shelf) -> None:
    """Find what the schema of survey mappings cannot say."""
    before = len(problems.errors)
    _check_periods(pack, problems)
    for at, one in enumerate(pack.section("indicators")):
        _check_needs(pack, one, at, problems)
    _check_steps(pack, problems)
    if len(problems.errors) == before:
        mapping = build_survey_mapping(pack)
        for rule in mapping.indicators:
            _check_cuts(mapping, rule, problems)


def _check_periods(pack: Pack, problems: Problems) -> None:
    waves = pack.mapping("design").get("waves", {}).get("list", ())
    stated = [(pack.mapping("survey")["period"], pack.place("survey", "period"))]
    stated += [
        (one["period"], pack.place("design", "waves", "list", at)) for at, one in enumerate(waves)
    ]
    for period, place in stated:
        if not periods.is_period(str(period)):
            problems.add("S738", place, value=str(period)[:40])


def _check_needs(pack: Pack, one: dict[str, Any], at: int, problems: Problems) -> None:
    for keys in _NEEDS[one["kind"]]:
        if not any(key in one for key in keys):
            place = pack.place("indicators", at)
            problems.add("S731", place, id=one["id"], kind=one["kind"], needs=" / ".join(keys))
    if one["kind"] == "gap":
        for key in ("first", "second"):
            if key in one and "cut" not in one[key] and "cut" not in one:
                place = pack.place("indicators", at, key)
                problems.add("S731", place, id=one["id"], kind="gap", needs="cut")


def _check_steps(pack: Pack, problems: Problems) -> None:
    for at, one in enumerate(pack.section("weighting")):
        lacks = (one["step"] == "trim" and "most" not in one) or (
            one["step"] != "trim" and "margins" not in one
        )
        if lacks:
            needs = "most" if one["step"] == "trim" else "margins"
            problems.add("S739", pack.place("weighting", at), step=one["step"], needs=needs)
        for number, margin in enumerate(one.get("margins", ())):
            for line in margin["totals"]:
                if len(line["of"]) != len(margin["columns"]):
                    place = pack.place("weighting", at, "margins", number)
                    problems.add(
                        "S747", place, cells=listed(line["of"]), columns=listed(margin["columns"])
                    )


def _check_cuts(mapping: SurveyMapping, rule: IndicatorRule, problems: Problems) -> None:
    for measure in rule.measures:
        for column in measure.columns:
            answers = mapping.answer(column)
            known = [one.code for one in answers.codes]
            for code in measure.cut:
                if known and code not in known:
                    problems.add(
                        "S732", rule.place, value=code, column=column, id=rule.id,
                        hint=hint(code, known), known=listed(known),
                    )  # fmt: skip
    if rule.kind == "group_gap":
        domain = mapping.domain(rule.domain)
        known = [one.code for one in domain.groups] if domain else []
        for code in rule.groups:
            if known and code not in known:
                problems.add(
                    "S732", rule.place, value=code, column=rule.domain, id=rule.id,
                    hint=hint(code, known), known=listed(known),
                )  # fmt: skip


def check_against(
    mapping: SurveyMapping, vocabulary: Vocabulary, areas: AreaTree | None = None
) -> Problems:
    """Check a mapping against the codes of a framework and the areas of a city.

    Args:
        vocabulary: indicators, breakdowns and their codes.
        areas: of the city; None checks no area.
    """
    problems = Problems()
    for rule in mapping.indicators:
        _check_indicator(mapping, rule, vocabulary, problems)
    for domain in mapping.domains:
        if domain.areas:
            if areas is not None:
                _check_areas(mapping, domain, areas, problems)
        else:
            _check_breakdown(mapping, domain, vocabulary, problems)
    return problems


def _check_indicator(
    mapping: SurveyMapping, rule: IndicatorRule, vocabulary: Vocabulary, problems: Problems
) -> None:
    terms = vocabulary.indicators.get(rule.id)
    if terms is None:
        problems.add("S733", rule.place, value=rule.id, hint=hint(rule.id, vocabulary.indicators))
    elif terms.kind not in _FITS[rule.kind]:
        problems.add(
            "S735", rule.place, id=rule.id, kind=rule.kind, wanted=terms.kind,
            known=listed(_FITS[rule.kind]),
        )  # fmt: skip
    if rule.definition and rule.definition not in mapping.wordings:
        problems.add("S737", rule.place, value=rule.definition, id=rule.id)


def _check_breakdown(
    mapping: SurveyMapping, domain: Domain, vocabulary: Vocabulary, problems: Problems
) -> None:
    place = _place(mapping, domain)
    terms = vocabulary.breakdowns.get(domain.id)
    if terms is None:
        problems.add(
            "S734", place, value=domain.id, hint=hint(domain.id, vocabulary.breakdowns),
            known=listed(vocabulary.breakdowns),
        )  # fmt: skip
        return
    for group in domain.groups if terms.codes else ():
        if group.code not in terms.codes:
            problems.add(
                "S734", place, value=f"{domain.id}={group.code}",
                hint=hint(group.code, terms.codes), known=listed(terms.codes),
            )  # fmt: skip


def _check_areas(
    mapping: SurveyMapping, domain: Domain, areas: AreaTree, problems: Problems
) -> None:
    known = [area.id for area in areas]
    for group in domain.groups:
        if group.code not in areas:
            problems.add(
                "S736", _place(mapping, domain), value=group.code, hint=hint(group.code, known)
            )


def _place(mapping: SurveyMapping, domain: Domain) -> Place:
    return Place(mapping.file, entry=domain.id)
