"""What people do to evaluations; each a single transaction with its entry on the trail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from paseo import __version__
from paseo.prevention.evaluation import result as results
from paseo.prevention.evaluation.case import Case, RivalAnswer
from paseo.prevention.evaluation.stored import to_stored
from paseo.web.accounts.rights import Right
from paseo.web.actions import Action, Record
from paseo.web.evidence.models import City
from paseo.web.prevention.meanwhile import check_seen
from paseo.web.prevention.models import Evaluation, Measure
from paseo.web.trail import context

#: A form that comes again within this time was sent twice.
TWICE: Final = timedelta(minutes=2)


class BegunAlready(Exception):  # noqa: N818 - says what happened
    """The same person began the same evaluation a moment ago.

    Args:
        evaluation: the one that was begun.
    """

    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation
        super().__init__("begun already")


@dataclass(kw_only=True)
class PlanEvaluation(Action[Evaluation]):
    """Begin an evaluation with its plan."""

    id = "prevention.plan_evaluation"
    label = _("Evaluation begun")
    right = Right.CONTRIBUTE

    city: str
    case: Case
    sheet: str = ""

    def perform(self, record: Record) -> Evaluation:
        city = City.objects.select_for_update().get(pk=self.city)
        self._once()
        made = Evaluation.objects.create(
            city=city,
            title=self.case.title,
            measure=self.case.measure,
            sheet=self.sheet[:80],
            case=to_stored(self.case),
            known_at=None if self.case.is_plan else timezone.now(),
            owner=context.account(),
        )
        record(made, after=made.as_trail())
        return made

    def _once(self) -> None:
        """Keep a form that was sent twice from beginning two evaluations."""
        since = timezone.now() - TWICE
        person = context.account()
        if person is None:
            return
        for one in Evaluation.objects.filter(
            city=self.city, owner=person, created_at__gte=since, sheet=self.sheet[:80]
        ):
            if one.case == to_stored(self.case):
                raise BegunAlready(one)


@dataclass
class _OfEvaluation:
    evaluation: Evaluation

    def __post_init__(self) -> None:
        self.city = self.evaluation.city_id

    def held(self) -> Evaluation:
        """Return the evaluation as it is now, locked until the transaction ends."""
        return Evaluation.objects.select_for_update().get(pk=self.evaluation.pk)


def _save_case(held: Evaluation, case: Case) -> None:
    held.title, held.measure, held.case = case.title[:200], case.measure, to_stored(case)
    if held.known_at is None and not case.is_plan:
        held.known_at = timezone.now()
    held.save(update_fields=["title", "measure", "case", "known_at", "changed_at"])


def plan_of(case: Case) -> dict[str, Any]:
    """Return what a plan says, without areas and numbers, which have pages of their own."""
    apart = ("areas", "crimes", "data", "periods", "answers")
    return {name: one for name, one in to_stored(case).items() if name not in apart}


@dataclass(kw_only=True)
class ChangePlan(_OfEvaluation, Action[Evaluation]):
    """Change what is evaluated and by what one would see it; areas and data stay."""

    id = "prevention.change_plan"
    label = _("Plan of an evaluation changed")
    right = Right.CONTRIBUTE

    changes: Mapping[str, Any]
    #: Mark of the plan that was shown; what was changed meanwhile is not replaced unseen.
    seen: str | None = None

    def perform(self, record: Record) -> Evaluation:
        held = self.held()
        before = held.read_case()
        check_seen(self.seen, plan_of(before), None, None)
        after = replace(before, **self.changes)
        _save_case(held, after)
        old, new = to_stored(before), to_stored(after)
        moved = [name for name in self.changes if old[name] != new[name]]
        record(
            held,
            before={name: old[name] for name in moved},
            after={name: new[name] for name in moved},
        )
        return held


@dataclass(kw_only=True)
class BringTable(_OfEvaluation, Action[Evaluation]):
    """Take the areas and numbers of a table; the table itself is kept as it came."""

    id = "prevention.bring_table"
    label = _("Data of an evaluation brought")
    right = Right.CONTRIBUTE

    case: Case
    name: str
    sha256: str

    def perform(self, record: Record) -> Evaluation:
        held = self.held()
        before = held.as_trail()
        held.table_name, held.table_sha256 = self.name[:160], self.sha256
        # Only areas and numbers come from the table: the plan may have changed meanwhile.
        case = replace(
            held.read_case(), areas=self.case.areas, crimes=self.case.crimes, data=self.case.data
        )
        held.save(update_fields=["table_name", "table_sha256"])
        _save_case(held, case)
        record(held, before=before, after=held.as_trail())
        return held


@dataclass(kw_only=True)
class SetAreas(_OfEvaluation, Action[Evaluation]):
    """Say what every area is for, how long was counted, and what harm a class stands for."""

    id = "prevention.set_evaluation_areas"
    label = _("Areas and periods of an evaluation set")
    right = Right.CONTRIBUTE

    case: Case

    def perform(self, record: Record) -> Evaluation:
        held = self.held()
        before = held.read_case()
        case = replace(
            before, areas=self.case.areas, periods=self.case.periods, crimes=self.case.crimes
        )
        _save_case(held, case)
        record(held, before=_areas(before), after=_areas(case))
        return held


def _areas(case: Case) -> dict[str, Any]:
    stored = to_stored(case)
    return {
        "areas": {one.id: str(one.role) for one in case.areas},
        "periods": stored["periods"],
    }


@dataclass(kw_only=True)
class FixPlan(_OfEvaluation, Action[Evaluation]):
    """Fix the plan, so that everybody can see later what was said before."""

    id = "prevention.fix_plan"
    label = _("Plan of an evaluation fixed")
    right = Right.LEAD

    def perform(self, record: Record) -> Evaluation:
        held = self.held()
        plan = replace(held.read_case(), data=None, answers={})
        held.fixed = to_stored(plan)
        held.fixed_at, held.fixed_by = timezone.now(), context.account()
        held.save(update_fields=["fixed", "fixed_at", "fixed_by"])
        record(held, after={"fixed": held.fixed, "numbers known": held.fixed_knowing})
        return held


@dataclass(kw_only=True)
class KeepFound(_OfEvaluation, Action[Evaluation]):
    """Keep what was found, with the day and the version that found it."""

    id = "prevention.compute_evaluation"
    label = _("Evaluation computed")
    right = Right.CONTRIBUTE

    found: results.Evaluation
    #: Of the plan and data that were computed; they may have changed meanwhile.
    fingerprint: str
    seconds: float

    def perform(self, record: Record) -> Evaluation:
        held = self.held()
        held.found = to_stored(self.found)
        held.computed_at, held.computed_with = timezone.now(), __version__[:40]
        held.computed_from, held.seconds = self.fingerprint, self.seconds
        held.save(
            update_fields=["found", "computed_at", "computed_with", "computed_from", "seconds"]
        )
        first = self.found.headline
        after: dict[str, Any] = {"class": self.found.evidence.number}
        if first is not None and first.estimate is not None:
            value, low, high = first.estimate.floats()
            after["effect"] = [str(first.method), *(f"{one:.6g}" for one in (value, low, high))]
        record(held, after=after)
        return held


@dataclass(kw_only=True)
class AnswerRivals(_OfEvaluation, Action[Evaluation]):
    """Keep what people say of other explanations, in the plan and beside what was found."""

    id = "prevention.answer_rivals"
    label = _("Other explanations of an evaluation answered")
    right = Right.CONTRIBUTE

    answers: Mapping[str, RivalAnswer]

    def perform(self, record: Record) -> Evaluation:
        held = self.held()
        case = held.read_case()
        before = {name: str(one.answer) for name, one in case.answers.items()}
        answered = replace(case, answers=dict(self.answers))
        found = held.read_found()
        if found is not None:
            # What was found stays what it was but for these answers.
            kept = replace(
                found,
                case=replace(found.case, answers=dict(self.answers)),
                rivals=tuple(_answered(one, self.answers.get(one.id)) for one in found.rivals),
            )
            held.found = to_stored(kept)
            held.save(update_fields=["found"])
        _save_case(held, answered)
        after = {name: str(one.answer) for name, one in self.answers.items()}
        record(held, before=before, after=after)
        return held


def _answered(rival: results.Rival, said: RivalAnswer | None) -> results.Rival:
    if said is None:
        return replace(rival, answer=rival.hinted, by_person=False, note="", who="")
    return replace(rival, answer=said.answer, by_person=True, note=said.note, who=said.who)


@dataclass(kw_only=True)
class AcceptEvidence(_OfEvaluation, Action[Measure]):
    """Note the evidence class that an evaluation gives, and its address, at the measure."""

    id = "prevention.accept_evidence"
    label = _("Evidence class of a measure taken from an evaluation")
    right = Right.LEAD

    measure: Measure
    number: int

    def perform(self, record: Record) -> Measure:
        held = Measure.objects.select_for_update().get(
            pk=self.measure.pk, city=self.evaluation.city_id
        )
        before = {"evidence": held.evidence, "evaluation": held.evaluation}
        held.evidence, held.evaluation = self.number, self.evaluation.get_absolute_url()
        held.changed_by = context.account()
        held.save(update_fields=["evidence", "evaluation", "changed_by", "changed_at"])
        record(
            held, before=before, after={"evidence": held.evidence, "evaluation": held.evaluation}
        )
        return held


@dataclass(kw_only=True)
class RemoveEvaluation(_OfEvaluation, Action[None]):
    """Take an evaluation away; its table stays among the kept files, the trail keeps its plan."""

    id = "prevention.remove_evaluation"
    label = _("Evaluation removed")
    right = Right.LEAD

    def perform(self, record: Record) -> None:
        held = self.held()
        record(held, before={**held.as_trail(), "case": held.case, "fixed": held.fixed})
        held.delete()
