"""Starts everything in one process: workspace, database, people, worker, web server."""

from __future__ import annotations

import argparse
import logging
import os
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from paseo.web import environment
from paseo.web.workspace import open_workspace

LOCK_FILE = "serving"
THREADS = 8

Say = Callable[[str], None]


class CannotStart(Exception):  # noqa: N818 - what the terminal says
    """Something outside the programme is in the way; the message says what and what to do."""


def main(arguments: list[str]) -> int:
    """Run ``serve`` (the default) or ``sign-in-link``; return the exit code."""
    parser = argparse.ArgumentParser(prog="paseo.web", description=__doc__)
    parser.add_argument("command", nargs="?", default="serve", choices=["serve", "sign-in-link"])
    parser.add_argument("--examples", type=Path, help="folder of demonstration cities")
    chosen = parser.parse_args(arguments)
    try:
        if chosen.command == "serve":
            serve(examples=chosen.examples)
        else:
            print_link()
    except (CannotStart, environment.Misconfigured) as problem:
        _say(str(problem))
        return 1
    return 0


def prepare() -> None:
    """Create the workspace, load Django, bring the database to the newest form."""
    _open_workspace()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "paseo.web.settings")
    import django
    from django.core.management import call_command
    from django.db.utils import OperationalError

    django.setup()
    try:
        call_command("migrate", verbosity=0, interactive=False)
    except OperationalError as problem:
        raise CannotStart(f"The database does not answer: {problem}") from problem


def _open_workspace() -> Path:
    home = environment.folder("PASEO_HOME")
    try:
        return open_workspace(home)
    except OSError as problem:
        raise CannotStart(
            f"The workspace {home} cannot be written: {problem.strerror}. "
            "Choose another folder with PASEO_HOME."
        ) from problem


def serve(*, examples: Path | None = None, say: Say | None = None) -> None:
    """Serve the workspace in the foreground until the process is told to stop.

    Args:
        examples: a folder of demonstration cities to load into an empty workspace.
        say: where the sentences for the terminal go.

    Raises:
        CannotStart: when the port or the workspace is taken.
    """
    say = say or _say
    host, port = environment.text("PASEO_BIND"), environment.whole_number("PORT", 1, 65535)
    listener = _listen(host, port)
    with listener, _only_one(_open_workspace()):
        prepare()
        from django.conf import settings

        from paseo.web.accounts.administrator import ensure_administrator, sign_in_address
        from paseo.web.jobs.worker import JobThread, recover
        from paseo.web.wsgi import application

        ensure_administrator()
        recover(alone=settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"))
        if examples is not None:
            _load_examples(examples, say)
        worker = JobThread()
        worker.start()
        base = address(host, port)
        say(f"\nPaseo runs at {base}\nSign in (works once, for one hour):\n")
        say(f"  {sign_in_address(base)}\n")
        say("Stop with Ctrl+C. A new link: paseo sign-in-link")
        try:
            _run(application, listener)
        finally:
            worker.stop()


def print_link(say: Say | None = None) -> None:
    """Print a new sign-in link for the local administrator."""
    prepare()
    from paseo.web.accounts.administrator import sign_in_address

    (say or _say)(sign_in_address(own_address()))


def own_address() -> str:
    """Return the address at which the settings let this workspace be opened."""
    return address(environment.text("PASEO_BIND"), environment.whole_number("PORT", 1, 65535))


def address(host: str, port: int) -> str:
    """Return the address a person on this machine opens."""
    shown = "localhost" if host in {"127.0.0.1", "0.0.0.0", "::", "::1"} else host  # noqa: S104
    return f"http://{shown}:{port}"


def _listen(host: str, port: int) -> socket.socket:
    """Take the port at once: the answer "taken" must come before any other work."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        # From here on a browser may knock; it waits in line until the server is ready.
        listener.listen()
    except OSError as problem:
        listener.close()
        raise CannotStart(
            f"Port {port} cannot be used: {problem.strerror}. "
            f"Stop the program that holds it, or choose another: PORT={port + 1}"
        ) from problem
    return listener


@contextmanager
def _only_one(home: Path) -> Iterator[None]:
    """Hold the workspace: two servers on one embedded database would undo each other's jobs."""
    with (home / LOCK_FILE).open("a+") as file:
        if not _hold(file):
            raise CannotStart(
                f"The workspace {home} is already being served by another process. "
                "Stop that one, or choose another folder with PASEO_HOME."
            )
        yield


def _hold(file: IO[str]) -> bool:
    try:
        import fcntl
    except ImportError:  # a system without such locks: the port alone keeps order
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _load_examples(folder: Path, say: Say) -> None:
    """Load the demonstration cities; a fault in one of them must not keep the house shut."""
    from paseo.content.problems import Refused
    from paseo.web.demonstration import load_examples

    try:
        load_examples(folder, lambda _done, _total, city: say(f"Loading {city} …"))
    except Refused as refused:
        say(f"A demonstration city was not accepted:\n{refused}")


def _run(application: Any, listener: socket.socket) -> None:
    import signal

    import waitress

    def stop(*_signal: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    logging.getLogger("waitress").setLevel(logging.ERROR)
    server = waitress.create_server(
        application,
        sockets=[listener],
        threads=THREADS,
        ident="Paseo",
        clear_untrusted_proxy_headers=True,
    )
    try:
        server.run()
    finally:
        server.close()


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()
