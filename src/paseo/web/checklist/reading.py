"""From the workspace's records to what follows from a city's checklist, made anew for each page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import cast

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from paseo.assessment.checklist.availability import Status
from paseo.assessment.checklist.effects import Decision, Verdict
from paseo.assessment.checklist.pack import load_checklist
from paseo.assessment.checklist.plan import Override
from paseo.assessment.checklist.result import ChecklistResult, Decided, checklist_result
from paseo.assessment.checklist.rules import ChecklistPack, Effort
from paseo.assessment.framework import Depth
from paseo.assessment.profile import Profile
from paseo.web.assessment import profiles
from paseo.web.assessment.choice import Choice
from paseo.web.checklist.models import LineDecision, ProposalDecision, Request
from paseo.web.evidence import reading
from paseo.web.evidence.models import City
from paseo.web.questionnaires.models import Round, SectionAnswers, SignOff


@dataclass(frozen=True)
class Checklist:
    """The checklist of one city: the newest round of it, and everything that follows.

    Args:
        round: None where none was begun yet.
    """

    city: City
    round: Round | None
    #: At which the plan is read; the proposed one where it is None.
    depth: Depth | None = None

    @cached_property
    def pack(self) -> ChecklistPack:
        return load_checklist()

    @cached_property
    def result(self) -> ChecklistResult:
        """Everything that follows from the answers; there must be a round."""
        assert self.round is not None
        questionnaire = self.round.questionnaire()
        sheet = self.round.sheets.get().answer_sheet(questionnaire)
        return checklist_result(
            sheet,
            reading.city_evidence(self.city),
            replace(decided(self.city), depth=self.depth),
            made_at=timezone.now(),
            questionnaire=questionnaire,
            pack=self.pack,
        )

    def profile(self) -> Profile:
        """Return the assessment of the city, which says what data were used for."""
        framework = profiles.framework_of(self.city)
        depth = Choice().depth_for(self.city.depth)
        kept = profiles.narrowed(framework, framework.at_depth(depth))
        return profiles.profile_of(self.city, kept, Choice(peers="none"))


def checklist_of(city: City, depth: Depth | None = None) -> Checklist:
    """Return the checklist of a city: its newest round that has answers or was signed.

    A trial of the questionnaire is no checklist, and a copy in which nobody answered anything yet
    takes no earlier answers away; the newest round counts where none has an answer.

    Args:
        depth: at which the plan is read; the proposed one when None.
    """
    wanted = load_checklist().questionnaire
    rounds = Round.light().filter(city=city, version__pack=wanted, pilot=False)
    answers = SectionAnswers.objects.filter(sheet__round=OuterRef("pk")).exclude(answers={})
    signatures = SignOff.objects.filter(round=OuterRef("pk"))
    told = rounds.filter(Q(Exists(answers)) | Q(Exists(signatures))).first()
    return Checklist(city, told or rounds.first(), depth)


def decided(city: City) -> Decided:
    """Return what people decided for a city (two queries)."""
    proposals = ProposalDecision.objects.filter(city=city).select_related("by")
    lines = LineDecision.objects.filter(city=city).select_related("by")
    return Decided(
        proposals={
            one.effect: Decision(
                cast(Verdict, one.verdict),
                one.note,
                str(one.by or ""),
                one.at.date().isoformat(),
            )
            for one in proposals
        },
        lines={
            one.indicator: Override(
                status=cast(Status, one.status) if one.status else None,
                owner=one.owner,
                next_date=one.next_date,
                effort=cast(Effort, one.effort) if one.effort else None,
                note=one.note,
                by=str(one.by or ""),
                at=one.at.date().isoformat(),
            )
            for one in lines
        },
    )


def open_requests(city: City) -> dict[str, Request]:
    """Return the newest request to each owner (one query)."""
    found: dict[str, Request] = {}
    for one in Request.objects.filter(city=city).select_related("sent_by"):
        found.setdefault(one.owner, one)
    return found
