"""Read a filled form that somebody sent: looked at whole, before anything is written."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files.uploadedfile import UploadedFile
from django.forms import Form

from paseo.assessment.checklist.sheet_file import read_sheet
from paseo.content.problems import Refused
from paseo.evidence.questionnaires.answers import AnswerSheet
from paseo.evidence.questionnaires.questionnaire import Questionnaire
from paseo.web.evidence.pages import language

#: Problems of a file that are said at once; more would not be read.
MOST_SAID = 20


def read_upload(form: Form, questionnaire: Questionnaire) -> AnswerSheet | None:
    """Return the sheet that a form's file holds; None, with the reasons on the form, where none."""
    upload: UploadedFile = form.cleaned_data["file"]
    name = Path(str(upload.name)).name
    with TemporaryDirectory() as place:
        # Only the ending of what somebody calls a file bears on how it is read.
        path = Path(place) / f"form{Path(name).suffix.lower()}"
        with path.open("wb") as written:
            for chunk in upload.chunks():
                written.write(chunk)
        try:
            sheet, _problems = read_sheet(path, questionnaire)
        except Refused as refused:
            for problem in refused.problems.errors[:MOST_SAID]:
                where = problem.place
                line = f" ({where.line or where.row})" if where.line or where.row else ""
                words = f"{problem.code}{line} {problem.sentence(language())}"
                form.add_error("file", f"{words} {problem.mend(language())}")
            return None
    return sheet
