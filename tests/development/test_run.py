"""The whole application, as one command starts it."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import make_url

from saas.development import run
from saas.development.state import ROOT
from saas.embedded import SetUpError, places
from tests import cluster


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def settings(home):
    """An environment in which nothing is set up yet, for one process of the web."""
    names = ("DATABASE_", "REDIS_URL", "SECRET_KEY", "BASE_URL", "MAIL", "RAPPORT_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(names)}
    return kept | {"RAPPORT_STATE": str(home), "WEB_CONCURRENCY": "1"}


def started_for(home):
    """Return the command lines of what runs for this state; ended processes have none."""
    mark = f"RAPPORT_STATE={home}".encode()
    sockets = os.fsencode(places.runtime_path(home))
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes()
            # Valkey writes its title over its environment; it names its socket there.
            if sockets in command or mark in (process / "environ").read_bytes().split(b"\0"):
                found.append(command)
        except OSError:
            continue
    return [command for command in found if command]


class Running:
    """`python3 dev.py`, less the installation."""

    def __init__(self, home):
        self.home = home
        self.port = free_port()
        self.process = self.start(stderr=subprocess.PIPE, stdout=subprocess.PIPE)
        self.line = self.process.stdout.readline()

    def start(self, **streams):
        command = [sys.executable, "-P", "-m", "saas.cli", "run", "--port", str(self.port)]
        return subprocess.Popen(command, cwd=ROOT, env=settings(self.home), text=True, **streams)

    def end(self, how):
        self.process.send_signal(how)
        rest, errors = self.process.communicate(timeout=60)
        return self.process.returncode, rest + errors


PROGRAM = """
import os
from saas.embedded import places
from saas.development.servers import any_services
from saas.development.state import State
with any_services(State()):
    sockets = places.runtime_path(State().home)
    print(*(os.environ[name] for name in ("DATABASE_URL", "REDIS_URL", "BASE_URL")))
    print("sockets" if sockets.exists() else "no sockets")
"""


def borrow(home, **given):
    """What a command is given while it uses servers of this state, or of its environment."""
    return subprocess.run(
        [sys.executable, "-P", "-c", PROGRAM],
        cwd=ROOT,
        env=settings(home) | given,
        capture_output=True,
        text=True,
        check=True,
    ).stdout


@pytest.fixture(scope="module")
def home():
    """One state for the module: making its database is what takes long."""
    with cluster.open_folder() as folder:
        yield folder / "state"


@pytest.fixture
def running(home):
    running = Running(home)
    yield running
    running.process.kill()
    running.process.communicate()


def test_it_says_where_it_is_lends_its_servers_and_leaves_nothing_behind(running):
    address = f"http://127.0.0.1:{running.port}"
    assert running.line == f"Rapport is running at {address} (Ctrl-C stops it)\n"
    assert run.answers(f"{address}/healthz")
    names = re.compile(rb"gunicorn|saas\.worker|saas\.relay|saas\.ticker|postgres|valkey")
    assert {names.search(line)[0] for line in started_for(running.home) if names.search(line)} == {
        b"gunicorn",
        b"saas.worker",
        b"saas.relay",
        b"saas.ticker",
        b"postgres",
        b"valkey",
    }

    lent = borrow(running.home)
    second = running.start(stderr=subprocess.PIPE).communicate()[1]
    code, said = running.end(signal.SIGINT)

    assert lent.endswith(f"http://127.0.0.1:{running.port}\nsockets\n")
    assert second == f"Error: Rapport is already running here, at {address}; stop that one first.\n"
    assert (code, said) == (0, "")
    assert started_for(running.home) == []
    assert not places.runtime_path(running.home).exists()


def test_everything_ends_when_it_is_killed(running):
    running.process.kill()
    running.process.wait()

    sockets = places.runtime_path(running.home)
    until = time.monotonic() + 60
    while (started_for(running.home) or sockets.exists()) and time.monotonic() < until:
        time.sleep(0.05)
    assert started_for(running.home) == []
    assert not sockets.exists()


def test_a_command_brings_up_servers_of_its_own_and_takes_them_down(home):
    said = borrow(home)

    assert said.startswith("postgresql+psycopg://rapport_app@/rapport?host=")
    assert said.endswith("http://127.0.0.1:8000\nsockets\n")
    assert not places.runtime_path(home).exists()
    assert started_for(home) == []


def test_what_the_environment_names_is_used_instead(tmp_path, environment):
    home = tmp_path / "state"
    given = {name: value for name, value in environment.items() if name.startswith("DATABASE_")}
    given |= {"REDIS_URL": environment["REDIS_URL"], "BASE_URL": "https://rapport.example"}

    said, sockets = borrow(home, **given).splitlines()
    database, queue, address = said.split()

    assert make_url(database) == make_url(environment["DATABASE_URL"])
    assert queue == environment["REDIS_URL"]
    assert address == "https://rapport.example"
    assert not (home / "postgres").exists()
    assert not (home / "valkey").exists()
    assert sockets == "no sockets"


def test_an_address_of_the_owner_alone_is_refused_and_starts_no_server(tmp_path):
    home = tmp_path / "state"

    with pytest.raises(subprocess.CalledProcessError) as refused:
        borrow(home, DATABASE_OWNER_URL="postgresql://somebody@127.0.0.1/theirs")

    assert (
        "SetUpError: Set DATABASE_URL as well as DATABASE_OWNER_URL, or none"
        in refused.value.stderr
    )
    assert not (home / "postgres").exists()


def test_a_port_that_is_taken_is_one_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(
            SetUpError, match=rf"^Port {port} cannot be used .*--port {port + 1}\.$"
        ):
            run.check_port(port)


def test_the_second_request_to_stop_does_not_interrupt_the_cleaning_up():
    cleaned = []

    def stopped_twice():
        with run.stoppable():
            try:
                signal.raise_signal(signal.SIGTERM)
            finally:
                signal.raise_signal(signal.SIGINT)
                cleaned.append(True)

    with pytest.raises(KeyboardInterrupt):
        stopped_twice()
    assert cleaned == [True]
