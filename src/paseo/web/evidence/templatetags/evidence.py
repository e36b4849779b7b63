"""Small words of the room's templates."""

from __future__ import annotations

from django import template

from paseo.content.problems import Problem
from paseo.web.evidence.pages import language

register = template.Library()


@register.simple_tag
def problem(one: Problem) -> str:
    """A numbered problem in the reader's language: where, what, what to do."""
    return f"{one.place}: {one.sentence(language())} {one.mend(language())}"
