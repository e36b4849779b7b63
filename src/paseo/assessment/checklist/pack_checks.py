"""What the schema of checklists cannot say: conditions, questions, codes, indicators, keys."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from paseo.assessment.checklist.pack import build_checklist
from paseo.assessment.framework_pack import build_framework
from paseo.content.hints import hint, listed
from paseo.content.pack import Pack
from paseo.content.problems import Place, Problems
from paseo.content.registry import Shelf
from paseo.content.rules import ids
from paseo.content.target import check_codes
from paseo.evidence.questionnaires.logic.evaluation import as_text
from paseo.evidence.questionnaires.logic.syntax import (
    Call,
    Chain,
    Literal,
    LogicError,
    Name,
    Node,
    names,
    parse,
    parts,
)
from paseo.evidence.questionnaires.pack import build_questionnaire
from paseo.evidence.questionnaires.questionnaire import Question, Questionnaire
from paseo.evidence.questionnaires.variables import Variable, variables

#: What an effect needs, and what belongs to others.
_NEEDS: Final = {
    "depth": ("depth",),
    "dimension": ("dimensions", "mode"),
    "switch": ("switch",),
    "warning": (),
}
_OWN: Final = ("depth", "bound", "dimensions", "mode", "switch", "from", "stops")
_MAY: Final = {
    "depth": ("depth", "bound"),
    "dimension": ("dimensions", "mode"),
    "switch": ("switch", "from"),
    "warning": ("stops", "from"),
}
_CONDITIONS: Final = (
    ("rules", "when"), ("provisions", "exists"), ("provisions", "partly"), ("criteria", "met"),
    ("criteria", "partly"), ("criteria", "applies"), ("lines", "when"),
)  # fmt: skip
_CODED: Final = ("rules", "groups", "families", "provisions")
_FILLED: Final = re.compile(r"%\((\w+)\)s")


class _Written(NamedTuple):
    """A condition where it stands."""

    place: Place
    entry: str
    text: str
    each: str


def check_checklist(pack: Pack, problems: Problems, shelf: Shelf) -> None:
    """Find what the schema of checklists cannot say."""
    for at, rule in enumerate(pack.section("rules")):
        _check_keys(pack, at, rule, problems)
    check_codes(pack, _codes(pack), problems, shelf)
    _check_framework(pack, problems, shelf)
    wanted = str(pack.sections["questionnaire"])
    found = shelf.find(wanted)
    if found is None or found.header.kind != "questionnaire":
        place = pack.documents[0].place(("questionnaire",))
        known = shelf.ids("questionnaire")
        problems.add("K750", place, value=wanted[:80], hint=hint(wanted, known))
        return
    checker = _Checker(build_questionnaire(found), problems)
    for written in _conditions(pack):
        checker.check(written)
    checker.check_registers(pack)
    checker.check_lines(pack)


def _check_keys(pack: Pack, at: int, rule: Mapping[str, Any], problems: Problems) -> None:
    effect = rule["effect"]
    for key in _NEEDS[effect]:
        if key not in rule:
            problems.add("K756", pack.place("rules", at), id=rule["id"], effect=effect, key=key)
    for key in rule:
        if key in _OWN and key not in _MAY[effect]:
            place = pack.place("rules", at, key)
            problems.add("K757", place, key=key, effect=effect, known=listed(_MAY[effect]))
    if "from" in rule and "each" not in rule:
        problems.add("K756", pack.place("rules", at), id=rule["id"], effect="from", key="each")
    if effect == "switch" and not {"indicators", "groups", "from"} & set(rule):
        key = "indicators"
        problems.add("K756", pack.place("rules", at), id=rule["id"], effect=effect, key=key)


def _codes(pack: Pack) -> Iterator[tuple[str, Place]]:
    """Yield every indicator that the pack names, with its place."""
    for section in _CODED:
        for at, one in enumerate(pack.section(section)):
            for key in ("indicators", "except"):
                for inner, code in enumerate(one.get(key, ())):
                    yield str(code), pack.place(section, at, key, inner)
    for at, one in enumerate(pack.section("registers")):
        for topic, codes in one.get("topics", {}).items():
            for inner, code in enumerate(codes):
                yield str(code), pack.place("registers", at, "topics", topic, inner)


def _check_framework(pack: Pack, problems: Problems, shelf: Shelf) -> None:
    target = shelf.find(pack.header.target)
    if target is None or target.header.kind != "framework":
        return  # said already
    known = ids(target, "dimensions")
    named = [
        *((one, pack.place("together", at)) for at, one in enumerate(pack.section("together"))),
        *(
            (one, pack.place(section, at, "dimensions", inner))
            for section in ("rules", "groups")
            for at, entry in enumerate(pack.section(section))
            for inner, one in enumerate(entry.get("dimensions", ()))
        ),
    ]
    for dimension, place in named:
        if dimension not in known:
            values = {"value": dimension[:60], "target": pack.header.target}
            problems.add("K754", place, **values, hint=hint(dimension, known), known=listed(known))
    if problems.errors:
        return
    framework = build_framework(target)
    for at, group in enumerate(build_checklist(pack).groups.values()):
        if not group.codes(framework):
            problems.add("K755", pack.place("groups", at), id=group.id)


def _conditions(pack: Pack) -> Iterator[_Written]:
    for section, key in _CONDITIONS:
        for at, one in enumerate(pack.section(section)):
            if key in one:
                place = pack.place(section, at, key)
                yield _Written(place, str(one["id"]), one[key], one.get("each", ""))


class _Checker:
    def __init__(self, questionnaire: Questionnaire, problems: Problems) -> None:
        self.questionnaire = questionnaire
        self.problems = problems
        self.variables: Final = {one.name: one for one in variables(questionnaire)}
        self.groups: Final = {
            one.id: one
            for one in questionnaire.questions()
            if one.type in ("matrix", "record", "repeat")
        }

    def check(self, one: _Written) -> None:
        try:
            expression = parse(one.text)
        except LogicError as error:
            values = {"id": one.entry, "at": error.position, "reason": error.reason}
            self.problems.add("K752", one.place, **values)
            return
        if one.each and not self._is_repeat(one.each):
            self._no_group(one.place, one.each)
            return
        known = {*self.variables, *self.groups}
        for name in sorted(names(expression)):
            if name not in known:
                self._unknown(one.place, one.entry, name)
        for name, code in _compared(expression.root):
            self._check_code(one, name, code)

    def _check_code(self, one: _Written, name: str, code: str) -> None:
        variable = self.variables.get(name)
        offered = _offered(variable) if variable else ()
        if offered and code not in offered:
            self.problems.add(
                "K753", one.place, id=one.entry, name=name, value=code,
                hint=hint(code, offered), known=listed(offered),
            )  # fmt: skip

    def _unknown(self, place: Place, entry: str, name: str) -> None:
        near = hint(name, {*self.variables, *self.groups})
        values = {"value": name[:60], "questionnaire": self.questionnaire.id}
        self.problems.add("K751", place, id=entry, hint=near, **values)

    def _is_repeat(self, name: str) -> bool:
        found = self.groups.get(name)
        return found is not None and found.type == "repeat"

    def _no_group(self, place: Place, name: str) -> None:
        groups = [one.id for one in self.groups.values() if one.type == "repeat"]
        self.problems.add(
            "K758", place, value=name[:60], hint=hint(name, groups), known=listed(groups)
        )

    def check_registers(self, pack: Pack) -> None:
        """Compare the fields of each register, and those that name indicators, with the groups."""
        for at, one in enumerate(pack.section("registers")):
            place = pack.place("registers", at, "question")
            if not self._is_repeat(one["question"]):
                self._no_group(place, one["question"])
                continue
            for role, field in one["fields"].items():
                where = pack.place("registers", at, "fields", role)
                self._field(where, self.groups[one["question"]], field)
        for at, one in enumerate(pack.section("rules")):
            if "from" in one and self._is_repeat(one.get("each", "")):
                self._field(pack.place("rules", at, "from"), self.groups[one["each"]], one["from"])

    def _field(self, place: Place, group: Question, field: str) -> None:
        if field not in {one.id for one in group.fields}:
            self._unknown(place, group.id, f"{group.id}_{field}")

    def check_lines(self, pack: Pack) -> None:
        """Each line of the annex asks for a question there is, and for fields that it has."""
        for at, one in enumerate(pack.section("lines")):
            question = self.questionnaire.question(one["question"])
            if question is None:
                self._unknown(pack.place("lines", at, "question"), one["id"], one["question"])
                continue
            parts_of = {one.id for one in question.fields} | {one.id for one in question.rows}
            parts_of |= {"answer", "absent"}
            words = one.get("text", {})
            texts = words.values() if isinstance(words, dict) else [words]
            for name in sorted({name for text in texts for name in _FILLED.findall(text)}):
                if name not in parts_of:
                    place = pack.place("lines", at, "text")
                    self._unknown(place, one["id"], f"{question.id}_{name}")


def _compared(root: Node) -> Iterator[tuple[str, str]]:
    """Yield the names that a condition compares with a code, and the code."""
    for node in parts(root):
        pairs: list[tuple[Node, Node]] = []
        if isinstance(node, Chain) and node.rest[0][0] in ("=", "!="):
            pairs = [(node.first, node.rest[0][1]), (node.rest[0][1], node.first)]
        elif isinstance(node, Call) and node.function == "selected":
            pairs = [(node.arguments[0], node.arguments[1])]
        for left, right in pairs:
            if isinstance(left, Name) and isinstance(right, Literal) and right.value != "":
                yield left.name, as_text(right.value)


def _offered(variable: Variable) -> tuple[str, ...]:
    """Return the codes that a variable can hold, nothing where it holds anything."""
    question = variable.question
    if variable.kind == "missing":
        return question.missing_codes()
    if question.options is None or variable.kind not in ("code", "codes", "order"):
        return ()
    return (*question.options.codes(), *question.missing_codes())
