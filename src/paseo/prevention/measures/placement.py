"""The guided placement: four questions from the bottom row up, and a proposal with its reason.

The questions were composed; a person may place a measure otherwise and says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from paseo.content.language import LanguageMap
from paseo.content.pack import Pack
from paseo.content.problems import Problems
from paseo.content.registry import Shelf
from paseo.content.store import store
from paseo.prevention.measures.catalogue import Catalogue, Example
from paseo.prevention.measures.measure import (
    DEKLERCK,
    LEVELS,
    Aim,
    Level,
    Measure,
    Orientation,
    Placement,
)

#: The questions that Paseo ships.
ACTION_5: Final = "paseo.placement.action5"
KIND: Final = "placement-questions"
YES: Final = "yes"
NO: Final = "no"
#: How many examples stand beside a question.
_EXAMPLES: Final = 3


@dataclass(frozen=True, slots=True)
class Question:
    """A question whose yes places a measure on a level."""

    id: str
    level: Level
    text: LanguageMap
    help: LanguageMap
    because: LanguageMap


@dataclass(frozen=True, slots=True)
class Choice:
    """A question with options, asked once the level is found.

    Args:
        level: asked only on this level; None on every one.
        options: code to words.
    """

    id: str
    text: LanguageMap
    help: LanguageMap
    options: Mapping[str, LanguageMap]
    level: Level | None = None


@dataclass(frozen=True)
class PlacementForm:
    """The questions of a pack, from the base of the pyramid up."""

    id: str
    catalogue: str
    questions: tuple[Question, ...]
    none: LanguageMap
    choices: tuple[Choice, ...]

    def question(self, code: str) -> Question:
        """Return a question by its id; KeyError when there is none such."""
        return {one.id: one for one in self.questions}[code]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What answers give.

    Args:
        next: the question to ask now; None when the level is settled or nothing fits.
        level: proposed level, None while it is open and where nothing fits.
        because: why, in one sentence.
        deklerck: level after Deklerck; None on the lowest level until it was asked.
        answers: question to answer, as far as they counted.
        open: choices that are still to be asked.
    """

    next: Question | None
    level: Level | None
    because: LanguageMap
    deklerck: int | None
    orientation: Orientation | None
    aim: Aim | None
    answers: tuple[tuple[str, str], ...]
    open: tuple[Choice, ...]

    @property
    def settled(self) -> bool:
        """Return whether every question was asked, whatever came of it."""
        return self.next is None and not self.open


def load_placement(pack: str = ACTION_5) -> PlacementForm:
    """Return the questions of a pack by its id.

    Raises:
        Refused: when there is no such pack, or it has an error.
    """
    found: PlacementForm = store().build(pack, KIND)
    return found


def propose(form: PlacementForm, answers: Mapping[str, str]) -> Proposal:
    """Return what the answers to the questions give, asked from the bottom row up.

    Args:
        form: the questions.
        answers: id of a question to ``yes`` or ``no``, id of a choice to an option. Answers to
            questions above the first yes do not count.

    Returns:
        The first question without an answer, or the level of the first yes with its reason.

    Example:
        >>> form = load_placement()
        >>> found = propose(form, {"without_crime": "no", "for_everyone": "yes"})
        >>> found.level.value, found.deklerck, [one.id for one in found.open]
        ('general_prevention', 2, ['orientation', 'aim'])
        >>> propose(form, {}).next.id
        'without_crime'
    """
    counted: list[tuple[str, str]] = []
    for question in form.questions:
        answer = answers.get(question.id, "")
        if answer not in (YES, NO):
            return Proposal(question, None, LanguageMap({}), None, None, None, tuple(counted), ())
        counted.append((question.id, answer))
        if answer == YES:
            return _settled(form, answers, counted, question.level, question.because)
    return _settled(form, answers, counted, None, form.none)


def _settled(
    form: PlacementForm, answers: Mapping[str, str], counted: list[tuple[str, str]],
    level: Level | None, because: LanguageMap,
) -> Proposal:  # fmt: skip
    given = {
        one.id: answers[one.id]
        for one in form.choices
        if one.level in (None, level) and answers.get(one.id) in one.options
    }
    unasked = tuple(
        one for one in form.choices if one.level in (None, level) and one.id not in given
    )
    split = given.get("deklerck")
    return Proposal(
        next=None,
        level=level,
        because=because,
        deklerck=int(split) if split else _deklerck(level),
        orientation=Orientation(given["orientation"]) if "orientation" in given else None,
        aim=Aim(given["aim"]) if "aim" in given else None,
        answers=(*counted, *given.items()),
        open=unasked,
    )


def _deklerck(level: Level | None) -> int | None:
    """Return the level after Deklerck where only one belongs to a level."""
    belong = [number for number, its in DEKLERCK.items() if its is level]
    return belong[0] if len(belong) == 1 else None


def place(
    measure: Measure, proposal: Proposal, level: Level | None = None, reason: str = ""
) -> Measure:
    """Return a measure placed by a proposal, or on another level for a reason.

    Args:
        level: chosen instead of the proposed one; None takes the proposal.
        reason: why; needed where the level differs.

    Raises:
        ValueError: another level without a reason.
    """
    chosen = level or proposal.level
    differs = chosen is not proposal.level
    if differs and not reason.strip():
        raise ValueError("a level that differs from the proposed one needs a reason")
    return replace(
        measure,
        level=chosen,
        deklerck=_deklerck(chosen) if differs else proposal.deklerck,
        orientation=proposal.orientation or measure.orientation,
        aim=proposal.aim or measure.aim,
        placement=Placement(proposal.answers, proposal.level, reason.strip() if differs else ""),
    )


def examples(question: Question, catalogue: Catalogue, problem: str = "") -> tuple[Example, ...]:
    """Return measures of the catalogue on the level of a question, those of the problem first."""
    there = [one for one in catalogue.measures if one.level is question.level]
    there.sort(key=lambda one: (one.problem != problem, one.evidence == "composed"))
    return tuple(there[:_EXAMPLES])


def check_placement(pack: Pack, problems: Problems, shelf: Shelf) -> None:
    """Refuse questions that do not go from the base of the pyramid up, one for each level."""
    levels = [one["level"] for one in pack.section("questions")]
    if levels != [level.value for level in LEVELS]:
        problems.add("V934", pack.place("questions"), found=", ".join(levels))


def build_placement(pack: Pack) -> PlacementForm:
    """Return a checked pack as questions."""
    return PlacementForm(
        id=pack.id,
        catalogue=str(pack.sections["catalogue"]),
        questions=tuple(
            Question(
                one["id"],
                Level(one["level"]),
                pack.words(one["text"]),
                pack.words(one.get("help")),
                pack.words(one["because"]),
            )
            for one in pack.section("questions")
        ),
        none=pack.words(pack.sections["none"]),
        choices=tuple(_choice(pack, one) for one in pack.section("choices")),
    )


def _choice(pack: Pack, one: Mapping[str, Any]) -> Choice:
    return Choice(
        id=one["id"],
        text=pack.words(one["text"]),
        help=pack.words(one.get("help")),
        options={option["id"]: pack.words(option["text"]) for option in one["options"]},
        level=Level(one["level"]) if "level" in one else None,
    )
