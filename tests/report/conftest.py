"""Profiles that several tests of the report read."""

from pathlib import Path

import pytest

from paseo.assessment.assess import assess_folder

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="session")
def berlin():
    return assess_folder(EXAMPLES / "berlin")


@pytest.fixture(scope="session")
def helsinki():
    return assess_folder(EXAMPLES / "helsinki")
