"""Entries of a factor that only the specification shows: what is said there and read nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from paseo.content.problems import Place, Problems

#: The one text that may stand under ``sampling``.
FROM_DATA: Final = "from_data"


def check_factor(one: Mapping[str, Any], place: Place, problems: Problems) -> None:
    """Refuse a spread that free weights do not have, and sampling that is neither text nor table.

    Args:
        one: a factor as it was written.
        place: of it.
        problems: receives what is wrong.
    """
    noise = one.get("weights")
    if isinstance(noise, Mapping) and noise.get("method") == "free" and "spread" in noise:
        problems.add("I898", place, factor=one["id"], key="weights/spread")
    sampling = one.get("sampling")
    if isinstance(sampling, str) and sampling != FROM_DATA:
        problems.add("I899", place, entry=one["id"], value=sampling, known=FROM_DATA)
