"""What one rater answered about one measure, with the evidence for each answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Proof:
    """What an answer rests on.

    Args:
        where: name of a kept file, or an address.
        shows: what one sees there.
    """

    where: str
    shows: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer.

    Args:
        option: id of an option of the entry.
        note: why.
        proofs: what it rests on.
    """

    option: str
    note: str = ""
    proofs: tuple[Proof, ...] = ()


@dataclass(frozen=True, slots=True)
class RaterSheet:
    """The answers of one rater.

    Args:
        form, version: what was answered.
        measure: id of the measure in the city's register.
        rater: a label such as "rater 1" or an office; no personal name is needed.
        answers: by id of gate or item.
        finished: the day on which the rater was done; None while not.
        generated: the answers were invented, as their file or the city around it says.
    """

    form: str
    version: str
    measure: str
    rater: str
    answers: Mapping[str, Answer] = field(default_factory=dict)
    finished: date | None = None
    generated: bool = False

    @property
    def options(self) -> dict[str, str]:
        """The answers alone: id of the entry to id of the option."""
        return {code: one.option for code, one in self.answers.items()}
