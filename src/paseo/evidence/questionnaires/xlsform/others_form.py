"""Sections and questions from a form that others wrote."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from paseo.content.hints import listed
from paseo.content.language import LanguageMap
from paseo.content.problems import Place, Problems
from paseo.evidence.questionnaires.questionnaire import (
    Evidence,
    MatrixRow,
    Question,
    Section,
    SourceUse,
)
from paseo.evidence.questionnaires.xlsform.limits import say
from paseo.evidence.questionnaires.xlsform.others_choices import OthersChoices
from paseo.evidence.questionnaires.xlsform.others_question import SILENT, OthersQuestions
from paseo.evidence.questionnaires.xlsform.renaming import Renaming, unique, valid_id
from paseo.evidence.questionnaires.xlsform.rows import Form
from paseo.evidence.questionnaires.xlsform.tree import Node

#: Id of the section for questions that stand in no group.
_NO_GROUP: Final = "main"
#: Between the names of groups that stand within each other.
_DASH: Final = " – "


@dataclass(frozen=True)
class Within:
    """A row with the groups around it.

    Args:
        section: the groups up to the innermost one that has a name for people.
        inner: groups within that are there for layout or a condition only.
    """

    node: Node
    section: tuple[Node, ...]
    inner: tuple[Node, ...]


class Drafts:
    """Makes sections and questions of rows; expressions stay as written until all names are known.

    Attributes:
        calculations: name of a calculated value to its expression.
        silent: names of rows that ask nobody anything.
    """

    def __init__(
        self, form: Form, names: Renaming, problems: Problems, evidence: Evidence, source: str,
        taken_sections: Iterable[str] = (),
    ) -> None:  # fmt: skip
        self.form = form
        self.problems = problems
        self.names = names
        self.choices = OthersChoices(form, problems)
        self.one = OthersQuestions(form, names, self.choices, problems, evidence, source)
        self.calculations: dict[str, str] = {}
        self.silent: list[str] = []
        self._sections = {code.lower() for code in taken_sections}

    def sections(self, nodes: Sequence[Node]) -> list[Section]:
        """Return rows as sections: one for each run of rows in the same groups."""
        found: list[Section] = []
        rows = self._flat(nodes, (), ())
        for _, held in groupby(rows, key=lambda one: tuple(id(node) for node in one.section)):
            run = list(held)
            path = run[0].section
            code = self._section_id(path)
            questions = tuple(question for one in run for question in self._made(one, code))
            if questions:
                found.append(self._section(code, path, questions))
            else:
                self._sections.discard(code.lower())
        return found

    def questions(self, nodes: Sequence[Node], section: str) -> Iterator[Question]:
        """Yield rows as questions of one section, whatever groups are around them."""
        for one in self._flat(nodes, (), ()):
            yield from self._made(replace(one, section=(), inner=one.section + one.inner), section)

    def _flat(
        self, nodes: Sequence[Node], section: tuple[Node, ...], inner: tuple[Node, ...]
    ) -> Iterator[Within]:
        for node in nodes:
            if node.type.kind != "group" or _is_matrix(node):
                yield Within(node, section, inner)
            elif node.row.words("label"):
                yield from self._flat(node.inside, (*section, *inner, node), ())
            else:
                yield from self._flat(node.inside, section, (*inner, node))

    def _section_id(self, path: tuple[Node, ...]) -> str:
        return unique(valid_id(path[-1].name) if path else _NO_GROUP, self._sections)

    def _section(
        self, code: str, path: tuple[Node, ...], questions: tuple[Question, ...]
    ) -> Section:
        labels = [words for node in path if (words := node.row.words("label"))]
        if labels:
            name = LanguageMap(
                {
                    language: _DASH.join(one.read(language).words for one in labels)
                    for language in dict.fromkeys(code for one in labels for code in one)
                }
            )
            self.one.rows[code + "/"] = path[-1].row
        else:
            name = say("only_section", tuple(self.form.languages))
        return Section(code, name, questions, relevant=_all(path))

    def _made(self, one: Within, section: str) -> Iterator[Question]:
        node = one.node
        relevant = _all((*one.inner, node))
        if node.type.kind in SILENT:
            self._left_out(node)
        elif node.type.kind == "repeat":
            yield from self._repeat(node, section, relevant)
        elif _is_matrix(node):
            yield from self._matrix(node, section, relevant)
        elif not _is_heading(node):
            yield self.one.question(node, section, relevant)

    def _left_out(self, node: Node) -> None:
        self.silent.append(node.name or node.type.written)
        if node.type.kind == "calculate" and node.row.word("calculation"):
            self.calculations[node.name] = node.row.word("calculation")

    def _matrix(self, node: Node, section: str, relevant: str) -> Iterator[Question]:
        asked = [one for one in node.inside if not _is_heading(one)]
        options = self.choices.options(asked[0].type.list, False)
        if options is None:
            return
        prefix = node.name + "_"
        code = self.names.id(node.name, tuple(one.name[len(node.name) :] for one in asked))
        for one in asked:
            self.names.names[one.name] = code + one.name[len(node.name) :]
            self.one.lists[code + one.name[len(node.name) :]] = one.type.list
        self.one.rows[code] = node.row
        yield Question(
            id=code,
            section=section,
            type="matrix",
            text=node.row.words("label") or LanguageMap({self.form.language: node.name}),
            evidence=self.one.evidence,
            sources=(SourceUse(self.one.source),),
            options=options,
            rows=tuple(
                MatrixRow(
                    one.name.removeprefix(prefix),
                    one.row.words("label") or LanguageMap({self.form.language: one.name}),
                )
                for one in asked
            ),
            missing=options.missing,
            required=all(one.row.word("required").lower() in ("yes", "true") for one in asked),
            relevant=relevant,
        )

    def _repeat(self, node: Node, section: str, relevant: str) -> Iterator[Question]:
        code = self.names.id(node.name)
        fields = tuple(self._fields(node, section, code))
        if not fields:
            self.silent.append(node.name)
            return
        self.one.rows[code] = node.row
        count = node.row.word("repeat_count")
        exact = int(count) if count.isdecimal() else None
        if count and exact is None:
            place = Place(self.form.file, sheet="survey", row=node.row.number)
            self.problems.add(
                "X643", place, column="repeat_count", name=node.name, expression=count[:200]
            )
        yield Question(
            id=code,
            section=section,
            type="repeat",
            text=node.row.words("label") or LanguageMap({self.form.language: node.name}),
            evidence=self.one.evidence,
            sources=(SourceUse(self.one.source),),
            fields=fields,
            low=exact,
            high=exact,
            relevant=relevant,
        )

    def _fields(self, node: Node, section: str, code: str) -> Iterator[Question]:
        """Yield the questions of a repeat group; groups within it are only layout for us."""
        for one in self._flat(node.inside, (), ()):
            inner = one.node
            relevant = _all((*one.section, *one.inner, inner))
            if inner.type.kind == "repeat":
                place = Place(self.form.file, sheet="survey", row=inner.row.number)
                lost = [row.name for row in inner.every() if not row.group and row.name]
                self.problems.add(
                    "X642", place, name=inner.name, outer=node.name, questions=listed(lost)
                )
            elif _is_matrix(inner):
                yield from (
                    self._field(row, node, section, code, relevant)
                    for row in inner.inside
                    if not _is_heading(row)
                )
            elif inner.type.kind in (*SILENT, "note"):
                self._left_out(inner)
            elif not _is_heading(inner):
                yield self._field(inner, node, section, code, relevant)

    def _field(self, inner: Node, node: Node, section: str, code: str, relevant: str) -> Question:
        short = inner.name.removeprefix(node.name + "_") or inner.name
        return self.one.question(inner, section, relevant, f"{code}_", short=short)


def _is_matrix(node: Node) -> bool:
    """Say whether a group is a matrix whose columns our variables can name."""
    appearance = node.row.word("appearance").split()
    asked = [one for one in node.inside if not _is_heading(one)]
    headed = len(asked) < len(node.inside)
    return (
        node.type.kind == "group"
        and bool(asked)
        and ("table-list" in appearance or headed)
        and all(one.type.kind == "single" and not one.type.other for one in asked)
        and len({one.type.list for one in asked}) == 1
        and all(_is_row_of(node, one) for one in asked)
    )


def _is_row_of(node: Node, one: Node) -> bool:
    """A row of a matrix bears the name of the group, and has nothing that only questions have."""
    name, prefix = one.name, node.name + "_"
    plain = not any(one.row.word(column) for column in ("relevant", "constraint"))
    ending = name.removeprefix(prefix)
    return plain and name != ending and valid_id(name) == name and valid_id(ending) == ending


def _is_heading(node: Node) -> bool:
    """Say whether a row only shows the choices above a table of questions."""
    return node.type.kind in ("single", "multiple") and (
        "label" in node.row.word("appearance").split()
    )


def _all(nodes: Iterable[Node]) -> str:
    """Return the conditions of rows as one that holds where all do."""
    found = [word for node in nodes if (word := node.row.word("relevant"))]
    return found[0] if len(found) == 1 else " and ".join(f"({one})" for one in found)
