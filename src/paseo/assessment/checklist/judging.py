"""Say of a condition whether it is true, false, or cannot be told from the answers.

The expression language knows no third value: to it an answer that is missing is an empty text. Here
a comparison with an answer that nobody gave, or that was "we do not know", is unknown, and
``and``, ``or`` and ``not`` pass that on as Kleene (1952) has it: ``false and unknown`` is false,
``true and unknown`` is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cached_property
from typing import Final

from paseo.evidence.questionnaires.answers import NOTHING, Answer
from paseo.evidence.questionnaires.logic.asking import State, state
from paseo.evidence.questionnaires.logic.evaluation import Setting, holds
from paseo.evidence.questionnaires.logic.syntax import (
    Call,
    Chain,
    Expression,
    Literal,
    Name,
    Node,
    parse,
    parts,
)
from paseo.evidence.questionnaires.logic.values import rows_of
from paseo.evidence.questionnaires.questionnaire import MISSING, Question, Questionnaire

#: Reasons that leave a matter open; "not in our remit" and "does not apply" settle it.
OPEN: Final = ("dont_know", "no_answer", "refused")


class Judge:
    """The answers of one sheet, and what conditions say of them.

    Args:
        answers: question id to answer.
        now: what counts as today; this moment where left out.
    """

    def __init__(
        self,
        questionnaire: Questionnaire,
        answers: Mapping[str, Answer],
        now: datetime | None = None,
    ) -> None:
        self.questionnaire: Final = questionnaire
        self.answers: Final = answers
        self._now = now

    @cached_property
    def _state(self) -> State:
        return state(self.questionnaire, self.answers, self._now)

    @cached_property
    def asked(self) -> frozenset[str]:
        """The ids of the questions that are asked, given the answers."""
        return self._state.questions

    def answer(self, question: str) -> Answer:
        """Return the answer to a question that is asked, an empty one otherwise."""
        return self.answers.get(question, NOTHING) if question in self.asked else NOTHING

    def rows(self, question: str) -> list[Mapping[str, Answer]]:
        """Return the rows of a repeat group."""
        return list(rows_of(self.answer(question)))

    def says(self, text: str, each: str = "", row: int = 0) -> bool | None:
        """Judge a condition: true, false, or None where the answers leave it open.

        Args:
            each: the repeat group in whose row the condition is tried.
            row: that row, from 0.
        """
        within = self.questionnaire.question(each) if each else None
        setting = self._state.setting(within, row if within else None)
        return self._judge(parse(text).root, setting)

    def _judge(self, node: Node, setting: Setting) -> bool | None:
        if isinstance(node, Chain) and node.rest[0][0] in ("and", "or"):
            found = [
                self._judge(one, setting)
                for one in (node.first, *(operand for _, operand in node.rest))
            ]
            return _joined(found, wins=node.rest[0][0] == "or")
        if isinstance(node, Call) and node.function == "not":
            inner = self._judge(node.arguments[0], setting)
            return None if inner is None else not inner
        if any(self._is_open(name, setting, _reasons(node)) for name in _names(node)):
            return None
        return holds(Expression("", node), setting)

    def _is_open(self, name: str, setting: Setting, about: frozenset[str]) -> bool:
        """Say whether nobody can tell yet what a name stands for."""
        question = self.questionnaire.question(name)
        if question is not None and question.type in ("matrix", "record", "repeat"):
            answer = self.answer(name)
            return answer.missing in OPEN if answer.missing else not answer.given
        value = setting.lookup(name)
        if isinstance(value, list):
            parent = self.parent(name)
            return parent is None or not self.answer(parent.id).given
        if value == "":
            # A reason stands beside an open question (``C4_days``, ``C4_missing``).
            return not self._settled(name)
        # A condition that asks for the reason itself can be judged.
        return value in OPEN and value not in about

    def _settled(self, name: str) -> bool:
        """Say whether a question with no answer has a reason that settles it."""
        question = self.parent(name)
        if question is None or question.id not in self.asked:
            return False
        missing = self.answer(question.id).missing
        if name.endswith("_missing"):
            return self.answer(question.id).given
        return bool(missing) and missing not in OPEN

    def parent(self, name: str) -> Question | None:
        """Return the question to which a name belongs (``C4`` for ``C4_days``)."""
        variable = self._state.logic.variables.get(name)
        return self.questionnaire.question(variable.parent if variable else name)

    def behind(self, *texts: str) -> tuple[str, ...]:
        """Return the ids of the questions that conditions ask for, in the order of the form."""
        wanted = {
            question.id
            for text in texts
            if text
            for name in _names(parse(text).root)
            if (question := self.parent(name)) is not None
        }
        return tuple(one.id for one in self.questionnaire.questions() if one.id in wanted)

    def unasked(self, text: str) -> bool:
        """Say whether a condition rests on questions of which none is asked."""
        used = self.behind(text)
        return bool(used) and not any(one in self.asked for one in used)

    def out_of_remit(self, text: str) -> bool:
        """Say whether the answers behind a condition say "not in our remit"."""
        used = self.behind(text)
        return any(self.answer(one).missing == "not_in_remit" for one in used) or any(
            self._state.setting().lookup(name) == "not_in_remit"
            for name in _names(parse(text).root)
        )


def _joined(found: list[bool | None], *, wins: bool) -> bool | None:
    """Join by ``or`` (a single true wins) or by ``and`` (a single false wins)."""
    if wins in found:
        return wins
    return None if None in found else not wins


def _names(node: Node) -> Iterator[str]:
    return (one.name for one in parts(node) if isinstance(one, Name))


def _reasons(node: Node) -> frozenset[str]:
    """Return the reasons for no answer that a condition asks for by name."""
    return frozenset(
        str(one.value) for one in parts(node) if isinstance(one, Literal) and one.value in MISSING
    )
