"""Language maps as a column of a table."""

from __future__ import annotations

from typing import Any

from django.db import models

from paseo.content.language import LanguageMap


class LanguageMapField(models.JSONField):
    """Keeps a :class:`~paseo.content.language.LanguageMap` as a JSON object."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        options.setdefault("default", dict)
        options.setdefault("blank", True)
        super().__init__(*arguments, **options)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> LanguageMap:
        return LanguageMap(super().from_db_value(value, expression, connection) or {})

    def to_python(self, value: Any) -> LanguageMap:
        return value if isinstance(value, LanguageMap) else LanguageMap(value or {})

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(dict(value or {}))

    def value_to_string(self, obj: models.Model) -> Any:
        return dict(self.value_from_object(obj))
