"""Whether what our writer kept in a form still has the shape in which it was written.

A cell of ours can be overwritten like any other; one that no longer fits is not guessed at: the
row, or the whole form, is then read as one that others wrote.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final

_WORD: Final = {"type": "string"}
_YES: Final = {"type": "boolean"}
_LIMIT: Final = {"type": ["number", "string"]}
_TEXTS: Final = {"type": "object", "additionalProperties": _WORD}
_WORDS: Final = {"type": "array", "items": _WORD}
_EVIDENCE: Final = {"enum": ["stated", "adapted", "composed"]}


def _pair(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "prefixItems": [first, second], "minItems": 2, "maxItems": 2}


_CHANGE: Final = {
    "type": "object",
    "required": ["since", "question", "was", "kind", "codes"],
    "properties": {
        "since": _WORD, "question": _WORD, "was": _WORD, "kind": _WORD, "codes": _TEXTS,
        "note": {"anyOf": [_TEXTS, {"type": "null"}]},
    },
}  # fmt: skip
_FORM: Final = {
    "type": "object",
    "required": [
        "format", "id", "version", "language", "languages", "title", "description", "provider",
        "licence", "evidence", "many", "sources", "changes",
    ],
    "properties": {
        "id": _WORD, "version": _WORD, "language": _WORD, "languages": {**_WORDS, "minItems": 1},
        "title": {**_TEXTS, "minProperties": 1},
        "description": _TEXTS, "provider": _TEXTS, "licence": _WORD, "evidence": _EVIDENCE,
        "many": _YES, "sources": {"type": "object", "additionalProperties": _TEXTS},
        "changes": {"type": "array", "items": _CHANGE},
    },
}  # fmt: skip
_MARK: Final = {
    "type": "object",
    "properties": {
        "question": _WORD, "section": _WORD, "row": _WORD, "part": _WORD, "beside": _WORD,
        "of": _WORD, "gate": _WORD, "type": _WORD, "evidence": _EVIDENCE,
        "sources": {"type": "array", "items": _pair(_WORD, _WORD)},
        "list": _pair(_WORD, {"anyOf": [_TEXTS, {"type": "null"}]}),
        "reasons": {"type": "array", "items": _pair(_WORD, _TEXTS)},
        "help": _TEXTS, "unit": _TEXTS, "low": _LIMIT, "high": _LIMIT, "whole": _YES,
        "low_anchor": _TEXTS, "high_anchor": _TEXTS, "long": _YES, "area": _YES,
        "accepts": _WORDS, "required": _YES, "constraint": _WORD, "message": _TEXTS,
        "indicators": _WORDS, "sensitive": _YES, "wording": _WORD, "official": _WORDS,
        "seal": _WORD, "missing": _YES, "other": _YES, "exclusive": _YES,
    },
    "dependentRequired": {"question": ["type", "evidence"]},
    "if": {"properties": {"part": {"const": "consent"}}, "required": ["part"]},
    "then": {"required": ["evidence"]},
}  # fmt: skip


@cache
def _validators() -> tuple[Any, Any]:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(_FORM), Draft202012Validator(_MARK)


def is_own_form(kept: Any) -> bool:
    """Say whether our own sheet still says all that we wrote of a questionnaire.

    >>> is_own_form({"format": "1", "many": {}})
    False
    """
    return bool(_validators()[0].is_valid(kept))


def is_own_mark(kept: Any) -> bool:
    """Say whether our own column of a row still has the shape in which it was written.

    >>> is_own_mark({"section": "s1"}), is_own_mark({"section": 1}), is_own_mark([])
    (True, False, False)
    """
    return bool(_validators()[1].is_valid(kept))
