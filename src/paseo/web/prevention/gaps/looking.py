"""What a page of gaps looks at: the problem, the thresholds, the register, the decisions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone

from paseo.content.language import LanguageMap
from paseo.evidence.areas import AreaTree, NotATree
from paseo.evidence.concern import Concern
from paseo.prevention.gaps import (
    Choice,
    Decided,
    Decision,
    GapWords,
    RulesPack,
    Search,
    concerns_by_problem,
    load_gap_rules,
    search_every_problem,
    search_gaps,
    set_beside,
)
from paseo.prevention.measures.measure import Register
from paseo.prevention.pyramid.pyramid import Scope
from paseo.web.evidence import reading
from paseo.web.evidence.models import City
from paseo.web.evidence.pages import language
from paseo.web.prevention.gaps.concerning import concerns_of, indicators_of
from paseo.web.prevention.models import Evaluation, GapDecision
from paseo.web.prevention.register.records import register_of
from paseo.web.prevention.register.words import catalogue

#: Begins the name of a threshold in an address: ``t.top-heavy.bound=60``.
PREFIX = "t."


@dataclass
class Looking:
    """One reading of the gaps of a city; what it needs is read when it is asked for."""

    city: City
    problem: str = ""
    thresholds: Mapping[str, float] = field(default_factory=dict)
    #: Thresholds that are no numbers, as they were typed.
    unread: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, request: HttpRequest, city: City) -> Looking:
        """Read the address; a threshold like the pack's own is left out of it."""
        rules = load_gap_rules()
        own = {f"{one.id}.{bound.id}": bound.value for one in rules.rules
               for bound in one.thresholds}  # fmt: skip
        chosen: dict[str, float] = {}
        unread: dict[str, str] = {}
        for name, typed in request.GET.items():
            code = name.removeprefix(PREFIX)
            if not name.startswith(PREFIX) or code not in own or not str(typed).strip():
                continue
            try:
                value = float(str(typed).replace(",", "."))
            except ValueError:
                unread[code] = str(typed)
                continue
            if value != own[code]:
                chosen[code] = value
        return cls(city, request.GET.get("problem", "")[:120], chosen, unread)

    @property
    def query(self) -> str:
        """Return the address part that leads to this reading again."""
        pairs = [("problem", self.problem)] if self.problem else []
        pairs += [(f"{PREFIX}{name}", f"{value:g}") for name, value in self.thresholds.items()]
        return f"?{urlencode(pairs)}" if pairs else ""

    @cached_property
    def rules(self) -> RulesPack:
        return load_gap_rules()

    @cached_property
    def register(self) -> Register:
        return register_of(self.city)

    @cached_property
    def areas(self) -> AreaTree | None:
        try:
            return AreaTree(reading.areas(self.city))
        except NotATree:
            return None

    @cached_property
    def problems(self) -> dict[str, LanguageMap]:
        """Return the names of the problems of the catalogue."""
        return {one.id: one.name for one in catalogue().problems.values()}

    @cached_property
    def search(self) -> Search:
        """Return what the rules find against the problem; Refused where none is chosen."""
        return search_gaps(
            self.register, Scope(problem=self.problem), self.rules, self.thresholds,
            self._concerns([self.problem]).get(self.problem) if self._known else None,
            timezone.localdate(), self.areas, self._evaluated,
        )  # fmt: skip

    @cached_property
    def searches(self) -> tuple[Search, ...]:
        """Return one search for every problem that a measure names."""
        return search_every_problem(
            self.register, self.rules, self.thresholds,
            self._concerns(self.register.problems()) if self._known else None,
            timezone.localdate(), self.areas, self._evaluated,
        )  # fmt: skip

    @cached_property
    def _evaluated(self) -> frozenset[str]:
        """Return the measures of which an evaluation was computed."""
        found = Evaluation.objects.filter(city=self.city, found__isnull=False).exclude(measure="")
        return frozenset(found.values_list("measure", flat=True))

    @cached_property
    def _named(self) -> tuple[Concern, ...] | None:
        return concerns_of(self.city)

    @property
    def _known(self) -> bool:
        return self._named is not None

    def _concerns(self, problems: Iterable[str]) -> dict[str, tuple[Concern, ...]]:
        return concerns_by_problem(problems, self._named or (), indicators_of(catalogue()))

    @cached_property
    def rows(self) -> dict[str, GapDecision]:
        """Return every decision of the city by its gap."""
        found = GapDecision.objects.filter(city=self.city).select_related("by", "sheet")
        return {one.gap: one for one in found}

    def decided(self, search: Search) -> Decided:
        """Return the gaps of a problem with what was decided on them."""
        mine = [
            decision_of(row)
            for row in self.rows.values()
            if row.gap.split(":", 2)[1:2] == [search.problem]
        ]
        return set_beside(search.gaps, mine)

    def words(self, search: Search) -> GapWords:
        return GapWords(search.asked, language(), self.problems)


def decision_of(row: GapDecision) -> Decision:
    """Return the decision of a row."""
    return Decision(
        row.gap, Choice(row.choice), row.note, str(row.sheet_id or ""), row.numbers,
        tuple(row.measures),
    )  # fmt: skip
