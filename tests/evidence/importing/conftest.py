"""A small vocabulary, a small city, and the check of one table of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from import_cases import AREAS, TODAY, a_city, a_vocabulary, draw_csv
from paseo.evidence.checks import Checked, Ground, read_observations
from paseo.evidence.vocabulary import Vocabulary


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return a_vocabulary()


@pytest.fixture(scope="session")
def ground() -> Ground:
    return Ground(AREAS, a_city(), TODAY)


Check = Callable[..., Checked]


@pytest.fixture
def check(tmp_path: Path, vocabulary: Vocabulary, ground: Ground) -> Check:
    """Check a drawn table, raw text, bytes, or a file, as ``table.csv`` of the small city."""

    def checked(content: str | bytes | Path, name: str = "table.csv") -> Checked:
        if isinstance(content, Path):
            return read_observations(content, vocabulary, ground)
        path = tmp_path / name
        if isinstance(content, str):
            content = (draw_csv(content) if content.lstrip().startswith("|") else content).encode()
        path.write_bytes(content)
        before = path.read_bytes()
        found = read_observations(path, vocabulary, ground)
        assert path.read_bytes() == before
        return found

    return checked
