"""What every page of the room needs: the index of the address, its version, tabs and crumbs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from paseo.assessment.index.results import Index, IndexRun
from paseo.assessment.index.specification.framework import framework_of
from paseo.content.language import LanguageMap
from paseo.content.problems import Problem
from paseo.stats.composite import Built
from paseo.web.accounts.people import Person
from paseo.web.accounts.policy import policy
from paseo.web.accounts.rights import Right
from paseo.web.evidence.models import City
from paseo.web.evidence.pages import city_crumb, language, need
from paseo.web.index import library
from paseo.web.index.models import CompositeIndex, Examination, IndexVersion
from paseo.web.index.words import setting_in
from paseo.web.jobs.models import Job, State
from paseo.web.ui.frame import Crumb, Option, Switch, Where

View = Callable[..., HttpResponseBase]
#: Kinds of indicators that are answers of people.
ASKED = ("survey_share", "survey_mean", "survey_gap")
#: Kinds of jobs whose state the pages of an index show.
JOBS = ("index.uncertainty", "index.sensitivity")


@dataclass
class Here:
    """Where a request is: the index, the version that is shown, and what is known about it."""

    request: HttpRequest
    index: CompositeIndex
    version: IndexVersion
    latest: int

    @cached_property
    def read(self) -> library.Read:
        return library.version_of(self.version)

    @property
    def spec_index(self) -> Index:
        return self.read.index

    @property
    def built(self) -> Built:
        return self.read.built

    @cached_property
    def examinations(self) -> dict[str, Examination]:
        """Kind to the newest examination of the version (one query)."""
        found: dict[str, Examination] = {}
        for one in self.version.examinations.select_related("owner").order_by("pk"):
            found[one.kind] = one
        return found

    @cached_property
    def run(self) -> IndexRun:
        return library.run_of(self.version, self.examinations)

    @cached_property
    def names(self) -> dict[str, str]:
        """Code of an element to its name in the reader's language."""
        return element_names(self.spec_index)

    @cached_property
    def units(self) -> dict[str, str]:
        """Code of a unit to its name in the reader's language."""
        return unit_names(self.spec_index)

    @cached_property
    def title(self) -> str:
        return title_of(self.index, self.spec_index)

    @property
    def joined(self) -> str:
        """Why what is felt and what happens are one number here; empty where they are not."""
        reason = self.spec_index.spec.joins_faces
        if not reason:
            return ""
        return _(
            "What happens and what is felt are one number here. The reason given: %(reason)s"
        ) % {"reason": reason.read(language()).words}

    @property
    def one_face(self) -> str:
        """Say so where everything is felt: nothing in such an index was counted."""
        spec = self.spec_index.spec
        framework = framework_of(spec)
        if framework is None or spec.joins_faces:
            return ""
        kinds = {one.id: (one.face, one.kind) for one in framework.indicators}
        held = [kinds.get(spec.indicators.get(one, one)) for one in spec.structure.indicators]
        if all(one and one[0] != "happens" and one[1] in ASKED for one in held):
            return _("Everything in it is felt; nothing is counted.")
        return ""

    def factor(self, name: str) -> str:
        """Return what a factor or alternative is called."""
        words = self.spec_index.spec.names.get(name)
        return words.read(language()).words if words else name

    def may(self, right: Right) -> bool:
        return bool(policy.may(self.request.user, right, self.index.where))

    def url(self, name: str, *arguments: object) -> str:
        address = reverse(f"index:{name}", args=[self.index.pk, *arguments])
        return f"{address}{self.query}"

    @property
    def query(self) -> str:
        """What keeps the reader at an earlier version."""
        return "" if self.version.number == self.latest else f"?version={self.version.number}"

    def running(self) -> list[Job]:
        """Return the unfinished examinations of the index (one query)."""
        found = Job.unfinished().filter(kind__in=JOBS, arguments__index=str(self.index.pk))
        return [one.catch_up() for one in found.order_by("created_at")]

    def failure(self) -> Job | None:
        """Return the last look at how solid the version is, where it failed (one query)."""
        if "uncertainty" in self.examinations or self.spec_index.spec.plan is None:
            return None
        found = Job.objects.filter(
            kind=JOBS[0], arguments__index=str(self.index.pk), arguments__version=self.version.pk
        ).order_by("-created_at")
        last = found.first()
        return last if last is not None and last.state == State.FAILED else None

    def render(
        self, template: str, title: str, tab: str, *above: Crumb, status: int = 200, **more: Any
    ) -> HttpResponse:
        """Return a page of the index with everything that all of them share."""
        own = [] if title == self.title else [Crumb(self.title, self.url("index"))]
        context = {
            **frame(self.index.city, title, *own, *above),
            "index": self.index,
            "index_title": self.title,
            "shown": self.version,
            "latest": self.latest,
            "query": self.query,
            "generated": self.spec_index.spec.generated,
            "joined": self.joined,
            "title": title,
            "tabs": self.tabs(tab),
            "contributes": self.may(Right.CONTRIBUTE),
            "leads": self.may(Right.LEAD),
            **more,
        }
        return render(self.request, f"index/{template}.html", context, status=status)

    def tabs(self, current: str) -> list[Option]:
        names = {
            "index": _("Positions"),
            "lab": _("Lab"),
            "solid": _("How solid"),
            "drivers": _("What drives"),
            "made": _("How it was made"),
            "versions": _("Versions"),
            "files": _("Files"),
        }
        return [Option(words, self.url(name), name == current) for name, words in names.items()]


