"""What people do in the room, one module per matter; each a single transaction."""

from paseo.web.questionnaires.actions.rounds import AddSheet, ChangeRound, CopyRound, StartRound
from paseo.web.questionnaires.actions.saving import Saved, SaveSection, Typed, digest

__all__ = [
    "AddSheet",
    "ChangeRound",
    "CopyRound",
    "SaveSection",
    "Saved",
    "StartRound",
    "Typed",
    "digest",
]
