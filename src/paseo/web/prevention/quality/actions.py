"""What people do to quality checks; each a single transaction with its entry on the trail.

The trail names what was answered, never how: it is read before both raters have finished.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from paseo.content.problems import Place, Problems
from paseo.prevention.quality.answers import RaterSheet
from paseo.prevention.quality.pack import load_form
from paseo.web.accounts.models import User
from paseo.web.accounts.rights import Right
from paseo.web.actions import Action, Record
from paseo.web.evidence.models import City
from paseo.web.prevention.meanwhile import check_seen, last_change
from paseo.web.prevention.models import Measure, QualityCheck, QualityProof, QualityRater
from paseo.web.trail import context


class NotNow(PermissionDenied):
    """A rater may not do this at this time; says why."""


class Twice(NotNow):
    """The same person began the same check just now: a button was pressed twice."""

    def __init__(self, check: QualityCheck) -> None:
        self.check = check
        super().__init__(_now("This check was begun just now."))


#: A check that is begun again within this time was meant once.
_TWICE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class RaterWanted:
    """One of the two raters: a person here, or somebody outside."""

    label: str
    user: User | None = None


@dataclass(kw_only=True)
class StartCheck(Action[QualityCheck]):
    """Begin a check of a measure by two raters."""

    id = "prevention.start_quality_check"
    label = _("Quality check begun")
    right = Right.CONTRIBUTE

    city: str
    measure: str
    raters: tuple[RaterWanted, RaterWanted]
    form: str

    def perform(self, record: Record) -> QualityCheck:
        first, second = self.raters
        same = first.user is not None and first.user == second.user
        if same or first.label.strip().casefold() == second.label.strip().casefold():
            problems = Problems()
            problems.add("V966", Place(entry=first.label), rater=first.label)
            problems.refuse()
        form = load_form(self.form)
        self._once(form.id)
        made = QualityCheck.objects.create(
            city_id=self.city,
            measure=Measure.objects.get(city=self.city, code=self.measure),
            form=form.id,
            version=form.version,
            started_by=context.account(),
        )
        for number, one in enumerate(self.raters, start=1):
            QualityRater.objects.create(
                check_of=made, number=number, user=one.user, label=one.label.strip()[:120]
            )
        raters = [one.label for one in self.raters]
        record(made, after={"measure": self.measure, "form": form.id, "raters": raters})
        return made

    def _once(self, form: str) -> None:
        """Raise Twice where this person began the same check just now."""
        City.objects.select_for_update().get(pk=self.city)
        latest = QualityCheck.objects.filter(
            city=self.city,
            measure__code=self.measure,
            form=form,
            started_by=context.account(),
            started_by__isnull=False,
            started_at__gte=timezone.now() - _TWICE,
        ).first()
        labels = tuple(one.label.strip()[:120] for one in self.raters)
        if latest is not None and tuple(one.label for one in latest.both) == labels:
            raise Twice(latest)


@dataclass
class _OfRater:
    rater: QualityRater

    def __post_init__(self) -> None:
        self.city = self.rater.check_of.city_id

    def held(self) -> QualityRater:
        """Return the rater as it is now, locked; only for the rater, and only while unfinished."""
        found = QualityRater.objects.select_for_update().get(pk=self.rater.pk)
        if found.user_id is None or found.user != context.account():
            raise NotNow(_now("Only the rater answers here."))
        if found.finished_at is not None:
            raise NotNow(_now("This rater has finished. Finished answers do not change."))
        return found


@dataclass(kw_only=True)
class SaveAnswers(_OfRater, Action[QualityRater]):
    """Save some answers of a rater.

    Args:
        answers: id of gate or item to {"option", "note"}; an empty option takes one back.
        seen: mark of these answers as they were shown; see ``answers_of``.

    Raises:
        Meanwhile: the rater changed them in another window since.
    """

    id = "prevention.save_quality_answers"
    label = _("Answers of a quality check saved")
    right = Right.CONTRIBUTE

    answers: Mapping[str, Mapping[str, str]]
    seen: str | None = None

    def perform(self, record: Record) -> QualityRater:
        held = self.held()
        check_seen(self.seen, answers_of(held, self.answers), *last_change(held))
        for code, one in self.answers.items():
            if one.get("option"):
                held.answers[code] = {"option": one["option"], "note": one.get("note", "")}
            else:
                held.answers.pop(code, None)
        held.save(update_fields=["answers"])
        record(held, after={"answered": sorted(self.answers)})
        return held


def answers_of(rater: QualityRater, codes: Iterable[str]) -> dict[str, Any]:
    """Return what a rater answered to some gates or items, as a page shows it."""
    return {code: rater.answers.get(code) for code in codes}


@dataclass(kw_only=True)
class AddProof(_OfRater, Action[QualityProof]):
    """Attach a kept file or an address to an answer."""

    id = "prevention.add_quality_proof"
    label = _("Evidence attached to an answer")
    right = Right.CONTRIBUTE

    entry: str
    shows: str = ""
    address: str = ""
    file_name: str = ""
    sha256: str = ""

    def perform(self, record: Record) -> QualityProof:
        held = self.held()
        made = QualityProof.objects.create(
            rater=held,
            entry=self.entry,
            shows=self.shows,
            address=self.address,
            file_name=self.file_name[:200],
            sha256=self.sha256,
        )
        record(held, after={"entry": self.entry, "where": made.where})
        return made


@dataclass(kw_only=True)
class RemoveProof(_OfRater, Action[None]):
    """Take evidence from an answer."""

    id = "prevention.remove_quality_proof"
    label = _("Evidence of an answer removed")
    right = Right.CONTRIBUTE

    proof: QualityProof

    def perform(self, record: Record) -> None:
        held = self.held()
        record(held, before={"entry": self.proof.entry, "where": self.proof.where})
        self.proof.delete()


@dataclass(kw_only=True)
class FinishRating(_OfRater, Action[QualityRater]):
    """Finish; from then on answers do not change, and both are seen once both have finished."""

    id = "prevention.finish_quality_rating"
    label = _("Rating of a measure finished")
    right = Right.CONTRIBUTE

    def perform(self, record: Record) -> QualityRater:
        held = self.held()
        if held.missing:
            raise NotNow(_now("Answers are still missing."))
        held.finished_at = timezone.now()
        held.save(update_fields=["finished_at"])
        record(held, after={"finished": True})
        return held


@dataclass(kw_only=True)
class ReopenRating(Action[QualityRater]):
    """Let a rater go on who has finished, as long as neither has seen the other's answers."""

    id = "prevention.reopen_quality_rating"
    label = _("Finished rating of a measure opened again")
    right = Right.LEAD

    rater: QualityRater

    def __post_init__(self) -> None:
        self.city = self.rater.check_of.city_id

    def perform(self, record: Record) -> QualityRater:
        held = QualityRater.objects.select_for_update().get(pk=self.rater.pk)
        if held.check_of.opened:
            raise NotNow(_now("Both raters have finished and seen each other's answers. "
                              "What differs is settled instead."))  # fmt: skip
        if held.finished_at is None:
            raise NotNow(_now("This rating is open already."))
        record(held, before={"finished": True}, after={"finished": False})
        held.finished_at = None
        held.save(update_fields=["finished_at"])
        return held


