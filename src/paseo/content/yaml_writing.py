"""Writes plain data as YAML that our reader, which follows YAML 1.2, reads back as it was."""

from __future__ import annotations

import re
from typing import Any, Final

import yaml

_FLOAT: Final = "tag:yaml.org,2002:float"
#: PyYAML follows YAML 1.1, for which a number with an exponent needs a point: it would write the
#: text 0E0 without quotes, and YAML 1.2 reads that as zero.
_EXPONENT: Final = re.compile(r"[-+]?[0-9]+[eE][-+]?[0-9]{1,3}\Z")


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Quotes what YAML 1.2 would take for a number."""


_Dumper.add_implicit_resolver(_FLOAT, _EXPONENT, list("-+0123456789"))


def yaml_text(data: Any, *, width: int = 100) -> str:
    """Return data as YAML text, keys in their order, signs of all languages as they are.

    Args:
        data: mappings, lists, texts, numbers, days, truth values and None.
        width: where long texts are folded.

    Example:
        >>> print(yaml_text({"code": "0E0", "name": "Ávila"}), end="")
        code: '0E0'
        name: Ávila
    """
    text: str = yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=width)
    return text
