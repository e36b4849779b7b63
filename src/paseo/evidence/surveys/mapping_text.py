"""A mapping as the text of a pack, which reads back as the same mapping."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from paseo.content.language import LanguageMap
from paseo.content.yaml_writing import yaml_text
from paseo.evidence.surveys.mapping import (
    OUTSIDE,
    AnswerColumn,
    Design,
    Domain,
    Group,
    IndicatorRule,
    Measure,
    Survey,
    SurveyMapping,
    WeightStep,
    number_of,
)
from paseo.evidence.surveys.mapping_pack import KIND

_WIDTH: Final = 110


def mapping_yaml(
    mapping: SurveyMapping,
    *,
    provider: str = "",
    licence: str = "",
    published: date | None = None,
) -> str:
    """Return a mapping as YAML.

    Args:
        provider: who answers for it; the publisher of the survey where left out.
        licence: of the mapping; that of the survey, or ``CC-BY-4.0``, where left out.
        published: the day; today where left out.
    """
    survey = mapping.survey
    data: dict[str, Any] = {
        "pack": {
            "format": 1,
            "id": mapping.id,
            "kind": KIND,
            "version": mapping.version,
            "published": (published or date.today()).isoformat(),
            "language": mapping.language,
            "languages": [mapping.language],
            "title": _words(mapping.title),
            "provider": provider or survey.publisher or survey.title.read(mapping.language).words,
            "licence": licence or survey.licence or "CC-BY-4.0",
            "evidence": "composed",
            "target": mapping.framework,
        },
        "sources": [
            {"id": code, "title": _words(title)} for code, title in mapping.sources.items()
        ],
        "survey": _survey(survey),
        "design": _design(mapping.design),
        "weighting": [_step(one) for one in mapping.weighting],
        "answers": [_answers(one) for one in mapping.answers.values()],
        "domains": [_domain(one) for one in mapping.domains],
        "indicators": [_rule(one) for one in mapping.indicators],
        "wordings": [{"id": code, "text": _words(text)} for code, text in mapping.wordings.items()],
        "open_questions": list(mapping.open_questions),
    }
    if not mapping.framework:
        del data["pack"]["target"]
    if mapping.sources:
        data["pack"]["source"] = next(iter(mapping.sources))
    return yaml_text(_filled(data), width=_WIDTH)


def _words(text: LanguageMap | None) -> dict[str, str] | None:
    return dict(text) if text else None


def _code(code: str) -> str | int:
    """Return a code that is a whole number as one, as people write it."""
    number = number_of(code)
    whole = number is not None and number.is_integer() and code == str(int(number))
    return int(code) if whole else code


def _codes(codes: tuple[str, ...]) -> list[str | int]:
    return [_code(one) for one in codes]


def _filled(node: Any) -> Any:
    """Leave out what is empty: nothing, no text, no list; nought and no stay."""
    if isinstance(node, Mapping):
        kept = {key: _filled(value) for key, value in node.items()}
        return {key: value for key, value in kept.items() if value not in (None, "", [], {})}
    if isinstance(node, list):
        return [_filled(one) for one in node]
    return node


def _survey(survey: Survey) -> dict[str, Any]:
    return {
        "id": survey.id,
        "title": _words(survey.title),
        "period": survey.period,
        "population": _words(survey.population),
        "mode": survey.mode,
        "sample": survey.sample,
        "boundary": survey.boundary,
        "languages": list(survey.languages),
        "questionnaire": survey.questionnaire,
        "publisher": survey.publisher,
        "licence": survey.licence,
        "url": survey.url,
        "note": _words(survey.note),
    }


def _design(design: Design) -> dict[str, Any]:
    given = design.replicates
    return {
        "respondent": design.respondent,
        "weight": design.weight,
        "strata": list(design.strata),
        "clusters": list(design.clusters),
        "population_size": design.population_size,
        "single_clusters": design.single_clusters if design.single_clusters != "refuse" else "",
        "replicates": {
            "kind": given.kind,
            "prefix": given.prefix,
            "columns": list(given.columns),
            "fay": given.fay or None,
            "scale": list(given.scale),
            "degrees_of_freedom": given.degrees_of_freedom,
        }
        if given
        else None,
        "outcome": {
            "column": design.outcome.column,
            "complete": _codes(design.outcome.complete),
        }
        if design.outcome
        else None,
        "waves": {
            "column": design.wave_column,
            "list": [
                {
                    "cell": _code(one.cell), "period": one.period, "mode": one.mode,
                    "sample": one.sample,
                }
                for one in design.waves
            ],
        }
        if design.wave_column
        else None,
    }  # fmt: skip


def _step(step: WeightStep) -> dict[str, Any]:
    return {
        "step": step.step,
        "most": step.most or None,
        "margins": [
            {
                "columns": list(margin.columns),
                "source": margin.source,
                "totals": [
                    {"of": _codes(cells), "total": total} for cells, total in margin.totals.items()
                ],
            }
            for margin in step.margins
        ],
    }


def _answers(one: AnswerColumn) -> dict[str, Any]:
    return {
        "column": one.column,
        "question": _words(one.question),
        "number": one.number or None,
        "several": one.several or None,
        "codes": [
            {
                "code": _code(code.code),
                "label": _words(code.label),
                "cells": _codes(code.cells),
                "score": code.score,
            }
            for code in one.codes
        ],
        "missing": [
            {"reason": reason, "cells": _codes(cells)} for reason, cells in one.missing.items()
        ],
    }


def _domain(domain: Domain) -> dict[str, Any]:
    return {
        "id": domain.id,
        "column": domain.column,
        "areas": domain.areas or None,
        "groups": [_group(one) for one in domain.groups],
        "crossed": list(domain.crossed),
    }


def _group(group: Group) -> dict[str, Any]:
    return {
        "code": _code(group.code),
        "label": _words(group.label),
        "cells": _codes(group.cells),
        "from": group.low,
        "to": group.high,
    }


def _rule(rule: IndicatorRule) -> dict[str, Any]:
    found: dict[str, Any] = {"id": rule.id, "kind": rule.kind, "name": _words(rule.name)}
    if rule.second is None:
        names = list(rule.first.columns)
        found |= {"column": names[0]} if len(names) == 1 else {"columns": names}
        found["cut"] = _codes(rule.first.cut)
    else:
        found |= {"first": _measure(rule.first), "second": _measure(rule.second)}
    found |= {
        "domain": rule.domain,
        "groups": _codes(rule.groups),
        "base": rule.base if rule.base != "valid_answers" else "",
        "definition": rule.definition,
        "scale": rule.scale,
    }
    if rule.outside != OUTSIDE and rule.outside:
        found["outside"] = list(rule.outside)
    return found


def _measure(one: Measure) -> dict[str, Any]:
    return {"column": one.columns[0], "cut": _codes(one.cut)}
