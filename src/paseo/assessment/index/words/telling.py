"""What an index run says, in plain sentences: never more certain than the recalculations."""

from __future__ import annotations

import math
from collections.abc import Iterator

from paseo.assessment.index.results import IndexRun
from paseo.assessment.index.specification.framework import faces_of, framework_of
from paseo.assessment.index.words import of_drivers as words_of_drivers
from paseo.assessment.index.words import of_steps as words_of_steps
from paseo.assessment.index.words.speaking import IndexWords
from paseo.assessment.index.words.standing import (
    Standing,
    clear_pairs,
    clearly,
    in_bands,
    least_for_open,
    most_for_solid,
)
from paseo.stats.composite.uncertainty.factors import SamplingError

#: From this share of recalculations on the first place is called clear, below that one open.
CLEAR_FIRST, OPEN_FIRST = 0.95, 0.5
#: A unit that is first in at least this share is named among those that can be first.
CAN_BE_FIRST = 0.05
#: So many bands are told by the names of their units.
MOST_BANDS = 6


def positions(run: IndexRun, language: str = "en") -> tuple[str, ...]:
    """Return which positions are solid, which are not, and which choice drives them.

    Args:
        run: with or without uncertainty; without, one sentence says that no ranks can be given.
        language: of the sentences.
    """
    words = IndexWords(run, language)
    if run.uncertainty is None:
        return (words.say("no_ranks"),)
    if len(words.ranked_units) == 1:
        alone = words.unit(words.ranked_units[0].unit)
        return (words.say("one_ranked", unit=alone), *_reserves(words))
    return (
        *_first(words), *_solid(words), *_open(words), *_bands(words), *_pairs(words),
        *words_of_drivers.key(words), *_reserves(words),
    )  # fmt: skip


def key_message(run: IndexRun, language: str = "en") -> tuple[str, ...]:
    """Return the three sentences that stand first: the top, what holds, what drives it."""
    words = IndexWords(run, language)
    if run.uncertainty is None:
        units = len(run.built.units)
        return (words.say("key_scores", count=units), words.say("no_ranks"))
    if len(words.ranked_units) == 1:
        return (words.say("one_ranked", unit=words.unit(words.ranked_units[0].unit)),)
    return tuple(
        one
        for one in (
            next(iter(_first(words)), ""),
            _how_many(words),
            next(iter(words_of_drivers.key(words)), words.say("key_no_drivers")),
        )
        if one
    )


def position_of(run: IndexRun, unit: str, language: str = "en") -> tuple[str, ...]:
    """Return where one unit stands, how far that holds, and what moves it.

    Raises:
        KeyError: for a unit that is not in the index.
    """
    words = IndexWords(run, language)
    if unit not in run.built.units and unit not in words.by_unit:
        raise KeyError(unit)
    found = run.uncertainty
    if found is None:
        score = float(run.built.scores(words.top)[run.built.units.index(unit)])
        return (
            words.say("unit.score", unit=words.unit(unit), score=words.number(score, 1)),
            words.say("no_ranks"),
        )
    one = words.by_unit[unit]
    if not one.ranked:
        return (words.say("unit.no_place", unit=words.unit(unit)),)
    return tuple(_position(words, one))


def drivers(run: IndexRun, language: str = "en") -> tuple[str, ...]:
    """Return what each choice does to the places, largest first; nothing when none was sought."""
    return tuple(words_of_drivers.sentences(IndexWords(run, language)))


def varied(run: IndexRun, language: str = "en") -> tuple[str, ...]:
    """Return what each recalculation varied, one sentence a factor."""
    return tuple(words_of_drivers.varied(IndexWords(run, language)))


def done(run: IndexRun, language: str = "en") -> tuple[words_of_steps.StepTold, ...]:
    """Return what was done to the data, step by step, and what could not be done."""
    return words_of_steps.steps(IndexWords(run, language))


def sides(run: IndexRun, language: str = "en") -> str:
    """Return the mark of an index that joins what is felt and what happens, or is of one side.

    Empty where the sides of its indicators are not known, or context stands beside them.
    """
    words = IndexWords(run, language)
    spec = run.index.spec
    if reason := words.read(spec.joins_faces):
        return words.say("side.joined", reason=reason)
    framework = framework_of(spec)
    faces = {} if framework is None else faces_of(spec, framework)
    held = {faces.get(code, "") for code in run.built.structure.indicators}
    return words.say(f"side.{held.pop()}") if held in ({"felt"}, {"happens"}) else ""


def says_not(run: IndexRun, language: str = "en") -> tuple[str, ...]:
    """Return what the index does not say."""
    words = IndexWords(run, language)
    about = words.read(run.index.spec.about)
    found = [about] if about else []
    if reason := words.read(run.index.spec.joins_faces):
        found.append(words.say("not.joins_faces", reason=reason))
    plan = run.index.spec.plan
    if run.uncertainty is None:
        names = ["no_uncertainty", "compensates"]
    else:
        factors = plan.factors if plan is not None else ()
        sampled = any(isinstance(one, SamplingError) for one in factors)
        names = ["only_varied", "compensates", *(() if sampled else ("no_sampling",))]
    found += [words.say(f"not.{name}") for name in (*names, "weights", "cause", "time")]
    return tuple(found)


