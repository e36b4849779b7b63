"""Numbers are read in the language's own separators, in no more digits than their interval."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paseo.content.numbers import (
    digits_for,
    format_date,
    format_interval,
    format_list,
    format_number,
    format_period,
    format_value,
    locale_of,
)


def test_a_share_reads_value_then_interval_without_false_digits():
    assert format_value(70.34, 66.2, 73.8, "en", "%") == "70\u00a0%, between 66 and 74"
    assert format_value(70.34, 66.2, 73.8, "es", "%") == "70\u00a0%, entre 66 y 74"


@pytest.mark.parametrize(
    ("language", "shown"),
    [("en", "12,345.7"), ("es", "12\u202f345,7"), ("de", "12.345,7"), ("fi", "12\u00a0345,7")],
)
def test_each_language_has_its_own_separators(language, shown):
    assert format_number(12345.67, language, digits=1) == shown


def test_spanish_leaves_four_digits_together():
    assert format_number(1000, "es") == "1000"
    assert format_number(1000, "en") == "1,000"


def test_zero_is_a_number_and_nothing_is_not():
    assert format_number(0, "en", "%") == "0\u00a0%"
    assert format_number(None, "en", "%") == ""
    assert format_number(math.nan, "en") == ""
    assert format_value(None, None, None, "en", "%") == ""


def test_a_value_that_rounds_to_zero_has_no_minus():
    assert format_number(-0.2, "en", digits=0) == "0"
    assert format_number(-3.2, "en", digits=0) == "\u22123"


def test_without_an_interval_no_digit_is_invented():
    assert format_number(92.0, "en") == "92"
    assert format_number(86.5, "en") == "86.5"
    assert format_number(123456, "en") == "123,456"
    assert format_value(92.0, None, None, "en", "%") == "92\u00a0%"


def test_an_interval_without_width_says_nothing_about_digits():
    assert digits_for(3, 3) is None
    assert format_interval(3, 3, "en") == "between 3 and 3"


def test_an_unknown_language_falls_back_to_english():
    assert str(locale_of("xx-YY")) == "en"
    assert format_number(1234.5, "xx", digits=1) == "1,234.5"


@pytest.mark.parametrize(
    ("period", "english", "spanish"),
    [
        ("2023", "2023", "2023"),
        ("2023-Q4", "quarter 4 of 2023", "trimestre 4 de 2023"),
        ("2023-S1", "half-year 1 of 2023", "semestre 1 de 2023"),
        ("2023-02", "February 2023", "febrero de 2023"),
        ("2012/2019", "2012 to 2019", "2012 a 2019"),
        ("2023-13", "2023-13", "2023-13"),
        ("winter 2023", "winter 2023", "winter 2023"),
    ],
)
def test_periods_are_words(period, english, spanish):
    assert format_period(period, "en") == english
    assert format_period(period, "es") == spanish


def test_dates_put_the_day_first_in_english():
    assert format_date("2026-02-01", "en") == "1 February 2026"


def test_lists_join_as_the_language_does():
    assert format_list(["Mitte"], "es") == "Mitte"
    assert format_list([], "en") == ""
    assert format_list(["Mitte", "Pankow"], "en") == "Mitte and Pankow"


@given(
    low=st.floats(-1e6, 1e6),
    width=st.floats(1e-4, 1e5),
)
def test_rounding_moves_a_value_by_at_most_an_eighth_of_its_interval(low, width):
    high = low + width
    digits = digits_for(low, high)
    assert digits is not None
    if digits < 6:
        assert 0.5 * 10**-digits <= (high - low) / 8 * (1 + 1e-9) or digits == 0


@given(value=st.floats(-1e9, 1e9), digits=st.integers(0, 6))
def test_what_is_shown_reads_back_to_the_same_number(value, digits):
    shown = format_number(value, "es", digits=digits)
    back = float(shown.replace("\u202f", "").replace(",", ".").replace("\u2212", "-"))
    assert back == pytest.approx(float(f"{value:.{digits}f}"))
