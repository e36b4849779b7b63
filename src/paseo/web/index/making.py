"""A specification made from what a person picked: indicators, groups, and the usual doubts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import ceil, sqrt
from typing import Any, Final

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from paseo.evidence import periods
from paseo.web.index.plain import plain_of, text_of

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
        titles: language to its name; empty where it was typed in one language only.
        language: in which title, groups and reason were typed.
        units: how many there may be; decides where a scale without negative scores begins.
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
    language: str = "en"
    units: int = 0

    @property
    def named(self) -> dict[str, str]:
        return dict(self.titles) or {self.language: self.title}

    @property
    def languages(self) -> list[str]:
        """The languages in which everything is said: a text is never passed off as another's."""
        return list(LANGUAGES) if self.titles else [self.language]

    @property
    def year(self) -> int:
        """The latest year of the values that were picked."""
        ends = [periods.parse(one.period).year for one in self.picks if one.period]
        return max(ends) if ends else date.today().year


def specification(wish: Wish) -> str:
    """Return the specification as YAML."""
    plain: dict[str, Any] = {
        "pack": _header(wish),
        "sources": [
            {"id": "data", "title": wish.source or wish.title, "year": wish.year},
        ],
        "about": _each(_about),
    }
    if wish.reason:
        plain["joins_faces"] = {wish.language: wish.reason}
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
    """Return a text in every language that has one of its own; English is what is written here."""
    found = {}
    for language in LANGUAGES:
        with override(language):
            found[language] = str(words())
    return {one: said for one, said in found.items() if one == "en" or said != found["en"]}


def _header(wish: Wish) -> dict[str, Any]:
    header = {
        "format": 1,
        "id": f"own.index.{slugify(wish.title)[:60].strip('-') or 'index'}",
        "kind": "index",
        "version": "1.0.0",
        "published": date.today().isoformat(),
        "language": wish.languages[0],
        "languages": wish.languages,
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
        name = wish.groups.get(words) or {wish.language: words}
        found.append({"code": code, "name": dict(name), "parent": TOTAL})
    found.append({"code": TOTAL, "name": wish.named})
    return found


def _groups(picks: Sequence[Pick]) -> dict[str, str]:
    """Return each group's words with its code; one group alone would only repeat the total."""
    words = list(dict.fromkeys(one.group for one in picks if one.group))
    if len(words) < 2 and all(one.group for one in picks):
        return {}
    return {one: f"group-{at}" for at, one in enumerate(words, start=1)}


def with_usual_doubts(text: str, *, sampled: bool, units: int = 0) -> str:
    """Return a specification to which the usual doubts are added, in place of its own.

    Args:
        text: the specification.
        sampled: whether standard errors or counts of the values are known.
    """
    plain = plain_of(text)
    factors = _factors(sampled, units)
    if not any("normalise" in one for one in plain.get("steps", ())):
        factors = [one for one in factors if one["id"] != "scale"]
    plain["uncertainty"] = {"replications": 1000, "seed": 1, "level": 0.9, "factors": factors}
    return text_of(plain)


def middle_of_scale(units: int) -> int:
    """Return a mean, for a standard deviation of 10, from which no score falls to zero.

    Of n values none lies further from their mean than the square root of n standard deviations;
    a geometric mean of the scores then always exists.

    >>> middle_of_scale(80), middle_of_scale(400)
    (100, 210)
    """
    return max(100, 10 * (ceil(sqrt(units)) + 1))


def _factors(sampled: bool, units: int) -> list[dict[str, Any]]:
    middle = middle_of_scale(units)
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
                {"label": "z-score", "steps": [{"normalise": "z_score", "mean": middle, "sd": 10}]},
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
    found = _factors(wish.sampled, wish.units)
    if len(wish.picks) > 1:
        return found
    return [one for one in found if one["id"] in ("sampling", "scale")]
