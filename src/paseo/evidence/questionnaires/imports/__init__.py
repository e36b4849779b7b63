"""Answers from other tools and from our own forms, one module per tool."""

from paseo.evidence.questionnaires.imports.reading import Duplicates, read_answers
from paseo.evidence.questionnaires.imports.result import (
    AnswerImport,
    Counts,
    LeftOut,
    write_left_out,
)

__all__ = [
    "AnswerImport",
    "Counts",
    "Duplicates",
    "LeftOut",
    "read_answers",
    "write_left_out",
]
