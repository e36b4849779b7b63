"""A specification made from what a person picked: indicators, groups, and the usual doubts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from paseo.web.index.editing import plain_of, text_of

LANGUAGES: Final = ("en", "es")
TOTAL: Final = "total"


@dataclass(frozen=True)
class Pick:
    """An indicator that was picked.

    Args:
        code: of the framework.
        name: language to its words.
        better: 1 where more is better, -1 where less is.
        group: words of the group it stands in; empty for none.
        period: whose values are used; empty for the latest.
        unit: of measurement, in words.
    """

    code: str
    name: Mapping[str, str]
    better: int = 1
    group: str = ""
    period: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Wish:
    """What a specification is made from.

    Args:
        title: name of the index.
        picks: its indicators.
        data: where the values come from, as the specification says it.
        framework: id of the framework whose indicators they are.
        reason: why what is felt and what happens are joined; empty where they are not.
        sampled: whether values bring interviews or counts, so that their error is known.
        source: where the values come from, in words.
        generated: the values describe no real place.
        titles: language to its name; empty where it is the same in all.
    """

    title: str
    picks: Sequence[Pick]
    data: Mapping[str, Any]
    framework: str
    reason: str = ""
    sampled: bool = True
    source: str = ""
    groups: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    generated: bool = False
    titles: Mapping[str, str] = field(default_factory=dict)

    @property
    def named(self) -> dict[str, str]:
        return dict(self.titles) or dict.fromkeys(LANGUAGES, self.title)


def specification(wish: Wish) -> str:
    """Return the specification as YAML."""
    plain: dict[str, Any] = {
        "pack": _header(wish),
        "sources": [
            {"id": "data", "title": wish.source or wish.title, "year": date.today().year},
        ],
        "about": _each(_about),
    }
    if wish.reason:
        plain["joins_faces"] = wish.reason
    if wish.generated:
        plain["generated"] = True
    plain |= {
        "data": _data(wish),
        "elements": _elements(wish),
        "steps": [
            {"screen": "by_missing", "least": 0.6},
            {"normalise": "minmax", "low": 1, "high": 100},
        ],
        "weighting": "given",
        "aggregation": "arithmetic",
        "uncertainty": {
            "replications": 1000, "seed": 1, "level": 0.9, "factors": _of_wish(wish),
        },
        "sensitivity": {"base": 256, "resamples": 500},
    }  # fmt: skip
    return text_of(plain)


def _about() -> str:
    return _(
        "One number for many. It leaves out what was not picked, and its order changes with the "
        "choices that made it. Read the intervals before the positions, and the indicators before "
        "the index."
    )


def _each(words: Any) -> dict[str, str]:
    """Return a text in every language of the application."""
    found = {}
    for language in LANGUAGES:
        with override(language):
            found[language] = str(words())
    return found


def _header(wish: Wish) -> dict[str, Any]:
    header = {
        "format": 1,
        "id": f"own.index.{slugify(wish.title)[:60].strip('-') or 'index'}",
        "kind": "index",
        "version": "1.0.0",
        "published": date.today().isoformat(),
        "language": "en",
        "languages": list(LANGUAGES),
        "title": wish.named,
        "provider": "Paseo",
        "licence": "CC-BY-4.0",
        "evidence": "composed",
        "source": "data",
    }
    if wish.framework:
        header["target"] = wish.framework
    return header


def _data(wish: Wish) -> dict[str, Any]:
    data = dict(wish.data)
    periods = {one.code: one.period for one in wish.picks if one.period}
    if periods:
        data["periods"] = periods
    return data


def _elements(wish: Wish) -> list[dict[str, Any]]:
    groups = _groups(wish.picks)
    found = []
    for one in wish.picks:
        entry: dict[str, Any] = {
            "code": one.code, "name": dict(one.name), "parent": groups.get(one.group, TOTAL),
        }  # fmt: skip
        if one.better != 1:
            entry["direction"] = one.better
        if one.unit:
            entry["unit"] = one.unit
        found.append(entry)
    for words, code in groups.items():
        name = wish.groups.get(words) or dict.fromkeys(LANGUAGES, words)
        found.append({"code": code, "name": dict(name), "parent": TOTAL})
    found.append({"code": TOTAL, "name": wish.named})
    return found


def _groups(picks: Sequence[Pick]) -> dict[str, str]:
    """Return each group's words with its code; one group alone would only repeat the total."""
    words = list(dict.fromkeys(one.group for one in picks if one.group))
    if len(words) < 2 and all(one.group for one in picks):
        return {}
    return {one: f"group-{at}" for at, one in enumerate(words, start=1)}


def with_usual_doubts(text: str, *, sampled: bool) -> str:
    """Return a specification to which the usual doubts are added, in place of its own.

    Args:
        text: the specification.
        sampled: whether standard errors or counts of the values are known.
    """
    plain = plain_of(text)
    factors = _factors(sampled)
    if not any("normalise" in one for one in plain.get("steps", ())):
        factors = [one for one in factors if one["id"] != "scale"]
    plain["uncertainty"] = {"replications": 1000, "seed": 1, "level": 0.9, "factors": factors}
    return text_of(plain)


def _factors(sampled: bool) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if sampled:
        found.append({"id": "sampling", "name": _each(lambda: _("Sampling error")), "sampling": {}})
    found += [
        {
            "id": "weights",
            "name": _each(lambda: _("Weights, a quarter up or down")),
            "weights": {"method": "relative", "spread": 0.25},
        },
        {
            "id": "scale",
            "name": _each(lambda: _("Common scale")),
            "options": [
                {"label": "min-max", "steps": [{"normalise": "minmax", "low": 1, "high": 100}]},
                {"label": "z-score", "steps": [{"normalise": "z_score", "mean": 50, "sd": 10}]},
            ],
        },
        {
            "id": "aggregation",
            "name": _each(lambda: _("Putting together")),
            "options": [
                {"label": "arithmetic", "aggregation": "arithmetic"},
                {"label": "geometric", "aggregation": "geometric"},
            ],
        },
    ]
    return found


def _of_wish(wish: Wish) -> list[dict[str, Any]]:
    """Return the usual doubts; of a single indicator neither weights nor means can be varied."""
    found = _factors(wish.sampled)
    if len(wish.picks) > 1:
        return found
    return [one for one in found if one["id"] in ("sampling", "scale")]
