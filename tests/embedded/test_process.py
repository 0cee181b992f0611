import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from saas.development.state import ROOT
from saas.embedded import SetUpError, process


def is_running(pid):
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "State:\tZ" not in status.read_text()


def wait_until(true, seconds=60):
    until = time.monotonic() + seconds
    while not true() and time.monotonic() < until:
        time.sleep(0.01)
    return true()


@pytest.fixture
def log(tmp_path):
    return tmp_path / "logs" / "child.log"


@pytest.fixture
def spawn(log):
    started = []

    def start(command):
        child = process.spawn(["sh", "-c", command], log, os.environ)
        started.append(child)
        return child

    yield start
    for child in started:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def test_what_a_process_says_goes_to_its_log(spawn, log):
    spawn("echo out; echo err >&2").wait()

    assert log.read_text() == "out\nerr\n"


def test_a_process_ends_when_its_parent_is_killed(tmp_path):
    parent = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import os, pathlib, sys, time; from saas.embedded import process\n"
            f"log = pathlib.Path({str(tmp_path / 'log')!r})\n"
            "print(process.spawn(['sleep', '600'], log, os.environ).pid, flush=True)\n"
            "time.sleep(600)",
        ],
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )
    child = int(parent.stdout.readline())
    assert is_running(child)

    parent.kill()

    parent.communicate()
    assert wait_until(lambda: not is_running(child))


def test_a_process_that_does_not_listen_is_killed(spawn, log, monkeypatch):
    monkeypatch.setattr(process, "PATIENCE", 0.1)
    stubborn = spawn("trap '' TERM; echo ready; while true; do sleep 0.1; done")
    wait_until(lambda: "ready" in log.read_text())

    process.stop(stubborn)

    assert stubborn.returncode == -signal.SIGKILL


def test_the_children_of_a_process_end_with_it(spawn, log):
    parent = spawn("sleep 600 & echo $!; wait")
    wait_until(lambda: log.read_text().strip())
    grandchild = int(log.read_text())

    process.stop(parent)

    assert wait_until(lambda: not is_running(grandchild))


def test_what_a_process_leaves_in_another_session_is_ended_too(spawn, log):
    process.adopt_orphans()
    ours = spawn("sleep 600")
    parent = spawn("setsid sleep 600 & echo $!; wait")
    wait_until(lambda: log.read_text().strip())
    orphan = int(log.read_text())
    wait_until(lambda: os.getsid(orphan) == orphan)
    process.stop(parent)
    assert is_running(orphan)

    wait_until(lambda: f"\nPPid:\t{os.getpid()}\n" in Path(f"/proc/{orphan}/status").read_text())
    process.end_orphans([ours])

    assert not is_running(orphan)
    assert ours.poll() is None


def test_waiting_for_a_process_that_ended_says_its_last_words(spawn, log):
    child = spawn("echo first; echo 'no room left'; exit 3")

    with pytest.raises(SetUpError, match="sh did not start: no room left"):
        process.await_answer(child, lambda: False, log)


def test_the_reason_that_postgresql_names_goes_before_its_last_words(spawn, log):
    child = spawn("echo 'FATAL:  no room left'; echo 'LOG:  shut down'; exit 1")

    with pytest.raises(SetUpError, match="FATAL:  no room left"):
        process.await_answer(child, lambda: False, log)


def test_waiting_for_a_process_has_an_end(spawn, log):
    with pytest.raises(SetUpError, match="sh did not answer in 0 seconds"):
        process.await_answer(spawn("sleep 600"), lambda: False, log, seconds=0.05)
