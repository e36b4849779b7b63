"""Review, sign-off and opening again: what was said of answers, and what was signed for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paseo.evidence.questionnaires.answers import sheet_to_plain
from paseo.evidence.questionnaires.plain import canonical, fingerprint
from paseo.web.accounts.models import User
from paseo.web.accounts.rights import Right
from paseo.web.actions import Action, Record
from paseo.web.questionnaires.models import EvidenceFile, Review, Round, Sheet, SignOff
from paseo.web.trail import context


class NotReady(ValueError):  # noqa: N818 - says what is the matter
    """Something keeps a round from being signed or opened; the message says what."""


@dataclass(kw_only=True)
class ReviewPart(Action[Review]):
    """Accept a section or a question of it, send it back with a note, or take either back."""

    id = "questionnaires.review"
    label = gettext_lazy("Answers reviewed")
    right = Right.REVIEW

    sheet: Sheet
    section: str
    question: str = ""
    state: str
    note: str = ""

    def __post_init__(self) -> None:
        self.city = self.sheet.round.city_id

    def perform(self, record: Record) -> Review:
        round = Round.objects.select_for_update().get(pk=self.sheet.round_id)
        if not round.answerable:
            raise NotReady(_("The round is signed off or closed. Open it again to review it."))
        if self.state == Review.State.RETURNED and not self.note.strip():
            raise NotReady(_("Say in a note what should be changed."))
        person = context.person()
        review, made = Review.objects.get_or_create(
            sheet=self.sheet, section=self.section, question=self.question
        )
        before = None if made else {"state": review.state, "note": review.note}
        review.state, review.note = self.state, self.note.strip()
        review.by = person if isinstance(person, User) else None
        review.save()
        if round.state == Round.State.OPEN:
            round.state = Round.State.REVIEW
            round.save(update_fields=["state"])
        where = {"section": self.section, "question": self.question}
        record(review, before=before, after={**where, "state": review.state, "note": review.note})
        return review


@dataclass(kw_only=True)
class SignRound(Action[SignOff]):
    """Sign for a round: every answer is frozen in a record with its SHA-256."""

    id = "questionnaires.sign_off"
    label = gettext_lazy("Round signed off")
    right = Right.LEAD

    round: Round
    #: Needed where something was not accepted.
    reason: str = ""

    def __post_init__(self) -> None:
        self.city = self.round.city_id

    def perform(self, record: Record) -> SignOff:
        round = Round.objects.select_for_update().get(pk=self.round.pk)
        if round.state in (Round.State.SIGNED, Round.State.CLOSED):
            raise NotReady(_("The round is signed off or closed already."))
        # Whoever is saving now is waited for, and stands in the record.
        list(round.sheets.select_for_update().values_list("pk"))
        open_parts = not_accepted(round)
        if open_parts and not self.reason.strip():
            raise NotReady(_("Not everything is accepted. Say why it is signed off all the same."))
        person = context.person()
        plain = as_record(round)
        signed = SignOff.objects.create(
            round=round,
            by=person if isinstance(person, User) else None,
            reason=self.reason.strip(),
            record=canonical(plain),
            sha256=fingerprint(plain),
        )
        before, round.state = round.state, Round.State.SIGNED
        round.save(update_fields=["state"])
        round.sheets.filter(finished_at=None).update(finished_at=timezone.now())
        record(
            round,
            before={"state": before},
            after={"state": round.state, "sha256": signed.sha256, "reason": signed.reason},
        )
        return signed


@dataclass(kw_only=True)
class ReopenRound(Action[Round]):
    """Open a signed or closed round again; what was signed stays readable."""

    id = "questionnaires.reopen"
    label = gettext_lazy("Round opened again")
    right = Right.LEAD

    round: Round
    reason: str

    def __post_init__(self) -> None:
        self.city = self.round.city_id

    def perform(self, record: Record) -> Round:
        round = Round.objects.select_for_update().get(pk=self.round.pk)
        if round.answerable:
            raise NotReady(_("The round is open."))
        if not self.reason.strip():
            raise NotReady(_("Say why the round is opened again."))
        person = context.person()
        round.signatures.filter(reopened_at=None).update(
            reopened_at=timezone.now(),
            reopened_by=person if isinstance(person, User) else None,
            reopened_reason=self.reason.strip(),
        )
        before, round.state = round.state, Round.State.OPEN
        round.save(update_fields=["state"])
        after = {"state": round.state, "reason": self.reason.strip()}
        record(round, before={"state": before}, after=after)
        return round


@dataclass(kw_only=True)
class CloseRound(Action[Round]):
    """End a round without signing for it."""

    id = "questionnaires.close"
    label = gettext_lazy("Round closed")
    right = Right.LEAD

    round: Round

    def __post_init__(self) -> None:
        self.city = self.round.city_id

    def perform(self, record: Record) -> Round:
        round = Round.objects.select_for_update().get(pk=self.round.pk)
        if not round.answerable:
            raise NotReady(_("The round is signed off or closed already."))
        before, round.state = round.state, Round.State.CLOSED
        round.save(update_fields=["state"])
        record(round, before={"state": before}, after={"state": round.state})
        return round


def not_accepted(round: Round) -> list[tuple[Sheet, str]]:
    """Return the sheets and sections that no reviewer accepted, or of which a part was returned."""
    reviews: dict[int, dict[tuple[str, str], str]] = {}
    for one in Review.objects.filter(sheet__round=round):
        reviews.setdefault(one.sheet_id, {})[one.section, one.question] = one.state
    sections = [one.id for one in round.questionnaire().sections]
    found = []
    for sheet in round.sheets.all():
        said = reviews.get(sheet.pk, {})
        for section in sections:
            returned = any(
                state == Review.State.RETURNED for (at, _q), state in said.items() if at == section
            )
            if returned or said.get((section, "")) != Review.State.ACCEPTED:
                found.append((sheet, section))
    return found


def as_record(round: Round) -> dict[str, Any]:
    """Return everything that a signature stands for, as plain data."""
    questionnaire = round.questionnaire()
    sheets = list(round.sheets.prefetch_related("parts"))
    evidence = EvidenceFile.objects.filter(sheet__round=round, removed_at=None, previous=False)
    reviews = Review.objects.filter(sheet__round=round).select_related("by")
    codes = {one.pk: one.code for one in sheets}
    return {
        "city": round.city_id,
        "round": round.name,
        "period": round.period,
        "questionnaire": questionnaire.id,
        "version": questionnaire.version,
        "questionnaire_sha256": round.version.sha256,
        "sheets": [sheet_to_plain(one.answer_sheet(questionnaire)) for one in sheets],
        "evidence": [
            {"sheet": codes[one.sheet_id], "question": one.question, **one.as_answer()}
            for one in evidence.order_by("pk")
        ],
        "reviews": [
            {
                "sheet": codes[one.sheet_id],
                "section": one.section,
                "question": one.question,
                "state": one.state,
                "note": one.note,
                "by": str(one.by or ""),
            }
            for one in reviews.order_by("pk")
        ],
    }
