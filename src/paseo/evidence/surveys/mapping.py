"""How the answers of a survey become indicators: the design, the weights, the codes, the cuts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from paseo.content.language import LanguageMap
from paseo.content.problems import Place
from paseo.evidence import columns

Kind = Literal["share", "mean", "total", "gap", "group_gap"]
Base = Literal["valid_answers", "all_answers"]
BASES: Final[tuple[Base, ...]] = ("valid_answers", "all_answers")
SingleClusters = Literal["refuse", "certainty", "centre", "average", "pool"]
ReplicateKind = Literal["bootstrap", "JK1", "JK2", "JKn", "BRR", "Fay", "SDR"]

#: Reasons that were never a question to this person: outside both bases unless said otherwise.
OUTSIDE: Final = ("not_applicable", "not_in_remit")
#: Whoever wants to answers: no theory tells how far the result lies from the population.
SELF_SELECTED: Final = "self_selected"
EVERYBODY: Final = columns.TOTAL
#: Below this size a float that is whole is written as a whole number, without loss.
WHOLE: Final = 1e15


@dataclass(frozen=True, slots=True)
class Survey:
    """What was asked of whom, when and how.

    Args:
        id: source of the values.
        period: of observations (``2025``, ``2025-Q2``).
        mode, sample: as in the columns of observations; ``self_selected`` gives no margins.
        boundary: version of the areas; empty where unknown.
    """

    id: str
    title: LanguageMap
    period: str
    population: LanguageMap
    mode: str
    sample: str
    boundary: str = ""
    languages: tuple[str, ...] = ()
    questionnaire: str = ""
    publisher: str = ""
    licence: str = ""
    url: str = ""
    note: LanguageMap | None = None


@dataclass(frozen=True, slots=True)
class Replicates:
    """Replicate weights: their columns or the prefix of their names, and how they were made.

    Args:
        scale: factor of all or of each replicate in the variance; empty for that of the kind.
        degrees_of_freedom: as the survey's documentation states them; None to count them.
    """

    kind: ReplicateKind
    prefix: str = ""
    columns: tuple[str, ...] = ()
    fay: float = 0.0
    scale: tuple[float, ...] = ()
    degrees_of_freedom: float | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Which of the persons drawn answered."""

    column: str
    complete: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wave:
    """One wave of a file that holds several."""

    cell: str
    period: str
    mode: str = ""
    sample: str = ""


@dataclass(frozen=True, slots=True)
class Design:
    """How people were drawn: the columns that say so.

    Args:
        population_size: column with the number in the stratum (finite population correction).
        single_clusters: what is done with a stratum of one cluster.
        waves: column and waves of a file that holds several.
    """

    respondent: str = ""
    weight: str = ""
    strata: tuple[str, ...] = ()
    clusters: tuple[str, ...] = ()
    population_size: str = ""
    single_clusters: SingleClusters = "refuse"
    replicates: Replicates | None = None
    outcome: Outcome | None = None
    wave_column: str = ""
    waves: tuple[Wave, ...] = ()


@dataclass(frozen=True, slots=True)
class Margin:
    """Known numbers of the population: categories of one or more columns, with their totals."""

    columns: tuple[str, ...]
    totals: Mapping[tuple[str, ...], float]
    source: str
    place: Place = field(default_factory=Place, compare=False)


@dataclass(frozen=True, slots=True)
class WeightStep:
    """One adjustment of the weights; ``most`` is the cap of trimming, in medians."""

    step: Literal["post_stratify", "rake", "trim"]
    margins: tuple[Margin, ...] = ()
    most: float = 0.0


@dataclass(frozen=True, slots=True)
class AnswerCode:
    """A code, what else stands in the file for it, and its points in a mean."""

    code: str
    label: LanguageMap | None = None
    cells: tuple[str, ...] = ()
    score: float | None = None


