"""The servers that a command brings up, or finds."""

import subprocess
import sys

import pytest
from sqlalchemy import make_url

from saas.development.state import ROOT
from tests import cluster
from tests.development.test_run import Running, settings, started_for

PROGRAM = """
import os
from saas.development.servers import any_services
from saas.development.state import State
with any_services(State()):
    print(os.environ["DATABASE_URL"], os.environ["REDIS_URL"], os.environ["BASE_URL"])
"""


def borrow(home, **given):
    return subprocess.run(
        [sys.executable, "-P", "-c", PROGRAM],
        cwd=ROOT,
        env=settings(home) | given,
        capture_output=True,
        text=True,
        check=True,
    ).stdout


@pytest.fixture
def home():
    with cluster.open_folder() as folder:
        yield folder / "state"


def test_a_command_brings_up_servers_of_its_own_and_takes_them_down(home):
    said = borrow(home)

    assert said.startswith("postgresql+psycopg://rapport_app@/rapport?host=")
    assert said.endswith("http://127.0.0.1:8000\n")
    assert started_for(home) == []


def test_what_the_environment_names_is_used_instead(home, environment):
    given = {name: value for name, value in environment.items() if name.startswith("DATABASE_")}
    given |= {"REDIS_URL": environment["REDIS_URL"], "BASE_URL": "https://rapport.example"}

    database, queue, address = borrow(home, **given).split()

    assert make_url(database) == make_url(environment["DATABASE_URL"])
    assert queue == environment["REDIS_URL"]
    assert address == "https://rapport.example"
    assert not (home / "postgres").exists()
    assert not (home / "valkey").exists()


def test_a_command_uses_the_servers_that_run_already(home):
    running = Running(home)
    try:
        said = borrow(home)
        assert said.endswith(f"http://127.0.0.1:{running.port}\n")
        assert running.process.poll() is None
    finally:
        running.process.terminate()
        running.process.communicate(timeout=60)
