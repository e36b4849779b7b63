"""What a quality form says of itself in one language: who stands behind it, when an item is asked.

What a check comes to is said by ``report.prevention.quality.words``.
"""

from __future__ import annotations

from paseo.content.phrases import load_phrases
from paseo.prevention.quality.form import Condition, QualityForm, Test
from paseo.prevention.quality.pack import EUCPN_CRITERIA

_PACKAGE = "paseo.prevention.quality"


def origin_said(form: QualityForm, language: str) -> str:
    """Return who stands behind a form: its publisher, or that nobody published it officially.

    >>> from paseo.prevention.quality.pack import load_form
    >>> origin_said(load_form(), "en")[:28]
    'This is not an official form'
    """
    words = load_phrases(_PACKAGE)
    if form.publisher is not None:
        name = form.publisher.name.read(language).words
        document = form.publisher.document.read(language).words
        return words.say("published", language, name=name, document=document)
    return words.say("not_official" if form.id == EUCPN_CRITERIA else "composed", language)


def condition_said(form: QualityForm, condition: Condition | None, language: str) -> str:
    """Return when an item is asked, in words; empty for one that always is.

    >>> from paseo.prevention.quality.pack import load_form
    >>> form = load_form()
    >>> condition_said(form, form.entry("3.8").asked_when, "en")
    'Asked only if 3.1 is “No evaluation of outcomes”.'
    """
    if condition is None:
        return ""
    words = load_phrases(_PACKAGE)
    parts = [_test_said(form, one, language) for one in condition.every]
    if condition.some:
        some = (_test_said(form, one, language) for one in condition.some)
        parts.append(words.say("or", language).join(some))
    return words.say("only_if", language, tests=words.say("and", language).join(parts))


def _test_said(form: QualityForm, test: Test, language: str) -> str:
    words = load_phrases(_PACKAGE)
    if not test.options:
        return words.say("test_points", language, id=test.entry)
    entry = form.entry(test.entry)
    found = (entry.option(code) for code in test.options)
    options = [
        words.say("option", language, words=one.label.read(language).words) for one in found if one
    ]
    *first, last = options
    joined = f"{', '.join(first)}{words.say('or', language)}{last}" if first else last
    return words.say("test_is", language, id=test.entry, options=joined)
