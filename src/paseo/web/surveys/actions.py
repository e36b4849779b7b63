"""What people do to surveys; each a single transaction with its entry on the trail."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from paseo.evidence.city import CityEvidence
from paseo.evidence.preview import ImportPlan, apply
from paseo.evidence.surveys.mapping import SurveyMapping
from paseo.evidence.surveys.observations import survey_source, survey_wordings
from paseo.web.accounts.rights import Right
from paseo.web.actions import Action, Record
from paseo.web.evidence import keeping as city_keeping
from paseo.web.evidence import reading, recording
from paseo.web.evidence.actions import Original, close_batch, open_batch, refuse_if_changed
from paseo.web.evidence.models import City, ImportBatch
from paseo.web.surveys.keeping import forget_answers
from paseo.web.surveys.models import Coding, Survey
from paseo.web.trail import context


@dataclass
class KeepSurvey(Action[Survey]):
    """Keep a file of answers that was received and read."""

    id = "surveys.keep"
    label = _("Survey file brought")
    right = Right.CONTRIBUTE

    city: str
    survey: Survey

    def perform(self, record: Record) -> Survey:
        self.survey.owner = context.account()
        self.survey.save(force_insert=True)
        record(
            self.survey,
            after={
                "file": self.survey.file_name, "sha256": self.survey.sha256,
                "respondents": self.survey.respondents,
            },
        )  # fmt: skip
        return self.survey


@dataclass
class _OfSurvey(Action[Survey]):
    """An action on a survey that is there."""

    survey: Survey

    def __post_init__(self) -> None:
        self.city = self.survey.city_id


@dataclass
class ChangeMapping(_OfSurvey):
    """Say what the columns of a survey mean."""

    id = "surveys.change_mapping"
    label = _("Mapping of a survey changed")
    right = Right.CONTRIBUTE

    text: str = ""

    def perform(self, record: Record) -> Survey:
        survey = Survey.objects.select_for_update().get(pk=self.survey.pk)
        before = len(survey.mapping)
        survey.mapping = self.text
        survey.save(update_fields=["mapping"])
        record(survey, before={"characters": before}, after={"characters": len(self.text)})
        return survey


@dataclass
class KeepResults(_OfSurvey):
    """Keep what was estimated, under the mapping that it was estimated with."""

    id = "surveys.keep_results"
    label = _("Survey estimated")
    right = Right.CONTRIBUTE

    mapping: str = ""
    results: dict[str, Any] = field(default_factory=dict)

    def perform(self, record: Record) -> Survey:
        survey = Survey.objects.select_for_update().get(pk=self.survey.pk)
        survey.results, survey.results_mapping = self.results, self.mapping
        survey.estimated_at = timezone.now()
        survey.save(update_fields=["results", "results_mapping", "estimated_at"])
        record(survey, after={"results": len(self.results.get("results", ()))})
        return survey


@dataclass
class RemoveAnswers(_OfSurvey):
    """Take the answers away; results and mapping stay."""

    id = "surveys.remove_answers"
    label = _("Answers of a survey removed")
    right = Right.CONTRIBUTE

    def perform(self, record: Record) -> Survey:
        survey = Survey.objects.select_for_update().get(pk=self.survey.pk)
        survey.answers_removed_at = timezone.now()
        survey.save(update_fields=["answers_removed_at"])
        record(survey, before={"file": survey.file_name, "sha256": survey.sha256})
        forget_answers(survey)
        return survey


@dataclass
class RemoveSurvey(_OfSurvey):
    """Take a survey away with its answers and results; observations that came from it stay."""

    id = "surveys.remove"
    label = _("Survey removed")
    right = Right.LEAD

    def perform(self, record: Record) -> Survey:
        survey = Survey.objects.get(pk=self.survey.pk)
        record(survey, before={"title": survey.title, "sha256": survey.sha256})
        forget_answers(survey)
        survey.delete()
        return self.survey


@dataclass
class KeepCoding(_OfSurvey):
    """Keep how a person coded the answers in words to one question."""

    id = "surveys.keep_coding"
    label = _("Open answers coded")
    right = Right.CONTRIBUTE

    column: str = ""
    frame: list[list[str]] = field(default_factory=list)
    given: dict[str, list[str]] = field(default_factory=dict)

    def perform(self, record: Record) -> Survey:
        person = context.account()
        assert person is not None
        coding, _made = Coding.objects.update_or_create(
            survey=self.survey, column=self.column, person=person,
            defaults={"frame": self.frame, "given": self.given},
        )  # fmt: skip
        record(
            self.survey,
            after={"column": coding.column, "codes": len(self.frame), "coded": len(self.given)},
        )
        return self.survey


@dataclass(kw_only=True)
class ImportSurveyResults(Action[ImportBatch]):
    """Let the results of a survey in as observations, with its source and its wordings.

    Args:
        plan: made with the observations that held when ``seen`` was the newest batch.
    """

    id = "surveys.import_results"
    label = _("Results of a survey imported")
    right = Right.CONTRIBUTE

    survey: Survey
    mapping: SurveyMapping
    plan: ImportPlan
    original: Original
    seen: int

    def __post_init__(self) -> None:
        self.city = self.survey.city_id

    def perform(self, record: Record) -> ImportBatch:
        city = City.objects.select_for_update().get(pk=self.city)
        refuse_if_changed(city, self.seen)
        portrait = city_keeping.portrait(city)
        before = reading.city_evidence(city)
        told = with_survey(before, self.mapping)
        if told.city != before.city:
            city_keeping.keep_sources(city, told.city.sources, told.city.wordings)
        after = replace(told, observations=apply(self.plan, before.observations))
        batch = open_batch(city, ImportBatch.Kind.OBSERVATIONS, self.original)
        batch.city_before = portrait
        counts = recording.record(city, batch, before.observations, after)
        close_batch(batch, counts)
        Survey.objects.filter(pk=self.survey.pk).update(batch=batch)
        record(
            batch,
            before={"observations": before.observations.height},
            after={
                "observations": after.observations.height, "survey": str(self.survey.pk),
                **counts.as_trail(),
            },
        )  # fmt: skip
        return batch


def with_survey(evidence: CityEvidence, mapping: SurveyMapping) -> CityEvidence:
    """Return the city with the survey among its sources and what was asked among its wordings."""
    city = evidence.city
    source = survey_source(mapping)
    wordings = {one.id: one for one in survey_wordings(mapping)}
    kept = tuple(wordings.pop(one.id, one) for one in city.wordings)
    sources = (*(one for one in city.sources if one.id != source.id), source)
    return replace(
        evidence, city=replace(city, sources=sources, wordings=(*kept, *wordings.values()))
    )
