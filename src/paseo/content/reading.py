"""Read one YAML file as plain data that remembers its lines, and refuse what could harm."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from paseo.content.problems import Place, Problem, Problems

MOST_BYTES: Final = 5_000_000
MOST_ITEMS: Final = 400_000
DEEPEST: Final = 32


class LinedMap(dict[str, Any]):
    """A mapping that knows the line of itself and of each key."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class LinedList(list[Any]):
    """A list that knows the line of itself and of each item."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: list[int] = []


def line_of(data: Any, path: Sequence[str | int]) -> int | None:
    """Return the line on which the thing at ``path`` stands, or of the nearest above it.

    >>> line_of(parse_yaml("a:\\n  b: 1\\n  c: 2\\n", "x.yaml", Problems()), ("a", "c"))
    3
    """
    line: int | None = getattr(data, "line", None)
    for step in path:
        if isinstance(data, LinedMap) and step in data:
            line = data.lines.get(str(step), line)
        elif isinstance(data, LinedList) and isinstance(step, int) and step < len(data):
            line = data.lines[step]
        else:
            return line
        data = data[step]
    return line


@dataclass(frozen=True)
class Document:
    """One file that was read: its data, and the name under which problems show it."""

    file: str
    data: LinedMap
    rows: bool = False  # lines of a table are called rows

    def place(self, path: Sequence[str | int] = ()) -> Place:
        line = line_of(self.data, path)
        entry = "/".join(steps(self.data, path))
        if self.rows:
            return Place(self.file, row=line, entry=entry)
        return Place(self.file, line=line, entry=entry)


def steps(data: Any, path: Sequence[str | int]) -> Iterator[str]:
    """Yield a path in words: a list item is called by its id or code where it has one."""
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            data = None
        if isinstance(step, int):
            name = next(
                (data[key] for key in ("id", "code", "indicator") if _named(data, key)), step + 1
            )
            yield str(name)
        else:
            yield step


def _named(data: Any, key: str) -> bool:
    return isinstance(data, dict) and isinstance(data.get(key), str) and bool(data[key])


def read_text(path: Path, problems: Problems, shown: str, most: int = MOST_BYTES) -> str | None:
    """Return the text of a UTF-8 file, or None after saying why it cannot be read."""
    if not path.is_file():  # also refuses devices and pipes, which never end
        problems.add("P101", Place(shown), file=path.name)
        return None
    try:
        with path.open("rb") as file:
            raw = file.read(most + 1)
    except OSError:
        problems.add("P114", Place(shown))
        return None
    if len(raw) > most:
        problems.add("P103", Place(shown), most=f"{most // 1_000_000} MB")
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problems.add("P104", Place(shown, line=raw.count(b"\n", 0, error.start) + 1))
        return None
    if "\0" in text:
        problems.add("P104", Place(shown, line=text.count("\n", 0, text.index("\0")) + 1))
        return None
    if not text.strip():
        problems.add("P102", Place(shown))
        return None
    return text


def read_yaml(path: Path, problems: Problems, shown: str = "") -> Document | None:
    """Read one YAML file whose top is a mapping; None after saying why it cannot be read."""
    shown = shown or path.name
    text = read_text(path, problems, shown)
    if text is None:
        return None
    before = len(problems)
    data = parse_yaml(text, shown, problems)
    if len(problems) > before:
        return None
    if not isinstance(data, LinedMap):
        problems.add("P112", Place(shown, line=getattr(data, "line", 1)))
        return None
    return Document(shown, data)


def parse_yaml(text: str, shown: str, problems: Problems, only: str = "") -> Any:
    """Return the data of a YAML text with its lines; with ``only``, stop after that first key.

    Built from parser events one by one, because composing nodes recurses in C and a deeply
    nested file would take the whole process with it.
    """
    builder = _Builder(shown, problems, only)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            if not builder.take(event):
                break
    except yaml.YAMLError as error:
        problems.extend([_syntax(error, text, shown)])
    return builder.result


_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _syntax(error: yaml.YAMLError, text: str, shown: str) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    lines = text.splitlines() or [""]
    number = min(mark.line, len(lines) - 1) if mark else 0
    line = lines[number]
    indent = line[: len(line) - len(line.lstrip())]
    code = "P106" if "\t" in indent or "'\\t'" in str(error) else "P105"
    return Problem(code, Place(shown, line=number + 1), {"text": line.strip()[:60]})


class _Builder:
    """Builds data from YAML events; ``take`` answers whether to go on."""

    def __init__(self, shown: str, problems: Problems, only: str) -> None:
        self.shown = shown
        self.problems = problems
        self.only = only
        self.result: Any = None
        self._open: list[LinedMap | LinedList] = []
        self._keys: list[str | None] = []
        self._items = 0
        self._documents = 0

    def take(self, event: Any) -> bool:
        match event:
            case yaml.ScalarEvent():
                return self._plain(event) and self._scalar(event)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                return self._plain(event) and self._start(event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._open.pop()
                self._keys.pop()
                return not self._read_enough()
            case yaml.AliasEvent():
                return self._stop("P108", event, name=str(event.anchor)[:40])
            case yaml.DocumentStartEvent():
                self._documents += 1
                return self._documents == 1 or self._stop("P111", event)
        return True

    def _read_enough(self) -> bool:
        """Say whether the first key of the file, the only one wanted, is complete."""
        return bool(self.only) and len(self._open) == 1

    def _stop(self, code: str, event: Any, **values: Any) -> bool:
        self.problems.add(code, Place(self.shown, line=event.start_mark.line + 1), **values)
        return False

    def _plain(self, event: Any) -> bool:
        if event.anchor is not None:
            return self._stop("P108", event, name=str(event.anchor)[:40])
        if event.tag is not None and not event.tag.startswith("tag:yaml.org,2002:str"):
            return self._stop("P107", event, tag=str(event.tag)[:60])
        self._items += 1
        if self._items > MOST_ITEMS:
            return self._stop("P103", event, most=str(MOST_ITEMS))
        return True

    def _start(self, event: Any) -> bool:
        line = event.start_mark.line + 1
        is_map = isinstance(event, yaml.MappingStartEvent)
        if len(self._open) >= DEEPEST:
            return self._stop("P109", event, most=DEEPEST)
        if self._waits_for_key():
            return self._stop("P105", event, text="? ")
        made: LinedMap | LinedList = LinedMap(line) if is_map else LinedList(line)
        self._put(made, line)
        self._open.append(made)
        self._keys.append(None)
        return True

    def _scalar(self, event: Any) -> bool:
        line = event.start_mark.line + 1
        if self._waits_for_key():
            return self._key(event, line)
        plain = event.implicit[0] and not event.style
        self._put(_resolve(event.value) if plain else event.value, line)
        return not self._read_enough()

    def _waits_for_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1], LinedMap) and self._keys[-1] is None

    def _key(self, event: Any, line: int) -> bool:
        into = self._open[-1]
        assert isinstance(into, LinedMap)
        if event.value in into:
            first = into.lines[event.value]
            return self._stop("P110", event, key=event.value[:60], first=first)
        self._keys[-1] = event.value
        into.lines[event.value] = line
        return True

    def _put(self, value: Any, line: int) -> None:
        if not self._open:
            self.result = value
            return
        into = self._open[-1]
        if isinstance(into, LinedMap):
            key = self._keys[-1]
            assert key is not None
            into[key] = value
            self._keys[-1] = None
        else:
            into.append(value)
            into.lines.append(line)


_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_NUMBER = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)([eE][-+]?[0-9]{1,3})?")
_WORDS: Final = {"true": True, "false": False, "null": None, "~": None, "": None}


def _resolve(value: str) -> Any:
    """Return what an unquoted word means (YAML 1.2): ``no`` stays the language, 0401 a code."""
    if value in _WORDS:
        return _WORDS[value]
    if _INTEGER.fullmatch(value):
        return int(value)
    if len(value) < 40 and _NUMBER.fullmatch(value) and not re.match(r"[-+]?0[0-9]", value):
        number = float(value)
        return number if math.isfinite(number) else value
    return value
