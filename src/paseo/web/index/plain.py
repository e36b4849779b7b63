"""A specification as plain values, and as the text that is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from paseo.content.yaml_writing import yaml_text


def plain_of(text: str) -> dict[str, Any]:
    """Return a specification as plain values."""
    return dict(yaml.safe_load(text))


def text_of(plain: Mapping[str, Any]) -> str:
    """Return plain values as YAML, in their order."""
    return yaml_text(dict(plain), width=110)
