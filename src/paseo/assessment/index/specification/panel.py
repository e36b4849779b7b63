"""The section ``panel`` of a specification, and what its schema cannot say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from paseo.assessment.index.faults import reason_of
from paseo.assessment.index.specification.spec import BreakUse, PanelUse
from paseo.content.hints import hint, listed
from paseo.content.pack import Pack
from paseo.content.problems import Problems
from paseo.evidence import periods as period_forms

#: Keys of a panel, exactly one of which says where its scale comes from.
SCALES = ("reference", "goalposts", "frozen")


def panel_use(pack: Pack) -> PanelUse | None:
    """Return how an index is followed over time, None where it is not."""
    one = pack.mapping("panel")
    if not one:
        return None
    usual = PanelUse(())
    return PanelUse(
        periods=_periods(one),
        reference=str(one.get("reference", "")),
        goalposts={
            code: tuple(float(post) for post in posts)
            for code, posts in one.get("goalposts", {}).items()
        },
        frozen=one.get("frozen", ""),
        beyond=one.get("beyond", usual.beyond),
        top=one.get("top", ""),
        level=float(one.get("level", usual.level)),
        samples=one.get("samples", usual.samples),
        breaks=tuple(
            BreakUse(
                str(inner["before"]),
                tuple(inner.get("indicators", ())),
                pack.words(inner.get("reason")),
            )
            for inner in one.get("breaks", ())
        ),
    )


def check_panel(pack: Pack, problems: Problems) -> None:
    """Check the order of the periods, where the scale comes from, and where breaks lie."""
    one = pack.mapping("panel")
    if not one:
        return
    periods = _periods(one)
    if not _rise(periods):
        problems.add("I872", pack.place("panel", "periods"), value=", ".join(periods))
    scales = [key for key in SCALES if one.get(key)]
    if len(scales) != 1:
        problems.add("I871", pack.place("panel"), found=listed(scales) or "–", known=listed(SCALES))
    if not any("normalise" in step for step in pack.section("steps")):
        reason = reason_of("panel-without-scale", {}, "")
        problems.add("I816", pack.place("panel"), entry="panel", reason=reason)
    if "reference" in one:
        _check_period(pack, problems, ("panel", "reference"), str(one["reference"]), periods)
    for at, inner in enumerate(one.get("breaks", ())):
        place = ("panel", "breaks", at)
        _check_period(pack, problems, place, str(inner["before"]), periods[1:])


def _check_period(
    pack: Pack, problems: Problems, where: tuple[Any, ...], value: str, known: tuple[str, ...]
) -> None:
    if value not in known:
        near = hint(value, known)
        problems.add("I873", pack.place(*where), value=value, hint=near, known=listed(known))


def _periods(one: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(period) for period in one.get("periods", ()))


def _rise(periods: tuple[str, ...]) -> bool:
    """Say whether periods stand once each, from the earliest to the latest.

    Of forms that are no calendar's nobody can tell; they stand as they were given.

    >>> _rise(("2019", "2023")), _rise(("2023", "2019")), _rise(("wave b", "wave a"))
    (True, False, True)
    """
    if len(set(periods)) < len(periods):
        return False
    if not all(period_forms.is_period(one) for one in periods):
        return True
    return tuple(period_forms.ordered(periods)) == periods
