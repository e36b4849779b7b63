"""What a run says, in sentences."""

from paseo.assessment.index.words.telling import (
    done,
    drivers,
    key_message,
    position_of,
    positions,
    says_not,
    sides,
    varied,
)

__all__ = [
    "done",
    "drivers",
    "key_message",
    "position_of",
    "positions",
    "says_not",
    "sides",
    "varied",
]
