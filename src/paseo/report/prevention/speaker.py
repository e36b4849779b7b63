"""Says the documents of the prevention room in one language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from paseo.content.language import LanguageMap
from paseo.content.numbers import format_date
from paseo.content.phrases import Phrases, load_phrases
from paseo.report.document import WRITER_WORDS, Block, Document, Run, said


@dataclass(frozen=True, slots=True)
class Standing:
    """Where and when a document of the room is made.

    Args:
        place: name of the city; empty where a document belongs to none.
        generated: the values were invented, which every page then says.
    """

    place: LanguageMap
    made_at: datetime
    generated: bool = False


class Speaker:
    """The phrases of one document, and the words that all documents share.

    A speaker says what only a document says: headings, columns, notes. Sentences that pages and
    the terminal say, too, stand in a module of their own that needs no document: ``words`` of the
    library where a concept is said (pyramid, gaps, sheets, evaluation), ``words`` beside the
    document where only its figures are (quality, collective).

    Args:
        standing: where and when.
        language: of the document.
        package: the one whose ``phrases.yaml`` is spoken.
    """

    def __init__(self, standing: Standing, language: str, package: str) -> None:
        self.standing = standing
        self.language = language
        self._own: Phrases = load_phrases(package)
        self._shared = load_phrases("paseo.report.prevention")
        self._report = load_phrases("paseo.report")

    def say(self, phrase: str, **values: Any) -> str:
        """Return a phrase of this document."""
        return self._own.say(phrase, self.language, **values)

    def shared(self, phrase: str, **values: Any) -> str:
        """Return a phrase that the documents of the room share (names of levels and halves)."""
        return self._shared.say(phrase, self.language, **values)

    def text(self, words: LanguageMap) -> str:
        return words.read(self.language).words

    def run(self, words: LanguageMap, tone: Any = "plain") -> Run:
        """Return a content string as a run that is marked where it fell back."""
        return said(words.read(self.language), self.language, tone)

    def day(self, day: date | None) -> str:
        return format_date(day, self.language) if day else self.shared("not_stated")

    def document(self, title: str, subtitle: str, period: str, blocks: Iterable[Block]) -> Document:
        """Return a document of this standing and language."""
        return Document(
            title=title,
            subtitle=subtitle,
            language=self.language,
            place=self.text(self.standing.place),
            period=period,
            made_at=self.standing.made_at,
            blocks=tuple(blocks),
            generated=self._report.say("generated", self.language)
            if self.standing.generated
            else "",
            words={word: self._report.say(word, self.language) for word in WRITER_WORDS},
        )
