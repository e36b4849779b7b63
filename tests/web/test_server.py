"""The server as a process of its own: starts, lets in once, refuses what is taken."""

import os
import re
import socket
import subprocess
import sys
import urllib.request
from http.cookiejar import CookieJar

import pytest

PATIENCE = 60


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(home, port):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PASEO_")}
    return {**kept, "PASEO_HOME": str(home), "PORT": str(port)}


@pytest.fixture
def serve(tmp_path):
    started = []

    def start(home=tmp_path / "home", port=None):
        port = port or free_port()
        process = subprocess.Popen(
            [sys.executable, "-m", "paseo.web"],
            env=environment(home, port),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        seen = ""
        for line in process.stdout:
            seen += line
            if "Stop with" in line:
                break
        return process, seen, port

    yield start
    for process in started:
        process.terminate()
        process.wait(PATIENCE)


def browser():
    return urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))


def test_the_first_start_makes_a_workspace_and_prints_a_link_that_works_once(serve, tmp_path):
    _process, seen, port = serve()
    link = re.search(rf"http://localhost:{port}/sign-in/\S+", seen).group()
    page = browser().open(link, timeout=PATIENCE)
    assert page.url == f"http://localhost:{port}/"
    assert "administrator" in page.read().decode()
    with pytest.raises(urllib.error.HTTPError, match="410"):
        browser().open(link, timeout=PATIENCE)
    assert (tmp_path / "home" / "paseo.sqlite3").stat().st_size > 0
    assert (tmp_path / "home" / "secret-key").stat().st_mode & 0o077 == 0


def test_a_session_outlives_the_server(serve):
    process, seen, port = serve()
    reader = browser()
    reader.open(re.search(r"http://\S+/sign-in/\S+", seen).group(), timeout=PATIENCE)
    process.terminate()
    assert process.wait(PATIENCE) == 0
    serve(port=port)
    assert (
        "Audit trail"
        in reader.open(f"http://localhost:{port}/trail/", timeout=PATIENCE).read().decode()
    )


def test_a_taken_port_is_said_before_anything_is_written(serve, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process, seen, _port = serve(port=port)
        assert process.wait(PATIENCE) == 1
    assert f"Port {port} cannot be used" in seen
    assert f"PORT={port + 1}" in seen
    assert not (tmp_path / "home").exists()


def test_a_workspace_is_served_by_one_process(serve):
    serve()
    process, seen, _port = serve()
    assert process.wait(PATIENCE) == 1
    assert "already being served" in seen


def test_a_workspace_that_cannot_be_written_is_named(serve, tmp_path):
    (tmp_path / "file").write_text("")
    process, seen, _port = serve(home=tmp_path / "file" / "home")
    assert process.wait(PATIENCE) == 1
    assert "cannot be written" in seen


def test_a_new_link_can_be_printed_while_the_server_runs(serve, tmp_path):
    _process, _seen, port = serve()
    printed = subprocess.run(
        [sys.executable, "-m", "paseo.web", "sign-in-link"],
        env=environment(tmp_path / "home", port),
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE,
    ).stdout.strip()
    assert browser().open(printed, timeout=PATIENCE).url == f"http://localhost:{port}/"
