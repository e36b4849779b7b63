"""Who may see, answer, review and open what in a round: one place, and always with a reason.

Roles say what somebody may do in a city. Within a round assignments narrow that for contributors:
a section that is assigned to people is theirs, and who has sections of their own sees only these.
The lead and the reviewers see everything.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from paseo.web.accounts.models import User
from paseo.web.accounts.people import Person
from paseo.web.accounts.policy import Answer, policy
from paseo.web.accounts.rights import Right
from paseo.web.actions import Refusal
from paseo.web.questionnaires.models import Assignment, EvidenceFile, Round

YES: Final = Answer(True, _("Your role allows this."))
_ANSWERS_HIDDEN: Final = Answer(
    False,
    _(
        "Answers are seen by those who answer, review or lead. Your role here is to read what "
        "comes of them."
    ),
)
_NOT_YOURS: Final = Answer(
    False,
    _(
        "This section is not assigned to you. The lead of the city can assign it to you on the "
        "page of the round."
    ),
)
_OVER: Final = Answer(
    False,
    _(
        "This round is signed off or closed, so its answers stay as they are. The lead of the "
        "city can open it again."
    ),
)
_CONFIDENTIAL: Final = Answer(
    False,
    _("This file is confidential: it is opened by who brought it, by reviewers and by the lead."),
)


@dataclass(frozen=True)
class Access:
    """What one person may do in one round; made once a request."""

    person: Person
    round: Round
    reads: Answer
    contributes: Answer
    reviews: Answer
    leads: Answer
    #: Sections of this person, and sections that are assigned to any person.
    own: frozenset[str]
    taken: frozenset[str]

    def sees(self, section: str) -> Answer:
        """Answer whether the person may see what was answered in a section."""
        if not self.reads:
            return self.reads
        if self.reviews or self.leads:
            return YES
        return self._narrowed(section) if self.contributes else _ANSWERS_HIDDEN

    def answers(self, section: str) -> Answer:
        """Answer whether the person may answer a section now."""
        if not self.contributes:
            return self.contributes
        if not self.round.answerable:
            return _OVER
        return YES if self.leads else self._narrowed(section)

    def opens(self, file: EvidenceFile) -> Answer:
        """Answer whether the person may open an evidence file."""
        kinds = EvidenceFile.Confidentiality
        if file.confidentiality == kinds.OPEN:
            return self.reads
        seen = self.sees(file.section)
        if not seen or file.confidentiality == kinds.INTERNAL or self.reviews or self.leads:
            return seen
        brought = file.brought_by_id is not None and file.brought_by_id == self.person.pk
        return YES if brought else _CONFIDENTIAL

    def _narrowed(self, section: str) -> Answer:
        if section in self.own:
            return YES
        return _NOT_YOURS if self.own or section in self.taken else YES


def access(person: Person, round: Round, assignments: Iterable[Assignment] | None = None) -> Access:
    """Return what a person may do in a round; asks the database at most once.

    Args:
        assignments: those of the round, where they were read already.
    """
    if assignments is None:
        assignments = Assignment.objects.filter(round=round)
    held = [one for one in assignments if one.user_id is not None]
    mine = person.pk if isinstance(person, User) else None

    def may(right: Right) -> Answer:
        return policy.may(person, right, round.city_id)

    return Access(
        person=person,
        round=round,
        reads=may(Right.READ),
        contributes=may(Right.CONTRIBUTE),
        reviews=may(Right.REVIEW),
        leads=may(Right.LEAD),
        own=frozenset(one.section for one in held if one.user_id == mine),
        taken=frozenset(one.section for one in held),
    )


def need(answer: Answer) -> None:
    """Raise :class:`Refusal`, with its reason, unless the answer is yes."""
    if not answer:
        raise Refusal(answer)
