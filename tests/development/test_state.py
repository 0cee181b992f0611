import stat
import subprocess
import sys

import pytest

from saas.development.state import ROOT, State
from saas.embedded import SetUpError


@pytest.fixture
def state(tmp_path):
    return State(tmp_path / "state")


@pytest.fixture
def other_process(state):
    """Another process that holds the state, and has announced itself when told to."""
    program = (
        "import pathlib, sys; from saas.development.state import State\n"
        f"state = State(pathlib.Path({str(state.home)!r}))\n"
        "with state.claim():\n"
        "    print('claimed', flush=True); sys.stdin.readline()\n"
        "    state.announce({'ADDRESS': 'http://127.0.0.1:1234'})\n"
        "    print('announced', flush=True); sys.stdin.readline()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    process.stdout.readline()
    yield process
    process.kill()
    process.communicate()


def announce(process):
    process.stdin.write("\n")
    process.stdin.flush()
    process.stdout.readline()


def test_a_second_process_is_told_where_the_first_is(state, other_process):
    announce(other_process)

    with pytest.raises(SetUpError, match=r"already running here, at http://127\.0\.0\.1:1234;"):
        state.claim().__enter__()


def test_a_second_process_is_told_that_the_first_is_starting(state, other_process):
    with pytest.raises(SetUpError, match="is being started or stopped here by another process"):
        state.claim().__enter__()


def test_another_process_learns_how_to_reach_what_runs(state, other_process):
    announce(other_process)

    assert state.running() == {"ADDRESS": "http://127.0.0.1:1234"}


def test_a_killed_process_holds_nothing(state, other_process):
    announce(other_process)
    other_process.kill()
    other_process.wait()

    assert state.running() is None
    with state.claim():
        pass


def test_nothing_is_announced_after_the_end(state):
    with state.claim():
        state.announce({"ADDRESS": "http://127.0.0.1:1234"})

    assert state.running() is None
    assert not (state.home / "running.json").exists()


def test_a_secret_stays_the_same(state):
    first = state.secret("SECRET_KEY")

    assert State(state.home).secret("SECRET_KEY") == first
    assert state.secret("another") != first
    assert len(first) >= 32


def test_nobody_else_reads_the_secrets(state):
    state.secret("SECRET_KEY")

    assert stat.S_IMODE((state.home / "secrets.json").stat().st_mode) == 0o600


def test_the_folder_can_be_named_in_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("RAPPORT_STATE", str(tmp_path / "elsewhere"))

    assert State().home == tmp_path / "elsewhere"
