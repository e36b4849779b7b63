"""Settings are one documented list and fail loudly."""

import re
from pathlib import Path

import pytest

from paseo.web import environment, workspace

REFERENCE = Path(__file__).resolve().parents[2] / "docs/reference/settings.md"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("PASEO_DEBUG", "maybe", "Write yes or no"),
        ("PORT", "eighty", "between 1 and 65535"),
        ("PORT", "70000", "between 1 and 65535"),
    ],
)
def test_a_value_that_makes_no_sense_stops_the_start(monkeypatch, name, value, words):
    monkeypatch.setenv(name, value)
    with pytest.raises(environment.Misconfigured, match=words):
        if name == "PORT":
            environment.whole_number(name, 1, 65535)
        else:
            environment.yes_or_no(name)


@pytest.mark.parametrize("url", ["mysql://a@b/c", "postgres://a@b/", "nonsense"])
def test_only_an_address_of_postgresql_is_taken(url):
    with pytest.raises(environment.Misconfigured, match="postgres://"):
        environment.postgres(url)


def test_an_empty_variable_counts_as_unset(monkeypatch):
    monkeypatch.setenv("PORT", "")
    assert environment.whole_number("PORT", 1, 65535) == 8000


def test_every_variable_is_documented_with_its_default():
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \|", REFERENCE.read_text("utf-8"), re.MULTILINE)
    documented = {name: default.strip("`") for name, default in rows}
    assert documented == {
        variable.name: variable.default or "(empty)" for variable in environment.VARIABLES
    }


def test_the_workspace_key_is_made_once_and_only_its_owner_reads_it(tmp_path):
    home = workspace.open_workspace(tmp_path / "new" / "workspace")
    key = workspace.secret_key(home)
    assert len(key) >= 50
    assert (home / workspace.KEY_FILE).stat().st_mode & 0o077 == 0
    workspace.open_workspace(home)
    assert workspace.secret_key(home) == key


def test_without_a_workspace_nothing_is_written(tmp_path):
    assert workspace.secret_key(tmp_path / "none") != workspace.secret_key(tmp_path / "none")
    assert not (tmp_path / "none").exists()
