"""``paseo serve`` and ``paseo sign-in-link``: the workbench in the browser."""

from __future__ import annotations

import argparse
import sys
from importlib.util import find_spec
from pathlib import Path

from paseo.cli import MISUSED, add_language
from paseo.content.phrases import Phrases, load_phrases


def add_commands(commands: argparse._SubParsersAction, words: Phrases, language: str) -> None:  # type: ignore[type-arg]
    """Add ``serve`` and ``sign-in-link``."""
    serve = commands.add_parser("serve", help=words.say("serve", language))
    serve.add_argument(
        "--examples", type=Path, metavar="FOLDER", help=words.say("serve_examples", language)
    )
    link = commands.add_parser("sign-in-link", help=words.say("sign_in_link", language))
    link.add_argument("--person", metavar="NAME", help=words.say("sign_in_person", language))
    for command, name in ((serve, "serve"), (link, "sign-in-link")):
        add_language(command, words.say("language", language), language)
        command.set_defaults(run=run, task=name)


def run(chosen: argparse.Namespace) -> int:
    """Hand over to the web application, or say how to install it."""
    if find_spec("django") is None:
        print(load_phrases("paseo.cli").say("web_missing", chosen.language), file=sys.stderr)
        return MISUSED
    if getattr(chosen, "person", None) is not None:
        from paseo.cli.people import link

        return link(chosen)
    from paseo.web.server import main

    examples = getattr(chosen, "examples", None)
    return main([chosen.task, *(["--examples", str(examples)] if examples else [])])
