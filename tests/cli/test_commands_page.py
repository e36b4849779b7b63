"""The page of commands names every command there is, and none that there is not."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from paseo.cli import make_parser

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "commands.md").read_text("utf-8")


def commands(
    parser: argparse.ArgumentParser, name: str
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Yield every command that does something, with its parser."""
    inner = [one for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
    if not inner:
        yield name, parser
    for actions in inner:
        for word, one in actions.choices.items():
            yield from commands(one, f"{name} {word}")


def test_every_command_stands_in_the_page_once_with_the_options_it_needs() -> None:
    known = dict(commands(make_parser("en"), "paseo"))
    said = re.findall(r"^\| `(paseo [^`]*)`", PAGE, re.MULTILINE)
    named = {one: next((name for name in known if one.startswith(name)), "") for one in said}
    assert sorted(named.values()) == sorted(known)
    for line, name in named.items():
        needed = {
            one.option_strings[0]
            for one in known[name]._actions
            if one.required and one.option_strings
        }
        assert needed == set(re.findall(r"--[\w-]+", line)), line


def test_every_option_that_the_page_explains_exists() -> None:
    every = {
        option
        for _, parser in commands(make_parser("en"), "paseo")
        for one in parser._actions
        for option in one.option_strings
    }
    assert set(re.findall(r"`(--[\w-]+)", PAGE)) <= every
