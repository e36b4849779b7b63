"""Letting a file of answers in: all of it in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paseo.content.problems import Place, Problems
from paseo.evidence.questionnaires.answers import Answer, AnswerSheet, to_plain
from paseo.evidence.questionnaires.checking import progress as standing_of
from paseo.evidence.questionnaires.questionnaire import Questionnaire
from paseo.web.accounts.models import User
from paseo.web.accounts.rights import Right
from paseo.web.actions import Action, Record
from paseo.web.questionnaires.actions.saving import SaveSection
from paseo.web.questionnaires.models import Round, SectionAnswers, Sheet
from paseo.web.questionnaires.permissions import access, need
from paseo.web.trail import context

Progress = Callable[[int, int, str], None]


def quiet(done: int, total: int, message: str = "") -> None:
    """A progress that nobody watches."""


@dataclass(kw_only=True)
class ImportSheets(Action[int]):
    """Add answer sheets to a round in which everybody has one; returns how many."""

    id = "questionnaires.import_sheets"
    label = gettext_lazy("Answer sheets imported")
    right = Right.CONTRIBUTE

    round: Round
    sheets: tuple[AnswerSheet, ...]
    sha256: str
    tool: str
    progress: Progress = field(default=quiet, repr=False)

    def __post_init__(self) -> None:
        self.city = self.round.city_id

    def perform(self, record: Record) -> int:
        round = Round.objects.select_for_update().get(pk=self.round.pk)
        questionnaire = round.questionnaire()
        may = access(context.person(), round)
        for section in questionnaire.sections:
            need(may.answers(section.id))
        taken = set(round.sheets.values_list("code", flat=True))
        twice = [one.id for one in self.sheets if one.id in taken]
        if twice:
            problems = Problems()
            problems.add("C340", Place(entry=twice[0]))
            problems.refuse()
        made = [self._sheet(round, questionnaire, at, one) for at, one in enumerate(self.sheets)]
        Sheet.objects.bulk_create(made, batch_size=500)
        kept = dict(round.sheets.values_list("code", "pk"))
        parts = self._parts(questionnaire, kept)
        SectionAnswers.objects.bulk_create(parts, batch_size=500)
        after = {"sheets": len(made), "tool": self.tool, "sha256": self.sha256}
        record(round, before={"sheets": len(taken)}, after=after)
        return len(made)

    def _sheet(
        self, round: Round, questionnaire: Questionnaire, at: int, one: AnswerSheet
    ) -> Sheet:
        self.progress(at, len(self.sheets), _("Counting what is answered"))
        now = standing_of(questionnaire, one.answers).values()
        return Sheet(
            round=round,
            code=one.id,
            respondent=one.respondent[:120],
            origin=one.origin[:20] or self.tool,
            language=one.language[:12],
            started_at=one.started_at,
            finished_at=one.finished_at or timezone.now(),
            asked=sum(each.asked for each in now),
            answered=sum(each.answered for each in now),
            required_open=sum(each.required_open for each in now),
        )

    def _parts(self, questionnaire: Questionnaire, kept: Mapping[str, int]) -> list[SectionAnswers]:
        person = context.person()
        owner = person if isinstance(person, User) else None
        now = timezone.now()
        return [
            SectionAnswers(
                sheet_id=kept[one.id],
                section=section.id,
                answers=held,
                hard={q.id: one.hard[q.id] for q in section.questions if q.id in one.hard},
                seconds=one.seconds.get(section.id, 0),
                revision=1,
                saved_by=owner,
                saved_at=now,
            )
            for one in self.sheets
            for section in questionnaire.sections
            if (held := _held(one, (q.id for q in section.questions)))
        ]


def _held(sheet: AnswerSheet, questions: Iterable[str]) -> dict[str, object]:
    plain = {name: to_plain(sheet.answer(name)) for name in questions}
    return {name: one for name, one in plain.items() if one}


@dataclass(kw_only=True)
class ImportAnswers(Action[int]):
    """Put answers of a file into the sheet of a city; returns how many changed."""

    id = "questionnaires.import_answers"
    label = gettext_lazy("Answers imported")
    right = Right.CONTRIBUTE

    round: Round
    #: Section to the answers that change in it.
    answers: Mapping[str, Mapping[str, Answer]]
    sha256: str
    tool: str

    def __post_init__(self) -> None:
        self.city = self.round.city_id

    def perform(self, record: Record) -> int:
        sheet = self.round.sheets.get()
        sheet.round = self.round
        changed: list[str] = []
        for section, answers in self.answers.items():
            # Each checks for itself whether the person may answer the section.
            saved = SaveSection(sheet=sheet, section=section, answers=answers).run(context.person())
            changed += saved.changed
        after = {"changed": changed, "tool": self.tool, "sha256": self.sha256}
        record(self.round, after=after)
        return len(changed)
