"""What a step says of itself is listed, so that reports can word all of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from paseo.stats.composite import denomination, imputation, normalisation, screening, treatment


@pytest.mark.parametrize("step", [denomination, imputation, normalisation, screening, treatment])
def test_every_kind_of_note_is_listed_and_every_listed_one_is_said(step):
    file = Path(step.__file__)
    files = file.parent.glob("*.py") if file.name == "__init__.py" else [file]
    text = "".join(one.read_text(encoding="utf-8") for one in files)
    said = set(re.findall(r'Note\(\s*"([a-z-]+)"', text))
    said |= set(re.findall(r'\("(capped|clipped)", "', text))
    assert said == set(step.KINDS)