def of_an_index(right: Right = Right.READ) -> Callable[[View], View]:
    """Give a view the index of its address, for whoever holds ``right`` where it belongs."""

    def wrap(view: View) -> View:
        @wraps(view)
        def find(request: HttpRequest, identity: UUID, **arguments: Any) -> HttpResponseBase:
            index = get_object_or_404(CompositeIndex.objects.select_related("city"), pk=identity)
            check(request.user, right, index.where)
            versions = index.versions.select_related("owner")
            newest = versions.first()
            if newest is None:
                raise Http404
            asked = request.GET.get("version", "")
            version = newest
            if asked and asked != str(newest.number):
                number = int(asked) if asked.isdigit() and len(asked) < 9 else 0
                version = get_object_or_404(versions, number=number)
            return view(Here(request, index, version, newest.number), **arguments)

        return find

    return wrap


def check(person: Person, right: Right, city: str) -> None:
    """Raise with the reason unless a person may; an index of the workspace every reader sees."""
    if right == Right.READ and not city and reads_somewhere(person):
        return
    need(person, right, city)


def reads_somewhere(person: Person) -> bool:
    readable = policy.cities(person, Right.READ)
    return readable is None or bool(readable)


def frame(city: City | None, title: str, *above: Crumb) -> dict[str, Any]:
    """Return crumbs and top bar; an index of the workspace belongs to no city."""
    room = () if title == _("Index lab") else (Crumb(_("Index lab"), room_url(city)),)
    if city is None:
        return {"city": None, "crumbs": [*room, *above, Crumb(title)]}
    return {
        "city": city,
        "crumbs": [city_crumb(city), *room, *above, Crumb(title)],
        "where": Where(city=Switch(city.text.words), arguments={"city": city.pk}),
    }


def room_url(city: City | None) -> str:
    return reverse("index:room", kwargs={"city": city.pk} if city else {})


def title_of(held: CompositeIndex, index: Index) -> str:
    """Return what an index is called; in the reader's language unless it was renamed."""
    given = index.spec.title
    return given.read(language()).words if held.title in given.values() else held.title


def element_names(index: Index) -> dict[str, str]:
    """Return the name of every element in the reader's language."""
    said = language()
    names = {code: words.read(said).words for code, words in index.spec.names.items() if words}
    return {
        one.code: names.get(one.code) or one.name or one.code
        for one in index.spec.structure.elements
    }


def unit_names(index: Index) -> dict[str, str]:
    """Return the name of every unit in the reader's language."""
    said = language()
    return {
        code: (index.unit_names[code].read(said).words if code in index.unit_names else "") or code
        for code in index.values.units
    }


def problem_lines(problems: Any) -> list[dict[str, str]]:
    """Return numbered problems as lines of an error summary."""
    said = language()
    return [_line(one, said) for one in problems]


#: How many problems are listed; the rest is counted.
LISTED = 30


@dataclass(frozen=True)
class Refusal:
    """Why an index cannot be made, as a page lists it: what keeps it back, and what does not."""

    errors: list[dict[str, str]]
    warnings: list[dict[str, str]]

    @property
    def more(self) -> int:
        return max(0, len(self.errors) - LISTED)


def refusal_of(problems: Any, *, here: Here | None = None) -> Refusal:
    """Return problems as a page lists them.

    Args:
        problems: of a specification.
        here: the index in whose lab they arose. Nobody there wrote a file: names of indicators
            and units stand for codes, and neither lines nor keys of the file are told.
    """
    said = language()
    lines: dict[str, list[dict[str, str]]] = {"error": [], "warning": []}
    for one in problems:
        if one.severity in lines:
            line = _line(one, said) if here is None else _line_of_lab(one, said, here)
            lines[one.severity].append(line | _MENDS_HERE.get(one.code, dict)())
    return Refusal(lines["error"], lines["warning"])


#: Mends that differ where files are chosen in a form.
_MENDS_HERE: dict[str, Callable[[], dict[str, str]]] = {
    "I801": lambda: {
        "mend": _("Choose this file under “Data files”, under this name, or correct the name in "
                  "the specification.")
    },
}  # fmt: skip


def _line_of_lab(one: Problem, said: str, here: Here) -> dict[str, str]:
    names = {**here.units, **here.names}
    values = {name: _named(value, names) for name, value in one.values.items()}
    sentence = replace(one, values=values).sentence(said)
    return {
        "code": one.code,
        "severity": one.severity,
        "place": "",
        "sentence": sentence,
        "mend": _("Choose another method or another number, or take the change back."),
    }


def _named(value: Any, names: Mapping[str, str]) -> Any:
    """Return a value of a message with names for codes, and no figure of hundreds of digits."""
    if isinstance(value, LanguageMap):
        return LanguageMap({one: str(_named(words, names)) for one, words in value.items()})
    if not isinstance(value, str):
        return value
    if value in names:
        return names[value]
    return ", ".join(names.get(one, setting_in(one)) for one in value[:400].split(", "))


def _line(one: Problem, said: str) -> dict[str, str]:
    return {
        "code": one.code,
        "severity": one.severity,
        "place": str(one.place),
        "sentence": one.sentence(said),
        "mend": one.mend(said),
    }
