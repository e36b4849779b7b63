"""Which effect is read first, and what every other method says of the same question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from paseo.prevention.evaluation.result import Direction, Effect, Method, Part

#: Within a method, the part that is said first.
_FIRST_PART: Final = {
    Method.ITS: Part.STEP,
    Method.CONTROLLED_ITS: Part.STEP,
}
#: A synthetic control under one of these shows nothing that could be read first.
_SAYS_LITTLE: Final = {"caution_rank_floor", "caution_poor_fit", "caution_fits_exactly"}
#: Before and after alone: another question than the one beside a comparison or an own past.
_ALONE: Final = (Method.RATE_RATIO, Method.E_TEST)


def first_of(method: Method, effects: Iterable[Effect]) -> Effect | None:
    """Return what a method says first: all comparison areas and events together, else None."""
    held = [
        one
        for one in effects
        if one.method is method and one.readable and one.pooled and not one.crime
        and one.unit != "harm"
    ]  # fmt: skip
    if not held:
        return None
    wanted = _FIRST_PART.get(method)
    # In a survey with a comparison area the change beside it says more than the change alone.
    compared = [one for one in held if one.comparison] or held
    return next((one for one in compared if one.part is wanted), compared[0])


def headline(order: Sequence[Method], effects: Sequence[Effect]) -> Effect | None:
    """Return the effect to be said first.

    Args:
        order: the methods that fit, those that rest on the weakest assumptions first; those with
            a comparison before those without, so that a method that gives no number is never
            followed by one that looks at less.
        effects: of all methods.
    """
    for method in order:
        found = first_of(method, effects)
        if found is not None and not _says_little(found):
            return found
    return None


def _says_little(effect: Effect) -> bool:
    """Return whether a method gives no interval, or a synthetic control that shows nothing.

    That is one which cannot be clear, or does not match the time before.
    """
    if effect.method is Method.SYNTHETIC:
        return any(one.id in _SAYS_LITTLE for one in effect.cautions)
    return effect.estimate is None or not bool(effect.estimate.known.all())


def beside(effect: Effect, effects: Sequence[Effect]) -> tuple[Effect, ...]:
    """Return what every method that allows for chance says first, the given one among them.

    Before and after alone is left out where the given effect has something to compare with.
    """
    told = [first_of(method, effects) for method in Method]
    return tuple(
        one
        for one in told
        if one is not None
        and one.direction is not Direction.UNKNOWN
        and (effect.method in _ALONE or one.method not in _ALONE)
    )
