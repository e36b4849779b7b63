"""Which questions are asked, given the answers: skip logic followed through, section by section.

A question is asked where its section is, and where its own condition is true. An answer to a
question that is not asked counts as empty for every later condition, as ODK empties it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, NamedTuple

from paseo.evidence.questionnaires.answers import NOTHING, Answer
from paseo.evidence.questionnaires.logic.evaluation import Setting, Single, Value, holds
from paseo.evidence.questionnaires.logic.syntax import Expression, LogicError, names, parse
from paseo.evidence.questionnaires.logic.values import cell_in, part_of, rows_of, variable_value
from paseo.evidence.questionnaires.questionnaire import Question, Questionnaire
from paseo.evidence.questionnaires.variables import Variable, of_question


class Part(NamedTuple):
    """A section, a question or a field within one: what a condition can be written on."""

    section: str
    question: str = ""
    field: str = ""

    @property
    def name(self) -> str:
        """Return how a circle or a message calls it."""
        return (
            "_".join((self.question, self.field)) if self.field else self.question or self.section
        )

    @property
    def around(self) -> tuple[Part, ...]:
        """The section of a question, the question of a field; nothing for a section."""
        if self.field:
            return (Part(self.section, self.question),)
        return (Part(self.section),) if self.question else ()


def logic_of(questionnaire: Questionnaire) -> Logic:
    """Return the logic of a questionnaire, compiled once for the object.

    Raises:
        LogicError: when an expression cannot be read, or skip logic runs in a circle.
    """
    # Beside the questionnaire itself, so that it lives exactly as long.
    held = vars(questionnaire)
    if "_logic" not in held:
        held["_logic"] = Logic(questionnaire)
    found: Logic = held["_logic"]
    return found


def asked(
    questionnaire: Questionnaire, answers: Mapping[str, Answer], now: datetime | None = None
) -> frozenset[str]:
    """Return the ids of the questions that are asked given the answers, notes among them.

    Args:
        answers: question id to answer.
        now: what counts as today in the conditions; this moment where left out.

    Raises:
        LogicError: when the logic cannot be read; a checked pack has none such.

    Example:
        >>> from paseo.evidence.questionnaires.questionnaire import Question, Section
        >>> from paseo.content.language import LanguageMap
        >>> words = LanguageMap("?")
        >>> first = Question("q1", "s", "text", words, "composed", ())
        >>> second = Question("q2", "s", "text", words, "composed", (), relevant="${q1} != ''")
        >>> form = Questionnaire(
        ...     "x", "1.0.0", words, words, "en", ("en",),
        ...     (Section("s", words, (first, second)),), words, "CC0", "composed")
        >>> sorted(asked(form, {})), sorted(asked(form, {"q1": Answer("a")}))
        (['q1'], ['q1', 'q2'])
    """
    return state(questionnaire, answers, now).questions


def state(
    questionnaire: Questionnaire, answers: Mapping[str, Answer], now: datetime | None = None
) -> State:
    """Return what is asked and what the names stand for, given the answers."""
    return logic_of(questionnaire).state(answers, now)


class Logic:
    """The conditions of a questionnaire, read and put in the order in which they can be answered.

    Attributes:
        variables: what each name of an expression stands for.
        conditions: section, question or field to its condition; those without one are left out.
        order: every one of them, each after all that its condition asks for.
    """

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.variables: Final = {
            one.name: one for question in questionnaire.questions() for one in of_question(question)
        }
        self.conditions: Final = {
            part: parse(text) for part, text in conditions(questionnaire) if text
        }
        self.order: Final = _order(questionnaire, self.needs())

    def needs(self) -> dict[Part, tuple[Part, ...]]:
        """Return for each part the parts that must be known before it."""
        needs: dict[Part, tuple[Part, ...]] = {}
        for part, _ in conditions(self.questionnaire):
            condition = self.conditions.get(part)
            used = sorted(names(condition)) if condition else ()
            needs[part] = (*part.around, *(one for name in used if (one := self.part(name))))
        return needs

    def part(self, name: str) -> Part | None:
        """Return the question or field whose answer a name asks for."""
        variable = self.variables.get(name)
        question = self.questionnaire.question(variable.parent if variable else name)
        if question is None:
            return None
        return Part(question.section, question.id, variable.field if variable else "")

    def state(self, answers: Mapping[str, Answer], now: datetime | None = None) -> State:
        """Follow the skip logic through a sheet of answers."""
        found = State(self, answers, now)
        for part in self.order:
            found.settle(part)
        return found


def conditions(questionnaire: Questionnaire) -> Iterator[tuple[Part, str]]:
    """Yield every section, question and field in order, with its condition or an empty text."""
    for section in questionnaire.sections:
        yield Part(section.id), section.relevant
        for question in section.questions:
            yield Part(section.id, question.id), question.relevant
            for one in question.fields:
                yield Part(section.id, question.id, one.id), one.relevant


def find_circle(needs: Mapping[Part, tuple[Part, ...]]) -> tuple[Part, ...]:
    """Return parts that wait for each other in a circle, the first one again at the end."""
    return _sorted(needs)[1]


def _order(
    questionnaire: Questionnaire, needs: Mapping[Part, tuple[Part, ...]]
) -> tuple[Part, ...]:
    order, circle = _sorted(needs)
    if circle:
        raise LogicError("circle", 0, circle=" → ".join(part.name for part in circle))
    return order


def _sorted(
    needs: Mapping[Part, tuple[Part, ...]],
) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Put each part after those it needs; without recursion, for chains of a thousand."""
    order: list[Part] = []
    done: set[Part] = set()
    for start in needs:
        path: dict[Part, Iterator[Part]] = {}
        if start not in done:
            path[start] = iter(needs[start])
        while path:
            part = next(reversed(path))
            following = next((one for one in path[part] if one not in done), None)
            if following is None:
                done.add(part)
                order.append(part)
                del path[part]
            elif following in path:
                circle = list(path)[list(path).index(following) :]
                return tuple(order), (*circle, following)
            else:
                path[following] = iter(needs.get(following, ()))
    return tuple(order), ()


