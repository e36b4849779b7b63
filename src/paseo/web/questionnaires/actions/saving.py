"""Saving answers: what can be read is kept as answers, what cannot is kept as it was typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from paseo.evidence.questionnaires.answers import Answer, to_plain
from paseo.evidence.questionnaires.plain import fingerprint
from paseo.evidence.questionnaires.questionnaire import Questionnaire
from paseo.web.accounts.models import User
from paseo.web.accounts.rights import Right
from paseo.web.actions import Action, Record
from paseo.web.questionnaires.actions.drafts import forget_draft, keep_draft, writer
from paseo.web.questionnaires.actions.inviting import count_use
from paseo.web.questionnaires.models import Invitation, Review, Round, SectionAnswers, Sheet
from paseo.web.questionnaires.permissions import access, need
from paseo.web.questionnaires.standing import count
from paseo.web.trail import context

#: A person who leaves a page open over lunch did not think about it for an hour.
LONGEST_SECONDS = 30 * 60


@dataclass(frozen=True)
class Typed:
    """What stands in a form for one question, as it was sent, and why it was not saved."""

    fields: Mapping[str, list[str]]
    why: str = "invalid"

    def plain(self) -> dict[str, Any]:
        return {"fields": {name: list(one) for name, one in self.fields.items()}, "why": self.why}


@dataclass(frozen=True)
class Saved:
    """What a save did.

    Args:
        part: the answers as they are now.
        changed: questions whose answer is another one than before.
        conflicts: questions that somebody else answered differently in the meantime; for them
            nothing was changed.
    """

    part: SectionAnswers
    changed: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()


@dataclass(kw_only=True)
class SaveSection(Action[Saved]):
    """Save what was answered in one section of a sheet.

    Args:
        answers: question id to answer; an empty answer takes one away. Questions that are not
            named stay as they are.
        unsaved: question id to what was typed and could not be read.
        base: question id to :func:`digest` of the answer that the form showed; questions that are
            not named had none. Where the kept answer is another one by now, nothing is
            overwritten. None asks nothing, for imports and programmes.
        typed: question id to the form's fields, kept where there is a conflict.
        hard: question id to why it was hard to answer; None leaves the marks.
        seconds: time spent since the form was shown.
        invitation: of somebody without an account; then the programme runs the action.
    """

    id = "questionnaires.save_section"
    label = _("Answers saved")
    right = Right.CONTRIBUTE

    sheet: Sheet
    section: str
    answers: Mapping[str, Answer]
    unsaved: Mapping[str, Typed] = field(default_factory=dict)
    base: Mapping[str, str] | None = None
    typed: Mapping[str, Typed] = field(default_factory=dict)
    hard: Mapping[str, str] | None = None
    seconds: float = 0
    invitation: Invitation | None = None

    def __post_init__(self) -> None:
        self.city = self.sheet.round.city_id

    def perform(self, record: Record) -> Saved:
        # The sheet first: who signs the round waits for it, and we then see that it is signed.
        sheet = Sheet.objects.select_for_update().get(pk=self.sheet.pk)
        round = Round.light().get(pk=sheet.round_id)
        need(access(context.person(), round).answers(self.section))
        self._refuse_strangers(round.questionnaire())
        part, _made = SectionAnswers.objects.get_or_create(sheet=sheet, section=self.section)
        before = part.revision
        changed, conflicts = self._merge(part)
        self._beside(part, conflicts)
        self._sign(part, changed)
        part.save()
        forget_reviews(sheet, self.section, changed)
        self._count(sheet, round.questionnaire(), changed)
        if self.invitation is not None:
            count_use(self.invitation)
        record(
            part,
            before={"revision": before},
            # Answers may be personal; the trail is for ever. It says which changed, not to what.
            after={
                "revision": part.revision,
                "changed": changed,
                "not_saved": sorted({*self.unsaved, *conflicts}),
                **({"invitation": self.invitation.label} if self.invitation else {}),
            },
        )
        return Saved(part, tuple(changed), tuple(conflicts))

    def _refuse_strangers(self, questionnaire: Questionnaire) -> None:
        """An answer in a section that does not ask it would be counted nowhere."""
        section = questionnaire.section(self.section)
        known = {one.id for one in section.questions} if section else set()
        strangers = ({*self.answers, *self.unsaved}) - known
        if strangers:
            raise ValueError(f"Section {self.section} does not ask {sorted(strangers)}")

    def _merge(self, part: SectionAnswers) -> tuple[list[str], list[str]]:
        """Put the new answers among the kept ones; return what changed and what may not."""
        changed: list[str] = []
        conflicts: list[str] = []
        for name, answer in self.answers.items():
            mine, theirs = to_plain(answer), part.answers.get(name, {})
            if mine == theirs:
                continue
            if self.base is not None and digest(theirs) != (shown := self.base.get(name, "")):
                # The form showed another answer. Left as it was shown, it says nothing new.
                if digest(mine) != shown:
                    conflicts.append(name)
                continue
            changed.append(name)
            if mine:
                part.answers[name] = mine
            else:
                part.answers.pop(name, None)
        return changed, conflicts

    def _beside(self, part: SectionAnswers, conflicts: list[str]) -> None:
        """Keep what was typed and not saved; what was saved needs no draft any more."""
        by = writer(context.person(), self.invitation)
        for name in self.answers:
            forget_draft(part, name, by)
        for name, typed in self.unsaved.items():
            # With the answer it was typed over: when it is mended, another one may be kept.
            keep_draft(part, name, typed.plain() | {"base": (self.base or {}).get(name, "")}, by)
        for name in conflicts:
            if name in self.typed:
                mine = Typed(self.typed[name].fields, "conflict").plain()
                keep_draft(part, name, mine, by)
        if self.hard is not None:
            named = {*self.answers, *self.unsaved}
            kept = {name: why for name, why in part.hard.items() if name not in named}
            part.hard = kept | dict(self.hard)

    def _sign(self, part: SectionAnswers, changed: list[str]) -> None:
        part.seconds += min(max(self.seconds, 0), LONGEST_SECONDS)
        if not changed and part.revision:
            return
        person = context.person()
        part.revision += 1
        part.saved_at = timezone.now()
        part.saved_by = person if isinstance(person, User) else None
        part.invitation = self.invitation

    def _count(self, sheet: Sheet, questionnaire: Questionnaire, changed: list[str]) -> None:
        if changed or sheet.started_at is None:
            sheet.started_at = sheet.started_at or timezone.now()
            count(sheet, questionnaire)
            sheet.save(update_fields=["started_at", "asked", "answered", "required_open"])


def digest(plain: Mapping[str, Any]) -> str:
    """Return a short mark of an answer in its plain form; nothing has the empty mark.

    >>> digest({}), digest({"value": "yes"})
    ('', '43349853ae15')
    """
    return fingerprint(plain)[:12] if plain else ""


def forget_reviews(sheet: Sheet, section: str, changed: list[str]) -> None:
    """A review says something of answers as they were: who changes them opens it again."""
    if changed:
        Review.objects.filter(sheet=sheet, section=section, question__in=["", *changed]).delete()
