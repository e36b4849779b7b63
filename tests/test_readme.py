"""Every command that the README and the how-to pages give is run here, in a copy of the project."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = [
    ROOT / "README.md",
    *sorted((ROOT / "docs" / "how-to").glob("*.md")),
    *sorted((ROOT / "docs" / "tutorial").glob("*.md")),
]
#: Commands that have a test of their own below.
APART = ("make start", "make test", "make install", "make check", "git clone", "cd ")


def commands(page: Path) -> list[str]:
    blocks = re.findall(r"^[ ]*```sh\n(.*?)```", page.read_text("utf-8"), re.S | re.M)
    lines = [line.split("  #")[0].strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    for name in ("examples", "src", "docs"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "build").mkdir()
    return folder


def environment() -> dict[str, str]:
    return {**os.environ, "PATH": f"{ROOT / '.venv' / 'bin'}:{os.environ['PATH']}"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_of_a_page_runs(page: Path, project: Path) -> None:
    for command in commands(page):
        if command.startswith(APART):
            continue
        done = subprocess.run(
            command,
            shell=True,
            cwd=project,
            env=environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{page.name}: {command}\n{done.stdout}{done.stderr}"


def test_the_readme_names_the_two_commands() -> None:
    assert {"make start", "make test"} <= set(commands(ROOT / "README.md"))


def test_make_start_prints_a_link_that_signs_in(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        ["make", "start", f"PORT={port}", f"PASEO_HOME={tmp_path / 'workspace'}"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        link = _first_link(server)
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        page = opener.open(link, timeout=30).read().decode()
        assert "<h1" in page
        assert "Berlin" in opener.open(f"http://localhost:{port}/", timeout=30).read().decode()
    finally:
        os.killpg(server.pid, signal.SIGINT)
        server.wait(timeout=30)


def _first_link(server: subprocess.Popen[str], seconds: float = 120) -> str:
    assert server.stdout is not None
    end, seen = time.monotonic() + seconds, []
    while time.monotonic() < end:
        line = server.stdout.readline()
        seen.append(line)
        found = re.search(r"http://\S+/sign-in/\S+", line)
        if found:
            return found[0]
        if not line and server.poll() is not None:
            break
    raise AssertionError("no sign-in link was printed:\n" + "".join(seen))


def test_make_test_runs_the_tests_it_is_given() -> None:
    done = subprocess.run(
        ["make", "test", "TESTS=tests/stats/test_interval.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "passed" in done.stdout
