import os
import time

import pytest

from saas.development import supervisor
from saas.development.supervisor import LIVES, Supervisor, procfile
from saas.embedded import SetUpError


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr(supervisor, "REST", 0.01)


def tend_until(running, true, seconds=60):
    until = time.monotonic() + seconds
    while not true():
        running.tend()
        assert time.monotonic() < until
        time.sleep(0.01)


@pytest.fixture
def supervise(tmp_path):
    def supervise(command, **options):
        return Supervisor({"web": command}, os.environ, tmp_path / "logs", **options)

    return supervise


def test_the_processes_of_development_are_those_of_production():
    assert list(procfile()) == ["web", "worker", "relay", "ticker"]
    assert procfile()["worker"] == "python -m saas.worker"


def test_a_process_that_ends_is_started_again(supervise, tmp_path, capsys):
    mark = tmp_path / "mark"

    script = f"test -e {mark} && exec sleep 600; touch {mark}; echo oh no; false"
    with supervise(f"sh -c '{script}'") as running:
        tend_until(running, lambda: len(running.children[0].started) == 2)
        time.sleep(0.1)
        assert running.children[0].process.poll() is None

    said = capsys.readouterr().err
    assert said.startswith("The web process ended with code 1 (oh no) and is started again; see ")
    assert said.count("\n") == 1


def test_a_process_that_keeps_ending_stops_everything_with_one_sentence(supervise):
    sentence = r"^The web process ended with code 3 \(no module\) 3 times, so everything was stop"
    with (
        supervise("sh -c 'echo no module; exit 3'") as running,
        pytest.raises(SetUpError, match=sentence),
    ):
        tend_until(running, lambda: False)

    assert len(running.children[0].started) == LIVES


def test_a_server_that_ends_stops_everything(supervise):
    with supervise("sleep 600") as needed, supervise("sleep 600") as running:
        needed.tend()
        running.servers = {"PostgreSQL": needed.children[0].process}
        running.tend()
        needed.children[0].process.kill()
        needed.children[0].process.wait()

        with pytest.raises(SetUpError, match="PostgreSQL has ended, so everything was stopped"):
            running.tend()


def test_leaving_ends_the_processes(supervise):
    with supervise("sleep 600") as running:
        running.tend()

    assert running.children[0].process.returncode is not None


def test_the_log_of_the_last_run_is_overwritten(supervise, tmp_path):
    for _ in range(2):
        with supervise("sh -c 'echo once; exec sleep 600'") as running:
            tend_until(running, lambda: (tmp_path / "logs" / "web.log").exists())
            tend_until(running, lambda: (tmp_path / "logs" / "web.log").read_text())

    assert (tmp_path / "logs" / "web.log").read_text() == "once\n"


def test_logs_are_shown_on_request_after_the_name_of_their_process(supervise, tmp_path, capsys):
    with supervise("sh -c 'echo hello; exec sleep 600'", verbose=True) as running:
        running.tend()
        tend_until(running, lambda: (tmp_path / "logs" / "web.log").read_text())
        running.tend()

    assert capsys.readouterr().err == "    web | hello\n"
