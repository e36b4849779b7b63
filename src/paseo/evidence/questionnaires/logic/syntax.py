"""Read an expression of skip logic or a constraint: the part of XPath that XLSForms use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple, TypeAlias

from paseo.content.hints import hint
from paseo.content.language import LanguageMap
from paseo.content.phrases import load_phrases
from paseo.evidence.questionnaires.logic.functions import FUNCTIONS

#: Longest expression that is read, in signs, and deepest nesting.
MOST_SIGNS: Final = 20_000
MOST_DEPTH: Final = 60


class LogicError(ValueError):
    """An expression cannot be read or evaluated.

    Attributes:
        reason: why, in every language.
        position: number of the sign in the expression, from 1; 0 where there is none.
    """

    def __init__(self, phrase: str, position: int, **values: Any) -> None:
        words = load_phrases("paseo.evidence.questionnaires.logic")
        said = {
            language: words.say(phrase, language, **_in(values, language))
            for language in words.map(phrase)
        }
        self.reason = LanguageMap(said)
        self.position = position
        super().__init__(f"{said['en']} (sign {position})")


def _in(values: dict[str, Any], language: str) -> dict[str, Any]:
    return {
        name: value.read(language).words if isinstance(value, LanguageMap) else value
        for name, value in values.items()
    }


@dataclass(frozen=True, slots=True)
class Literal:
    """A number or a text that stands in the expression."""

    value: float | str
    at: int


@dataclass(frozen=True, slots=True)
class Name:
    """The answer to a question: ``${name}``."""

    name: str
    at: int


@dataclass(frozen=True, slots=True)
class Here:
    """The answer that is being checked: ``.``"""

    at: int


@dataclass(frozen=True, slots=True)
class Negative:
    """``-x``"""

    inner: Node
    at: int


@dataclass(frozen=True, slots=True)
class Chain:
    """Operators of one rank, read from the left: ``a + b - c``."""

    first: Node
    rest: tuple[tuple[str, Node], ...]
    at: int


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments."""

    function: str
    arguments: tuple[Node, ...]
    at: int


