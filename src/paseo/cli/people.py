"""``paseo person``: the people of a workspace, their roles, and a link for each to sign in."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from functools import wraps
from importlib.util import find_spec

from paseo.cli import DONE, MISUSED, REFUSED, add_language
from paseo.content.phrases import Phrases, load_phrases

#: What stands for every city on the command line, where an empty word is easily a slip.
EVERY_CITY = "all"

Command = Callable[[argparse.Namespace], int]


def add_commands(commands: argparse._SubParsersAction, words: Phrases, language: str) -> None:  # type: ignore[type-arg]
    """Add ``person add`` and ``person list``."""
    person = commands.add_parser("person", help=words.say("person", language))
    inner = person.add_subparsers(dest="task", required=True, metavar="TASK")
    adding = inner.add_parser("add", help=words.say("person_add", language))
    adding.add_argument("name", metavar="NAME", help=words.say("person_name", language))
    for option in ("role", "city"):
        adding.add_argument(
            f"--{option}",
            required=True,
            metavar=option.upper(),
            help=words.say(f"person_{option}", language),
        )
    listing = inner.add_parser("list", help=words.say("person_list", language))
    for command, run in ((adding, add), (listing, show)):
        add_language(command, words.say("language", language), language)
        command.set_defaults(run=run)


def _in_the_workspace(command: Command) -> Command:
    """Open the workspace first; what is in the way is said as ``paseo serve`` says it."""

    @wraps(command)
    def run(chosen: argparse.Namespace) -> int:
        if find_spec("django") is None:
            return _refuse(chosen, "web_missing", MISUSED)
        from paseo.web.environment import Misconfigured
        from paseo.web.server import CannotStart, prepare

        try:
            prepare()
            return command(chosen)
        except (CannotStart, Misconfigured) as problem:
            print(problem, file=sys.stderr)
            return REFUSED

    return run


@_in_the_workspace
def add(chosen: argparse.Namespace) -> int:
    """Add a person or a role, and print a link for them."""
    from paseo.web.accounts.actions import AddPerson, NotAdded
    from paseo.web.accounts.administrator import sign_in_address
    from paseo.web.accounts.people import PROGRAMME
    from paseo.web.server import own_address

    base = own_address()
    city = "" if chosen.city == EVERY_CITY else chosen.city.strip() or "-"
    try:
        user = AddPerson(name=chosen.name, role=chosen.role, city=city).run(PROGRAMME)
    except NotAdded as problem:
        return _not_added(chosen, problem.reason, problem.choices)
    words = load_phrases("paseo.cli")
    print(
        words.say(
            "person_added", chosen.language, name=user.name, role=chosen.role, city=chosen.city
        )
    )
    print(f"  {sign_in_address(base, user)}")
    return DONE


def _not_added(chosen: argparse.Namespace, reason: str, choices: tuple[str, ...]) -> int:
    phrase = {
        "role": "person_bad_role",
        "city": "person_bad_city",
        "name": "person_bad_name",
        "every": "person_every",
        "inactive": "person_inactive",
        "held": "person_held",
    }[reason]
    # Every city is a choice too; a workspace without cities has no other.
    offered = [*choices, EVERY_CITY] if reason == "city" else choices
    return _refuse(
        chosen,
        phrase,
        REFUSED,
        name=" ".join(chosen.name.split()),
        role=chosen.role,
        city=chosen.city,
        choices=", ".join(offered),
    )


@_in_the_workspace
def show(chosen: argparse.Namespace) -> int:
    """List the people, one a line: name, then what they may do."""
    from paseo.web.accounts.models import User

    words = load_phrases("paseo.cli")
    people = User.objects.prefetch_related("memberships").order_by("name")
    for user in people:
        held = sorted(f"{one.role} ({one.city or EVERY_CITY})" for one in user.memberships.all())
        if user.is_administrator:
            held.insert(0, words.say("person_administrator", chosen.language))
        if not user.is_active:
            held.append(words.say("person_barred", chosen.language))
        print(f"{user.name}: {', '.join(held) or words.say('person_no_role', chosen.language)}")
    if not people:
        print(words.say("person_none", chosen.language))
    return DONE


@_in_the_workspace
def link(chosen: argparse.Namespace) -> int:
    """Print a new link for one person."""
    from paseo.web.accounts.administrator import sign_in_address
    from paseo.web.accounts.models import User
    from paseo.web.server import own_address

    name, base = " ".join(chosen.person.split()), own_address()
    active = User.objects.filter(is_active=True).order_by("name")
    user = active.filter(name=name).first()
    if user is None:
        choices = ", ".join(active.values_list("name", flat=True)) or "-"
        return _refuse(chosen, "person_unknown", REFUSED, name=name, choices=choices)
    print(sign_in_address(base, user))
    return DONE


def _refuse(chosen: argparse.Namespace, phrase: str, code: int, **values: str) -> int:
    print(load_phrases("paseo.cli").say(phrase, chosen.language, **values), file=sys.stderr)
    return code
