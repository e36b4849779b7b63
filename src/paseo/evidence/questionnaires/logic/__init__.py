"""Skip logic and constraints: expressions as XLSForms have them, read, evaluated, said in words."""

from paseo.evidence.questionnaires.logic.asking import asked, logic_of, state
from paseo.evidence.questionnaires.logic.evaluation import Setting, evaluate, holds
from paseo.evidence.questionnaires.logic.in_words import relevance_in_words
from paseo.evidence.questionnaires.logic.syntax import Expression, LogicError, names, parse

__all__ = [
    "Expression",
    "LogicError",
    "Setting",
    "asked",
    "evaluate",
    "holds",
    "logic_of",
    "names",
    "parse",
    "relevance_in_words",
    "state",
]
