"""Other cities: who may stand beside, and what is said of where we stand."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from evidence_by_hand import asked, city_evidence, recorded
from framework_by_hand import FRAMEWORK
from paseo.assessment.build import build_profile
from paseo.assessment.peers import PeerCity, Peers, no_peers, of_cities
from paseo.assessment.profile import IndicatorResult
from paseo.content.language import LanguageMap
from paseo.evidence.city import Population, Wording
from peers_by_hand import peers, towns

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)


def placed(ours: dict[str, Any], others: Peers | None, **city: Any) -> IndicatorResult:
    evidence = city_evidence([ours], **city)
    return build_profile(evidence, FRAMEWORK, others, made_at=NOON).result(ours["indicator"])


def test_the_range_runs_from_the_tenth_to_the_ninetieth_percentile() -> None:
    # 0, 10 ... 100: percentiles by linear interpolation are 10, 50 and 90.
    found = placed(asked("c", 50, 700), peers(towns(*range(0, 101, 10)))).peers
    assert found is not None
    assert (found.tenth, found.median, found.ninetieth) == pytest.approx((10, 50, 90))
    assert (found.low, found.high) == (0, 100)
    assert found.position == "within"


def test_peers_are_counted_by_clear_differences_and_never_ranked() -> None:
    found = placed(asked("c", 50, 700), peers(towns(30, 49, 50, 51, 70, 71))).peers
    assert found is not None
    assert (found.clearly_lower, found.overlapping, found.clearly_higher) == (1, 3, 2)
    assert found.cities == ("k00", "k01", "k02", "k03", "k04", "k05")


def test_a_peer_without_an_interval_is_counted_apart() -> None:
    rows = [*towns(30, 40, 50, 60), ("z", asked("z", 70, None))]
    found = placed(asked("c", 50, 700), peers(rows)).peers
    assert found is not None
    assert found.cannot_tell == 1
    assert found.clearly_lower + found.overlapping + found.clearly_higher + 1 == len(found.cities)


@pytest.mark.parametrize(
    ("own", "position"), [(10, "below"), (38, "within"), (62, "within"), (90, "above")]
)
def test_outside_the_range_is_only_what_lies_outside_with_its_whole_interval(
    own: float, position: str
) -> None:
    found = placed(asked("c", own, 700), peers(towns(*[40] * 6, *[60] * 6))).peers
    assert found is not None
    assert found.position == position


def test_four_cities_make_no_range() -> None:
    found = placed(asked("c", 50, 700), peers(towns(30, 40, 50, 60)))
    assert (found.peers, found.peers_missing) == (None, "too_few")


def test_with_fewer_than_ten_cities_the_range_is_lowest_to_highest() -> None:
    found = placed(asked("c", 50, 700), peers(towns(30, 40, 50, 60, 70))).peers
    assert found is not None
    assert (found.tenth, found.ninetieth) == (30, 70)
    assert "few_peers" in found.note


def test_another_question_is_refused_and_counted() -> None:
    others = [*towns(30, 40, 50, 60, 70), ("z", asked("z", 95, 700, definition="other"))]
    found = placed(asked("c", 50, 700), peers(others)).peers
    assert found is not None
    assert "z" not in found.cities
    assert found.refused == {"definition": 1}


def test_two_conditions_that_differ_refuse_a_city() -> None:
    others = [*towns(30, 40, 50, 60, 70), ("z", asked("z", 95, 700, mode="web", base="valid"))]
    found = placed(asked("c", 50, 700), peers(others)).peers
    assert found is not None
    assert found.refused == {"C": 1}
    assert found.worst_grade == "A"


def test_the_nearest_year_within_two_is_taken_and_further_ones_are_refused() -> None:
    rows = towns(30, 40, 50, 60, 70, period="2021")
    rows += [*towns(31, period="2023"), ("z", asked("z", 95, 700, period="2019"))]
    found = placed(asked("c", 50, 700), peers(rows)).peers
    assert found is not None
    assert found.low == 31
    assert found.periods == ("2021", "2023")
    assert found.refused == {"period": 1}
    assert "other_years" in found.note


def test_no_comparable_city_is_told_from_no_city() -> None:
    ours = asked("c", 50, 700)
    others = peers(towns(1, 2, 3, 4, 5, definition="other"))
    assert placed(ours, others).peers_missing == "not_comparable"
    assert placed(ours, no_peers()).peers_missing == "none_hold"
    assert placed(ours, None).peers_missing == "not_asked"


def test_a_city_is_not_its_own_peer() -> None:
    rows = [*towns(30, 40, 50, 60, 70), ("c", asked("c", 99, 700))]
    found = placed(asked("c", 50, 700), peers(rows)).peers
    assert found is not None
    assert found.high == 70


def test_a_city_may_name_its_peers() -> None:
    found = placed(asked("c", 50, 700), peers(towns(30, 40, 50, 60, 70, 80)), peers=("k01",))
    assert found.peers_missing == "too_few"


def test_an_inferred_wording_is_carried_as_a_caveat() -> None:
    wordings = (Wording("q1", LanguageMap("?"), inferred=True),)
    found = placed(asked("c", 50, 700), peers(towns(30, 40, 50, 60, 70), wordings=wordings)).peers
    assert found is not None
    assert "inferred" in found.note


def test_peers_are_chosen_by_country_size_and_id() -> None:
    held = peers(towns(1, 2, 3))
    assert set(held.choose(ids=["k01"]).cities) == {"k01"}
    assert held.choose(ids=["k01"]).table.height == 1
    assert held.choose(countries=["ES"]).table.is_empty()
    assert len(held.choose(sizes=["large"]).cities) == 3
    unknown = peers([("u", asked("u", 1, 700))])
    unknown.cities["u"] = PeerCity("u", LanguageMap("u"), "FI")
    assert not unknown.choose(sizes=["large"]).cities


def test_cities_of_a_workspace_become_peers_by_their_totals() -> None:
    rows = [asked("c", 60, 700), asked("c", 50, 300, breakdown="sex=F"), recorded("d1", 90)]
    evidence = city_evidence(rows, {"d1": "c"}, population=(Population(2020, 50_000),))
    found = of_cities([evidence])
    assert found.table.select("city", "indicator", "value").rows() == [("c", "S-1", 60.0)]
    assert found.cities["c"].size == "small"
