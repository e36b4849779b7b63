"""From a checked pack to a quality form, and what its schema cannot say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from paseo.content.hints import hint, listed
from paseo.content.pack import Pack
from paseo.content.problems import Place, Problems
from paseo.content.registry import Shelf
from paseo.content.store import store
from paseo.prevention.quality.form import (
    Conclusion,
    Condition,
    Domain,
    Doubt,
    Entry,
    Option,
    Publisher,
    QualityForm,
    Test,
)

#: The form that Paseo ships.
EUCPN_CRITERIA: Final = "paseo.quality.eucpn-criteria"
KIND: Final = "quality-form"


def load_form(pack: str = EUCPN_CRITERIA) -> QualityForm:
    """Return a quality form by the id of its pack.

    Raises:
        Refused: when there is no such pack, or it has an error.

    >>> form = load_form()
    >>> len(form.gates), len(form.items), form.publisher
    (4, 28, None)
    """
    found: QualityForm = store().build(pack, KIND)
    return found


def read_form(path: Path) -> QualityForm:
    """Return the quality form in a pack file that is not on the shelf.

    Raises:
        Refused: when the file is no quality form, or has an error.
    """
    pack, problems = store().read(path)
    problems.refuse()
    assert pack is not None
    if pack.header.kind != KIND:
        place = Place(path.name)
        problems.add("P193", place, value=pack.id, found=pack.header.kind, wanted=KIND)
        problems.refuse()
    return build_form(pack)


def build_form(pack: Pack) -> QualityForm:
    """Return a checked pack as a form."""
    sets = {
        one["id"]: tuple(_option(pack, option) for option in one["options"])
        for one in pack.section("option_sets")
    }
    return QualityForm(
        id=pack.id,
        version=pack.header.version,
        title=pack.header.title,
        description=pack.header.description,
        provider=pack.header.provider,
        domains=tuple(
            Domain(one["id"], pack.words(one["name"])) for one in pack.section("domains")
        ),
        gates=tuple(_entry(pack, one, sets, gate=True) for one in pack.section("gates")),
        items=tuple(_entry(pack, one, sets, gate=False) for one in pack.section("items")),
        conclusions=tuple(_conclusion(pack, one) for one in pack.section("results")),
        doubts=tuple(
            Doubt(one["id"], _condition(one["when"]), pack.words(one["text"]))
            for one in pack.section("doubts")
        ),
        publisher=_publisher(pack),
        sources={one["id"]: str(pack.words(one["title"])) for one in pack.section("sources")},
    )


def _option(pack: Pack, one: Mapping[str, Any]) -> Option:
    return Option(
        id=one["id"],
        label=pack.words(one["label"]),
        points=one.get("points"),
        met=one.get("met", False),
        undocumented=one.get("undocumented", False),
    )


def _entry(
    pack: Pack, one: Mapping[str, Any], sets: Mapping[str, tuple[Option, ...]], *, gate: bool
) -> Entry:
    used = one.get("sources") or [one.get("source") or pack.header.source]
    first = used[0]
    return Entry(
        id=one["id"],
        domain=one["domain"],
        name=pack.words(one.get("name")),
        question=pack.words(one["question"]),
        options=sets[one["options"]],
        gate=gate,
        asked_when=_condition(one["asked_when"]) if "asked_when" in one else None,
        note=pack.words(one.get("note")),
        evidence=one.get("evidence", pack.header.evidence),
        source=str(first["id"] if isinstance(first, dict) else first),
    )


def _conclusion(pack: Pack, one: Mapping[str, Any]) -> Conclusion:
    return Conclusion(
        id=one["id"],
        name=pack.words(one["name"]),
        means=pack.words(one["means"]),
        when=_condition(one["when"]) if "when" in one else None,
        evidence=one.get("evidence", pack.header.evidence),
    )


def _publisher(pack: Pack) -> Publisher | None:
    one = pack.mapping("published_by")
    if not one:
        return None
    return Publisher(
        pack.words(one["name"]), pack.words(one["document"]), one.get("url", ""), one.get("year")
    )


def _condition(raw: Mapping[str, Any]) -> Condition:
    return Condition(
        tuple(_test(one) for one in raw.get("all", ())),
        tuple(_test(one) for one in raw.get("any", ())),
    )


def _test(raw: Mapping[str, Any]) -> Test:
    return Test(
        entry=raw.get("gate") or raw["item"],
        options=tuple(raw.get("is", ())),
        at_least=raw.get("at_least"),
        at_most=raw.get("at_most"),
    )


def check_form(pack: Pack, problems: Problems, shelf: Shelf) -> None:
    """Find what the schema of quality forms cannot say."""
    sets = {one["id"]: one["options"] for one in pack.section("option_sets")}
    entries: dict[str, Mapping[str, Any]] = {}
    for section in ("gates", "items"):
        for at, one in enumerate(pack.section(section)):
            place = pack.place(section, at)
            if one["id"] in entries:
                problems.add("P136", place, id=one["id"], first=_first(pack, one["id"]))
            entries.setdefault(one["id"], one)
            _check_options(section, one, sets, place, problems)
    for place, test, earlier in _tests(pack):
        _check_test(test, entries, sets, earlier, place, problems)
    _check_results(pack, problems)


def _first(pack: Pack, code: str) -> Place:
    ids = [one["id"] for one in pack.section("gates")]
    section = "gates" if code in ids else "items"
    every = [one["id"] for one in pack.section(section)]
    return pack.place(section, every.index(code))


def _check_options(
    section: str,
    one: Mapping[str, Any],
    sets: Mapping[str, Any],
    place: Place,
    problems: Problems,
) -> None:
    options = sets[one["options"]]
    if section == "gates" and not any(option.get("met") for option in options):
        problems.add("V960", place, id=one["id"], set=one["options"])
    if section == "items" and not any(option.get("points") is not None for option in options):
        problems.add("V961", place, id=one["id"], set=one["options"])


def _tests(pack: Pack) -> Iterator[tuple[Place, Mapping[str, Any], tuple[str, ...] | None]]:
    """Yield every test with its place, and the entries it may read (None for all)."""
    before = [one["id"] for one in pack.section("gates")]
    for at, one in enumerate(pack.section("items")):
        for test in _of_condition(one.get("asked_when", {})):
            yield pack.place("items", at, "asked_when"), test, tuple(before)
        before.append(one["id"])
    for section in ("results", "doubts"):
        for at, one in enumerate(pack.section(section)):
            for test in _of_condition(one.get("when", {})):
                yield pack.place(section, at, "when"), test, None


def _of_condition(raw: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for name in ("all", "any"):
        yield from raw.get(name, ())


def _check_test(
    test: Mapping[str, Any],
    entries: Mapping[str, Mapping[str, Any]],
    sets: Mapping[str, Any],
    earlier: tuple[str, ...] | None,
    place: Place,
    problems: Problems,
) -> None:
    asked = [name for name in ("gate", "item") if name in test]
    said = [name for name in ("is", "at_least", "at_most") if name in test]
    if len(asked) != 1 or not said:
        problems.add("V962", place)
        return
    code = test[asked[0]]
    if earlier is not None and code not in earlier:
        problems.add("V963", place, id=code)
    known = [option["id"] for option in sets[entries[code]["options"]]]
    for option in test.get("is", ()):
        if option not in known:
            problems.add(
                "V964", place, value=option[:60], id=code, known=listed(known),
                hint=hint(option, known),
            )  # fmt: skip


def _check_results(pack: Pack, problems: Problems) -> None:
    results = pack.section("results")
    open_ended = [at for at, one in enumerate(results) if "when" not in one]
    if results and open_ended != [len(results) - 1]:
        problems.add("V965", pack.place("results", open_ended[0] if open_ended else 0))
