"""The questionnaires that were asked here, each kept whole in the version that was asked."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from paseo.content.language import Text
from paseo.content.store import load_pack
from paseo.evidence.questionnaires.plain import fingerprint, from_plain, to_plain
from paseo.evidence.questionnaires.questionnaire import Questionnaire
from paseo.web.evidence.language import LanguageMapField
from paseo.web.evidence.models.places import read

#: How many questionnaires stay built in memory; a thousand questions take about a megabyte.
MOST_BUILT = 32


class QuestionnaireVersion(models.Model):
    """One questionnaire in one version, with all its words: answers outlive their pack."""

    pack = models.CharField(_("questionnaire"), max_length=120)
    version = models.CharField(_("version"), max_length=20)
    #: Of ``content``. A pack that somebody changed without a new number is another questionnaire.
    sha256 = models.CharField(max_length=64, unique=True)
    title = LanguageMapField(_("title"))
    #: As :func:`paseo.evidence.questionnaires.plain.to_plain` writes it. Large: defer it.
    content = models.JSONField()
    kept_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager[QuestionnaireVersion]] = models.Manager()

    class Meta:
        ordering = ["pack", "pk"]
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")

    def __str__(self) -> str:
        return f"{self.pack} {self.version}"

    @property
    def text(self) -> Text:
        return read(self.title, self.pack)

    def questionnaire(self) -> Questionnaire:
        """Return the questionnaire itself; built once while this process lives."""
        return _built(self.sha256)

    @classmethod
    def of_pack(cls, pack: str) -> QuestionnaireVersion:
        """Return the version of a pack as it is now, kept when it was not yet.

        Raises:
            Refused: when there is no such questionnaire, or it has an error.
        """
        return cls.keep(to_plain(load_pack(pack, "questionnaire")))

    @classmethod
    def keep(cls, plain: dict[str, Any]) -> QuestionnaireVersion:
        """Keep a questionnaire in its plain form; equal ones once."""
        questionnaire = from_plain(plain)
        kept, _made = cls.objects.get_or_create(
            sha256=fingerprint(plain),
            defaults={
                "pack": questionnaire.id,
                "version": questionnaire.version,
                "title": questionnaire.title,
                "content": plain,
            },
        )
        return kept


@lru_cache(maxsize=MOST_BUILT)
def _built(sha256: str) -> Questionnaire:
    # The fingerprint names the content for ever, so what was built never goes stale.
    found = QuestionnaireVersion.objects.values_list("content", flat=True).get(sha256=sha256)
    return from_plain(found)
