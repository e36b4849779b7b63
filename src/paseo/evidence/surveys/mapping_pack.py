"""From a checked pack of kind ``survey-mapping`` to a mapping."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from paseo.content.pack import Pack
from paseo.content.problems import Place, Problems
from paseo.content.store import store
from paseo.evidence.surveys.mapping import (
    OUTSIDE,
    AnswerCode,
    AnswerColumn,
    Design,
    Domain,
    Group,
    IndicatorRule,
    Margin,
    Measure,
    Outcome,
    Replicates,
    Survey,
    SurveyMapping,
    Wave,
    WeightStep,
    cell_text,
)

KIND = "survey-mapping"


def load_survey_mapping(pack: str) -> SurveyMapping:
    """Return a mapping by the id of its pack.

    Raises:
        Refused: when there is no such mapping, or it has an error.
    """
    found: SurveyMapping = store().build(pack, KIND)
    return found


def read_survey_mapping(path: Path) -> tuple[SurveyMapping, Problems]:
    """Return the mapping in a file, and what is remarkable about it.

    Raises:
        Refused: when the file is no mapping, or has an error.
    """
    pack, problems = store().read(path)
    problems.refuse()
    if pack is None or pack.header.kind != KIND:
        kind = pack.header.kind if pack is not None else ""
        problems.add("S729", Place(path.name), kind=kind)
        problems.refuse()
    assert pack is not None
    return build_survey_mapping(pack), problems


def build_survey_mapping(pack: Pack) -> SurveyMapping:
    """Return a checked mapping pack as a mapping."""
    return SurveyMapping(
        id=pack.id,
        version=pack.header.version,
        title=pack.header.title,
        language=pack.header.language,
        framework=pack.header.target,
        survey=_survey(pack, pack.mapping("survey")),
        design=_design(pack.mapping("design")),
        indicators=tuple(_rule(pack, one, at) for at, one in enumerate(pack.section("indicators"))),
        weighting=tuple(_step(pack, one, at) for at, one in enumerate(pack.section("weighting"))),
        answers={one["column"]: _answers(pack, one) for one in pack.section("answers")},
        domains=tuple(_domain(pack, one) for one in pack.section("domains")),
        wordings={one["id"]: pack.words(one["text"]) for one in pack.section("wordings")},
        open_questions=tuple(pack.section("open_questions")),
        sources={one["id"]: pack.words(one["title"]) for one in pack.section("sources")},
        file=pack.path.name,
    )


def _survey(pack: Pack, one: Mapping[str, Any]) -> Survey:
    return Survey(
        id=one["id"],
        title=pack.words(one["title"]),
        period=str(one["period"]),
        population=pack.words(one["population"]),
        mode=one["mode"],
        sample=one["sample"],
        boundary=one.get("boundary", ""),
        languages=tuple(one.get("languages", ())),
        questionnaire=one.get("questionnaire", ""),
        publisher=one.get("publisher", ""),
        licence=one.get("licence", ""),
        url=one.get("url", ""),
        note=pack.words_or_none(one.get("note")),
    )


def _design(one: Mapping[str, Any]) -> Design:
    replicates = one.get("replicates")
    outcome = one.get("outcome")
    waves = one.get("waves", {})
    return Design(
        respondent=one.get("respondent", ""),
        weight=one.get("weight", ""),
        strata=tuple(one.get("strata", ())),
        clusters=tuple(one.get("clusters", ())),
        population_size=one.get("population_size", ""),
        single_clusters=one.get("single_clusters", "refuse"),
        replicates=Replicates(
            replicates["kind"],
            replicates.get("prefix", ""),
            tuple(replicates.get("columns", ())),
            float(replicates.get("fay", 0.0)),
            _scale(replicates.get("scale", ())),
            replicates.get("degrees_of_freedom"),
        )
        if replicates
        else None,
        outcome=Outcome(outcome["column"], _cells(outcome["complete"])) if outcome else None,
        wave_column=waves.get("column", ""),
        waves=tuple(
            Wave(
                cell_text(wave["cell"]), str(wave["period"]), wave.get("mode", ""),
                wave.get("sample", ""),
            )
            for wave in waves.get("list", ())
        ),
    )  # fmt: skip


def _scale(raw: Any) -> tuple[float, ...]:
    return tuple(float(one) for one in (raw if isinstance(raw, list | tuple) else [raw]))


def _cells(raw: Sequence[Any]) -> tuple[str, ...]:
    return tuple(cell_text(one) for one in raw)


def _step(pack: Pack, one: Mapping[str, Any], at: int) -> WeightStep:
    margins = tuple(
        Margin(
            columns=tuple(margin["columns"]),
            totals={_cells(line["of"]): float(line["total"]) for line in margin["totals"]},
            source=margin["source"],
            place=pack.place("weighting", at, "margins", number),
        )
        for number, margin in enumerate(one.get("margins", ()))
    )
    return WeightStep(one["step"], margins, float(one.get("most", 0.0)))


def _answers(pack: Pack, one: Mapping[str, Any]) -> AnswerColumn:
    return AnswerColumn(
        column=one["column"],
        question=pack.words_or_none(one.get("question")),
        number=one.get("number", False),
        several=one.get("several", False),
        codes=tuple(
            AnswerCode(
                code=cell_text(code["code"]),
                label=pack.words_or_none(code.get("label")),
                cells=_cells(code.get("cells", ())),
                score=code.get("score"),
            )
            for code in one.get("codes", ())
        ),
        missing={line["reason"]: _cells(line["cells"]) for line in one.get("missing", ())},
    )


def _domain(pack: Pack, one: Mapping[str, Any]) -> Domain:
    return Domain(
        id=one["id"],
        column=one["column"],
        areas=one.get("areas", False),
        groups=tuple(
            Group(
                code=cell_text(group["code"]),
                label=pack.words_or_none(group.get("label")),
                cells=_cells(group.get("cells", ())),
                low=group.get("from"),
                high=group.get("to"),
            )
            for group in one.get("groups", ())
        ),
        crossed=tuple(one.get("crossed", ())),
    )


def _rule(pack: Pack, one: Mapping[str, Any], at: int) -> IndicatorRule:
    cut = _cells(one.get("cut", ()))
    named = one.get("columns") or ([one["column"]] if "column" in one else [])
    first, second = one.get("first"), one.get("second")
    return IndicatorRule(
        id=one["id"],
        kind=one["kind"],
        first=_measure(first, cut) if first else Measure(tuple(named), cut),
        second=_measure(second, cut) if second else None,
        name=pack.words_or_none(one.get("name")),
        domain=one.get("domain", ""),
        groups=_cells(one.get("groups", ())),
        base=one.get("base", "valid_answers"),
        outside=tuple(one.get("outside", OUTSIDE)),
        definition=one.get("definition", ""),
        scale=one.get("scale", ""),
        place=pack.place("indicators", at),
    )


def _measure(one: Mapping[str, Any], cut: tuple[str, ...]) -> Measure:
    return Measure((one["column"],), _cells(one["cut"]) if "cut" in one else cut)
