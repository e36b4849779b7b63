"""The tables of the room, one module per concept."""

from paseo.web.questionnaires.models.answers import EvidenceFile, Review, SectionAnswers, Sheet
from paseo.web.questionnaires.models.invitations import Invitation
from paseo.web.questionnaires.models.rounds import Assignment, Round, SignOff
from paseo.web.questionnaires.models.uploads import AnswerUpload
from paseo.web.questionnaires.models.versions import QuestionnaireVersion

__all__ = [
    "AnswerUpload",
    "Assignment",
    "EvidenceFile",
    "Invitation",
    "QuestionnaireVersion",
    "Review",
    "Round",
    "SectionAnswers",
    "Sheet",
    "SignOff",
]
