"""What every function of the ground floor does with bad, missing and odd-shaped numbers."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from paseo import stats
from paseo.stats import NumbersError


@pytest.mark.parametrize(
    ("call", "code", "position"),
    [
        (lambda: stats.rate([3, -1], 10), "negative", (1,)),
        (lambda: stats.rate(3, -10), "negative", ()),
        (lambda: stats.rate(float("inf"), 10), "infinite", ()),
        (lambda: stats.rate(["three"], 10), "not-numbers", None),
        (lambda: stats.rate([1, 2, 3], [1, 2]), "shapes-differ", None),
        (lambda: stats.rate(1, 10, level=95), "level-out-of-range", None),
        (lambda: stats.count(1, level=0), "level-out-of-range", None),
        (lambda: stats.share([1, 2, 7], [5, 5, 5]), "numerator-above-denominator", (2,)),
        (lambda: stats.exact_share(6, 5), "numerator-above-denominator", ()),
        (lambda: stats.survey_share(55, 100), "share-out-of-range", ()),
        (lambda: stats.survey_share(0.5, 100, deff=0), "design-effect-not-positive", ()),
        (lambda: stats.kish_design_effect([1, -1]), "negative", (1,)),
        (lambda: stats.interviews_needed(0), "margin-not-positive", ()),
        (lambda: stats.margin_of_error(50, population=40), "sample-above-population", ()),
        (lambda: stats.survey_mean(5, -1, 10), "negative", ()),
        (lambda: stats.mean_from_se(5, 1, df=float("inf")), "infinite", ()),
        (lambda: stats.shrink([1], [10]), "too-few-areas", None),
        (lambda: stats.shrink([[1, 2]], [[10, 20]]), "not-one-row", None),
        (lambda: stats.shrink_locally([1, 2], [9, 9], [0, 1], [1]), "neighbours-do-not-fit", None),
        (
            lambda: stats.shrink_locally([1, 2], [9, 9], [0, 1, 2], [1, 2]),
            "neighbours-do-not-fit",
            None,
        ),
        (lambda: stats.kappa([[1, 2, 3], [4, 5, 6]]), "table-not-square", None),
        (lambda: stats.kappa([[5]]), "table-not-square", None),
        (lambda: stats.kappa([[5, -1], [0, 2]]), "negative", (0, 1)),
        (lambda: stats.kappa([[5, 1], [0, 2]], weights="cubic"), "unknown-weights", None),
        (lambda: stats.agreement_table([1], [1, 2], [1, 2]), "shapes-differ", None),
        (lambda: stats.agreement_table([1, 9], [1, 2], [1, 2]), "unknown-category", (1,)),
        (lambda: stats.quantiles([1, 2], [1.5]), "share-out-of-range", None),
        (lambda: stats.direction(stats.count([1, 2])), "not-one", None),
        (lambda: stats.place_among(stats.count([1, 2]), stats.count([1, 2])), "not-one", None),
        (
            lambda: stats.difference_of(stats.count(1), stats.count(1, level=0.9)),
            "levels-differ",
            None,
        ),
        (
            lambda: stats.ratio_of(stats.mean_from_se(1, 5), stats.mean_from_se(9, 1)),
            "ratio-of-signed",
            (),
        ),
    ],
)
def test_impossible_numbers_are_refused_with_a_code_and_the_entry(call, code, position) -> None:
    with pytest.raises(NumbersError) as refused:
        call()
    assert (refused.value.code, refused.value.position) == (code, position)


def test_a_refusal_is_a_value_error_whose_sentence_shows_the_number_and_the_entry() -> None:
    with pytest.raises(ValueError, match=r"percentages by 100 \(found 55 at entry 1\)"):
        stats.survey_share([0.3, 55], 100)


SAME_SHAPE = [
    lambda x: stats.count(x),
    lambda x: stats.rate(x, 10),
    lambda x: stats.rate(1, x),
    lambda x: stats.rate_ratio(x, 10, 3, 10),
    lambda x: stats.rate_difference(3, 10, x, 10),
    lambda x: stats.share(1, x),
    lambda x: stats.exact_share(1, x),
    lambda x: stats.survey_share(0.5, x),
    lambda x: stats.survey_share(0.5, x, corrected=True),
    lambda x: stats.share_difference(0.5, x, 0.2, 40),
    lambda x: stats.share_ratio(0.5, 40, 0.2, x),
    lambda x: stats.survey_mean(x, 2, 40),
    lambda x: stats.mean_from_se(5, x),
    lambda x: stats.mean_from_se(5, 1, df=x),
    lambda x: stats.mean_difference(5, 2, 40, 4, 2, x),
]


@pytest.mark.parametrize("made", SAME_SHAPE)
def test_unknown_in_is_unknown_out_and_touches_nothing_else(made) -> None:
    with np.errstate(all="raise", under="ignore"):
        mixed = made([[4, np.nan, 6]])
    assert mixed.known.tolist() == [[True, False, True]]
    assert np.isnan(mixed.low[0, 1])
    assert np.isnan(mixed.high[0, 1])
    assert not made(np.nan).known


@pytest.mark.parametrize("made", SAME_SHAPE)
def test_a_scalar_gives_plain_numbers_and_an_array_its_own_shape(made) -> None:
    one, many = made(4), made(np.full((2, 3), 4.0))
    assert all(type(part) is float for part in (one.value, one.low, one.high))
    assert many.value.shape == many.low.shape == many.high.shape == (2, 3)
    assert many.low[1, 2] == one.low
    assert one.low <= one.value <= one.high


def test_none_is_unknown_as_well() -> None:
    assert stats.rate([3, None], 10).known.tolist() == [True, False]
    assert not stats.survey_share(None, 10).known


def test_all_public_names_are_there_and_have_a_docstring() -> None:
    for name in stats.__all__:
        assert getattr(stats, name).__doc__


def test_loading_the_ground_floor_does_not_load_scipy() -> None:
    code = "import sys, paseo.stats; sys.exit('scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_ground_floor_imports_only_numpy_and_scipy_special() -> None:
    allowed = {"numpy", "scipy", "paseo", "__future__", "dataclasses", "enum", "typing"}
    allowed |= {"collections"}
    for file in Path(stats.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
                assert node.module != "scipy" or [a.name for a in node.names] == ["special"]
            else:
                continue
            assert {name.split(".")[0] for name in names} <= allowed, file.name
            assert all(n.startswith("paseo.stats") for n in names if n.startswith("paseo"))
