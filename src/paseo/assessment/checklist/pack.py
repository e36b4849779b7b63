"""From a checked pack to the rules of a checklist."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from paseo.assessment.checklist.rules import (
    Chapter,
    ChecklistPack,
    Criterion,
    Family,
    Group,
    Line,
    Provision,
    Register,
    Rule,
    Theme,
)
from paseo.content.pack import Pack
from paseo.content.store import store

#: The checklist that Paseo ships, and the questionnaire that it reads.
ACTION_1_CHECKLIST: Final = "paseo.checklist.action1"


def load_checklist(pack: str = ACTION_1_CHECKLIST) -> ChecklistPack:
    """Return the rules of a checklist by the id of their pack.

    Raises:
        Refused: when there is no such pack, or it has an error.

    >>> load_checklist().questionnaire
    'paseo.questionnaire.action1-checklist'
    """
    found: ChecklistPack = store().build(pack, "checklist")
    return found


def build_checklist(pack: Pack) -> ChecklistPack:
    """Return a checked checklist pack as rules."""
    return ChecklistPack(
        id=pack.id,
        version=pack.header.version,
        questionnaire=str(pack.sections["questionnaire"]),
        framework=pack.header.target,
        rules=tuple(_rule(pack, one) for one in pack.section("rules")),
        groups={one["id"]: _group(one) for one in pack.section("groups")},
        together=tuple(pack.section("together")),
        registers=tuple(_register(one) for one in pack.section("registers")),
        families=tuple(_family(pack, one) for one in pack.section("families")),
        provisions=tuple(_provision(pack, one) for one in pack.section("provisions")),
        themes=tuple(_theme(pack, one) for one in pack.section("themes")),
        criteria=tuple(_criterion(pack, one) for one in pack.section("criteria")),
        chapters=tuple(
            Chapter(one["id"], pack.words(one["name"])) for one in pack.section("chapters")
        ),
        lines=tuple(_line(pack, one) for one in pack.section("lines")),
        sources={one["id"]: str(pack.words(one["title"])) for one in pack.section("sources")},
    )


def _named(one: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(one.get(name, ())) for name in ("indicators", "groups")}


def _group(one: Mapping[str, Any]) -> Group:
    return Group(
        id=one["id"],
        kinds=tuple(one.get("kinds", ())),
        dimensions=tuple(one.get("dimensions", ())),
        only_levels=tuple(one.get("only_levels", ())),
        denominators=tuple(one.get("denominators", ())),
        indicators=tuple(one.get("indicators", ())),
        exceptions=tuple(one.get("except", ())),
    )


def _rule(pack: Pack, one: Mapping[str, Any]) -> Rule:
    return Rule(
        id=one["id"],
        effect=one["effect"],
        when=one["when"],
        reason=pack.words(one["reason"]),
        evidence=one.get("evidence", pack.header.evidence),
        source=_source(pack, one),
        each=one.get("each", ""),
        depth=one.get("depth"),
        bound=one.get("bound", "suggest"),
        dimensions=tuple(one.get("dimensions", ())),
        mode=one.get("mode", "full"),
        switch=one.get("switch", "limit"),
        named_by=one.get("from", ""),
        stops=tuple(one.get("stops", ())),
        **_named(one),
    )


def _register(one: Mapping[str, Any]) -> Register:
    return Register(
        question=one["question"],
        fields=dict(one["fields"]),
        family=one.get("family", ""),
        topics={topic: tuple(codes) for topic, codes in one.get("topics", {}).items()},
    )


def _family(pack: Pack, one: Mapping[str, Any]) -> Family:
    return Family(
        id=one["id"],
        name=pack.words(one["name"]),
        kinds=tuple(one.get("kinds", ())),
        own=one.get("own", False),
        effort=dict(one.get("effort", {})),
        rounds=one.get("rounds"),
        **_named(one),
    )


def _provision(pack: Pack, one: Mapping[str, Any]) -> Provision:
    return Provision(
        id=one["id"],
        exists=one["exists"],
        yes=pack.words(one["yes"]),
        no=pack.words(one["no"]),
        partly=one.get("partly", ""),
        part=pack.words_or_none(one.get("part")),
        enough=one.get("enough", False),
        needed=one.get("needed", False),
        **_named(one),
    )


def _theme(pack: Pack, one: Mapping[str, Any]) -> Theme:
    about = pack.words_or_none(one.get("about"))
    return Theme(one["id"], pack.words(one["name"]), pack.words(one["next"]), about)


def _criterion(pack: Pack, one: Mapping[str, Any]) -> Criterion:
    return Criterion(
        id=one["id"],
        theme=one["theme"],
        text=pack.words(one["text"]),
        met=one["met"],
        evidence=one.get("evidence", pack.header.evidence),
        source=_source(pack, one),
        partly=one.get("partly", ""),
        applies=one.get("applies", ""),
        essential=one.get("essential", False),
    )


def _line(pack: Pack, one: Mapping[str, Any]) -> Line:
    return Line(
        id=one["id"],
        chapter=one["chapter"],
        question=one["question"],
        text=pack.words_or_none(one.get("text")),
        note=pack.words_or_none(one.get("note")),
        when=one.get("when", ""),
    )


def _source(pack: Pack, one: Mapping[str, Any]) -> str:
    """Return the first source of an entry, that of the pack when it names none."""
    used = one.get("sources") or [one.get("source") or pack.header.source]
    first = used[0]
    return str(first["id"] if isinstance(first, dict) else first)
