"""The documents of a checklist: answers, data maturity, plan, method annex, letters to owners."""

from paseo.report.checklist.answers import answers_document
from paseo.report.checklist.letter import letter_document
from paseo.report.checklist.maturity import maturity_document
from paseo.report.checklist.method import method_document
from paseo.report.checklist.plan import plan_document

__all__ = [
    "answers_document",
    "letter_document",
    "maturity_document",
    "method_document",
    "plan_document",
]
