"""Speaks the document of the pyramid: its own phrases, and what the library says of a pyramid."""

from __future__ import annotations

from datetime import date

from paseo.content.numbers import format_date
from paseo.prevention.measures.measure import Measure
from paseo.prevention.pyramid.view import PyramidView
from paseo.prevention.pyramid.words import PyramidWords
from paseo.report.prevention.speaker import Speaker, Standing


class PyramidSpeaker(Speaker):
    """The speaker of one pyramid."""

    def __init__(self, view: PyramidView, standing: Standing, language: str) -> None:
        super().__init__(standing, language, "paseo.report.prevention.pyramid")
        self.words = PyramidWords(view, language)

    def runs(self, measure: Measure) -> str:
        """Return from when to when a measure runs, with its status."""

        def day(one: date) -> str:
            return format_date(one, self.language, "medium")

        parts = []
        if measure.start and measure.end:
            parts.append(f"{day(measure.start)} – {day(measure.end)}")
        elif measure.start:
            parts.append(self.say("since", day=day(measure.start)))
        elif measure.end:
            parts.append(self.say("until", day=day(measure.end)))
        if measure.status:
            parts.append(self.shared(f"status.{measure.status}"))
        return ", ".join(parts) or self.shared("not_stated")

    def aim(self, measure: Measure) -> str:
        return self.shared(f"aim.{measure.aim}" if measure.aim else "not_stated")

    def place(self, measure: Measure) -> str:
        return self.words.area(measure.area) if measure.area else self.say("whole_city")

    def problem(self, measure: Measure) -> str:
        return self.words.problem(measure.problem) or self.shared("not_stated")
