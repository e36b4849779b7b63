"""Breaks in a series."""

from __future__ import annotations

import pytest

from paseo.content.language import LanguageMap
from paseo.evidence.breaks import concerns, lies_between
from paseo.evidence.city import Break


def broken(period: str, *indicators: str, source: str = "") -> Break:
    return Break(indicators or ("*",), period, LanguageMap("why"), source)


def row(period: str, status: str | None = None) -> dict[str, str | None]:
    return {"indicator": "R-1", "period": period, "status": status, "source": "police"}


@pytest.mark.parametrize(
    ("period", "expected"),
    [("2020", False), ("2021", True), ("2022", True), ("2022-07", True), ("2023", False)],
)
def test_a_break_lies_after_the_first_and_up_to_the_second(period: str, expected: bool) -> None:
    assert lies_between([broken(period)], row("2020"), row("2022")) is expected


def test_a_break_concerns_its_indicators_and_its_source() -> None:
    assert concerns(broken("2021", "R-1"), "R-1", "police")
    assert not concerns(broken("2021", "R-2"), "R-1", "police")
    assert not concerns(broken("2021", source="survey"), "R-1", "police")


def test_a_break_that_names_an_indicator_holds_for_every_wave_and_edition() -> None:
    assert concerns(broken("2021", "R-1", source="survey-2023"), "R-1", "survey-2015")


def test_the_status_of_a_value_says_so_itself() -> None:
    assert lies_between([], row("2020"), row("2021", status="B"))
