"""Who acts: a signed-in person, somebody unknown, or the programme itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from paseo.web.accounts.models import User


class Programme:
    """The programme acting by itself: at its start, or for the owner of the machine."""

    pk = None
    is_authenticated = False

    def __repr__(self) -> str:
        return "PROGRAMME"


PROGRAMME: Final = Programme()

Person: TypeAlias = "User | AnonymousUser | Programme"
