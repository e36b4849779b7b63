"""Write the reference page of numbered problems from their catalogue."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from paseo.content.language import FIRST_LANGUAGE
from paseo.content.phrases import load_phrases
from paseo.content.problems import ProblemKind, catalogue


def problems_page(language: str = FIRST_LANGUAGE) -> str:
    """Return the page of all numbered problems as Markdown.

    >>> problems_page("es").splitlines()[0]
    '# Problemas numerados'
    """
    return "\n".join(_lines(language)) + "\n"


def _lines(language: str) -> Iterator[str]:
    phrases = load_phrases("paseo.content")

    def say(phrase: str) -> str:
        return phrases.say(phrase, language)

    yield from (f"# {say('page_title')}", "", say("page_intro").strip(), "", say("page_made"))
    group = ""
    for code, kind in sorted(catalogue().items(), key=_order):
        if code[0] != group:
            group = code[0]
            name = say(f"range_{group}") if f"range_{group}" in phrases else group
            yield from ("", f"## {name} ({group})", "")
            yield f"| {say('page_number')} | | {say('page_sentence')} | {say('page_mend')} |"
            yield "|---|---|---|---|"
        title = kind.title.read(language).words
        severity = say(f"severity_{kind.severity}")
        sentence, mend = (_cell(text.read(language).words) for text in (kind.sentence, kind.mend))
        anchor = f"<a id='{code.lower()}'></a>{code}"
        yield f"| {anchor} | {severity} | **{title}.** {sentence} | {mend} |"


def _order(entry: tuple[str, ProblemKind]) -> tuple[int, str]:
    """Packs first, then what a city fills in, in the order in which it is read."""
    return "PTCOGXASKIVE".find(entry[0][0]) % 99, entry[0]


def _cell(text: str) -> str:
    """Return a text with its values as ‹name›, fit for a Markdown table."""
    text = re.sub(r"%\((\w+)\)s", r"‹\1›", text).replace("‹hint›", "").replace("%%", "%")
    return text.replace("|", "\\|").replace("\n", " ").strip()


if __name__ == "__main__":
    sys.stdout.write(problems_page())
