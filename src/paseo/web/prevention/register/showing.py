"""What the page of a measure shows: the record in sections, how it was placed, where it lies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from paseo.content.problems import Problem, Problems
from paseo.evidence.city import Area, Boundary
from paseo.prevention.measures.checks import check_measure
from paseo.prevention.measures.ground import Ground
from paseo.prevention.measures.measure import Measure
from paseo.prevention.measures.placement import load_placement
from paseo.web.evidence import maps
from paseo.web.evidence.models import City
from paseo.web.evidence.pages import link
from paseo.web.prevention.register import words
from paseo.web.prevention.register.forms import SECTIONS

Pairs = list[tuple[str, Any]]
_BREAK: Final = mark_safe("<br>")


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the record: its id, its title and what is stated."""

    id: str
    title: str | Promise
    pairs: Pairs


def sections(measure: Measure, ground: Ground) -> list[Section]:
    """Return the record in the sections in which it is changed; what is not stated is left out."""
    held = {
        "what": _what(measure, ground),
        "who": _who(measure, ground),
        "when": [
            (_("Status"), words.word("status", str(measure.status or ""))),
            (_("First day"), words.day(measure.start)),
            (_("Last day"), words.day(measure.end)),
            (_("Funded until"), words.day(measure.funded_until)),
        ],
        "effort": _effort(measure),
        "known": _known(measure),
    }
    return [Section(one, SECTIONS[one].title, _stated(pairs)) for one, pairs in held.items()]


def contents(parts: Sequence[Section]) -> list[tuple[str, str]]:
    """Return the parts of the page in their order, with the place in the pyramid and the ground."""
    found = [("placing-title", _("Place in the pyramid"))]
    for one in parts:
        found.append((f"{one.id}-title", str(one.title)))
        if one.id == "who":
            found.append(("map-title", _("Where it works")))
    return found


def section(measure: Measure, ground: Ground, wanted: str) -> Section:
    """Return one part of the record."""
    return next(one for one in sections(measure, ground) if one.id == wanted)


def _stated(pairs: Iterable[tuple[str, Any]]) -> Pairs:
    return [(term, said) for term, said in pairs if said not in ("", None)]


def _what(measure: Measure, ground: Ground) -> Pairs:
    names = ground.indicators or {}
    indicators = (
        f"{code} {words.plain(names[code])}" if code in names else code
        for code in measure.indicators
    )
    return [
        (_("Problem"), words.named("problem", measure.problem) if measure.problem else ""),
        (_("Description"), measure.description),
        (_("Goal"), measure.goal),
        (_("Indicators"), _lines(indicators)),
    ]


def _who(measure: Measure, ground: Ground) -> Pairs:
    return [
        (_("Target groups"), _lines(words.group(one, ground) for one in measure.target_groups)),
        (
            _("Watched, moved on or kept out"),
            _lines(words.group(one, ground) for one in measure.restricts),
        ),
        (_("Actors"), _lines(words.named("actors", one) for one in measure.actors)),
        (_("Lead"), words.named("actors", measure.lead) if measure.lead else ""),
        (_("Aimed at"), words.word("aim", str(measure.aim or ""))),
    ]


def _effort(measure: Measure) -> Pairs:
    return [
        (_("Budget for a year"), words.number(measure.budget, measure.currency)),
        (_("Full-time posts"), words.number(measure.fte)),
        (_("Reached in a year"), words.number(measure.reach, measure.reach_unit)),
        (_("Technologies and powers"), _lines(words.named("uses", one) for one in measure.uses)),
    ]


def _known(measure: Measure) -> Pairs:
    classes = dict(words.evidence_classes())
    evidence = classes.get(measure.evidence, "") if measure.evidence is not None else ""
    return [
        (_("Evidence class"), evidence),
        (_("Evaluation"), _address(measure.evaluation)),
        (_("Sources"), _lines(measure.sources)),
        (_("Note"), measure.note),
    ]


def _lines(parts: Iterable[str]) -> SafeString | str:
    held = list(parts)
    return format_html_join(_BREAK, "{}", ((one,) for one in held)) if held else ""


def _address(text: str) -> SafeString | str:
    if text.startswith(("https://", "http://")):
        return format_html('<a href="{}" rel="noreferrer">{}</a>', text, text)
    return text


def placing(measure: Measure) -> Pairs:
    """Return the place of a measure in the pyramid and how it came there."""
    placement = measure.placement
    number = "" if measure.deklerck is None else str(measure.deklerck)
    return _stated(
        [
            (_("Level"), words.word("level", str(measure.level or ""))),
            (_("Orientation"), words.word("orientation", str(measure.orientation or ""))),
            (_("After Deklerck"), number),
            (_("Level that the answers gave"), words.word("level", str(placement.proposed or ""))),
            (_("Reason for another level"), placement.reason),
        ]
    )


def answered(measure: Measure) -> list[tuple[str, str]]:
    """Return the questions that were asked and what was answered."""
    form = load_placement()
    said = {"yes": _("yes"), "no": _("no")}
    texts = {one.id: words.plain(one.text) for one in form.questions}
    choices = {one.id: one for one in form.choices}
    found = []
    for code, answer in measure.placement.answers:
        if code in texts:
            found.append((texts[code], said.get(answer, answer)))
        elif code in choices:
            options = choices[code].options
            words_of = words.plain(options[answer]) if answer in options else answer
            found.append((words.plain(choices[code].text), words_of))
    return found


def worth_a_look(measure: Measure, ground: Ground) -> list[Problem]:
    """Return what the library finds in a measure for itself, errors first."""
    problems = Problems()
    check_measure(measure, ground, problems)
    order = {"error": 0, "warning": 1, "note": 2}
    return sorted(problems, key=lambda one: order[one.severity])


def ground_picture(city: City, measure: Measure, ground: Ground) -> SafeString | None:
    """Return the city with the ground of a measure; None where the measure has none to draw."""
    tree = ground.areas
    if tree is None:
        return None
    shown: list[Area] = [tree.city]
    chosen = ""
    if measure.shape is not None:
        drawn = (Boundary("own", measure.shape),)
        own = Area(f"own:{measure.id}", tree.city.name, "space", None, drawn)
        shown, chosen = [*shown, *tree.at_level("district"), own], own.id
    elif measure.area and measure.area in tree:
        chosen = measure.area
        above = [one for one in tree if one.level in ("city", "district")]
        shown = list({one.id: one for one in (*above, tree.area(chosen))}.values())
    if not chosen or all(maps.current(one) is None for one in shown if one.id == chosen):
        return None
    return maps.picture(maps.places(shown, _names(shown, measure), _urls(city, shown)), chosen)


def _names(shown: Sequence[Area], measure: Measure) -> dict[str, str]:
    own = f"own:{measure.id}"
    return {one.id: measure.name if one.id == own else words.plain(one.name) for one in shown}


def _urls(city: City, shown: Sequence[Area]) -> dict[str, str]:
    # A ground of its own has no page: its link stays where it is.
    return {
        one.id: "#map-title"
        if one.id.startswith("own:")
        else link("evidence:place", city.pk, one.id)
        for one in shown
    }
