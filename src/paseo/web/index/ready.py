"""Indices that are made with one click from what is shipped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from paseo.assessment.framework import Framework, Indicator
from paseo.assessment.framework_pack import load_framework
from paseo.assessment.peers import benchmark_peers
from paseo.web.index.making import LANGUAGES, Pick, Wish, specification

BENCHMARK: Final = "paseo.benchmark.perception-survey"


@dataclass(frozen=True)
class Ready:
    """A ready-made index between the cities of a benchmark.

    Args:
        id: its name in addresses.
        title, lead: what it is, in words.
        period: whose values are used.
        groups: words of a group to its indicators.
    """

    id: str
    title: Promise
    lead: Promise
    period: str
    groups: Mapping[Promise, tuple[str, ...]]

    def specification(self) -> str:
        """Return the specification as YAML."""
        framework = load_framework()
        picks = []
        for group, codes in self.groups.items():
            for code in codes:
                one = framework.indicator(code)
                picks.append(
                    Pick(
                        code, dict(one.name), better_of(one.direction), str(group), self.period,
                        unit_of(framework, one),
                    )
                )  # fmt: skip
        return specification(
            Wish(
                title=str(self.title),
                titles=in_each(self.title),
                picks=picks,
                data={"kind": "benchmark", "pack": BENCHMARK},
                framework=framework.id,
                source=source_of(self.period),
                units=100,
                groups={str(group): in_each(group) for group in self.groups},
            )
        )


def source_of(period: str) -> str:
    """Return the title of the wave of the perception survey, from its pack."""
    wanted = f"urb-percep-{period}"
    found = (one.title for one in benchmark_peers().sources if one.id == wanted)
    title = next(found, None)
    return title.read("en").words if title else wanted


def unit_of(framework: Framework, indicator: Indicator) -> str:
    """Return the unit of measurement, from which follows how its sampling error is drawn."""
    unit = framework.units.get(indicator.unit)
    return unit.label.read("en").words if unit else ""


def better_of(direction: str) -> int:
    """Return 1 where more is better, -1 where less is, 0 where the framework says neither."""
    return {"higher": 1, "lower": -1}.get(direction, 0)


def in_each(words: Promise) -> dict[str, str]:
    """Return words in every language of the application."""
    from django.utils.translation import override

    found = {}
    for language in LANGUAGES:
        with override(language):
            found[language] = str(words)
    return found


READY: Final[Mapping[str, Ready]] = {
    one.id: one
    for one in (
        Ready(
            "perception-2023",
            _("Perceived safety, trust and satisfaction in European cities, 2023"),
            _(
                "Six answers of the perception survey in 80 cities: safety at night, trust, and "
                "how satisfied people are. Everything in it is felt; nothing is counted."
            ),
            "2023",
            {
                _("Safety and trust"): ("SAF-01", "COH-01"),
                _("Life in the city"): ("QOL-01", "QOL-02", "QOL-07", "QOL-11"),
            },
        ),
        Ready(
            "perception-2019",
            _("Perceived public life in European cities, 2019"),
            _(
                "Twelve answers of the perception survey in 64 cities: safety at night, trust, "
                "public space, and whether the city is a good place for everybody."
            ),
            "2019",
            {
                _("Safety and trust"): ("SAF-01", "SAF-02", "COH-01", "COH-02", "COH-03"),
                _("Public space"): ("LIV-07", "LIV-08", "LIV-09"),
                _("A place for everybody"): ("COH-16", "COH-17", "COH-18", "COH-19"),
            },
        ),
    )
}
