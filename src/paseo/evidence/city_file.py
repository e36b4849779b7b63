"""city.yaml: who the city is, its sources and wordings; read with lines, written to read back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

import yaml

from paseo.content.language import FIRST_LANGUAGE, LanguageMap
from paseo.content.problems import Problems
from paseo.content.reading import Document, read_yaml
from paseo.content.schema import load_schema, walk
from paseo.evidence.area_drafts import AreaDraft
from paseo.evidence.checks.report import closest
from paseo.evidence.city import Area, Boundary, Break, City, Population, Source, Wording
from paseo.evidence.disclosure.rules import Thresholds
from paseo.evidence.vocabulary import Vocabulary

FORMAT: Final = 1
#: In the indicators of a break: every indicator of the source.
EVERY: Final = "*"


def read_city(
    path: Path, vocabulary: Vocabulary, problems: Problems, shown: str = ""
) -> tuple[City, list[AreaDraft]] | None:
    """Return the city that a city.yaml tells of, and its areas; None when it cannot be used.

    Args:
        path: the file.
        vocabulary: codes of the framework, by which references are checked.
        problems: receives what is wrong, with lines.
        shown: the name of the file in messages.
    """
    document = read_yaml(path, problems, shown or path.name)
    if document is None:
        return None
    before = len(problems.errors)
    walk(load_schema("city.json", "paseo.evidence"), document, problems)
    if len(problems.errors) > before:
        return None
    city, areas = _city(document.data), _drafts(document)
    _check_references(document, city, vocabulary, problems)
    _check_thresholds(document, city, problems)
    return city, areas


def _city(data: Mapping[str, Any]) -> City:
    language = _language(data)

    def words(value: Any) -> LanguageMap:
        return _words(value, language)

    optional = {
        key: data[key] for key in ("framework", "depth", "kind", "generated") if key in data
    }
    return City(
        id=data["id"],
        name=words(data["name"]),
        country=data["country"],
        languages=tuple(data.get("languages", (FIRST_LANGUAGE,))),
        description=words(data.get("description", {})),
        population=tuple(Population(**one) for one in data.get("population", ())),
        not_in_remit=tuple(data.get("not_in_remit", ())),
        left_out=tuple(data.get("left_out", ())),
        breaks=tuple(_break(one, language) for one in data.get("breaks", ())),
        sources=tuple(_source(one, language) for one in data.get("sources", ())),
        wordings=tuple(
            Wording(**{**one, "text": words(one["text"])}) for one in data.get("wordings", ())
        ),
        peers=tuple(data.get("peers", ())),
        thresholds=dict(data.get("thresholds", {})),
        **optional,
    )


def _language(data: Mapping[str, Any]) -> str:
    return str(next(iter(data.get("languages", ())), FIRST_LANGUAGE))


def _words(value: Any, language: str) -> LanguageMap:
    return LanguageMap({language: value} if isinstance(value, str) else dict(value))


def _break(data: Mapping[str, Any], language: str) -> Break:
    return Break(
        indicators=tuple(data["indicators"]),
        period=str(data["period"]),
        reason=_words(data["reason"], language),
        source=data.get("source", ""),
    )


def _source(data: Mapping[str, Any], language: str) -> Source:
    made: dict[str, Any] = dict(data)
    made["title"] = _words(data["title"], language)
    made["note"] = _words(data.get("note", {}), language)
    if "retrieved" in data:
        made["retrieved"] = date.fromisoformat(data["retrieved"])
    return Source(**made)


def _drafts(document: Document) -> list[AreaDraft]:
    language = _language(document.data)
    return [
        AreaDraft(
            id=area["id"],
            place=document.place(("areas", at)),
            name=_words(area["name"], language) if "name" in area else None,
            level=area.get("level"),
            parent=area.get("parent"),
            boundaries=[_boundary(one) for one in area.get("boundaries", ())],
        )
        for at, area in enumerate(document.data.get("areas", ()))
    ]


def _boundary(data: Mapping[str, Any]) -> Boundary:
    return Boundary(
        id=data["id"],
        valid_from=_day(data.get("valid_from")),
        valid_to=_day(data.get("valid_to")),
        source=data.get("source", ""),
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _check_references(
    document: Document, city: City, vocabulary: Vocabulary, problems: Problems
) -> None:
    """Report ids that lead nowhere, and a framework that is not the one at hand."""
    if city.framework != vocabulary.framework:
        problems.add(
            "C309", document.place(("framework",)),
            framework=city.framework, loaded=vocabulary.framework,
        )  # fmt: skip
        return
    sources = {one.id: list(one.title.values()) for one in city.sources}
    codes = {code: list(one.name.values()) for code, one in vocabulary.indicators.items()}
    for path, code, known in _references(city, sources, codes):
        if code and code not in known:
            field = next(step for step in reversed(path) if isinstance(step, str))
            meant = closest(code, known) or "–"
            problems.add("C308", document.place(path), field=field, id=code, closest=meant)


def _check_thresholds(document: Document, city: City, problems: Problems) -> None:
    """Report thresholds of disclosure control below the least, which holds instead."""
    for name in Thresholds().lowered(city.thresholds):
        problems.add(
            "C338", document.place(("thresholds", name)),
            name=name, value=city.thresholds[name], least=getattr(Thresholds(), name),
        )  # fmt: skip


_Names = Mapping[str, Sequence[str]]


def _references(
    city: City, sources: _Names, codes: _Names
) -> Iterator[tuple[tuple[str | int, ...], str, _Names]]:
    """Yield every id that refers to something: where it stands, itself, and what there is."""
    for key in ("population", "breaks", "wordings"):
        for at, one in enumerate(getattr(city, key)):
            yield (key, at, "source"), one.source, sources
    for key in ("not_in_remit", "left_out"):
        for at, code in enumerate(getattr(city, key)):
            yield (key, at), code, codes
    for at, change in enumerate(city.breaks):
        for where, code in enumerate(change.indicators):
            yield ("breaks", at, "indicators", where), code, {**codes, EVERY: []}
    for at, wording in enumerate(city.wordings):
        yield ("wordings", at, "indicator"), wording.indicator, codes


def city_text(city: City, areas: Sequence[Area] = ()) -> str:
    """Return a city, and areas that have no shape, as city.yaml; the opposite of reading it."""
    data: dict[str, Any] = {
        "format": FORMAT,
        "id": city.id,
        "name": dict(city.name),
        "country": city.country,
        "kind": city.kind,
        "framework": city.framework,
        "depth": city.depth,
        "languages": list(city.languages),
        "generated": city.generated,
        "description": dict(city.description),
        "population": [_plain(one) for one in city.population],
        "areas": [_area_data(area) for area in areas],
        "not_in_remit": list(city.not_in_remit),
        "left_out": list(city.left_out),
        "breaks": [_plain(one) for one in city.breaks],
        "sources": [_plain(one) for one in city.sources],
        "wordings": [_plain(one) for one in city.wordings],
        "peers": list(city.peers),
        "thresholds": dict(city.thresholds),
    }
    kept = {key: value for key, value in data.items() if value not in ({}, [], "")}
    return yaml.dump(kept, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110, indent=2)


def _plain(one: Any) -> dict[str, Any]:
    """Return a record as plain data without what was left out."""
    data: dict[str, Any] = {}
    for name in one.__dataclass_fields__:
        value = getattr(one, name)
        if isinstance(value, LanguageMap):
            value = dict(value)
        elif isinstance(value, date):
            value = value.isoformat()
        elif isinstance(value, tuple):
            value = list(value)
        if value not in (None, "", {}, []):
            data[name] = value
    return data


def _area_data(area: Area) -> dict[str, Any]:
    data: dict[str, Any] = {"id": area.id, "name": dict(area.name), "level": area.level}
    if area.parent:
        data["parent"] = area.parent
    if area.boundaries and all(one.geometry is None for one in area.boundaries):
        data["boundaries"] = [_plain(one) for one in area.boundaries]
    return data


class _Dumper(yaml.SafeDumper):
    """Writes texts so that any YAML reader takes them for texts, old (NO, 1:30) and new (1e5)."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


_SAFE_TEXT = re.compile(r"[A-Za-zÀ-ɏ][\w .,()/+-]*")


def _represent_text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    plain = _SAFE_TEXT.fullmatch(text) is not None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if plain else '"')


_Dumper.add_representer(str, _represent_text)
