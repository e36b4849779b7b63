"""How far each section of a sheet is, in the words of a task list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from paseo.evidence.questionnaires.checking import Progress
from paseo.evidence.questionnaires.logic import relevance_in_words
from paseo.evidence.questionnaires.questionnaire import Questionnaire, Section
from paseo.web.questionnaires.models import Assignment, Review, SectionAnswers, Sheet
from paseo.web.questionnaires.standing import standing


@dataclass(frozen=True)
class SectionState:
    """One section of a sheet: what is asked, what is answered, what a reviewer said."""

    section: Section
    progress: Progress | None
    part: SectionAnswers | None
    review: str
    returned: int
    assignments: tuple[Assignment, ...]
    condition: str = ""

    @property
    def asked(self) -> bool:
        return self.progress is not None

    @property
    def words(self) -> str:
        """Where the section stands, in a few words."""
        if self.progress is None:
            return _("Not asked")
        if self.returned or self.review == Review.State.RETURNED:
            return _("Sent back")
        if self.review == Review.State.ACCEPTED:
            return _("Accepted")
        if self.unsaved:
            return _("Not everything saved")
        if not self.progress.answered:
            return _("Not started") if self.progress.asked else _("To read")
        counts = {"done": self.progress.answered, "asked": self.progress.asked}
        if self.progress.answered == self.progress.asked:
            return _("Answered, %(done)s of %(asked)s") % counts
        return _("In progress, %(done)s of %(asked)s") % counts

    @property
    def done(self) -> bool:
        if self.progress is None:
            return True
        complete = self.progress.answered == self.progress.asked and not self.unsaved
        sent_back = self.returned or self.review == Review.State.RETURNED
        return not sent_back and (self.review == Review.State.ACCEPTED or complete)

    @property
    def unsaved(self) -> int:
        """How many answers were typed and could not be saved."""
        return len(self.part.unsaved) if self.part else 0


def states(
    questionnaire: Questionnaire,
    sheet: Sheet,
    parts: list[SectionAnswers],
    assignments: Iterable[Assignment],
    language: str,
) -> list[SectionState]:
    """Return the state of every section, in order; one query for the reviews."""
    now = standing(questionnaire, parts)
    kept = {one.section: one for one in parts}
    reviews = list(Review.objects.filter(sheet=sheet))
    given: dict[str, list[Assignment]] = {}
    for one in assignments:
        given.setdefault(one.section, []).append(one)
    return [
        _state(questionnaire, one, now.sections, kept, reviews, given, language)
        for one in questionnaire.sections
    ]


def _state(
    questionnaire: Questionnaire,
    section: Section,
    progress: Mapping[str, Progress],
    kept: Mapping[str, SectionAnswers],
    reviews: list[Review],
    given: Mapping[str, list[Assignment]],
    language: str,
) -> SectionState:
    mine = [one for one in reviews if one.section == section.id]
    whole = next((one.state for one in mine if not one.question), Review.State.OPEN)
    found = progress.get(section.id)
    return SectionState(
        section=section,
        progress=found,
        part=kept.get(section.id),
        review=whole,
        returned=sum(1 for one in mine if one.question and one.state == Review.State.RETURNED),
        assignments=tuple(given.get(section.id, ())),
        condition="" if found else relevance_in_words(questionnaire, section, language),
    )
