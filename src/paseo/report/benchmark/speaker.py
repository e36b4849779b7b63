"""Says a city beside its peers in one language: the speaker of its profile, and more phrases."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from paseo.assessment.among_peers import words
from paseo.assessment.among_peers.among import AmongPeers
from paseo.assessment.framework import Dimension
from paseo.assessment.profile import IndicatorResult
from paseo.content.phrases import load_phrases
from paseo.report.assessment.speaker import Speaker


class PeerSpeaker(Speaker):
    """One comparison and one language."""

    def __init__(self, found: AmongPeers, language: str) -> None:
        super().__init__(found.profile, language)
        self.found = found
        self._own = load_phrases("paseo.report.benchmark")

    def tell(self, phrase: str, **values: Any) -> str:
        """Return a phrase of this report."""
        return self._own.say(phrase, self.language, **values)

    def of_peers(self, phrase: str, **values: Any) -> str:
        """Return a phrase of the comparison with peers."""
        return words.say(phrase, self.language, **values)

    def names(self, codes: tuple[str, ...]) -> list[str]:
        """Return the names of cities, in the order of the alphabet."""
        return words.names(codes, self.found.chosen, self.language, self.city)

    @cached_property
    def dimensions(self) -> dict[str, Dimension]:
        return {one.id: one for one in self.profile.framework.dimensions}

    @cached_property
    def ranged(self) -> list[IndicatorResult]:
        """Return the results that stand beside a range, in the order of the framework."""
        return [
            result
            for part in self.profile.dimensions
            for result in part.results
            if result.measured is not None and result.peers is not None
        ]
