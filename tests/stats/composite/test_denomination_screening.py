"""Dividing by size and leaving out what is known too little: what is done, said and refused."""

from __future__ import annotations

import numpy as np
import pytest

from paseo.stats.composite import CompositeError, Element, Structure, Values, imputation
from paseo.stats.composite import denomination as d
from paseo.stats.composite import screening as s

INDEX = Structure.of([Element("thefts", "top", denominator="people"), Element("fear", "top"),
                      Element("top")])  # fmt: skip


def town(people=(1000.0, 2000.0), thefts=(10.0, 10.0), errors=None) -> Values:
    return Values.of(
        ["north", "south"], ["thefts", "fear"], [[thefts[0], 3], [thefts[1], 4]],
        beside={"people": people}, errors=errors,
    )  # fmt: skip


def test_values_and_their_errors_are_divided_and_scaled():
    made, record = d.apply(
        town(errors=[[2, 1], [4, 1]]), INDEX, "from_elements", {"scale": 1000}
    )  # fmt: skip
    assert made.numbers.tolist() == [[10, 3], [5, 4]]
    assert made.errors is not None and made.errors.tolist() == [[2, 1], [2, 1]]
    assert [(note.kind, note.entry, note.values["units"]) for note in record.did] == [
        ("divided", "thefts", 2)
    ]


def test_columns_and_scales_can_be_named_for_each_indicator():
    settings = {"columns": {"fear": "people"}, "scale": {"fear": 100}}
    made, _ = d.apply(town(), INDEX, "by", settings)
    assert made.numbers.tolist() == [[10, 0.3], [10, 0.2]]


def test_a_missing_denominator_leaves_a_value_empty_or_refuses():
    made, record = d.apply(town(people=(1000, np.nan)), INDEX, "from_elements", {})
    assert np.isnan(made.numbers[1, 0])
    (note,) = record.could_not
    assert (note.kind, note.entry, note.unit) == ("denominator-missing", "thefts", "south")
    _refused("denominator-missing", "thefts", people=(1000, np.nan), missing="refuse")


def test_a_missing_value_needs_no_denominator():
    _, record = d.apply(town((0, 2000), (np.nan, 10)), INDEX, "from_elements", {})
    assert record.could_not == ()


def test_denominators_that_cannot_divide_are_refused():
    _refused("denominator-zero", "thefts", people=(0, 5))
    _refused("denominator-negative", "thefts", people=(-1, 5))


def test_unknown_columns_and_scales_are_refused():
    with pytest.raises(CompositeError) as fault:
        d.apply(town(), INDEX, "by", {"columns": {"thefts": "homes"}})
    assert (fault.value.code, fault.value.entry) == ("denominator-unknown", "thefts")
    for settings, code in (({"columns": {"murder": "people"}}, "code-unknown"),
                           ({"columns": "people"}, "setting-wrong"),
                           ({"scale": 0}, "setting-out-of-range"),
                           ({"per": 1}, "setting-unknown")):  # fmt: skip
        with pytest.raises(CompositeError) as fault:
            d.apply(town(), INDEX, "by", settings)
        assert fault.value.code == code


def test_nothing_to_divide_is_said():
    plain = Structure.of([Element("thefts", "top"), Element("fear", "top"), Element("top")])
    made, record = d.apply(town(), plain, "from_elements", {})
    assert made.numbers.tolist() == town().numbers.tolist()
    assert [note.kind for note in record.could_not] == ["no-denominators"]


N = np.nan
TABLE = Values.of(
    ["full", "gappy", "zeros", "empty"], ["a", "b", "c"],
    [[1, 2, 3], [1, N, N], [0, 0, 4], [N, N, N]],
)  # fmt: skip
THREE = Structure.of([*(Element(code, "top") for code in "abc"), Element("top")])


@pytest.mark.parametrize(
    ("method", "settings", "kept"),
    [
        ("by_missing", {"least": 0.9}, ("full", "zeros")),
        ("by_missing", {"least": 1 / 3}, ("full", "gappy", "zeros")),
        ("by_zeros", {"least_nonzero": 0.5}, ("full", "gappy")),
        ("by_both", {"least": 0.5, "least_nonzero": 0.5}, ("full",)),
        ("by_both", {"least": 0.5, "force": {"zeros": "exclude", "gappy": "include"}},
         ("full", "gappy")),
    ],
)  # fmt: skip
def test_units_stay_by_the_share_that_is_known_and_not_zero(method, settings, kept):
    made, record = s.apply(TABLE, THREE, method, settings)
    assert made.units == kept
    dropped = {note.unit for note in record.did if note.kind == "unit-dropped"}
    assert dropped == set(TABLE.units) - set(kept)


def test_the_record_says_why_a_unit_went_or_stayed():
    settings = {"least": 0.9, "least_nonzero": 0.5, "force": {"gappy": "include"}}
    _, record = s.apply(TABLE, THREE, "by_both", settings)
    said = {note.unit: (note.kind, note.values) for note in record.did}
    assert said["gappy"][0] == "unit-kept-by-force"
    assert said["zeros"][1] == {
        "reason": "zeros", "share": 1 / 3, "least": 0.5, "nonzero": 1, "of": 3
    }  # fmt: skip
    assert said["empty"][1]["reason"] == "missing"


def test_indicators_are_judged_first_and_units_by_those_that_stay():
    made, record = s.apply(TABLE, THREE, "by_missing", {"least": 1, "indicators": 0.7})
    assert made.codes == ("a",)
    assert made.units == ("full", "gappy", "zeros")
    assert [note.entry for note in record.did if note.kind == "indicator-dropped"] == ["b", "c"]


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"force": {"nowhere": "include"}}, "unit-unknown"),
        ({"force": {"full": "maybe"}}, "setting-wrong"),
        ({"least": 1.2}, "setting-out-of-range"),
        ({"least": "most"}, "setting-wrong"),
        ({"indicators": 1}, "no-indicators-left"),
        ({"force": dict.fromkeys(TABLE.units, "exclude")}, "no-units-left"),
    ],
)
def test_screening_that_cannot_be_is_refused(settings, code):
    with pytest.raises(CompositeError) as fault:
        s.apply(TABLE, THREE, "by_missing", settings)
    assert fault.value.code == code


def _refused(code: str, entry: str, people=(1, 1), **settings) -> None:
    with pytest.raises(CompositeError) as fault:
        d.apply(town(people), INDEX, "from_elements", settings)
    assert (fault.value.code, fault.value.entry) == (code, entry)


def test_earlier_waves_are_divided_by_their_own_denominators() -> None:
    before = Values.of(["a", "b"], ["x"], [[30.0], [8.0]], beside={"people": [10.0, 0.0]})
    now = Values.of(
        ["a", "b"], ["x"], [[None], [8.0]], beside={"people": [20.0, 4.0]}, earlier=[before]
    )
    index = Structure.of([Element("x", "top", denominator="people"), Element("top")])
    made, _ = d.apply(now, index, "from_elements", {})
    assert made.earlier[0].column("x").tolist() == pytest.approx([3.0, np.nan], nan_ok=True)
    filled, _ = imputation.apply(made, index, "last_wave", {})
    assert filled.column("x").tolist() == [3.0, 2.0]