Node: TypeAlias = Literal | Name | Here | Negative | Chain | Call


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression that has been read.

    Args:
        text: as it was written.
        root: what it says.
    """

    text: str
    root: Node


@lru_cache(maxsize=8192)
def parse(text: str) -> Expression:
    """Read an expression in the language of XLSForm.

    Args:
        text: numbers, texts in quotes, ``${name}``, ``.``, ``and``, ``or``, ``= != < <= > >=``,
            ``+ - * div mod``, brackets, and the functions of :data:`FUNCTIONS`.

    Raises:
        LogicError: when it cannot be read; says why and at which sign.

    Source: XLSForm reference and ODK XForms specification (functions and operators).

    Example:
        >>> sorted(names(parse("${q1} = 'yes' and selected(${q2}, 'a')")))
        ['q1', 'q2']
        >>> parse("${q1} = ")
        Traceback (most recent call last):
        ...
        paseo.evidence.questionnaires.logic.syntax.LogicError: Something is missing at the end. (sign 8)
    """  # noqa: E501 - the example shows the whole message
    if len(text) > MOST_SIGNS:
        raise LogicError("too_long", MOST_SIGNS, most=MOST_SIGNS)
    return Expression(text, _Parser(text).whole())


def parts(node: Node) -> Iterator[Node]:
    """Yield a node and everything in it, in the order of writing."""
    yield node
    match node:
        case Negative(inner=inner):
            yield from parts(inner)
        case Chain(first=first, rest=rest):
            yield from parts(first)
            for _, operand in rest:
                yield from parts(operand)
        case Call(arguments=arguments):
            for argument in arguments:
                yield from parts(argument)


def names(expression: Expression) -> frozenset[str]:
    """Return the names that an expression asks for.

    >>> names(parse("count(${visits}) > 1"))
    frozenset({'visits'})
    """
    return frozenset(node.name for node in parts(expression.root) if isinstance(node, Name))


class _Token(NamedTuple):
    kind: str
    text: str
    at: int


_TOKEN: Final = re.compile(
    r"""(?P<space>\s+)
    |(?P<name>\$\{[^}]*\})
    |(?P<number>\d+(?:\.\d*)?|\.\d+)
    |(?P<string>'[^']*'|"[^"]*")
    |(?P<sign>!=|<=|>=|[=<>+*(),-])
    |(?P<here>\.(?!\.))
    |(?P<word>[A-Za-z_][\w:-]*)""",
    re.VERBOSE,
)
#: What people write from other languages, and what stands for it here; typographic quotes come
#: from spreadsheets and word processors.
_FOREIGN: Final = {
    "==": "=", "<>": "!=", "&&": "and", "||": "or", "!": "not(…)", "%": "mod", "≠": "!=",
    "≤": "<=", "≥": ">=", "‘": "'", "’": "'", "“": '"', "”": '"', "«": '"', "»": '"',
}  # fmt: skip
_NAME: Final = re.compile(r"[A-Za-z_][\w.-]*")
#: Operators from the loosest to the tightest.
_RANKS: Final = (
    ("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"),
)  # fmt: skip


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    at = 0
    while at < len(text):
        read = _TOKEN.match(text, at)
        if read is None or text.startswith(("==", "<>"), at):
            raise _unreadable(text, at)
        if read.lastgroup != "space":
            found.append(_Token(str(read.lastgroup), read.group(), at + 1))
        at = read.end()
    found.append(_Token("end", "", len(text)))
    return found


def _unreadable(text: str, at: int) -> LogicError:
    rest = text[at:]
    for foreign, ours in _FOREIGN.items():
        if rest.startswith(foreign):
            return LogicError("foreign_sign", at + 1, sign=foreign, ours=ours)
    if rest[0] in "'\"":
        return LogicError("quote_open", at + 1, sign=rest[0])
    if rest.startswith(("/", "..", "[", "]")):
        return LogicError("path", at + 1)
    if rest.startswith("$"):
        return LogicError("name_open", at + 1)
    return LogicError("unknown_sign", at + 1, sign=rest[0])


class _Parser:
    """Recursive descent, one method per rank of the grammar."""

    def __init__(self, text: str) -> None:
        self.tokens = _tokens(text)
        self.next = 0
        self.depth = 0

    def whole(self) -> Node:
        if len(self.tokens) == 1:
            raise LogicError("empty", 1)
        node = self.chain(0)
        token = self.tokens[self.next]
        if token.kind != "end":
            if token.text == ")":
                raise LogicError("bracket_too_many", token.at)
            raise _unexpected(token)
        return node

    def chain(self, rank: int) -> Node:
        if rank == len(_RANKS):
            return self.single()
        at = self.tokens[self.next].at
        first = self.chain(rank + 1)
        rest: list[tuple[str, Node]] = []
        while self.tokens[self.next].text in _RANKS[rank] and self._is_operator():
            operator = self.take().text
            rest.append((operator, self.chain(rank + 1)))
        return Chain(first, tuple(rest), at) if rest else first

    def _is_operator(self) -> bool:
        return self.tokens[self.next].kind in ("sign", "word")

    def single(self) -> Node:
        """Read one value, with what stands in its brackets."""
        self.depth += 1
        token = self.take()
        if self.depth > MOST_DEPTH:
            raise LogicError("too_deep", token.at, most=MOST_DEPTH)
        node = self._single(token)
        self.depth -= 1
        return node

    def _single(self, token: _Token) -> Node:
        if token.kind == "number":
            return Literal(float(token.text), token.at)
        if token.kind == "string":
            return Literal(token.text[1:-1], token.at)
        if token.kind == "name":
            return _name(token)
        if token.kind == "here":
            return Here(token.at)
        if token.text == "-":
            return Negative(self.single(), token.at)
        if token.text == "(":
            inner = self.chain(0)
            self.close(token)
            return inner
        if token.kind == "word":
            return self.call(token)
        if token.kind == "end":
            raise LogicError("ends_early", token.at)
        raise _unexpected(token)

    def call(self, token: _Token) -> Call:
        if self.tokens[self.next].text != "(":
            raise LogicError("bare_word", token.at, word=token.text)
        opened = self.take()
        function = FUNCTIONS.get(token.text)
        if function is None:
            meant = hint(token.text, FUNCTIONS)
            raise LogicError("unknown_function", token.at, word=token.text, hint=meant)
        arguments: list[Node] = []
        if self.tokens[self.next].text != ")":
            arguments.append(self.chain(0))
            while self.tokens[self.next].text == ",":
                self.take()
                arguments.append(self.chain(0))
        self.close(opened)
        if not function.fewest <= len(arguments) <= function.most:
            raise LogicError(
                "arguments", token.at, word=token.text, found=len(arguments), form=function.form
            )
        return Call(token.text, tuple(arguments), token.at)

    def close(self, opened: _Token) -> None:
        token = self.tokens[self.next]
        if token.text != ")" or token.kind != "sign":
            if token.kind == "end":
                raise LogicError("bracket_open", opened.at)
            raise _unexpected(token)
        self.take()

    def take(self) -> _Token:
        token = self.tokens[self.next]
        if token.kind != "end":
            self.next += 1
        return token


def _unexpected(token: _Token) -> LogicError:
    small = token.text.lower()
    if token.kind == "word" and small != token.text and any(small in rank for rank in _RANKS):
        return LogicError("foreign_sign", token.at, sign=token.text, ours=small)
    return LogicError("unexpected", token.at, sign=token.text)


def _name(token: _Token) -> Name:
    name = token.text[2:-1].strip()
    if not _NAME.fullmatch(name):
        raise LogicError("not_a_name", token.at, name=name)
    return Name(name, token.at)
