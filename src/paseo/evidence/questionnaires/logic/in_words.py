"""Say skip logic in words: 'Only if “Is there a mandate?” is “none”.'"""

from __future__ import annotations

from typing import Final

from paseo.content.language import FIRST_LANGUAGE
from paseo.content.phrases import load_phrases
from paseo.evidence.questionnaires.logic.asking import Logic, logic_of
from paseo.evidence.questionnaires.logic.syntax import (
    Call,
    Chain,
    Expression,
    Here,
    Literal,
    Name,
    Negative,
    Node,
    parse,
)
from paseo.evidence.questionnaires.questionnaire import Question, Questionnaire, Section
from paseo.evidence.questionnaires.variables import Variable

#: Longer texts of questions are cut, so that a condition stays a sentence.
MOST_LETTERS: Final = 90

_PHRASE_OF: Final = {
    ">": "more", ">=": "at_least", "<": "less", "<=": "at_most", "=": "equal", "!=": "equal_not",
}  # fmt: skip
_TURNED: Final = {">": "<", ">=": "<=", "<": ">", "<=": ">=", "=": "=", "!=": "!="}
_OPPOSITE: Final = {"=": "!=", "!=": "="}
_NUMBER_OF: Final = {"sum": "sum_of", "min": "min_of", "max": "max_of"}


def relevance_in_words(
    questionnaire: Questionnaire, question: Question | Section, language: str = FIRST_LANGUAGE
) -> str:
    """Return when a question, field or section is asked, as a sentence; empty for always.

    Args:
        question: a question or field of the questionnaire, or one of its sections.
        language: of the sentence; texts that lack it stand in another.

    Raises:
        LogicError: when the condition cannot be read.

    Example:
        >>> from paseo.content.language import LanguageMap
        >>> from paseo.evidence.questionnaires.questionnaire import Option, OptionList
        >>> words = LanguageMap("Is there a mandate?")
        >>> options = OptionList("q", words, (Option("no", LanguageMap("none")),))
        >>> first = Question("q", "s", "single", words, "composed", (), options=options)
        >>> second = Question("r", "s", "text", words, "composed", (), relevant="${q} = 'no'")
        >>> form = Questionnaire(
        ...     "x", "1.0.0", words, words, "en", ("en",),
        ...     (Section("s", words, (first, second)),), words, "CC0", "composed")
        >>> relevance_in_words(form, second)
        'Only if “Is there a mandate?” is “none”.'
    """
    if not question.relevant:
        return ""
    condition = condition_in_words(questionnaire, parse(question.relevant), language)
    words = load_phrases("paseo.evidence.questionnaires.logic")
    return words.say("only_if", language, condition=condition)


def condition_in_words(
    questionnaire: Questionnaire, expression: Expression, language: str = FIRST_LANGUAGE
) -> str:
    """Return a condition as part of a sentence; what has no words stands as it was written."""
    speaker = _Speaker(logic_of(questionnaire), expression, language)
    try:
        return speaker.condition(expression.root)
    except _NoWordsError:
        return speaker.say("formula", text=expression.text)


class _NoWordsError(Exception):
    """An expression says something for which there is no phrase."""


