"""A questionnaire from a form that we wrote, also after others have worked on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from paseo.content.language import LanguageMap
from paseo.content.problems import Place, Problems
from paseo.evidence.questionnaires.questionnaire import (
    Change,
    Consent,
    Question,
    Questionnaire,
    Section,
)
from paseo.evidence.questionnaires.xlsform.others_form import Drafts
from paseo.evidence.questionnaires.xlsform.own_question import OwnQuestions, beside_of
from paseo.evidence.questionnaires.xlsform.rows import Form, unjoined
from paseo.evidence.questionnaires.xlsform.tree import Node, tree_of


class OwnForm:
    """Reads a form that :func:`write_xlsform` wrote; rows that others added are read as theirs."""

    def __init__(self, form: Form, drafts: Drafts, problems: Problems) -> None:
        self.form = form
        self.drafts = drafts
        self.problems = problems
        self.own = form.own
        self.languages = tuple(dict.fromkeys((*form.languages,)))
        self.questions = OwnQuestions(form, self.languages)
        self.consent: Consent | None = None

    def read(self) -> Questionnaire:
        """Return the questionnaire; equal to the one that was written if nothing has changed."""
        sections: list[Section] = []
        strangers: list[Node] = []
        for node in tree_of(self.form.survey):
            if node.mark.get("part") == "consent":
                self._consent(node)
            elif "section" in node.mark:
                sections.append(self._section(node))
            elif node.mark.get("part") != "refused":
                strangers.append(node)
        sections += self.drafts.sections(strangers)
        own = self.own
        return Questionnaire(
            id=own["id"],
            version=self.form.settings.get("version", "") or own["version"],
            title=self._title(),
            description=LanguageMap(own["description"]),
            language=own["language"],
            languages=tuple(own["languages"]),
            sections=tuple(sections),
            provider=LanguageMap(own["provider"]),
            licence=own["licence"],
            evidence=own["evidence"],
            consent=self.consent,
            changes=tuple(_change(one) for one in own["changes"]),
            sources={name: LanguageMap(title) for name, title in own["sources"].items()},
            many=own["many"],
        )

    def _title(self) -> LanguageMap:
        """The sheet of settings holds the title in one language; a changed one counts."""
        title = LanguageMap(self.own["title"])
        language = self.own["language"]
        shown = unjoined(self.form.settings.get("form_title", ""))
        if not shown or shown == title.read(language).words:
            return title
        return LanguageMap({**title, language: shown})

    def _consent(self, node: Node) -> None:
        mark = node.mark
        self.consent = Consent(
            node.row.words("label"), mark.get("required", False), mark["evidence"]
        )

    def _section(self, node: Node) -> Section:
        gate = node.mark.get("gate", "")
        relevant = node.row.cells.get("relevant", "")
        if gate and relevant == gate:
            relevant = ""
        elif gate and relevant.startswith(f"{gate} and (") and relevant.endswith(")"):
            relevant = relevant[len(gate) + 6 : -1]
        intro = next((one for one in node.inside if one.mark.get("part") == "intro"), None)
        code = node.mark["section"]
        return Section(
            id=code,
            name=node.row.words("label"),
            questions=tuple(self._questions(node.inside, code)),
            intro=intro.row.words("label") if intro else None,
            relevant=relevant,
        )

    def _questions(self, nodes: Sequence[Node], section: str) -> Iterable[Question]:
        beside = beside_of(nodes)
        for node in nodes:
            if self.questions.fits(node):
                made = self.questions.question(node, section, beside)
                yield self._marked(node, made)
            elif "beside" not in node.mark and node.mark.get("part") != "intro":
                yield from self.drafts.questions([node], section)

    def _marked(self, node: Node, made: Question) -> Question:
        """Words that somebody changed in the form are no longer the words of the source."""
        claims = made.evidence == "stated" or made.wording
        if not claims or not self.questions.changed(node, made):
            return made
        place = Place(self.form.file, sheet="survey", row=node.row.number, entry=made.id)
        self.problems.add("X640", place, id=made.id)
        evidence = "adapted" if made.evidence == "stated" else made.evidence
        fields = tuple(replace(one, evidence=evidence) for one in made.fields)
        return replace(made, evidence=evidence, fields=fields, wording="")


def _change(one: dict[str, Any]) -> Change:
    note = LanguageMap(one["note"]) if one.get("note") is not None else None
    return Change(one["since"], one["question"], one["was"], one["kind"], one["codes"], note)
