"""Find what is wrong with the logic of a questionnaire before anybody answers it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from paseo.content.hints import hint, listed
from paseo.content.problems import Place, Problem, Problems
from paseo.evidence.questionnaires.logic.asking import Part, find_circle
from paseo.evidence.questionnaires.logic.evaluation import as_text, compiled
from paseo.evidence.questionnaires.logic.functions import FUNCTIONS
from paseo.evidence.questionnaires.logic.syntax import (
    Call,
    Chain,
    Expression,
    Here,
    Literal,
    LogicError,
    Name,
    Negative,
    Node,
    names,
    parse,
    parts,
)
from paseo.evidence.questionnaires.questionnaire import Question, Questionnaire
from paseo.evidence.questionnaires.variables import Variable, of_question


class Written(NamedTuple):
    """An expression where it stands."""

    part: Part
    key: str
    text: str
    question: Question | None


#: Says where an expression stands in a file: section, question or field, and the key.
Where = Callable[[Part, str], Place]


def check_logic(questionnaire: Questionnaire, problems: Problems, where: Where) -> None:
    """Report every expression that cannot be read, asks for nothing there is, or never holds.

    Args:
        where: says where a part of the questionnaire stands in its file.
    """
    checker = _Checker(questionnaire, problems, where)
    for one in written(questionnaire):
        if one.text:
            checker.check(one)
        elif one.key == "constraint" and one.question and one.question.constraint_message:
            place = where(one.part, "constraint_message")
            problems.add("P617", place, id=one.part.name)
    checker.check_circle()


def written(questionnaire: Questionnaire) -> Iterator[Written]:
    """Yield every place where an expression can stand, in order."""
    for section in questionnaire.sections:
        yield Written(Part(section.id), "relevant", section.relevant, None)
        for question in section.questions:
            part = Part(section.id, question.id)
            yield Written(part, "relevant", question.relevant, question)
            yield Written(part, "constraint", question.constraint, question)
            for field in question.fields:
                inner = Part(section.id, question.id, field.id)
                yield Written(inner, "relevant", field.relevant, field)
                yield Written(inner, "constraint", field.constraint, field)


class _Checker:
    def __init__(self, questionnaire: Questionnaire, problems: Problems, where: Where) -> None:
        self.questionnaire = questionnaire
        self.problems = problems
        self.where = where
        self.later: list[Problem] = []
        self.variables: Final = {
            one.name: one for question in questionnaire.questions() for one in of_question(question)
        }
        self.groups: Final = {
            one.id: one for one in questionnaire.questions() if one.type in _GROUPS
        }
        self.known: Final = {*self.variables, *self.groups}
        every = [part for one in written(questionnaire) if (part := one.part)]
        self.position: Final = {part: at for at, part in enumerate(dict.fromkeys(every))}
        self.needs: Final[dict[Part, tuple[Part, ...]]] = {
            part: part.around for part in self.position
        }

    def check(self, one: Written) -> None:
        place = self.where(one.part, one.key)
        try:
            expression = parse(one.text)
            _read_patterns(expression.root)
        except LogicError as error:
            values = {"id": one.part.name, "at": error.position, "reason": error.reason}
            self.problems.add("P612", place, **values)
            return
        self._names(one, expression, place)
        self._comparisons(one, expression, place)
        if one.key == "relevant" and any(isinstance(n, Here) for n in parts(expression.root)):
            self.problems.add("P619", place, id=one.part.name)

    def _names(self, one: Written, expression: Expression, place: Place) -> None:
        known = self.known
        for name in sorted(names(expression)):
            if name not in known:
                self.problems.add(
                    "P613", place, id=one.part.name, name=name, hint=hint(name, known),
                    known=listed(self._near(one.part)),
                )  # fmt: skip
        if one.key == "relevant":
            used = [part for name in sorted(names(expression)) if (part := self._part(name))]
            self.needs[one.part] = (*one.part.around, *used)
            for part in dict.fromkeys(used):
                if self.position[part] > self.position[one.part]:
                    values = {"id": one.part.name, "later": part.name}
                    self.later.append(Problem("P615", place, values))
        for name, function in _outside(expression.root):
            if self._is_many(name, one.part):
                self.problems.add(
                    "P618", place, id=one.part.name, name=name, function=function or "="
                )

    def _near(self, part: Part) -> list[str]:
        """Names of the same section come first in a message; there can be thousands."""
        return [
            name
            for name, variable in self.variables.items()
            if variable.question.section == part.section and variable.parent != part.question
        ]

    def _part(self, name: str) -> Part | None:
        variable = self.variables.get(name)
        question = self.questionnaire.question(variable.parent if variable else name)
        if question is None:
            return None
        return Part(question.section, question.id, variable.field if variable else "")

    def _is_many(self, name: str, part: Part) -> bool:
        """Say whether a name has many values here: a group, or a field of a group elsewhere."""
        variable = self.variables.get(name)
        if variable is None:
            return name in self.groups
        return bool(variable.repeat) and not (variable.repeat == part.question and part.field)

    def _comparisons(self, one: Written, expression: Expression, place: Place) -> None:
        for left, code in _compared(expression.root):
            variable = self._variable(left, one)
            if variable is None:
                continue
            offered = _codes(variable)
            if offered and code not in offered:
                self.problems.add(
                    "P616", place, id=one.part.name, name=variable.name, value=code,
                    hint=hint(code, offered), known=listed(offered),
                )  # fmt: skip

    def _variable(self, node: Node, one: Written) -> Variable | None:
        if isinstance(node, Name):
            return self.variables.get(node.name)
        if isinstance(node, Here) and one.key == "constraint":
            name = one.part.name
            return self.variables.get(name)
        return None

    def check_circle(self) -> None:
        circle = find_circle(self.needs)
        if circle:
            said = " → ".join(part.name for part in circle)
            self.problems.add("P614", self.where(circle[0], "relevant"), circle=said)
        else:  # every circle asks for something later, too
            self.problems.extend(self.later)


_GROUPS: Final = ("matrix", "record", "repeat")


def _read_patterns(root: Node) -> None:
    """Raise where the pattern of a ``regex`` cannot be read."""
    for node in parts(root):
        if isinstance(node, Call) and node.function == "regex":
            pattern = node.arguments[1]
            if isinstance(pattern, Literal):
                compiled(as_text(pattern.value), pattern.at)


def _outside(node: Node, function: str = "") -> Iterator[tuple[str, str]]:
    """Yield the names that stand outside functions of many values, with the function around."""
    if isinstance(node, Name):
        yield node.name, function
    elif isinstance(node, Call):
        if not FUNCTIONS[node.function].many:
            for argument in node.arguments:
                yield from _outside(argument, node.function)
    elif isinstance(node, Negative):
        yield from _outside(node.inner, "-")
    elif isinstance(node, Chain):
        for one in (node.first, *(operand for _, operand in node.rest)):
            yield from _outside(one, function)


def _compared(root: Node) -> Iterator[tuple[Node, str]]:
    """Yield what is compared with a code: of ``=``, ``!=`` and ``selected``."""
    for node in parts(root):
        pairs: list[tuple[Node, Node]] = []
        if isinstance(node, Chain) and node.rest[0][0] in ("=", "!="):
            pairs = [(node.first, node.rest[0][1]), (node.rest[0][1], node.first)]
        elif isinstance(node, Call) and node.function == "selected":
            pairs = [(node.arguments[0], node.arguments[1])]
        for left, right in pairs:
            if isinstance(right, Literal) and right.value != "":
                yield left, as_text(right.value)


def _codes(variable: Variable) -> tuple[str, ...]:
    """Return what a variable can hold, where that is a list."""
    question = variable.question
    if variable.kind == "missing":
        return question.missing_codes()
    if question.options is None or variable.kind not in ("code", "codes", "order"):
        return ()
    codes = question.options.codes()
    return codes if variable.kind == "order" else (*codes, *question.missing_codes())
