"""What somebody typed and could not be saved: kept for that person, shown to nobody else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from paseo.web.accounts.models import User
from paseo.web.questionnaires.models import Invitation, SectionAnswers

Draft = dict[str, Any]


def writer(person: object, invitation: Invitation | None = None) -> str:
    """Return the mark of who types: somebody invited by a link, or a person with an account."""
    if invitation is not None:
        return f"invitation {invitation.pk}"
    return f"person {person.pk}" if isinstance(person, User) else ""


def drafts_of(part: SectionAnswers, by: str) -> dict[str, Draft]:
    """Return the drafts of one writer by question."""
    return {
        name: one for name in part.unsaved for one in _all(part, name) if one.get("by", "") == by
    }


def keep_draft(part: SectionAnswers, name: str, draft: Mapping[str, Any], by: str) -> None:
    """Put a draft in place of the one that the same writer had; those of others stay."""
    _put(part, name, [{**draft, "by": by}, *_others(part, name, by)])


def forget_draft(part: SectionAnswers, name: str, by: str) -> None:
    """Take away what a writer typed, as it is saved now; what others typed stays theirs."""
    _put(part, name, _others(part, name, by))


def _all(part: SectionAnswers, name: str) -> list[Draft]:
    newest: Draft | None = part.unsaved.get(name)
    return [newest, *newest.get("others", [])] if newest else []


def _others(part: SectionAnswers, name: str, by: str) -> list[Draft]:
    # A draft without a mark belongs to nobody, so that nobody could ever take it away.
    return [one for one in _all(part, name) if one.get("by", by) != by]


def _put(part: SectionAnswers, name: str, drafts: list[Draft]) -> None:
    bare = [{key: one for key, one in draft.items() if key != "others"} for draft in drafts]
    part.unsaved.pop(name, None)
    if bare:
        part.unsaved[name] = bare[0] | ({"others": bare[1:]} if bare[1:] else {})