def _first(words: IndexWords) -> Iterator[str]:
    found = words.run.uncertainty
    held = words.ranked_units
    if found is None or not held:
        return
    order = sorted(held, key=lambda one: -one.first)
    best = order[0]
    others = [words.unit(one.unit) for one in order[1:] if one.first >= CAN_BE_FIRST]
    values = {
        "unit": words.unit(best.unit),
        "share": words.percent(best.first),
        "runs": words.count(found.replications),
        "others": words.list(others, 4),
        "count": len(others),
    }
    if best.first >= CLEAR_FIRST or not others:
        yield words.say("first.clear", **values)
    else:
        yield words.say("first.likely" if best.first >= OPEN_FIRST else "first.open", **values)


def _how_many(words: IndexWords) -> str:
    """Return how many positions hold and the widest of those that do not."""
    ranked = words.ranked_units
    if not ranked:
        return words.say("none_ranked")
    solid = sum(one.hold == "solid" for one in ranked)
    said = words.say(
        "key_solid", count=solid, all=words.count(len(ranked)), solid=words.count(solid),
        most=words.places(most_for_solid(len(ranked))), often=words.often,
    )  # fmt: skip
    widest = max(ranked, key=lambda one: one.span)
    if widest.hold == "solid":
        return said
    where = words.between(widest.best, widest.worst)
    name = words.unit(widest.unit)
    return f"{said} {words.say('key_widest', unit=name, where=where, often=words.often)}"


def _solid(words: IndexWords) -> Iterator[str]:
    ranked = words.ranked_units
    solid = [one for one in ranked if one.hold == "solid"]
    most = words.places(most_for_solid(len(words.ranked_units)))
    if not ranked:
        yield words.say("none_ranked")
    elif not solid:
        yield words.say("solid.none", most=most)
    else:
        yield words.say(
            "solid.some", count=len(solid), all=words.count(len(ranked)), most=most,
            names=words.list(_named(words, solid), 10), solid=words.count(len(solid)),
            often=words.often,
        )  # fmt: skip


def _open(words: IndexWords) -> Iterator[str]:
    loose = [one for one in words.standings if one.hold == "open"]
    near = sum(one.hold == "near" for one in words.standings)
    if loose:
        widest = sorted(loose, key=lambda one: -one.span)
        first = widest[0]
        least = words.places(least_for_open(len(words.ranked_units)))
        yield words.say(
            "open.some", count=len(loose), open=words.count(len(loose)), least=least,
            unit=words.unit(first.unit), where=words.between(first.best, first.worst),
            often=words.often,
        )  # fmt: skip
        if len(widest) > 1:
            yield words.say("open.others", names=words.list(_named(words, widest[1:]), 7))
    if near:
        yield words.say("near.some", count=near, near=words.count(near))


def _named(words: IndexWords, held: list[Standing]) -> list[str]:
    return [f"{words.unit(one.unit)} ({words.at_places(one.best, one.worst)})" for one in held]


def _bands(words: IndexWords) -> Iterator[str]:
    bands = in_bands(words.standings)
    if len(bands) == 1 and len(next(iter(bands.values()))) > 1:
        yield words.say("bands.one")
    elif len(bands) > 1:
        alone = sum(len(held) == 1 for held in bands.values())
        if alone == len(bands):
            yield words.say("bands.all")
            return
        yield words.say("bands.some", count=len(bands), bands=words.count(len(bands)))
        if len(bands) <= MOST_BANDS:
            named = [words.list([words.unit(one.unit) for one in held], 5)
                     for held in bands.values()]  # fmt: skip
            yield words.say("bands.which", bands="; ".join(named))
        elif alone:
            yield words.say("bands.alone", count=alone, alone=words.count(alone))


def _pairs(words: IndexWords) -> Iterator[str]:
    found = words.run.uncertainty
    share = clear_pairs(found) if found is not None else None
    if share is not None and share < 1:
        level = words.percent(found.level) if found is not None else ""
        yield words.say("pairs.clear", share=words.percent(share), level=level)


def _reserves(words: IndexWords) -> Iterator[str]:
    """Yield what limits the recalculations themselves."""
    found = words.run.uncertainty
    assert found is not None
    failed = sum(found.failed.values())
    if failed:
        yield words.say("failed", count=failed, failed=words.count(failed))
    missing = [one for one in words.standings if not one.ranked]
    if missing:
        names = words.list((words.unit(one.unit) for one in missing), 8)
        yield words.say("without_place", count=len(missing), names=names)
    partly = [one for one in words.standings if one.ranked and one.scored < 1]
    if partly:
        names = words.list((words.unit(one.unit) for one in partly), 8)
        yield words.say("partly_scored", count=len(partly), names=names)


def _position(words: IndexWords, one: Standing) -> Iterator[str]:
    found = words.run.uncertainty
    assert found is not None
    name, where = words.unit(one.unit), words.between(one.best, one.worst)
    yield words.say("unit.between", unit=name, where=where, often=words.often)
    if math.isfinite(one.rank):
        units = words.count(len(words.ranked_units))
        yield words.say("unit.place", place=words.place(one.rank), units=units)
    if math.isfinite(one.rank) and not one.best <= one.rank <= one.worst:
        yield words.say("unit.outside")
    yield words.say(f"unit.{one.hold}")
    over, under, unclear = clearly(found, one.unit)
    if found.above is not None:
        phrase = "unit.against" if unclear else "unit.against_all"
        counts = {"over": over, "under": under, "unclear": unclear}
        yield words.say(phrase, **{name: words.count(one) for name, one in counts.items()})
    if found.classes:
        chances = found.class_probability[found.units.index(one.unit)]
        at = int(chances.argmax())
        yield words.say(
            "unit.class", label=words.factor(found.classes[at]), share=words.percent(chances[at])
        )
    yield from words_of_drivers.of_unit(words, one.unit)
