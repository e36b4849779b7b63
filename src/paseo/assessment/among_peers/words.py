"""What can be said of a city among its peers, in sentences of the reader's language."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from paseo.assessment.among_peers.among import AmongPeers, DimensionRanges
from paseo.assessment.among_peers.bands import Bands
from paseo.assessment.among_peers.choosing import CONDITIONS, Chosen
from paseo.assessment.among_peers.index import IndexPlace
from paseo.content.numbers import digits_for, format_list, format_number, locale_of
from paseo.content.phrases import load_phrases


def say(phrase: str, language: str, **values: Any) -> str:
    """Return a phrase of this package."""
    return load_phrases(__package__).say(phrase, language, **values)


def names(codes: Iterable[str], chosen: Chosen, language: str, own: str = "") -> list[str]:
    """Return the names of cities, in the order of the alphabet.

    Args:
        own: the name of the own city, whose id no peer has.
    """
    known = chosen.peers.cities
    return sorted(
        (known[code].name.read(language).words if code in known else own for code in codes),
        key=alphabet,
    )


def alphabet(name: str) -> str:
    """Return a name as the alphabet sorts it: without accents and case.

    >>> sorted(["Miskolc", "Málaga", "Łódź"], key=alphabet)[0]
    'Málaga'
    """
    parted = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in parted if not unicodedata.combining(letter))


def chosen_said(chosen: Chosen, language: str) -> str:
    """Say who the peers are: how many of how many, and by which conditions."""
    asked = [name for name in CONDITIONS if getattr(chosen.choice, name)]
    if not asked:
        return say("chosen.all", language, count=chosen.left)
    conditions = [
        say(
            "chosen.condition",
            language,
            condition=say(f"condition.{name}", language),
            values=format_list(_values(name, chosen, language), language),
        )
        for name in asked
    ]
    return say(
        "chosen.some",
        language,
        count=chosen.left,
        offered=chosen.offered,
        conditions="; ".join(conditions),
    )


def _values(condition: str, chosen: Chosen, language: str) -> Sequence[str]:
    values = getattr(chosen.choice, condition)
    if condition == "countries":
        return [country(one, language) for one in values]
    if condition == "sizes":
        return [say(f"size.{one}", language) for one in values]
    return names(values, chosen, language) if condition == "ids" else values


def country(code: str, language: str) -> str:
    """Return the name of a country (ISO 3166-1 alpha-2), or its code.

    >>> country("ES", "en"), country("DE", "es")
    ('Spain', 'Alemania')
    """
    return str(locale_of(language).territories.get(code, code))


def dimension_said(ranges: DimensionRanges, language: str) -> str:
    """Say how a dimension stands among the peers; counts of indicators, never a total."""
    if not ranges.held:
        return say("dimension.nothing", language)
    if not ranges.ranged:
        return say("dimension.none", language, count=ranges.held)
    said = say(
        "dimension.ranged",
        language,
        count=ranges.held,
        ranged=ranges.ranged,
        within=ranges.within,
        below=ranges.below,
        above=ranges.above,
    )
    return f"{said} {say('dimension.weakest', language, grade=ranges.weakest)}"


def bands_said(bands: Bands, city: str, language: str) -> list[str]:
    """Say how far a city can be told apart: bands around it, its places, rank bands of all."""
    counted = {
        "higher": len(bands.peers("higher")),
        "same": len(bands.peers("no clear difference")),
        "lower": len(bands.peers("lower")),
    }
    said = [say("bands.sentence", language, city=city, count=bands.placed - 1, **counted)]
    if bands.best < bands.worst:
        said.append(
            say(
                "bands.places",
                language,
                city=city,
                count=bands.placed,
                best=bands.best,
                worst=bands.worst,
            )
        )
    return [*said, _chains(bands, city, language)]


def _chains(bands: Bands, city: str, language: str) -> str:
    if len(bands.chains) == 1:
        return say("bands.one_chain", language, count=bands.placed)
    others = next(len(one) for one in bands.chains if bands.own in one) - 1
    phrase = "bands.chains" if others else "bands.alone"
    return say(phrase, language, chains=len(bands.chains), city=city, others=others)


def method_said(bands: Bands, language: str) -> str:
    """Say how pairs were compared."""
    return say("bands.method", language, pairs=format_number(bands.pairs, language))


def withheld_said(found: AmongPeers, code: str, language: str) -> str:
    """Say of how many peers the value is withheld; empty for none."""
    count = found.withheld.get(code, 0)
    return say("bands.withheld", language, count=count) if count else ""


def index_said(place: IndexPlace, chosen: Chosen, city: str, language: str) -> list[str]:
    """Say where a city stands in an index: its score with its interval, and its band."""
    said = [_score(place, city, language), *bands_said(place.bands, city, language)]
    if place.replications < place.needed:
        said.append(
            say(
                "index.too_few_replications",
                language,
                replications=format_number(place.replications, language),
                needed=format_number(place.needed, language),
            )
        )
    if place.left_out:
        held = names(place.left_out, chosen, language)
        said.append(
            say("index.left_out", language, count=len(held), names=format_list(held, language))
        )
    return said


def _score(place: IndexPlace, city: str, language: str) -> str:
    title = place.title.read(language).words
    replications = format_number(place.replications, language)
    if place.score is None:
        return say("index.mixed", language, title=title, replications=replications)
    digits = digits_for(place.low, place.high)
    return say(
        "index.sentence",
        language,
        title=title,
        city=city,
        score=format_number(place.score, language, digits=digits),
        low=format_number(place.low, language, digits=digits),
        high=format_number(place.high, language, digits=digits),
        level=format_number(100 * place.level, language, "%"),
        replications=replications,
    )
