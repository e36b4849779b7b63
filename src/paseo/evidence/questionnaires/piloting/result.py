"""What a trial showed: numbers, words of respondents, and changes to think about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from paseo.evidence.questionnaires.piloting.items import Item
from paseo.evidence.questionnaires.questionnaire import Questionnaire
from paseo.stats.interval import Interval

Rule = Literal[
    "reword", "add_dont_know", "ask_elsewhere", "drop", "split_section", "move_or_shorten",
    "break_up_matrix", "define", "turn_round", "keep",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From where on a rule proposes something; every one can be set.

    Shares lie between 0 and 1. The values are rules of thumb of ours, except where said.

    Args:
        sheets: fewest sheets before anything is proposed.
        asked: fewest sheets in which a question was asked before it is judged.
        pairs: fewest pairs before agreement is judged.
        complete: fewest complete rows before a scale is judged.
        hard: share that found a question hard.
        empty: share that left a question out without a reason.
        unknown: share that did not know, or said it was not theirs to know.
        one_answer: share that gave one and the same answer.
        seconds: median time in one section.
        broke_off: share of those who reached a question and stopped there.
        straight: share that answered all rows of a matrix alike.
        kappa: agreement under which terms need defining; 0.41 begins "moderate" in Landis and
            Koch (1977), Biometrics 33, 159-174.
        item_rest: correlation with the rest of the scale under which an item is looked at, where
            its whole interval lies there; 0.2 is the usual lower bound (Nunnally and Bernstein
            1994, chapter 8: discard under 0.2-0.3).
    """

    sheets: int = 5
    asked: int = 5
    pairs: int = 10
    complete: int = 20
    hard: float = 0.2
    empty: float = 0.1
    unknown: float = 0.3
    one_answer: float = 0.95
    seconds: float = 900.0
    broke_off: float = 0.1
    straight: float = 0.4
    kappa: float = 0.41
    item_rest: float = 0.2


@dataclass(frozen=True, slots=True)
class SectionTime:
    """How long a section took, in seconds; None where no sheet says.

    Args:
        without: sheets that were answered in the section and hold no time for it.
    """

    section: str
    n: int
    without: int
    lower: float | None
    median: float | None
    upper: float | None


@dataclass(frozen=True, slots=True)
class ItemCount:
    """What became of one item.

    Args:
        asked: sheets in which it was asked and reached.
        reasons: code of a reason for no answer to how often it was given.
        empty: asked and reached, and neither an answer nor a reason.
        not_reached: asked, and the sheet broke off before it.
        common: the answer that was given most, of a single choice, and how often.
    """

    item: Item
    asked: int
    answered: int
    reasons: Mapping[str, int]
    empty: int
    not_reached: int
    common: tuple[str, int] = ("", 0)

    @property
    def missing(self) -> int:
        """How many gave no answer, for whatever reason."""
        return self.empty + sum(self.reasons.values())

    @property
    def rate(self) -> float | None:
        """The share of those asked who gave no answer; None where nobody was asked."""
        return self.missing / self.asked if self.asked else None


@dataclass(frozen=True, slots=True)
class Hard:
    """A question that somebody found hard, and why."""

    question: str
    n: int
    asked: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BreakOff:
    """Where sheets stop: the first item that was not reached."""

    item: Item
    n: int
    reached: int


@dataclass(frozen=True, slots=True)
class Straight:
    """A matrix that some answered alike in every row."""

    question: str
    rows: int
    n: int
    alike: int


@dataclass(frozen=True, slots=True)
class ItemAgreement:
    """How far two people answer alike for the same unit.

    Args:
        pairs: pairs in which both gave an answer.
        one_missing: pairs in which only one did.
        same: share of the pairs with the same answer.
        kappa: Cohen's kappa, weighted (linear) where the options have an order; None where
            answers are no single codes, or there is no pair.
        weighted: whether it is.
    """

    item: Item
    pairs: int
    one_missing: int
    same: Interval | None
    kappa: Interval | None = None
    weighted: bool = False


@dataclass(frozen=True, slots=True)
class ScaleItem:
    """An item beside the others of its scale.

    Args:
        scale: id of the option list that they share.
        n: sheets with an answer to all items of the scale.
        correlation: with the sum of the others; None where it cannot be said.
        alpha: of the whole scale.
        interval: of the correlation, at 95 %; None where there is no correlation.
    """

    item: Item
    scale: str
    n: int
    correlation: float | None
    alpha: float | None
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change to think about. A prompt with its reason, never a verdict.

    Args:
        subject: id of the question, item or section.
        reason: which finding led to it; the id of a phrase.
        value: the figure that was found, and ``n`` what it is of.
        threshold: from where on the rule speaks.
        interval: of the figure, where the rule judges that.
        indicators: that the question feeds, where they change what is proposed.
    """

    rule: Rule
    subject: str
    reason: str
    value: float
    n: int
    threshold: float
    interval: Interval | None = None
    indicators: tuple[str, ...] = ()


@dataclass(frozen=True)
class PilotResult:
    """All that a trial showed.

    Args:
        questionnaire: that was tried.
        sheets: how many were read.
        finished: how many of them came to their end.
        other_version: sheets for another version or questionnaire, left aside.
        repeated: respondents with more than one sheet.
        units: units for which two or more sheets are there; of more, the first two are compared.
        total_time: over sheets that came to their end.
        comments: question id to the remarks on it.
        proposals: in the order of the questions.
        untried: rule to the number of its subjects with too few answers to tell.
    """

    questionnaire: Questionnaire
    sheets: int
    other_version: int
    repeated: int
    finished: int
    times: tuple[SectionTime, ...]
    total_time: SectionTime
    counts: tuple[ItemCount, ...]
    hard: tuple[Hard, ...]
    comments: Mapping[str, tuple[str, ...]]
    break_offs: tuple[BreakOff, ...]
    straight: tuple[Straight, ...]
    units: int
    agreement: tuple[ItemAgreement, ...]
    scales: tuple[ScaleItem, ...]
    thresholds: Thresholds
    proposals: tuple[Proposal, ...] = ()
    untried: Mapping[str, int] = field(default_factory=dict)

    @property
    def enough(self) -> bool:
        """Say whether there are sheets enough to propose anything."""
        return self.sheets >= self.thresholds.sheets
