"""Documents of questionnaires: forms to fill in, and what a trial showed."""

from paseo.report.questionnaire.form import form_document, write_form

__all__ = ["form_document", "write_form"]
