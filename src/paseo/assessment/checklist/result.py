"""A sheet of answers and everything that follows from it, put together once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property

from paseo.assessment.checklist.effects import Decision, Effects, effects
from paseo.assessment.checklist.holdings import holdings
from paseo.assessment.checklist.judging import Judge
from paseo.assessment.checklist.maturity import ThemeMaturity, maturity
from paseo.assessment.checklist.method_annex import AnnexChapter, method_annex
from paseo.assessment.checklist.pack import load_checklist
from paseo.assessment.checklist.plan import Override, Plan, PlanGround, plan
from paseo.assessment.checklist.reminders import Reminder, reminders
from paseo.assessment.checklist.requests import DataRequest, requests
from paseo.assessment.checklist.rules import ChecklistPack
from paseo.assessment.framework import Depth, Framework
from paseo.assessment.framework_pack import load_framework
from paseo.content.language import LanguageMap
from paseo.evidence.city import CityEvidence
from paseo.evidence.city_around import GENERATED
from paseo.evidence.questionnaires.answers import AnswerSheet
from paseo.evidence.questionnaires.pack import load_questionnaire
from paseo.evidence.questionnaires.questionnaire import Questionnaire


@dataclass(frozen=True)
class Decided:
    """What people decided: on proposals, on lines of the plan, on the depth."""

    proposals: Mapping[str, Decision] = field(default_factory=dict)
    lines: Mapping[str, Override] = field(default_factory=dict)
    depth: Depth | None = None


@dataclass(frozen=True)
class ChecklistResult:
    """The answers of a city with what they change.

    Args:
        city: its evidence; None where only the answers are at hand.
        name: of the city, in its languages.
    """

    sheet: AnswerSheet
    questionnaire: Questionnaire
    pack: ChecklistPack
    framework: Framework
    judge: Judge
    effects: Effects
    plan: Plan
    name: LanguageMap
    made_at: datetime
    city: CityEvidence | None = None

    @cached_property
    def maturity(self) -> tuple[ThemeMaturity, ...]:
        return maturity(self.pack, self.judge)

    @property
    def generated(self) -> bool:
        """Say whether city or answers were invented; the id of such a sheet says so itself."""
        invented = self.city is not None and self.city.city.generated
        return invented or self.sheet.id.startswith(f"{GENERATED}-")

    @property
    def today(self) -> date:
        return self.plan.today

    def annex(self, language: str) -> tuple[AnnexChapter, ...]:
        return method_annex(self.pack, self.judge, language)

    def requests(self, by: date | None = None) -> tuple[DataRequest, ...]:
        return requests(self.plan, self.judge, by)

    def reminders(self, asked: Mapping[str, date] | None = None) -> tuple[Reminder, ...]:
        return reminders(self.plan, self.judge, self.today, asked)


def checklist_result(
    sheet: AnswerSheet,
    city: CityEvidence | None = None,
    decided: Decided | None = None,
    *,
    made_at: datetime | None = None,
    questionnaire: Questionnaire | None = None,
    pack: ChecklistPack | None = None,
) -> ChecklistResult:
    """Return everything that follows from a sheet of answers.

    Args:
        sheet: the answers.
        city: what the city holds already; nothing is taken as held when None.
        decided: what people decided; nothing yet when None.
        made_at: the moment that counts as now.
        questionnaire: in the version that was answered; the newest when None.
        pack: the rules; those that Paseo ships when None.

    Raises:
        Refused: when a pack is missing or has an error.
    """
    rules = pack or load_checklist()
    asked = questionnaire or load_questionnaire(rules.questionnaire)
    framework = load_framework(rules.framework)
    moment = made_at or datetime.now(UTC)
    decided = decided or Decided()
    judge = Judge(asked, sheet.answers, moment)
    found = effects(rules, judge, framework, decided.proposals)
    ground = PlanGround(
        rules,
        framework,
        judge,
        found,
        held=holdings(city) if city else {},
        overrides=decided.lines,
        depth=decided.depth,
        today=moment.date(),
        not_in_remit=city.city.not_in_remit if city else (),
    )
    name = city.city.name if city else LanguageMap(sheet.respondent or sheet.id)
    return ChecklistResult(
        sheet, asked, rules, framework, judge, found, plan(ground), name, moment, city
    )
