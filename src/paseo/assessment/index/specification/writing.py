"""A specification as the text of its file: what was changed in memory can be kept and replayed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from paseo.assessment.index.specification.spec import BreakUse, DataUse, IndexSpec, PanelUse
from paseo.content.language import LanguageMap
from paseo.content.problems import Problems
from paseo.content.reading import parse_yaml
from paseo.content.yaml_writing import yaml_text
from paseo.stats.composite import Aggregation, Element, Step, Weighting
from paseo.stats.composite.uncertainty.factors import (
    Change,
    Choice,
    Factor,
    MissingValues,
    Plan,
    Range,
    SamplingError,
    WeightNoise,
)


def text_of(spec: IndexSpec, published: date | None = None) -> str:
    """Return the specification as YAML, elements written out.

    Args:
        spec: every choice.
        published: the day in the header; that of the text it came from where left out.
    """
    parts: dict[str, Any] = {"pack": _header(spec, published)}
    if spec.sources:
        parts["sources"] = _sources(spec)
    for key, words in (("about", spec.about), ("joins_faces", spec.joins_faces)):
        if words:
            parts[key] = dict(words)
    if spec.generated:
        parts["generated"] = True
    parts["data"] = _data(spec.data)
    parts["elements"] = [_element(one, spec) for one in spec.structure.elements]
    if spec.recipe.steps:
        parts["steps"] = [step_entry(one) for one in spec.recipe.steps]
    parts["weighting"] = _method(spec.recipe.weighting)
    parts["aggregation"] = _aggregation(
        spec.recipe.aggregation, spec.recipe.by_level, spec.recipe.by_code
    )
    if spec.plan is not None:
        parts["uncertainty"] = _plan(spec.plan, spec)
    if spec.panel is not None:
        parts["panel"] = _panel(spec.panel)
    use = spec.sensitivity
    parts["sensitivity"] = {
        "base": use.base, "resamples": use.resamples, "level": use.level, "seed": use.seed,
    }  # fmt: skip
    return yaml_text(plain(parts))


def plain(value: Any) -> Any:
    """Return dictionaries and lists that every YAML reader takes."""
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if hasattr(value, "tolist"):
        return value.tolist()
    return value


def _before(spec: IndexSpec) -> Mapping[str, Any]:
    """Return what the text says from which the specification came, as far as it can be read."""
    found = parse_yaml(spec.text, spec.file, Problems()) if spec.text else None
    return found if isinstance(found, Mapping) else {}


def _header(spec: IndexSpec, published: date | None) -> dict[str, Any]:
    before = _before(spec).get("pack", {})
    day = published.isoformat() if published else before.get("published", "2026-01-01")
    languages = before.get("languages") or sorted(spec.title) or [spec.language]
    header: dict[str, Any] = {
        "format": 1, "id": spec.id, "kind": "index", "version": spec.version, "published": day,
        "language": spec.language, "languages": list(languages), "title": dict(spec.title),
    }  # fmt: skip
    if spec.description:
        header["description"] = dict(spec.description)
    header["provider"] = dict(spec.provider)
    header["licence"] = spec.licence
    header["evidence"] = spec.evidence
    for key in ("source", "target"):
        if before.get(key):
            header[key] = before[key]
    if spec.framework and "target" not in header and spec.data.kind == "table":
        header["target"] = spec.framework
    return header


def _sources(spec: IndexSpec) -> list[Any]:
    before = _before(spec).get("sources")
    if isinstance(before, list):
        return before
    return [{"id": code, "title": dict(title)} for code, title in spec.sources.items()]


def _data(use: DataUse) -> dict[str, Any]:
    keys = (
        "kind", "file", "sheet", "sha256", "unit", "name", "groups", "beside", "time", "period",
        "errors", "pack", "level", "periods", "units", "countries", "sizes", "kinds",
    )  # fmt: skip
    return {key: held for key in keys if (held := getattr(use, key))}


def _element(one: Element, spec: IndexSpec) -> dict[str, Any]:
    entry: dict[str, Any] = {"code": one.code}
    if one.code in spec.names:
        entry["name"] = dict(spec.names[one.code])
    for key in ("parent", "unit", "denominator"):
        if getattr(one, key):
            entry[key] = getattr(one, key)
    if one.target is not None:
        entry["target"] = one.target
    entry["weight"] = one.weight
    if one.code in spec.structure.indicators or one.direction != 1:
        entry["direction"] = one.direction
    for key, held in (
        ("column", spec.data.columns), ("error", spec.data.error_columns),
        ("count", spec.data.count_columns), ("indicator", spec.indicators),
        ("dimension", spec.dimensions),
    ):  # fmt: skip
        if one.code in held:
            entry[key] = held[one.code]
    return entry


def step_entry(one: Step) -> dict[str, Any]:
    """Return a step as the entry that stands for it."""
    return {one.kind: one.method, **one.settings}


def _method(one: Weighting) -> Any:
    return {"method": one.method, **one.settings} if one.settings else one.method


def _combined(one: Aggregation) -> Any:
    if not one.settings and not one.least:
        return one.method
    least = {"least": one.least} if one.least else {}
    return {"method": one.method, **least, **one.settings}


def _aggregation(
    whole: Aggregation, by_level: Mapping[int, Aggregation], by_code: Mapping[str, Aggregation]
) -> Any:
    plain = _combined(whole)
    if not by_level and not by_code:
        return plain
    entry = {"method": plain} if isinstance(plain, str) else plain
    held: Mapping[Any, Aggregation]
    for key, held in (("by_level", by_level), ("by_code", by_code)):
        if held:
            entry[key] = {code: _combined(one) for code, one in held.items()}
    return entry


def _plan(plan: Plan, spec: IndexSpec) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "replications": plan.replications, "seed": plan.seed, "level": plan.level,
    }  # fmt: skip
    if plan.top:
        entry["top"] = plan.top
    if plan.classes:
        entry["classes"] = [_class(end, label, spec) for end, label in plan.classes]
    entry["factors"] = [_factor(one, plan, spec) for one in plan.factors]
    return entry


def _class(end: float, label: str, spec: IndexSpec) -> dict[str, Any]:
    named = {"name": dict(spec.names[label])} if label in spec.names else {}
    return {"label": label, **named, **({} if end == float("inf") else {"to": end})}


def _factor(one: Factor, plan: Plan, spec: IndexSpec) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": one.name}
    if one.name in spec.names:
        entry["name"] = dict(spec.names[one.name])
    if one.name in plan.groups:
        entry["group"] = plan.groups[one.name]
    if isinstance(one, Choice):
        chances = one.chances or (None,) * len(one.options)
        entry["options"] = [
            _option(option, chance, spec.names.get(f"{one.name}/{option.label}"))
            for option, chance in zip(one.options, chances, strict=True)
        ]
    elif isinstance(one, Range):
        named = {"step": one.step, "setting": one.setting, "weight": one.weight}
        entry["range"] = {
            **{key: held for key, held in named.items() if held}, "low": one.low, "high": one.high,
            **({"whole": True} if one.whole else {}),
        }  # fmt: skip
    elif isinstance(one, WeightNoise):
        levels = {"levels": list(one.levels)} if one.levels else {}
        spread = {} if one.method == "free" else {"spread": one.spread}
        entry["weights"] = {"method": one.method, **spread, **levels}
    elif isinstance(one, SamplingError):
        tops = {"tops": dict(one.tops)} if one.tops else {}
        entry["sampling"] = {"distributions": dict(one.distributions), **tops}
    elif isinstance(one, MissingValues):
        settings = {"settings": dict(one.settings)} if one.settings else {}
        entry["missing"] = {"draws": one.draws, **settings}
    return entry


def _panel(one: PanelUse) -> dict[str, Any]:
    keys = ("periods", "reference", "goalposts", "frozen", "beyond", "top", "level", "samples")
    entry = {key: held for key in keys if (held := getattr(one, key))}
    if one.breaks:
        entry["breaks"] = [_break(inner) for inner in one.breaks]
    return entry


def _break(one: BreakUse) -> dict[str, Any]:
    named = {"indicators": list(one.indicators)} if one.indicators else {}
    return {"before": one.before, **named, "reason": dict(one.reason)}


def _option(one: Change, chance: float | None, name: LanguageMap | None) -> dict[str, Any]:
    entry: dict[str, Any] = {"label": one.label}
    if name and any(words != one.label for words in name.values()):
        entry["name"] = dict(name)
    if chance is not None:
        entry["chance"] = chance
    if one.steps:
        entry["steps"] = [step_entry(step) for step in one.steps]
    for key in ("settings", "weights", "without", "skip"):
        if getattr(one, key):
            entry[key] = getattr(one, key)
    if one.weighting is not None:
        entry["weighting"] = _method(one.weighting)
    if one.aggregation is not None:
        entry["aggregation"] = _aggregation(one.aggregation, one.by_level, one.by_code)
    else:
        if one.by_level:
            entry["by_level"] = {level: _combined(inner) for level, inner in one.by_level.items()}
        if one.by_code:
            entry["by_code"] = {code: _combined(inner) for code, inner in one.by_code.items()}
    return entry