class _Speaker:
    def __init__(self, logic: Logic, expression: Expression, language: str) -> None:
        self.logic = logic
        self.text = expression.text
        self.language = language
        self.phrases = load_phrases("paseo.evidence.questionnaires.logic")

    def say(self, phrase: str, **values: str) -> str:
        return self.phrases.say(phrase, self.language, **values)

    def condition(self, node: Node, negated: bool = False) -> str:
        if isinstance(node, Chain):
            return self._chain(node, negated)
        if isinstance(node, Call):
            return self._call(node, negated)
        raise _NoWordsError

    def _chain(self, node: Chain, negated: bool) -> str:
        operator = node.rest[0][0]
        if operator in ("and", "or"):
            # Not (a and b) is: not a, or not b.
            if negated:
                operator = "and" if operator == "or" else "or"
            every = (node.first, *(one for _, one in node.rest))
            said = [self._grouped(one, negated) for one in every]
            whole = said[0]
            for one in said[1:]:
                whole = self.say(operator, first=whole, second=one)
            return whole
        if len(node.rest) != 1:
            raise _NoWordsError
        return self._comparison(operator, node.first, node.rest[0][1], negated)

    def _grouped(self, node: Node, negated: bool) -> str:
        said = self.condition(node, negated)
        inner = isinstance(node, Chain) and node.rest[0][0] in ("and", "or")
        return self.say("group", condition=said) if inner else said

    def _comparison(self, operator: str, left: Node, right: Node, negated: bool) -> str:
        if operator not in _PHRASE_OF:
            raise _NoWordsError
        if isinstance(left, Literal) and not isinstance(right, Literal):
            left, right, operator = right, left, _TURNED[operator]
        if negated:
            # The opposite of "more than 5" holds for an empty answer too; only = and != turn.
            if operator not in _OPPOSITE:
                raise _NoWordsError
            operator = _OPPOSITE[operator]
        if isinstance(left, Name) and isinstance(right, Literal) and operator in _OPPOSITE:
            return self._answer_is(left.name, right, operator == "=")
        return self.say(_PHRASE_OF[operator], left=self._value(left), right=self._value(right))

    def _answer_is(self, name: str, right: Literal, equal: bool) -> str:
        if right.value == "":
            phrase = "answered_not" if equal else "answered"
            return self.say(phrase, question=self._text(name))
        variable = self.logic.variables.get(name)
        value = self._label(variable, right)
        coded = variable is not None and variable.kind in ("code", "codes", "missing")
        if isinstance(right.value, float) and not coded:
            phrase = "equal" if equal else "equal_not"
            return self.say(phrase, left=self._quoted(name), right=value)
        phrase = "is" if equal else "is_not"
        return self.say(phrase, question=self._text(name), value=value)

    def _call(self, node: Call, negated: bool) -> str:
        if node.function == "not":
            return self.condition(node.arguments[0], not negated)
        if node.function in ("true", "false"):
            return self.say("always" if (node.function == "true") is not negated else "never")
        if node.function == "selected":
            name, code = node.arguments
            if isinstance(name, Name) and isinstance(code, Literal):
                return self._includes(name.name, code, negated)
        raise _NoWordsError

    def _includes(self, name: str, code: Literal, negated: bool) -> str:
        variable = self.logic.variables.get(name)
        several = variable is not None and variable.kind in ("codes", "order")
        phrase = ("includes" if several else "is") + ("_not" if negated else "")
        return self.say(phrase, question=self._text(name), value=self._label(variable, code))

    def _value(self, node: Node) -> str:
        if isinstance(node, Literal):
            return _plain(node)
        if isinstance(node, Name):
            return self._quoted(node.name)
        if isinstance(node, Here):
            return self.say("this_answer")
        if isinstance(node, Negative) and isinstance(node.inner, Literal):
            return f"-{_plain(node.inner)}"
        if isinstance(node, Call):
            return self._value_of_call(node)
        raise _NoWordsError

    def _value_of_call(self, node: Call) -> str:
        if node.function == "today":
            return self.say("today")
        if len(node.arguments) != 1:
            raise _NoWordsError
        (inner,) = node.arguments
        if node.function == "date" and isinstance(inner, Literal):
            return _plain(inner)
        if node.function in ("number", "int", "date"):
            return self._value(inner)
        if isinstance(inner, Name):
            if node.function == "count-selected":
                return self.say("how_many", question=self._text(inner.name))
            if node.function == "count":
                return self.say("how_many_rows", question=self._text(inner.name))
            if node.function in _NUMBER_OF:
                return self.say(_NUMBER_OF[node.function], question=self._text(inner.name))
        raise _NoWordsError

    def _quoted(self, name: str) -> str:
        return self.say("question", question=self._text(name))

    def _text(self, name: str) -> str:
        """Return the text of the question that a name stands for, with its row or field."""
        variable = self.logic.variables.get(name)
        top = self.logic.questionnaire.question(variable.parent if variable else name)
        if top is None:
            raise _NoWordsError
        texts = [top.text]
        if variable is not None and variable.field:
            texts.append(variable.question.text)
        if variable is not None and variable.row:
            texts += [row.text for row in top.rows if row.id == variable.row]
        return ": ".join(_short(text.read(self.language).words) for text in texts)

    def _label(self, variable: Variable | None, code: Literal) -> str:
        """Return what a code says; the code itself where nothing says it."""
        written = _plain(code)
        if variable is None:
            return written
        options = variable.question.options
        label = options.label(written) if options is not None else None
        if label is None:
            reasons = (one.label for one in variable.question.missing if one.code == written)
            label = next(reasons, None)
        return label.read(self.language).words if label is not None else written


def _plain(literal: Literal) -> str:
    value = literal.value
    return value if isinstance(value, str) else f"{value:.10g}"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= MOST_LETTERS else text[: MOST_LETTERS - 1].rstrip() + "…"
