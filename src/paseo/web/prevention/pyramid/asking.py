"""What the reader asked for in the address: the scope, the year beside, the size of bricks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paseo.content.language import LanguageMap
from paseo.content.problems import Problem
from paseo.evidence.areas import AreaTree
from paseo.prevention.measures.measure import Register
from paseo.prevention.pyramid.effort import By
from paseo.prevention.pyramid.view import Names, PyramidView, look, scope_within
from paseo.web.evidence.pages import language

#: The choice of every year, instead of one.
ALL: Final = "all"
FIELDS: Final = ("problem", "area", "group", "year", "beside")
LABELS: Final[dict[str, Promise]] = {
    "problem": gettext_lazy("Problem"),
    "area": gettext_lazy("Area"),
    "group": gettext_lazy("Target group"),
    "year": gettext_lazy("Running in"),
    "beside": gettext_lazy("Beside the year"),
}
SIZES: Final[dict[By, Promise]] = {
    By.COUNT: gettext_lazy("By number"),
    By.FTE: gettext_lazy("By full-time posts"),
    By.BUDGET: gettext_lazy("By budget"),
}
#: The field in which a problem of the scope is mended.
_MENDED_IN: Final = {
    "V940": "area",
    "V941": "year",
    "V942": "beside",
    "V943": "problem",
    "V944": "group",
}
#: Years that can be chosen reach so far back at most.
_MOST_YEARS: Final = 30


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for; every link of a page carries it on."""

    problem: str = ""
    area: str = ""
    group: str = ""
    year: str = ""
    beside: str = ""
    by: By = By.COUNT

    @classmethod
    def of(cls, request: HttpRequest) -> Asked:
        """Read the address; a year or a size that there is not is left out."""
        given = {field: request.GET.get(field, "")[:120] for field in FIELDS}
        for field in ("year", "beside"):
            if not _is_year(given[field]) and not (field == "year" and given[field] == ALL):
                given[field] = ""
        by = request.GET.get("by", "")
        return cls(**given, by=By(by) if by in list(By) else By.COUNT)

    @property
    def in_year(self) -> int | None:
        """Return the year of the pyramid: the current one unless another or all are asked for."""
        if self.year == ALL:
            return None
        return int(self.year) if self.year else date.today().year

    @property
    def query(self) -> str:
        """Return ``?problem=…&by=fte``; empty where nothing was asked for."""
        held = {field: getattr(self, field) for field in FIELDS}
        held["by"] = "" if self.by is By.COUNT else str(self.by)
        given = {name: value for name, value in held.items() if value}
        return f"?{urlencode(given)}" if given else ""

    def sized(self, by: By) -> Asked:
        return replace(self, by=by)

    def of_year(self, year: int | None) -> Asked:
        """Return the same for one year alone, as the page of a cell shows it."""
        return replace(self, year=ALL if year is None else str(year), beside="")

    @property
    def narrowed(self) -> bool:
        return bool(self.problem or self.area or self.group)

    def view(self, register: Register, areas: AreaTree, names: Names) -> PyramidView:
        """Return the pyramid that was asked for.

        Raises:
            Refused: the scope names what there is not, or a year stands beside itself.
        """
        scope = scope_within(
            register,
            areas,
            names,
            problem=self.problem,
            area=self.area,
            groups=[self.group] if self.group else [],
            year=self.in_year,
        )
        beside = int(self.beside) if self.beside else None
        return look(register, scope, by=self.by, beside=beside, areas=areas, names=names)


def _is_year(text: str) -> bool:
    return len(text) == 4 and text.isascii() and text.isdecimal() and text >= "1900"


def entries(problems: list[Problem]) -> list[tuple[str, str, str]]:
    """Return what has to be mended as an error summary shows it: field, its words, sentences."""
    found = []
    for problem in problems:
        field = _MENDED_IN[problem.code]
        said = f"{problem.sentence(language())} {problem.mend(language())}"
        found.append((f"pyramid-{field}", str(LABELS[field]), said))
    return found


@dataclass(frozen=True, slots=True)
class Offered:
    """One value of a field."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the form with what can be chosen."""

    name: str
    label: Promise
    options: tuple[Offered, ...]

    @property
    def id(self) -> str:
        return f"pyramid-{self.name}"


def fields(asked: Asked, register: Register, areas: AreaTree, names: Names) -> list[Field]:
    """Return the form: problems and groups that measures name, areas as a tree, years."""

    def named(held: dict[str, str], any_of: str, field: str) -> Field:
        chosen = str(getattr(asked, field))
        pairs = sorted(held.items(), key=lambda pair: pair[1].casefold())
        options = [("", any_of), *pairs]
        if chosen and chosen not in held:
            options.append((chosen, chosen))
        return _field(field, options, chosen)

    problems = {code: _said(names.problems, code) for code in register.problems()}
    groups = {code: _said(names.groups, code) for one in register for code in one.target_groups}
    years = [str(year) for year in _years(register, asked)]
    everything = (ALL, _("all years, what has ended too"))
    return [
        named(problems, _("all problems"), "problem"),
        _field("area", _tree(areas), asked.area or ""),
        named(groups, _("everybody"), "group"),
        _field("year", [*zip(years, years, strict=True), everything], asked.year or years_now()),
        _field(
            "beside", [("", _("no second year")), *zip(years, years, strict=True)], asked.beside
        ),
    ]


@dataclass(frozen=True, slots=True)
class OneProblem:
    """A pyramid of one problem that could be asked for instead of all together."""

    label: str
    count: int
    url: str


def mixed(asked: Asked, register: Register, names: Names, here: str) -> list[OneProblem]:
    """Return the problems that a pyramid mixes, those of most measures first.

    A pyramid is made for one problem: what it mixes has nothing to do with each other.

    Returns:
        Nothing where one problem was asked for, or where the register knows one only.
    """
    codes = register.problems()
    if asked.problem or len(codes) < 2:
        return []
    counts = {code: sum(one.problem == code for one in register) for code in codes}
    found = [
        OneProblem(_said(names.problems, code), count, here + replace(asked, problem=code).query)
        for code, count in counts.items()
    ]
    return sorted(found, key=lambda one: (-one.count, one.label.casefold()))


def years_now() -> str:
    return str(date.today().year)


def _field(name: str, options: list[tuple[str, str]], chosen: str) -> Field:
    offered = tuple(Offered(value, label, value == chosen) for value, label in options)
    return Field(name, LABELS[name], offered)


def _said(names: Mapping[str, LanguageMap], code: str) -> str:
    return names[code].read(language()).words if code in names else code


def _tree(areas: AreaTree) -> list[tuple[str, str]]:
    """Return the areas with their depth shown by dashes; the city narrows nothing."""
    found = [("", _("the whole city"))]
    for one in areas:
        if one.id != areas.city.id:
            depth = len(areas.ancestors(one.id)) - 1
            found.append((one.id, "– " * depth + one.name.read(language()).words))
    return found


def _years(register: Register, asked: Asked) -> list[int]:
    """Return the years from the first measure to the next year, newest first."""
    now = date.today().year
    dated = [day.year for one in register for day in (one.start, one.end) if day]
    known = {int(year) for year in (asked.year, asked.beside) if _is_year(year)}
    first = max(min([now, *dated]), now - _MOST_YEARS)
    return sorted({*range(first, now + 2), *known}, reverse=True)
