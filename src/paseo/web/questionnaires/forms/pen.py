"""What every drawn field shares: its name, what stands in it, what is wrong, in which language.

A section may hold a thousand questions. Fields are therefore written as text, with every value
escaped where it is put in, and not by a template per field, which would take a second.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from html import escape

from paseo.content.language import LanguageMap
from paseo.evidence.questionnaires.questionnaire import Question
from paseo.web.questionnaires.forms.fields import name_of
from paseo.web.questionnaires.forms.places import Places


def say(words: LanguageMap, language: str) -> str:
    """Return words as HTML, marked where they are in another language than the page."""
    found = words.read(language)
    if found.language == language or not found.words:
        return escape(found.words)
    return f'<span lang="{escape(found.language)}">{escape(found.words)}</span>'


@dataclass(frozen=True)
class Pen:
    """Draws the fields of one question, or of one field within it.

    Args:
        faults: field to what is wrong in it.
        prefix: of the fields of a question within a question.
        label: id of the element that names the question; fields that have no words of their own
            point to it.
    """

    question: Question
    fields: Mapping[str, list[str]]
    language: str
    faults: Mapping[str, str] = field(default_factory=dict)
    places: Places = field(default_factory=Places)
    whole: str = ""
    prefix: str = ""
    label: str = ""
    #: A repeat group shows one empty row more than it has.
    one_more: bool = False

    def name(self, field: str) -> str:
        """Return the name of a field, escaped; it is the id of its first element too."""
        return escape(name_of(self.whole or self.question.id, self.prefix + field))

    def first(self, field: str) -> str:
        values = self.fields.get(self.prefix + field)
        return values[-1] if values else ""

    def has(self, field: str, value: str) -> bool:
        return value in self.fields.get(self.prefix + field, ())

    def say(self, words: LanguageMap) -> str:
        return say(words, self.language)

    def within(self, question: Question, prefix: str, label: str) -> Pen:
        """Return a pen for a field of the question."""
        return replace(
            self,
            question=question,
            whole=self.whole or self.question.id,
            prefix=f"{self.prefix}{prefix}{question.id}.",
            label=label,
        )

    def fault(self, *fields: str) -> str:
        """Return what is wrong in some fields, as HTML; each has an id for ``aria-describedby``."""
        return "".join(
            f'<p class="error" id="{self.name(name)}-error">{escape(words)}</p>'
            for name in fields
            if (words := self.faults.get(self.prefix + name))
        )

    def aria(self, field: str, *described: str, named: bool = False) -> str:
        """Return the attributes that tie a field to its error, its hints and its words."""
        wrong = (self.prefix + field) in self.faults
        ids = [
            *((f"{self.name(field)}-error",) if wrong else ()),
            *(one for one in described if one),
        ]
        found = f' aria-describedby="{" ".join(ids)}"' if ids else ""
        if wrong:
            found += ' aria-invalid="true"'
        if named and self.label:
            found += f' aria-labelledby="{self.label}"'
        return found

    def line(
        self,
        field: str,
        *described: str,
        css: str = "",
        mode: str = "text",
        most: int = 0,
        named: bool = False,
    ) -> str:
        """Return a field of one line; ``mode`` chooses the keyboard of a phone."""
        name = self.name(field)
        size = f' maxlength="{most}"' if most else ""
        look = f' class="{css}"' if css else ""
        return (
            f'<input type="text" inputmode="{mode}" name="{name}" id="{name}"{look}{size} '
            f'value="{escape(self.first(field))}" autocomplete="off"'
            f"{self.aria(field, *described, named=named)}>"
        )
