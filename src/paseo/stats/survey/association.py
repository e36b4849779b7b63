"""Whether two categorical answers go together, tested as the design demands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from paseo.stats.survey import codes as reading
from paseo.stats.survey.design import SurveyDesign
from paseo.stats.survey.engine import asked, variance_options
from paseo.stats.survey.problems import refused


@dataclass(frozen=True, slots=True)
class IndependenceTest:
    """Test that two categorical variables are independent in the population.

    Attributes:
        f: F statistic of Rao and Scott's second-order correction.
        df: Its numerator degrees of freedom, possibly a fraction.
        df_residual: Its denominator degrees of freedom.
        p: Probability of a larger F were the two independent.
        chi_square: Pearson's statistic of the weighted table, before correction.
        n: Respondents who answered both.
    """

    f: float
    df: float
    df_residual: float
    p: float
    chi_square: float
    n: int


def rao_scott(design: SurveyDesign, a: ArrayLike, b: ArrayLike) -> IndependenceTest:
    """Pearson's chi-square of a weighted table, corrected for the design (Rao and Scott).

    Args:
        design: The design of all respondents.
        a: Answers to the first question, as codes; missing answers leave the table.
        b: Answers to the second.

    Returns:
        The test; as ``svychisq(statistic = "F")`` of R survey.

    Raises:
        SurveyError: A variable has fewer than two categories among those who answered both.

    Source: Rao and Scott (1984), Annals of Statistics 12, 46-60.
    """
    pair = [reading.categories(name, y, design.n)[0] for name, y in (("a", a), ("b", b))]
    both = (pair[0] != reading.MISSING) & (pair[1] != reading.MISSING)
    for name, codes in zip("ab", pair, strict=True):
        if len(np.unique(codes[both])) < 2:
            raise refused(
                "one-category",
                f"{name} has fewer than two categories among those who answered both: there is"
                " nothing to test.",
            )
    columns = {
        "a": np.where(both, pair[0], reading.MISSING),
        "b": np.where(both, pair[1], reading.MISSING),
    }
    method = variance_options(design)["method"]
    held = design.prepared.sample(columns)
    stats = asked(lambda: held.categorical.tabulate("a", "b", method=method, drop_nulls=True)).stats
    return IndependenceTest(
        f=float(stats.f.value),
        df=float(stats.f.df_num),
        df_residual=float(stats.f.df_den),
        p=float(stats.f.p_value),
        chi_square=float(stats.chisq.value),
        n=int(both.sum()),
    )
