"""What was answered: a sheet, its answers section by section, evidence and review beside them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from paseo.evidence.questionnaires.answers import Answer, AnswerSheet, from_plain
from paseo.evidence.questionnaires.questionnaire import Questionnaire
from paseo.web.questionnaires.models.invitations import Invitation
from paseo.web.questionnaires.models.rounds import Round
from paseo.web.report.keeping import path_of

#: With what a sheet was filled in; other tools keep their own name.
ORIGINS: dict[str, Promise] = {
    "web": _("on the web"),
    "invitation": _("by invitation"),
    "excel": _("our Excel form"),
    "table": _("a table"),
}
TOOLS = {"kobo": "KoboToolbox", "odk": "ODK", "limesurvey": "LimeSurvey", "eusurvey": "EUSurvey"}


def origin_words(origin: str) -> str:
    """Return with what answers were collected, in words."""
    return str(ORIGINS.get(origin) or TOOLS.get(origin) or origin)


class Sheet(models.Model):
    """One answer sheet: the only one of a city's round, or one of many respondents."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="sheets")
    code = models.CharField(_("sheet"), max_length=120)
    respondent = models.CharField(_("respondent"), max_length=120, blank=True)
    origin = models.CharField(_("origin"), max_length=20, default="web")
    language = models.CharField(_("language"), max_length=12, blank=True)
    started_at = models.DateTimeField(_("started"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    #: As of the last save: questions asked, answered, and required ones still open.
    asked = models.PositiveIntegerField(_("asked"), default=0)
    answered = models.PositiveIntegerField(_("answered"), default=0)
    required_open = models.PositiveIntegerField(default=0)

    objects: ClassVar[models.Manager[Sheet]] = models.Manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("answer sheet")
        verbose_name_plural = _("answer sheets")
        constraints = [
            models.UniqueConstraint(fields=["round", "code"], name="a_sheet_once_per_round")
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("questionnaires:sheet", args=[self.round.city_id, self.round_id, self.pk])

    @property
    def origin_words(self) -> str:
        return origin_words(self.origin)

    def answer_sheet(
        self, questionnaire: Questionnaire, sections: list[SectionAnswers] | None = None
    ) -> AnswerSheet:
        """Return the sheet as the library knows it.

        Args:
            sections: its answers, where they were read already; without them this asks once.
        """
        parts = list(self.parts.all()) if sections is None else sections
        answers: dict[str, Answer] = {}
        for part in parts:
            answers |= part.read(questionnaire)
        return AnswerSheet(
            id=self.code,
            questionnaire=questionnaire.id,
            version=questionnaire.version,
            answers=answers,
            respondent=self.respondent,
            language=self.language,
            origin=self.origin,
            started_at=self.started_at,
            finished_at=self.finished_at,
            seconds={part.section: part.seconds for part in parts if part.seconds},
            hard={name: why for part in parts for name, why in part.hard.items()},
        )


class SectionAnswers(models.Model):
    """The answers to one section of one sheet."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="parts")
    section = models.CharField(_("section"), max_length=60)
    #: Question id to the plain form of its answer (``evidence/questionnaires/answers.py``).
    answers = models.JSONField(default=dict)
    #: Question id to the fields of the form as they were typed, where they could not be read:
    #: an invalid or interrupted save loses nothing.
    unsaved = models.JSONField(default=dict)
    #: Question id to ``{"answer": plain, "change": kind, "note": {language: words}}`` of the
    #: round that this one was copied from. Shown beside the field, never taken for an answer.
    previous = models.JSONField(default=dict)
    #: Question id to the reason why it was hard to answer (pilot).
    hard = models.JSONField(default=dict)
    #: Counts the saves; who saves says which one was seen.
    revision = models.PositiveIntegerField(default=0)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name=_("saved by")
    )
    #: Who saved it last without an account.
    invitation = models.ForeignKey(Invitation, models.SET_NULL, null=True)
    saved_at = models.DateTimeField(_("saved"), null=True)
    #: Time with the section open, measured by the server; long pauses are cut.
    seconds = models.FloatField(default=0)

    objects: ClassVar[models.Manager[SectionAnswers]] = models.Manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("answers to a section")
        verbose_name_plural = _("answers to sections")
        constraints = [
            models.UniqueConstraint(fields=["sheet", "section"], name="a_section_once_per_sheet")
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id} · {self.section}"

    @property
    def who(self) -> str:
        """Return who saved last, in words; empty where nobody did."""
        return str(self.saved_by or self.invitation or "")

    def read(self, questionnaire: Questionnaire) -> dict[str, Answer]:
        """Return the answers by question; those to unknown questions are left out."""
        found: dict[str, Answer] = {}
        for name, plain in self.answers.items():
            question = questionnaire.question(name)
            if question is not None:
                found[name] = from_plain(question, plain)
        return found


class EvidenceFile(models.Model):
    """A file that shows why an answer is so; its bytes lie under their SHA-256."""

    class Confidentiality(models.TextChoices):
        OPEN = "open", _("Open: anybody who may read this city")
        INTERNAL = "internal", _("Internal: whoever answers or reviews here")
        CONFIDENTIAL = "confidential", _("Confidential: who brought it, reviewers and the lead")

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="evidence")
    section = models.CharField(_("section"), max_length=60)
    question = models.CharField(_("question"), max_length=60)
    name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(_("size"))
    kind = models.CharField(_("kind"), max_length=20)
    confidentiality = models.CharField(
        _("who may open it"), max_length=12, choices=Confidentiality, default="internal"
    )
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name=_("brought by")
    )
    invitation = models.ForeignKey(Invitation, models.SET_NULL, null=True)
    at = models.DateTimeField(_("brought"), auto_now_add=True)
    #: Offered from the round before; it counts only once somebody takes it over.
    previous = models.BooleanField(default=False)
    removed_at = models.DateTimeField(_("removed"), null=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects: ClassVar[models.Manager[EvidenceFile]] = models.Manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("evidence file")
        verbose_name_plural = _("evidence files")
        indexes = [models.Index(fields=["sha256"], name="evidence_by_sha256")]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        return path_of(self.sha256)

    def as_answer(self) -> dict[str, Any]:
        """Return the file as an answer to a question of type *file* names it."""
        return {"name": self.name, "sha256": self.sha256, "size": self.size}


class Review(models.Model):
    """What a reviewer said of a section, or of one question in it; gone when it changes."""

    class State(models.TextChoices):
        OPEN = "open", _("Not reviewed")
        ACCEPTED = "accepted", _("Accepted")
        RETURNED = "returned", _("Returned")

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="reviews")
    section = models.CharField(_("section"), max_length=60)
    #: Empty for the section as a whole.
    question = models.CharField(_("question"), max_length=60, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    note = models.TextField(_("note"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name=_("reviewed by")
    )
    at = models.DateTimeField(_("reviewed"), auto_now=True)

    objects: ClassVar[models.Manager[Review]] = models.Manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "section", "question"], name="one_review_per_question"
            )
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id} · {self.section} {self.question} · {self.state}"