@dataclass(kw_only=True)
class BringSheet(Action[QualityRater]):
    """Take the filled form of a rater who has no account here.

    Whoever rates the same measure brings it only after finishing, so as not to have seen it.
    """

    id = "prevention.bring_quality_sheet"
    label = _("Filled quality form brought")
    right = Right.CONTRIBUTE

    rater: QualityRater
    sheet: RaterSheet

    def __post_init__(self) -> None:
        self.city = self.rater.check_of.city_id

    def perform(self, record: Record) -> QualityRater:
        held = QualityRater.objects.select_for_update().get(pk=self.rater.pk)
        if held.user_id is not None:
            raise NotNow(_now("This rater answers here; no file is brought instead."))
        if held.finished_at is not None:
            raise NotNow(_now("This rater has finished. Finished answers do not change."))
        other = held.check_of.raters.exclude(pk=held.pk).get()
        if other.user_id and other.user == context.account() and other.finished_at is None:
            raise NotNow(_now("Finish your own answers before you bring those of the other rater."))
        held.answers = {
            code: {"option": one.option, "note": one.note}
            for code, one in self.sheet.answers.items()
        }
        held.proofs.all().delete()
        QualityProof.objects.bulk_create(_proofs(held, self.sheet))
        if held.missing:
            raise NotNow(
                _now("The form is not complete. Still to be answered: %(ids)s")
                % {"ids": ", ".join(held.missing)}
            )
        held.finished_at = timezone.now()
        held.save(update_fields=["answers", "finished_at"])
        record(held, after={"answers": len(held.answers)})
        return held


def _proofs(held: QualityRater, sheet: RaterSheet) -> Sequence[QualityProof]:
    return [
        QualityProof(rater=held, entry=code, address=proof.where[:500], shows=proof.shows[:300])
        for code, one in sheet.answers.items()
        for proof in one.proofs
    ]


@dataclass(kw_only=True)
class Settle(Action[QualityCheck]):
    """Write what both raters agreed on, each with a reason; an empty option takes it back.

    Args:
        seen: mark of what was settled when the page was made.

    Raises:
        Meanwhile: somebody settled something else since.
    """

    id = "prevention.settle_quality_answers"
    label = _("Differing answers of a quality check settled")
    right = Right.LEAD

    check_of: QualityCheck
    decisions: Mapping[str, Mapping[str, str]]
    seen: str | None = None

    def __post_init__(self) -> None:
        self.city = self.check_of.city_id

    def perform(self, record: Record) -> QualityCheck:
        held = QualityCheck.objects.select_for_update().get(pk=self.check_of.pk)
        if not held.opened:
            raise NotNow(_now("Both raters finish before anything is settled."))
        check_seen(self.seen, held.settled, *last_change(held))
        before: dict[str, Any] = {}
        for code, one in self.decisions.items():
            before[code] = held.settled.get(code)
            if one.get("option"):
                held.settled[code] = {"option": one["option"], "reason": one.get("reason", "")}
            else:
                held.settled.pop(code, None)
        held.found()  # refuses what has no reason or settles nothing
        held.save(update_fields=["settled"])
        after = {code: held.settled.get(code) for code in self.decisions}
        record(held, before=before, after=after)
        return held


@dataclass(kw_only=True)
class RemoveCheck(Action[None]):
    """Remove a check with all answers."""

    id = "prevention.remove_quality_check"
    label = _("Quality check removed")
    right = Right.LEAD

    check_of: QualityCheck

    def __post_init__(self) -> None:
        self.city = self.check_of.city_id

    def perform(self, record: Record) -> None:
        held = QualityCheck.objects.select_for_update().get(pk=self.check_of.pk)
        raters = [one.label for one in held.both]
        record(held, before={"measure": held.measure.code, "raters": raters})
        held.delete()
