"""The domains of an estimate: one number for each respondent, one label for each domain."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paseo.stats.survey.codes import MISSING, By, groupings

Label = tuple[tuple[str, str], ...]
#: Name of each grouping to the codes of the respondents and the labels of the codes.
Groupings = dict[str, tuple[NDArray[np.int64], list[str]]]


@dataclass(frozen=True, slots=True, eq=False)
class Domains:
    """Where each respondent belongs.

    Attributes:
        index: Place of each respondent's domain, -1 where a grouping is missing; None for all.
        labels: Label of each domain, a pair of grouping and label for each grouping.
    """

    index: NDArray[np.int64] | None
    labels: list[Label]

    def counted(self, marked: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Number of marked respondents in each domain."""
        if self.index is None:
            return np.array([int(marked.sum())], dtype=np.int64)
        inside = self.index[marked & (self.index >= 0)]
        return np.bincount(inside, minlength=len(self.labels)).astype(np.int64)


def domains_of(by: By | None, n: int) -> Domains:
    """Read the groupings of n respondents; only combinations that occur are domains.

    Example:
        >>> domains_of({"sex": ["f", "m", None]}, 3).labels
        [(('sex', 'f'),), (('sex', 'm'),)]
    """
    return crossed(groupings(by, n), n)


def crossed(groups: Groupings, n: int) -> Domains:
    """The domains of groupings that were read: the combinations that occur."""
    if not groups:
        return Domains(None, [()])
    joint = np.zeros(n, dtype=np.int64)
    missing = np.zeros(n, dtype=np.bool_)
    for codes, labels in groups.values():
        joint = joint * max(len(labels), 1) + codes
        missing |= codes == MISSING
    found, place = np.unique(joint[~missing], return_inverse=True)
    index = np.full(n, MISSING, dtype=np.int64)
    index[~missing] = place
    return Domains(index, [_label(int(code), groups) for code in found])


def _label(code: int, groups: Groupings) -> Label:
    parts: list[tuple[str, str]] = []
    for name, (_, labels) in reversed(groups.items()):
        code, place = divmod(code, len(labels))
        parts.append((name, labels[place]))
    return tuple(reversed(parts))
