"""An index among peers is given as a band with its interval, or not at all."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from paseo.assessment.among_peers import words
from paseo.assessment.among_peers.choosing import Chosen, PeerChoice, choose_peers
from paseo.assessment.among_peers.index import IndexPlace, index_place
from paseo.assessment.index.results import IndexRun
from paseo.content.language import LanguageMap
from paseo.content.problems import Refused
from paseo.evidence.city import City
from paseo.stats.composite import Step
from paseo.stats.composite.uncertainty.factors import Change, Choice, Plan
from peers_by_hand import others


def chosen() -> Chosen:
    return choose_peers(PeerChoice(), others(*range(7)), City("c", LanguageMap("C"), "ES"))


def run(
    units: list[str],
    score: list[float],
    *,
    replications: int = 10_000,
    plan: Plan | None = None,
    **more: Any,
) -> IndexRun:
    """Return as much of a run as the place in it needs."""
    middle = np.array(score)
    above = np.clip(0.5 + (middle[:, None] - middle[None, :]) / 20, 0, 1)
    uncertainty = SimpleNamespace(
        units=tuple(units), score=middle, score_low=middle - 3, score_high=middle + 3,
        above=above, replications=replications, level=0.9,
    )  # fmt: skip
    spec = SimpleNamespace(
        title=LanguageMap("Index"),
        about=LanguageMap("No total."),
        file="spec.yaml",
        id="i",
        plan=plan,
    )
    parts = {"uncertainty": uncertainty, **more}
    return cast(IndexRun, SimpleNamespace(index=SimpleNamespace(spec=spec), **parts))


UNITS = ["c", *(f"k{at:02d}" for at in range(7))]


def placed(**more: Any) -> IndexPlace:
    return index_place(run(UNITS, [50, 80, 81, 82, 51, 49, 20, 21], **more), chosen(), "c")


def test_the_own_city_has_a_band_and_an_interval() -> None:
    found = placed()
    assert (found.score, found.low, found.high, found.level) == (50, 47, 53, 0.9)
    assert [one.cities for one in found.bands.bands] == [
        ("k00", "k01", "k02"), ("c", "k03", "k04"), ("k05", "k06"),
    ]  # fmt: skip
    assert "between 47 and 53 in 90" in words.index_said(found, chosen(), "C", "en")[0]


def test_too_few_replications_call_nothing_clear_and_say_so() -> None:
    found = placed(replications=200)  # type: ignore[arg-type]
    assert len(found.bands.chains) == 1
    assert found.needed == 560  # 28 pairs at 5 %
    assert "at least 560 are needed" in words.index_said(found, chosen(), "C", "en")[-1]


def test_scores_of_different_scales_are_not_told_but_bands_are() -> None:
    scales = [Change("of-100", steps=(Step("normalise", "goalposts"),)),
              Change("ranks", steps=(Step("normalise", "rank"),))]  # fmt: skip
    found = placed(plan=Plan(factors=(Choice("scale", tuple(scales)),)))
    assert (found.score, found.low, found.high) == (None, None, None)
    assert {(one.low, one.high) for one in found.bands.bands} == {(None, None)}
    assert found.bands.peers("higher") == ("k00", "k01", "k02")
    assert "no score is told" in words.index_said(found, chosen(), "C", "en")[0]


def test_a_chosen_city_that_the_index_lacks_is_named() -> None:
    found = index_place(run(UNITS[:-1], [50, 1, 2, 3, 4, 5, 6]), chosen(), "c")
    assert found.left_out == ("k06",)


@pytest.mark.parametrize(
    ("made", "own", "number"),
    [
        (run(UNITS, [50] * 8, uncertainty=None), "c", "I865"),
        (run(UNITS, [50] * 8), "elsewhere", "I866"),
        (run(UNITS[:5], [50] * 5), "c", "I867"),
    ],
)
def test_an_index_without_its_range_is_refused(made: IndexRun, own: str, number: str) -> None:
    with pytest.raises(Refused) as fault:
        index_place(made, chosen(), own)
    assert [problem.code for problem in fault.value.problems] == [number]
    assert "%(" not in "".join(p.sentence("es") + p.mend("es") for p in fault.value.problems)