@dataclass
class State:
    """What is asked and what each name stands for, once the skip logic was followed.

    Attributes:
        asked: section, question or field to whether it is asked; for a field of a repeat group
            one truth value for each row.
    """

    logic: Logic
    answers: Mapping[str, Answer]
    now: datetime | None = None
    asked: dict[Part, bool | list[bool]] = field(default_factory=dict)

    @property
    def questions(self) -> frozenset[str]:
        """The ids of the questions that are asked."""
        return frozenset(
            part.question
            for part, is_asked in self.asked.items()
            if is_asked and part.question and not part.field
        )

    def is_asked(self, question: Question, field: str = "", row: int = 0) -> bool:
        """Say whether a question is asked, or a field of it in one of the rows of its group."""
        found = self.asked[Part(question.section, question.id, field)]
        if isinstance(found, list):
            return row < len(found) and found[row]
        return found

    def settle(self, part: Part) -> None:
        """Find out whether a part is asked; those that it needs are known."""
        condition = self.logic.conditions.get(part)
        if part.field:
            self.asked[part] = self._field(part, condition)
            return
        within = not part.question or bool(self.asked[Part(part.section)])
        self.asked[part] = within and (condition is None or holds(condition, self.setting()))

    def _field(self, part: Part, condition: Expression | None) -> bool | list[bool]:
        question = self.logic.questionnaire.question(part.question)
        assert question is not None
        parent = self.is_asked(question)
        if question.type == "repeat":
            return [
                parent and (condition is None or holds(condition, self.setting(question, row)))
                for row in range(len(rows_of(self._answer(question.id))))
            ]
        return parent and (condition is None or holds(condition, self.setting()))

    def setting(
        self, within: Question | None = None, row: int | None = None, here: Value = ""
    ) -> Setting:
        """Return what an expression is evaluated against.

        Args:
            within: the repeat group in whose row the expression stands.
            row: that row, from 0.
            here: what ``.`` stands for.
        """
        group = within.id if within is not None and row is not None else ""
        return Setting(lambda name: self.value(name, group, row or 0), here, self.now)

    def value(self, name: str, group: str = "", row: int = 0) -> Value:
        """Return what a name stands for; a list over all rows for a field outside its group."""
        variable = self.logic.variables.get(name)
        if variable is None:
            return self._group(name)
        if variable.repeat:
            rows = rows_of(self._answer(variable.repeat))
            if variable.repeat == group:
                return self._cell(variable, rows, row)
            every = (self._cell(variable, rows, at) for at in range(len(rows)))
            return [one for one in every if one != ""]
        question = self.logic.questionnaire.question(variable.parent)
        assert question is not None
        if not self.is_asked(question) or not self.is_asked(question, variable.field):
            return ""
        return variable_value(variable, part_of(variable, self._answer(variable.parent)))

    def _group(self, name: str) -> Value:
        """A repeat group stands for its rows, a matrix or record for the parts that are filled."""
        question = self.logic.questionnaire.question(name)
        if question is None or not self.is_asked(question):
            return []
        answer = self._answer(name)
        if question.type == "repeat":
            return [str(at) for at, _ in enumerate(rows_of(answer), start=1)]
        inner = answer.value if isinstance(answer.value, Mapping) else {}
        return [key for key, one in inner.items() if isinstance(one, Answer) and one.given]

    def _cell(self, variable: Variable, rows: Sequence[Mapping[str, Answer]], row: int) -> Single:
        question = self.logic.questionnaire.question(variable.parent)
        assert question is not None
        if row >= len(rows) or not self.is_asked(question, variable.field, row):
            return ""
        return variable_value(variable, cell_in(rows[row], variable.field))

    def _answer(self, question: str) -> Answer:
        return self.answers.get(question, NOTHING)
