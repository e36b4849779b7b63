"""What the import tests share: a small vocabulary, a small city, and tables drawn as text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from paseo.content.language import LanguageMap
from paseo.content.problems import Problem, Problems
from paseo.evidence.checks import Checked
from paseo.evidence.city import Area, Boundary, City, Source, Wording
from paseo.evidence.vocabulary import BreakdownTerms, IndicatorTerms, UnitTerms, Vocabulary

TODAY = date(2026, 11, 22)


def words(en: str, es: str = "") -> LanguageMap:
    return LanguageMap({"en": en, "es": es or en})


INDICATORS = (
    IndicatorTerms(
        "SAF-01", words("Feeling safe alone at night", "Seguridad a solas de noche"),
        "survey_share", "percent", 100, 0, 100, ("city", "district"),
    ),
    IndicatorTerms("SAF-02", words("Feeling safe by day"), "survey_share", "percent", 100, 0, 100),
    IndicatorTerms(
        "SAF-09", words("Gap by sex"), "survey_gap", "percentage_points", None, -100, 100
    ),
    IndicatorTerms(
        "SEC-01", words("Recorded thefts", "Hurtos registrados"),
        "register_rate", "per_1000_residents", 1000, 0, None,
    ),
    IndicatorTerms("SEC-02", words("Cases cleared"), "register_share", "percent", 100, 0, 100),
    IndicatorTerms("BGC-05", words("A municipal police exists"), "flag", "yes_no", None, 0, 1),
    IndicatorTerms("BGC-01", words("Residents"), "amount", "persons"),
    IndicatorTerms("LIV-01", words("Density"), "spatial_ratio", "per_km2", 1, 0, None),
)  # fmt: skip


def a_vocabulary() -> Vocabulary:
    units = ("percent", "percentage_points", "per_1000_residents", "yes_no", "persons", "per_km2")
    return Vocabulary(
        framework="paseo.framework.action1",
        indicators={one.code: one for one in INDICATORS},
        units={code: UnitTerms(code, words(code)) for code in units},
        breakdowns={
            "sex": BreakdownTerms("sex", words("Sex"), {"F": words("women"), "M": words("men")}),
            "age": BreakdownTerms("age", words("Age")),
        },
    )


def a_city(**more: object) -> City:
    return City(
        id="vila",
        name=words("Vila"),
        country="ES",
        sources=(
            Source("survey-2023", words("City survey 2023")),
            Source("police", words("Police register")),
        ),
        wordings=(Wording("q1", words("Do you feel safe?")), Wording("q2", words("How safe?"))),
        **more,  # type: ignore[arg-type]
    )


AREAS = (
    Area("vila", words("Vila"), "city"),
    Area("vila-01", words("Centre"), "district", "vila", (Boundary("2011"), Boundary("2021"))),
    Area("vila-0101", words("Harbour"), "neighbourhood", "vila-01"),
)


def cells(drawn: str) -> list[list[str]]:
    """Read a table drawn with bars: one line a row, the first the header."""
    return [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in drawn.strip().splitlines()
    ]


def draw_csv(drawn: str, delimiter: str = ",") -> str:
    import csv
    import io

    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(cells(drawn))
    return text.getvalue()


def faults(found: Checked | Problems, *only: str) -> list[tuple[str, int | None]]:
    """Return number and row of every problem, those named or all.

    Most tables drawn here name no source; that is a matter of the tests that ask for it (O442).
    """
    problems = found.problems if isinstance(found, Checked) else found
    return [
        (one.code, one.place.row)
        for one in problems
        if (one.code in only if only else one.code != "O442")
    ]


def one_fault(found: Checked | Problems, code: str) -> Problem:
    problems = found.problems if isinstance(found, Checked) else found
    matching: Sequence[Problem] = [one for one in problems if one.code == code]
    assert len(matching) == 1, [str(one) for one in problems]
    return matching[0]