@dataclass(frozen=True, slots=True)
class AnswerColumn:
    """How the cells of one column are read.

    Args:
        number: the answer is a number; codes then need not be listed.
        several: several codes in one cell, parted by spaces.
        missing: reason to the cells that mean it.
    """

    column: str
    question: LanguageMap | None = None
    number: bool = False
    several: bool = False
    codes: tuple[AnswerCode, ...] = ()
    missing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def scores(self) -> dict[str, float]:
        """Return the points of each code: those given, else the code where it is a number."""
        found: dict[str, float] = {}
        for one in self.codes:
            if one.score is not None:
                found[one.code] = one.score
            elif (number := number_of(one.code)) is not None:
                found[one.code] = number
        return found


@dataclass(frozen=True, slots=True)
class Group:
    """One group of a domain: its code, and the cells or the range that belong to it."""

    code: str
    label: LanguageMap | None = None
    cells: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None

    @property
    def ranged(self) -> bool:
        return self.low is not None or self.high is not None


@dataclass(frozen=True, slots=True)
class Domain:
    """Groups or areas for which results are wanted; without groups each cell is its own code."""

    id: str
    column: str
    areas: bool = False
    groups: tuple[Group, ...] = ()
    crossed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """A column and the answers that count."""

    columns: tuple[str, ...]
    cut: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IndicatorRule:
    """How one indicator follows from the answers.

    ``share``: persons whose answer lies in the cut; ``mean``: average points; ``total``: persons
    in the cut, or the sum of a number, in the population; ``gap``: first share minus second, of
    the same persons (day minus night); ``group_gap``: the share of one group minus that of
    another (men minus women).

    Args:
        base: of the value that is published; both are computed.
        outside: reasons for no answer that lie outside both bases.
        definition: id of the wording.
    """

    id: str
    kind: Kind
    first: Measure
    second: Measure | None = None
    name: LanguageMap | None = None
    domain: str = ""
    groups: tuple[str, ...] = ()
    base: Base = "valid_answers"
    outside: tuple[str, ...] = OUTSIDE
    definition: str = ""
    scale: str = ""
    place: Place = field(default_factory=Place, compare=False)

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (self.first,) if self.second is None else (self.first, self.second)

    @property
    def counts(self) -> bool:
        """Say whether the value is a share or a difference of shares, and so has two bases."""
        return self.kind in ("share", "gap", "group_gap")

    def used(self) -> tuple[str, ...]:
        """Return the columns whose answers it needs."""
        return tuple(name for one in self.measures for name in one.columns)


@dataclass(frozen=True)
class SurveyMapping:
    """A whole mapping, read and checked."""

    id: str
    version: str
    title: LanguageMap
    language: str
    framework: str
    survey: Survey
    design: Design
    indicators: tuple[IndicatorRule, ...]
    weighting: tuple[WeightStep, ...] = ()
    answers: Mapping[str, AnswerColumn] = field(default_factory=dict)
    domains: tuple[Domain, ...] = ()
    wordings: Mapping[str, LanguageMap] = field(default_factory=dict)
    open_questions: tuple[str, ...] = ()
    sources: Mapping[str, LanguageMap] = field(default_factory=dict)
    file: str = ""

    def domain(self, code: str) -> Domain | None:
        """Return a domain by its id, None where there is none."""
        return next((one for one in self.domains if one.id == code), None)

    def answer(self, column: str) -> AnswerColumn:
        """Return how a column is read; one that nothing is said of is read as it stands."""
        return self.answers.get(column) or AnswerColumn(column)

    @property
    def margins_known(self) -> bool:
        """Say whether a margin of error can be given at all."""
        return self.survey.sample != SELF_SELECTED


def number_of(cell: str) -> float | None:
    """Return a cell as a number, None where it is none.

    >>> number_of("1"), number_of("2.50"), number_of("2,5"), number_of("no")
    (1.0, 2.5, 2.5, None)
    """
    try:
        found = float(cell.strip().replace(",", "."))
    except ValueError:
        return None
    return found if abs(found) < float("inf") else None


def cell_text(value: object) -> str:
    """Return what a cell says, the same for 1, 1.0 and "1".

    >>> cell_text(1.0), cell_text(" Yes "), cell_text(2.5), cell_text(None)
    ('1', 'Yes', '2.5', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer() and abs(value) < WHOLE:
        return str(int(value))
    return str(value).strip()
