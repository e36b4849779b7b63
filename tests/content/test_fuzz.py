"""Whatever a file holds, the check answers with problems and never breaks."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from paseo.content.check import check
from paseo.content.problems import Problems
from paseo.content.reading import Document, parse_yaml
from paseo.content.registry import pack_kinds
from paseo.content.schema import load_schema, walk

RIGHT = Path(__file__).parent / "right"
#: A day stays text, as our reader reads it.
DAY = re.compile(r"(?<=published: )\d{4}-\d{2}-\d{2}$", re.MULTILINE)
PACKS = {
    path.stem: yaml.safe_load(DAY.sub(r'"\g<0>"', path.read_text("utf-8")))
    for path in sorted(RIGHT.glob("*.yaml"))
}
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**6), 10**6)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=12)
    | st.sampled_from(["", " ", "us", "agree", "A-01", "percent", "1.0.0", "2026-01-01", "x\n"])
)
KEYS = st.text(max_size=6) | st.sampled_from(["id", "code", "en", "es", "from", "value", "source"])
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)
FUZZ = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def spots(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return every path in nested data."""
    found = [path] if path else []
    if isinstance(data, (dict, list)):
        pairs = data.items() if isinstance(data, dict) else enumerate(data)
        for key, inner in pairs:
            found += spots(inner, (*path, key))
    return found


@st.composite
def spoilt(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """Return a right pack with one or two of its parts exchanged, added or taken away."""
    kind = draw(st.sampled_from(sorted(PACKS)))
    data = copy.deepcopy(PACKS[kind])
    for _ in range(draw(st.integers(1, 2))):
        path = draw(st.sampled_from(spots(data) or [("pack",)]))
        into = data
        for step in path[:-1]:
            into = into[step]
        what = draw(st.sampled_from(["exchange", "exchange", "drop", "add"]))
        if what == "drop":
            del into[path[-1]]
        elif what == "add" and isinstance(into, dict):
            into[draw(KEYS)] = draw(ANYTHING)
        else:
            into[path[-1]] = draw(ANYTHING)
    return kind, data


def check_text(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "fuzz.yaml"
    path.write_bytes(raw)
    for problem in check(path):
        assert problem.sentence("es")
        assert problem.mend("en")


@FUZZ
@given(raw=st.binary(max_size=200))
def test_any_bytes_are_answered(tmp_path: Path, raw: bytes) -> None:
    check_text(tmp_path, raw)


@FUZZ
@given(text=st.text(alphabet=st.sampled_from("pack: -\n\t[]{}&*!|>'\"#%@,?aé0."), max_size=120))
def test_any_signs_of_yaml_are_answered(tmp_path: Path, text: str) -> None:
    check_text(tmp_path, text.encode())
    check_text(tmp_path, b"pack:\n  " + text.encode())


@settings(parent=FUZZ, max_examples=200)
@given(pack=spoilt())
def test_any_spoilt_pack_is_answered(tmp_path: Path, pack: tuple[str, dict[str, Any]]) -> None:
    check_text(tmp_path, json.dumps(pack[1]).encode())


@FUZZ
@given(text=st.text(alphabet=st.sampled_from('a,b\n"=;\t1.é@|'), max_size=80))
def test_any_csv_part_is_answered(tmp_path: Path, text: str) -> None:
    right = (RIGHT / "benchmark" / "pack.yaml").read_text("utf-8")
    names = (RIGHT / "benchmark" / "values.csv").read_text("utf-8").splitlines()[0]
    (tmp_path / "pack.yaml").write_text(right, "utf-8")
    for table in (text, f"{names}\n{text}"):
        (tmp_path / "values.csv").write_text(table, "utf-8")
        for problem in check(tmp_path):
            assert problem.mend("es")


#: What our walk finds beyond JSON Schema: ids twice, days, dated values, languages, blank texts.
BEYOND = {"P129", "P131", "P136", "P137", "P138", "P139", "P140"}


@settings(parent=FUZZ, max_examples=300)
@given(pack=spoilt())
def test_the_walk_and_a_json_schema_validator_refuse_the_same(
    pack: tuple[str, dict[str, Any]],
) -> None:
    kind, data = pack
    parts = ((pack_kinds()[kind].schema, data), (load_schema("header.json"), data.get("pack")))
    for schema, value in parts:
        problems = Problems()
        walk(schema, Document("x", value if isinstance(value, dict) else {}), problems, (), value)
        other = Draft202012Validator(schema).is_valid(value)
        if value is None:
            continue
        if not other:
            assert len(problems), value
        elif {problem.code for problem in problems} - BEYOND:
            # Python's "$" also matches before a last line break; ours does not.
            assert "\\n" in json.dumps(value), [str(problem) for problem in problems]


@pytest.mark.parametrize("kind", sorted(pack_kinds()))
def test_every_schema_is_json_schema(kind: str) -> None:
    Draft202012Validator.check_schema(pack_kinds()[kind].schema)
    Draft202012Validator.check_schema(load_schema("header.json"))


WORDS = st.dictionaries(
    st.sampled_from(["en", "es", "fi", "pt-BR"]),
    st.text(
        alphabet=st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufeff"),
        min_size=1,
        max_size=30,
    ),
    min_size=1,
)


@FUZZ
@given(words=WORDS)
def test_a_language_map_is_read_as_it_was_written(words: dict[str, str]) -> None:
    problems = Problems()
    text = yaml.safe_dump({"name": words}, allow_unicode=True)
    read = parse_yaml(text, "x.yaml", problems)
    assert len(problems) == 0
    assert read == {"name": words}
