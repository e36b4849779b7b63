"""What people do in the room, one module per matter; each a single transaction."""

from paseo.web.questionnaires.actions.assigning import Assign, Unassign
from paseo.web.questionnaires.actions.evidence import (
    AddEvidence,
    Arrived,
    ChangeEvidence,
    RemoveEvidence,
)
from paseo.web.questionnaires.actions.inviting import Agree, HandIn, Invite, Withdraw
from paseo.web.questionnaires.actions.reviewing import (
    CloseRound,
    NotReady,
    ReopenRound,
    ReviewPart,
    SignRound,
)
from paseo.web.questionnaires.actions.rounds import AddSheet, ChangeRound, CopyRound, StartRound
from paseo.web.questionnaires.actions.saving import Saved, SaveSection, Typed, digest

__all__ = [
    "AddEvidence",
    "AddSheet",
    "Agree",
    "Arrived",
    "Assign",
    "ChangeEvidence",
    "ChangeRound",
    "CloseRound",
    "CopyRound",
    "HandIn",
    "Invite",
    "NotReady",
    "RemoveEvidence",
    "ReopenRound",
    "ReviewPart",
    "SaveSection",
    "Saved",
    "SignRound",
    "StartRound",
    "Typed",
    "Unassign",
    "Withdraw",
    "digest",
]
