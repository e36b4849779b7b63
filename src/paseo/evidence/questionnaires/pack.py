"""From a checked pack to a questionnaire."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from paseo.content.pack import Pack
from paseo.content.phrases import load_phrases
from paseo.content.store import store
from paseo.evidence.questionnaires.questionnaire import (
    CLOSED,
    MISSING,
    Change,
    Consent,
    MatrixRow,
    Option,
    OptionList,
    Question,
    Questionnaire,
    Section,
    SourceUse,
)

#: The section of a questionnaire that defines none.
ONLY_SECTION: Final = "main"


def load_questionnaire(pack: str) -> Questionnaire:
    """Return a questionnaire by the id of its pack; the same object while its files stay.

    Raises:
        Refused: when there is no such questionnaire, or it has an error.
    """
    found: Questionnaire = store().build(pack, "questionnaire")
    return found


def build_questionnaire(pack: Pack) -> Questionnaire:
    """Return a checked questionnaire pack as a questionnaire."""
    build = _Builder(pack)
    header = pack.header
    return Questionnaire(
        id=pack.id,
        version=header.version,
        title=header.title,
        description=header.description,
        language=header.language,
        languages=header.languages,
        sections=build.sections(),
        provider=header.provider,
        licence=header.licence,
        evidence=header.evidence,  # type: ignore[arg-type]  # the schema knows the three marks
        consent=build.consent(),
        changes=tuple(build.change(one) for one in pack.section("changes")),
        sources={one["id"]: pack.words(one["title"]) for one in pack.section("sources")},
        many=bool(pack.sections.get("many", False)),
    )


def type_of(one: Mapping[str, Any]) -> str:
    """Return the type of a question or field, which may be left out.

    >>> type_of({"scale": "agree"}), type_of({"id": "q"}), type_of({"type": "date"})
    ('single', 'text', 'date')
    """
    closed = "scale" in one or "options" in one
    return str(one.get("type") or ("single" if closed else "text"))


class _Builder:
    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.scales = {one["id"]: one for one in pack.section("scales")}
        words = load_phrases("paseo.evidence.questionnaires")
        self.missing = {code: Option(code, words.map(f"missing_{code}")) for code in MISSING}
        self.missing |= {one["code"]: self.option(one) for one in pack.section("missing")}

    def sections(self) -> tuple[Section, ...]:
        pack = self.pack
        defined = pack.section("sections") or [
            {"id": ONLY_SECTION, "name": dict(pack.header.title)}
        ]
        first = defined[0]["id"]
        held: dict[str, list[Question]] = {one["id"]: [] for one in defined}
        for one in pack.section("questions"):
            section = one.get("section", first)
            held[section].append(self.question(one, section))
        return tuple(
            Section(
                id=one["id"],
                name=pack.words(one["name"]),
                questions=tuple(held[one["id"]]),
                intro=pack.words_or_none(one.get("intro")),
                relevant=one.get("relevant", ""),
            )
            for one in defined
        )

    def consent(self) -> Consent | None:
        found = self.pack.mapping("consent")
        if not found:
            return None
        evidence = found.get("evidence", self.pack.header.evidence)
        return Consent(self.pack.words(found["text"]), found.get("required", True), evidence)

    def change(self, one: Mapping[str, Any]) -> Change:
        question = one.get("question", "")
        return Change(
            since=one["since"],
            question=question,
            was=one.get("was", question),
            kind=one["kind"],
            codes={str(then): str(now) for then, now in one.get("codes", {}).items()},
            note=self.pack.words_or_none(one.get("note")),
        )

    def question(self, one: Mapping[str, Any], section: str) -> Question:
        pack = self.pack
        kind = type_of(one)
        options = self.options(one)
        sources = self.sources(one)
        evidence = one.get("evidence", pack.header.evidence)
        return Question(
            id=one["id"],
            section=section,
            type=kind,  # type: ignore[arg-type]  # the schema knows the types
            text=pack.words(one["text"]),
            evidence=evidence,
            sources=sources,
            help=pack.words_or_none(one.get("help")),
            options=options,
            rows=tuple(
                MatrixRow(row["id"], pack.words(row["text"])) for row in one.get("rows", ())
            ),
            fields=tuple(
                # A field says what its question says: it is of the same source.
                replace(self.question(field, section), evidence=evidence, sources=sources)
                for field in one.get("fields", ())
            ),
            missing=self.missing_of(one, options) if kind != "note" else (),
            unit=pack.words_or_none(one.get("unit")),
            low=one.get("low"),
            high=one.get("high"),
            whole=one.get("whole", False),
            low_anchor=pack.words_or_none(one.get("low_anchor")),
            high_anchor=pack.words_or_none(one.get("high_anchor")),
            long=one.get("long", False),
            area=one.get("area", False),
            accepts=tuple(one.get("accepts", ())),
            required=one.get("required", False),
            relevant=one.get("relevant", ""),
            constraint=one.get("constraint", ""),
            constraint_message=pack.words_or_none(one.get("constraint_message")),
            indicators=tuple(one.get("indicators", ())),
            sensitive=one.get("sensitive", False),
            wording=one.get("wording", ""),
            official=tuple(one.get("official", ())),
        )

    def options(self, one: Mapping[str, Any]) -> OptionList | None:
        """Return the list of a closed question, its reasons for no answer included."""
        if type_of(one) not in CLOSED:
            return None
        scale = self.scales.get(one.get("scale", ""), {})
        points = one.get("options") or scale.get("points", ())
        own = tuple(self.option(point) for point in scale.get("missing", ()))
        if "missing" in one:
            worded = {option.code: option for option in own}
            own = tuple(worded.get(code) or self.missing[code] for code in one["missing"])
        return OptionList(
            id=one.get("scale") or one["id"],
            name=self.pack.words(scale.get("name") or one["text"]),
            options=tuple(self.option(point) for point in points),
            missing=own,
        )

    def missing_of(self, one: Mapping[str, Any], options: OptionList | None) -> tuple[Option, ...]:
        if options is not None:
            return options.missing
        return tuple(self.missing[code] for code in one.get("missing", ()))

    def option(self, point: Mapping[str, Any]) -> Option:
        return Option(
            code=str(point["code"]),
            label=self.pack.words(point["label"]),
            other=point.get("other", False),
            exclusive=point.get("exclusive", False),
        )

    def sources(self, one: Mapping[str, Any]) -> tuple[SourceUse, ...]:
        used = one.get("sources") or [one.get("source") or self.pack.header.source]
        return tuple(
            SourceUse(source) if isinstance(source, str)
            else SourceUse(source["id"], source.get("detail", ""))
            for source in used
            if source
        )  # fmt: skip
