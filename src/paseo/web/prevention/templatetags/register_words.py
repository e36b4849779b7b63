"""Small words of the register's templates."""

from __future__ import annotations

from django import template

from paseo.content.problems import Problem
from paseo.web.evidence.pages import language

register = template.Library()


@register.simple_tag
def problem_words(one: Problem) -> str:
    """What is wrong with a measure and what to do, without its place: the page is the place."""
    return f"{one.sentence(language())} {one.mend(language())}"
