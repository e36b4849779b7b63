"""One way to write: an action checks permission, does the work, records what it did.

View, job and command all call the same action::

    @dataclass
    class RenameCity(Action[City]):
        id = "evidence.rename_city"
        label = _("City renamed")
        right = Right.LEAD

        city: str
        name: str

        def perform(self, record: Record) -> City:
            city = City.objects.get(pk=self.city)
            before, city.name = city.name, self.name
            city.save()
            record(city, before={"name": before}, after={"name": city.name})
            return city

    RenameCity(city="berlin", name="Berlin").run(request.user)
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, ClassVar, Generic, Protocol, TypeVar, final

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.functional import Promise

from paseo.web.accounts.people import Person
from paseo.web.accounts.policy import Answer, policy
from paseo.web.accounts.rights import Right
from paseo.web.trail import context, writing

Result = TypeVar("Result")


class Unrecorded(RuntimeError):  # noqa: N818 - says what happened
    """An action finished without recording what it did; its work was undone."""


class Refusal(PermissionDenied):
    """A person may not do this; carries the answer with its reason."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        super().__init__(str(answer.reason))


class Record(Protocol):
    """What an action calls, once or more, to put what it did on the audit trail."""

    def __call__(
        self,
        subject: models.Model | tuple[str, str, str],
        *,
        before: dict[str, Any] | None = None,
        after: dict[str, Any] | None = None,
    ) -> None: ...


class Action(ABC, Generic[Result]):
    """One write use case. Subclasses are usually dataclasses holding its arguments."""

    #: Namespaced by room, stable for ever: the trail is searched by it.
    id: ClassVar[str]
    #: What was done, in words, as the trail shows it ("Observations imported").
    label: ClassVar[Promise]
    #: What the person must be allowed to do in ``city``; None: anybody who is signed in.
    right: ClassVar[Right | None]

    #: The city whose data change; an action that has none concerns the whole workspace.
    #: (No value here: a dataclass below would take it as the default of its own field.)
    city: str

    registry: ClassVar[dict[str, type[Action[Any]]]] = {}

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if "id" in cls.__dict__:
            Action.registry[cls.id] = cls

    @abstractmethod
    def perform(self, record: Record) -> Result:
        """Do the work inside one transaction and record it."""

    @classmethod
    def allowed(cls, person: Person, city: str = "") -> Answer:
        """Answer whether ``person`` may do this in ``city``, with the reason."""
        return policy.may(person, cls.right, city)

    @final
    def run(self, person: Person) -> Result:
        """Check, do and record; all of it or nothing.

        Raises:
            Refusal: when the person may not do this; nothing was changed.
        """
        entries: list[writing.Draft] = []

        def record(
            subject: models.Model | tuple[str, str, str],
            *,
            before: dict[str, Any] | None = None,
            after: dict[str, Any] | None = None,
        ) -> None:
            entries.append(writing.draft(subject, before, after))

        self.check(person)
        with context.acting(person), transaction.atomic():
            result = self.perform(record)
            if not entries:
                raise Unrecorded(f"{self.id} recorded nothing")
            writing.write(person, self.id, self._city(), entries)
        return result

    def required_right(self, person: Person) -> Right | None:
        """Return the right needed; an action overrides it when it depends on the arguments."""
        return self.right

    @final
    def check(self, person: Person) -> None:
        """Raise :class:`Refusal`, with the reason, when the person may not do this."""
        answer = policy.may(person, self.required_right(person), self._city())
        if not answer:
            raise Refusal(answer)

    def _city(self) -> str:
        return getattr(self, "city", "")
