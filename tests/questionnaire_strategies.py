"""Random questionnaires of all types, as packs can hold them, for property tests."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from paseo.evidence.questionnaires.plain import from_plain
from paseo.evidence.questionnaires.questionnaire import MISSING, Questionnaire

CLOSED = ("single", "multiple", "scale", "ranking", "matrix")
LEAVES = ("single", "multiple", "scale", "number", "date", "text", "ranking", "file", "place")

#: Signs that people write, some of which mean something to XML, XPath, YAML or a spreadsheet.
_SIGNS = "abcXYZ$ äñ€ß«»“”'\"<>&=+-@#:%{}[](),.;!?*|\\/\n0123456789日本🙂"
text = st.text(alphabet=_SIGNS, min_size=1, max_size=30).filter(str.strip) | st.sampled_from(
    ["${q0} and ${nobody}", "${ q0 }", "$${", "=1+1", "- a: b", "007", "yes", "2026-11-25"]
)


def words(languages: tuple[str, ...]) -> st.SearchStrategy[dict[str, str]]:
    """Texts in some of the languages, in the first one always."""
    first, *others = languages
    return st.fixed_dictionaries({first: text}, optional=dict.fromkeys(others, text))


@st.composite
def options(draw: st.DrawFn, languages: tuple[str, ...], kind: str) -> list[dict[str, Any]]:
    codes = draw(
        st.lists(st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,5}", fullmatch=True),
                 min_size=1, max_size=5, unique=True)
    )  # fmt: skip
    made = []
    for code in codes:
        one: dict[str, Any] = {"code": code, "label": draw(words(languages))}
        if kind != "matrix" and draw(st.integers(0, 5)) == 0:
            one["other"] = True
        if kind == "multiple" and draw(st.integers(0, 4)) == 0:
            one["exclusive"] = True
        made.append(one)
    return made


@st.composite
def asked(
    draw: st.DrawFn, languages: tuple[str, ...], kind: str, code: str, scales: list[str],
    before: list[str],
) -> dict[str, Any]:  # fmt: skip
    """What a question and a field have alike."""
    one: dict[str, Any] = {"id": code, "type": kind, "text": draw(words(languages))}
    optional = draw(st.sets(st.sampled_from(
        ["help", "required", "relevant", "constraint", "missing", "sensitive", "limits", "anchors",
         "unit", "flag"]
    )))  # fmt: skip
    if "help" in optional:
        one["help"] = draw(words(languages))
    one |= dict.fromkeys(optional & {"required", "sensitive"}, True)
    if "relevant" in optional and before:
        one["relevant"] = f"string-length(${{{draw(st.sampled_from(before))}}}) < 9"
    if kind in CLOSED:
        if scales and draw(st.booleans()):
            one["scale"] = draw(st.sampled_from(scales))
        else:
            one["options"] = draw(options(languages, kind))
    if "missing" in optional and kind != "note":
        one["missing"] = draw(st.lists(st.sampled_from(MISSING), unique=True, max_size=3))
    draw(_of_type(one, kind, optional, languages))
    if "unit" in optional and kind == "number":
        one["unit"] = draw(words(languages))
    if "constraint" in optional and kind in LEAVES:
        one["constraint"] = "string-length(.) < 50"
        if draw(st.booleans()):
            one["constraint_message"] = draw(words(languages))
    return one


def _of_type(
    one: dict[str, Any], kind: str, optional: set[str], languages: tuple[str, ...]
) -> st.SearchStrategy[Any]:
    @st.composite
    def fill(draw: st.DrawFn) -> None:
        if "limits" in optional and kind == "date":
            one["low"] = "2001-02-03"
            if draw(st.booleans()):
                one["high"] = "2030-12-31"
        elif "limits" in optional and kind in ("number", "multiple", "ranking", "file", "repeat"):
            number = st.integers(0, 9) | st.sampled_from([0.5, 2.25, -3.0, 1e-7])
            one["low"] = draw(number if kind == "number" else st.integers(0, 3))
            if draw(st.booleans()):
                one["high"] = one["low"] + draw(st.integers(0, 5))
        if "anchors" in optional and kind in ("scale", "number"):
            one["low_anchor"] = draw(words(languages))
            if draw(st.booleans()):
                one["high_anchor"] = draw(words(languages))
        flags = {"number": "whole", "text": "long", "place": "area"}
        if "flag" in optional and kind in flags:
            one[flags[kind]] = True
        if "flag" in optional and kind == "file":
            one["accepts"] = draw(st.sampled_from([[".pdf"], [".jpg", ".png"], [".csv", ".jpg"]]))

    return fill()


@st.composite
def question(
    draw: st.DrawFn, languages: tuple[str, ...], at: int, scales: list[str], before: list[str],
    sections: list[str],
) -> dict[str, Any]:  # fmt: skip
    kind = draw(st.sampled_from([*LEAVES, "matrix", "record", "repeat", "note"]))
    one = draw(asked(languages, kind, f"q{at}", scales, before))
    one["section"] = sections[at] if at < len(sections) else draw(st.sampled_from(sections))
    if draw(st.booleans()):
        one["evidence"] = draw(st.sampled_from(["stated", "adapted", "composed"]))
    if draw(st.booleans()):
        one["sources"] = [{"id": "second", "detail": draw(text)}, "first"]
    if draw(st.integers(0, 3)) == 0:
        one["indicators"] = ["SAF-01", "URB-02"]
        one["wording"] = "sdg-16.1.4"
    if kind == "matrix":
        one["rows"] = [{"id": f"r{n}", "text": draw(words(languages))}
                       for n in range(draw(st.integers(1, 3)))]  # fmt: skip
    if kind in ("record", "repeat"):
        one["fields"] = [
            draw(asked(languages, draw(st.sampled_from(LEAVES)), f"f{n}", scales, before))
            for n in range(draw(st.integers(1, 3)))
        ]
    return one


@st.composite
def questionnaires(draw: st.DrawFn) -> Questionnaire:
    """A questionnaire with sections, shared scales and questions of any type."""
    languages = draw(st.sampled_from([("en",), ("es", "en"), ("en", "fr", "pt-BR"), ("de", "es")]))
    scales = [
        {
            "id": f"scale-{n}", "name": draw(words(languages)),
            "points": draw(options(languages, "single")),
            "missing": [{"code": "dont_know", "label": draw(words(languages))}]
            if draw(st.booleans()) else [],
        }
        for n in range(draw(st.integers(0, 2)))
    ]  # fmt: skip
    if draw(st.booleans()):
        points = range(draw(st.integers(0, 2)), draw(st.integers(4, 12)))
        scales.append(
            {"id": "slider", "name": draw(words(languages)), "missing": [],
             "points": [{"code": str(n), "label": dict.fromkeys(languages, str(n))}
                        for n in points]}
        )  # fmt: skip
    sections = [f"s{n}" for n in range(draw(st.integers(1, 3)))]
    questions: list[dict[str, Any]] = []
    before: list[str] = []
    for at in range(draw(st.integers(len(sections), 7))):
        names = [one["id"] for one in scales]
        made = draw(question(languages, at, names, list(before), sections))
        questions.append(made)
        if made["type"] in LEAVES:
            before.append(made["id"])
    if all(one["type"] == "note" for one in questions):
        questions[0] = draw(asked(languages, "text", "q0", [], [])) | {"section": "s0"}
    plain = {
        "header": {
            "id": "x.questionnaire.random", "kind": "questionnaire", "version": "1.2.0",
            "published": "2026-11-25", "language": languages[0], "languages": list(languages),
            "licence": "CC-BY-4.0", "evidence": draw(st.sampled_from(["stated", "composed"])),
            "source": "first", "target": "", "title": draw(words(languages)),
            "provider": draw(words(languages)),
            "description": draw(words(languages)) if draw(st.booleans()) else {},
        },
        "sections": {
            "sources": [{"id": "first", "title": draw(words(languages))},
                        {"id": "second", "title": draw(words(languages))}],
            "scales": scales,
            "missing": [{"code": "refused", "label": draw(words(languages))}]
            if draw(st.booleans()) else [],
            "sections": [
                {"id": one, "name": draw(words(languages))}
                | ({"intro": draw(words(languages))} if draw(st.booleans()) else {})
                | ({"relevant": "1 = 1"} if draw(st.booleans()) else {})
                for one in sections
            ],
            "questions": questions,
            "many": draw(st.booleans()),
            "changes": [{"since": "1.0.0", "question": "q0", "was": "old", "kind": "wording",
                         "note": draw(words(languages))}]
            if draw(st.booleans()) else [],
        },
    }  # fmt: skip
    if draw(st.booleans()):
        plain["sections"]["consent"] = {
            "text": draw(words(languages)), "required": draw(st.booleans()),
        }  # fmt: skip
    return from_plain(plain)
