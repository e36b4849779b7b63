"""Check any file whose kind is known: the one door for ``paseo check`` and the web."""

from __future__ import annotations

from pathlib import Path

from paseo.content.hints import listed
from paseo.content.problems import Place, Problems
from paseo.content.registry import beside, file_kinds, recognise


def check(path: Path | str) -> Problems:
    """Return every problem of a file or folder: a pack, or what another room recognises.

    >>> [problem.code for problem in check("not-there.yaml")]
    ['P101']
    """
    path = Path(path)
    problems = Problems()
    if not path.exists():
        problems.add("P101", Place(path.name), file=path.name)
        return problems
    kind = recognise(path)
    if kind is None:
        known = listed(found.name for found in file_kinds() if not found.beside)
        problems.add("P113", Place(path.name), file=path.name, known=known)
        return problems
    problems.extend(kind.check(path))
    for other in beside(path):
        problems.extend(other.check(path))
    return problems
