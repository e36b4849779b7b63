"""A specification as plain values, and as the text that is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml


def plain_of(text: str) -> dict[str, Any]:
    """Return a specification as plain values."""
    return dict(yaml.safe_load(text))


def text_of(plain: Mapping[str, Any]) -> str:
    """Return plain values as YAML, in their order."""
    return str(yaml.safe_dump(dict(plain), sort_keys=False, allow_unicode=True, width=110))
