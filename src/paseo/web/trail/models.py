"""One entry of the audit trail. Entries are only ever added."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class AppendOnly(RuntimeError):  # noqa: N818 - the rule that was broken
    """Somebody tried to change or remove what is written for ever."""

    def __init__(self) -> None:
        super().__init__("The audit trail can only be added to.")


class EntryQuerySet(models.QuerySet["Entry"]):
    """Entries to read; the ways to change many at once are closed."""

    def update(self, **_values: Any) -> NoReturn:
        raise AppendOnly

    def delete(self) -> NoReturn:
        raise AppendOnly

    def bulk_update(self, *_arguments: Any, **_options: Any) -> NoReturn:
        raise AppendOnly


class Entry(models.Model):
    """Who did what to which object, when, and what it was before and after.

    The database refuses changes as well (``trail/triggers.py``), for whoever comes
    by another way than this class.
    """

    at = models.DateTimeField(_("time"), auto_now_add=True, db_index=True)
    #: None is the programme itself.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name=_("person")
    )
    action = models.CharField(_("action"), max_length=80, db_index=True)
    city = models.CharField(_("city"), max_length=80, blank=True, db_index=True)
    object_type = models.CharField(_("kind of object"), max_length=80)
    object_id = models.CharField(_("object id"), max_length=120)
    object_label = models.CharField(_("object"), max_length=200)
    before = models.JSONField(_("before"), null=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(_("after"), null=True, encoder=DjangoJSONEncoder)
    request_id = models.CharField(_("request"), max_length=32)

    objects: ClassVar[Any] = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("trail entry")
        verbose_name_plural = _("trail entries")
        indexes = [models.Index(fields=["object_type", "object_id"], name="entry_by_object")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.action} {self.object_label}"

    def save(self, *arguments: Any, **options: Any) -> None:
        if not self._state.adding:
            raise AppendOnly
        super().save(*arguments, **options)

    def delete(self, *_arguments: Any, **_options: Any) -> NoReturn:
        raise AppendOnly

    @property
    def label(self) -> Promise | str:
        """What was done, in words; an action that no longer exists keeps its id."""
        from paseo.web.actions import Action

        known = Action.registry.get(self.action)
        return known.label if known else self.action
