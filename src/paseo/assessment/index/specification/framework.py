"""What a framework keeps apart is not joined in one number unless the specification says why.

Security has two faces: what happens and what is felt. A number that averages them hides both, so
an aggregate over both is refused; where the specification gives a reason it is made and marked.
"""

from __future__ import annotations

from collections.abc import Mapping

from paseo.assessment.framework import Framework
from paseo.assessment.index.specification.spec import IndexSpec
from paseo.content.hints import hint, listed
from paseo.content.problems import Place, Problems
from paseo.content.store import store

#: The faces that are kept apart; what is context may stand beside either.
APART = ("felt", "happens")


def framework_of(spec: IndexSpec) -> Framework | None:
    """Return the framework that a specification names, None where it names none."""
    if not spec.framework:
        return None
    framework: Framework = store().build(spec.framework, "framework")
    return framework


def check_sides(spec: IndexSpec, places: Mapping[str, Place], problems: Problems) -> None:
    """Refuse, or mark, aggregates over what is felt and what happens; refuse unknown codes."""
    framework = framework_of(spec)
    if framework is None:
        return
    faces = faces_of(spec, framework)
    _check_codes(spec, framework, places, problems)
    for code in spec.structure.aggregates:
        held = {
            face: [one for one in spec.structure.below(code) if faces.get(one) == face]
            for face in APART
        }
        if not all(held.values()):
            continue
        place = places.get(code, Place(spec.file, entry=code))
        number = "I834" if spec.joins_faces else "I833"
        problems.add(
            number, place, entry=code, felt=listed(held["felt"]), happens=listed(held["happens"])
        )
        break


def faces_of(spec: IndexSpec, framework: Framework) -> dict[str, str]:
    """Return the face of security that each indicator of an index shows: felt, happens, context.

    An indicator of the framework shows its own; any other that of the dimension which it, or the
    nearest aggregate above it, is said to stand for.
    """
    known = {one.id: one.face for one in framework.indicators}
    of_dimension = {one.id: one.face for one in framework.dimensions}
    by_code = spec.structure.by_code
    found: dict[str, str] = {}
    for code in spec.structure.indicators:
        indicator = spec.indicators.get(code, code)
        if indicator in known:
            found[code] = known[indicator]
            continue
        above = code
        while above and above not in spec.dimensions:
            above = by_code[above].parent
        if above:
            found[code] = of_dimension.get(spec.dimensions[above], "")
    return found


def _check_codes(
    spec: IndexSpec, framework: Framework, places: Mapping[str, Place], problems: Problems
) -> None:
    indicators = [one.id for one in framework.indicators]
    dimensions = [one.id for one in framework.dimensions]
    stated = [(code, one, indicators) for code, one in spec.indicators.items()]
    stated += [(code, one, dimensions) for code, one in spec.dimensions.items()]
    for code, value, known in stated:
        if value not in known:
            problems.add(
                "I832", places.get(code, Place(spec.file, entry=code)), entry=code, value=value,
                framework=spec.framework, hint=hint(value, known), known=listed(known),
            )  # fmt: skip
