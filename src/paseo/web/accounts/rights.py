"""What a person can be allowed to do, in five verbs."""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Right(StrEnum):
    """A right over one city, or over the whole workspace."""

    READ = "read"
    CONTRIBUTE = "contribute"
    REVIEW = "review"
    LEAD = "lead"
    COORDINATE = "coordinate"

    @property
    def words(self) -> Promise:
        return RIGHT_WORDS[self]


RIGHT_WORDS: dict[Right, Promise] = {
    Right.READ: _("read"),
    Right.CONTRIBUTE: _("add and change data"),
    Right.REVIEW: _("review data and findings"),
    Right.LEAD: _("decide for the city: people, publishing, removal"),
    Right.COORDINATE: _("look after the whole workspace: cities, content packs, settings"),
}
