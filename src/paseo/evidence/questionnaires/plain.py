"""A questionnaire as JSON can hold it, so that answers can keep the one that they answered.

A pack may be changed, replaced or removed; what was asked of somebody must stay readable. What is
kept is what the pack says, put together from all its files, and :func:`from_plain` builds the
questionnaire from it by the same way as from the pack itself.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from paseo.content.language import LanguageMap
from paseo.content.pack import Header, Pack
from paseo.evidence.questionnaires.pack import build_questionnaire
from paseo.evidence.questionnaires.questionnaire import Questionnaire

_WORDS: Final = ("title", "provider", "description")


def to_plain(pack: Pack) -> dict[str, Any]:
    """Return a questionnaire pack, put together from its files, as JSON can hold it."""
    header = pack.header
    held = {
        "id": header.id,
        "kind": header.kind,
        "version": header.version,
        "published": header.published.isoformat(),
        "language": header.language,
        "languages": list(header.languages),
        "licence": header.licence,
        "evidence": header.evidence,
        "source": header.source,
        "target": header.target,
        **{name: dict(getattr(header, name)) for name in _WORDS},
    }
    plain: dict[str, Any] = json.loads(canonical({"header": held, "sections": pack.sections}))
    return plain


def from_plain(plain: Mapping[str, Any]) -> Questionnaire:
    """Return the questionnaire that :func:`to_plain` wrote; equal to the one of the pack."""
    held = dict(plain["header"])
    held["published"] = date.fromisoformat(held["published"])
    held["languages"] = tuple(held["languages"])
    header = Header(**held | {name: LanguageMap(held[name]) for name in _WORDS})
    pack = Pack(header, Path(), dict(plain["sections"]), {}, {}, (), ())
    return build_questionnaire(pack)


def canonical(plain: Mapping[str, Any]) -> str:
    """Return plain data as the one text that equal data always give.

    >>> canonical({"b": 1, "a": "é"})
    '{"a":"é","b":1}'
    """
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fingerprint(plain: Mapping[str, Any]) -> str:
    """Return the SHA-256 of plain data, by which equal questionnaires and records are known.

    >>> fingerprint({"a": 1})[:8]
    '015abd7f'
    """
    return hashlib.sha256(canonical(plain).encode()).hexdigest()
