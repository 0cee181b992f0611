"""Runs the processes of the Procfile while the application is developed.

The same commands as in production. A process that ends is started again; one that keeps
ending stops everything, with one sentence. All of them end with this one.
"""

import contextlib
import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import click

from saas.development import Services, services
from saas.embedded import SetUpError
from saas.embedded import process as processes
from saas.embedded.process import Process, last_line
from saas.state import ROOT, State

STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
#: A process may end this often within `WINDOW` seconds before it is given up.
LIVES = 3
WINDOW = 60.0
#: How long the web may take to answer, in seconds.
START = 60.0
PAUSE = 0.1


def run(state: State, port: int, *, verbose: bool = False) -> None:
    """Run the whole application until somebody stops it.

    Args:
        state: The folder of this checkout.
        port: Where the web listens, on this machine only.
        verbose: Whether what the processes log is shown too.

    Raises:
        SetUpError: Something is in the way, or a process keeps ending.
    """
    with stoppable(), state.claim():
        _check_port(port)
        with services(state, port) as lent, _supervised(state, lent, port) as supervisor:
            follower = Follower(supervisor.logs()) if verbose else None
            address = lent.environment["ADDRESS"]
            supervisor.tend_until(lambda: _answers(f"{address}/healthz"))
            click.echo(f"Rapport is running at {address} (Ctrl-C stops it)")
            while True:
                supervisor.tend()
                if follower:
                    follower.show()
                time.sleep(PAUSE)


@dataclass
class Child:
    """One line of the Procfile, running."""

    name: str
    command: str
    log: Path
    process: Process | None = None
    starts: list[float] = field(default_factory=list)

    def tend(self, environment: dict[str, str]) -> None:
        """Start the process, or start it again.

        Raises:
            SetUpError: It has ended too often.
        """
        if self.process is not None and self.process.poll() is None:
            return
        now = time.monotonic()
        self.starts = [each for each in self.starts if now - each < WINDOW]
        if self.process is not None:
            self._complain(self.process.returncode)
        self.starts.append(now)
        shell = ["sh", "-c", f"exec {self.command}"]
        self.process = processes.spawn(shell, self.log, environment, cwd=ROOT)

    def _complain(self, code: int) -> None:
        said = f"The {self.name} process ended with code {code} ({last_line(self.log)})"
        if len(self.starts) >= LIVES:
            raise SetUpError(f"{said} {LIVES} times, so everything was stopped; see {self.log}.")
        click.echo(f"{said} and is started again; see {self.log}.", err=True)


class Supervisor:
    """Keeps the processes of the application running."""

    def __init__(self, children: list[Child], lent: Services, environment: dict[str, str]) -> None:
        self.children = children
        self.servers = lent.servers
        self.environment = environment

    def tend(self) -> None:
        """Start whatever does not run.

        Raises:
            SetUpError: A process has ended too often, or a server has ended.
        """
        for name, server in self.servers.items():
            if server.poll() is not None:
                raise SetUpError(f"{name} has ended, so everything was stopped.")
        for child in self.children:
            child.tend(self.environment)

    def tend_until(self, done: Callable[[], bool]) -> None:
        """Keep everything running until `done`.

        Raises:
            SetUpError: It takes too long.
        """
        until = time.monotonic() + START
        while not done():
            self.tend()
            if time.monotonic() > until:
                raise SetUpError(f"The web did not answer in {START:.0f} seconds; see its log.")
            time.sleep(PAUSE)

    def stop(self) -> None:
        """End the processes, and what they may have left running."""
        processes.stop_all(child.process for child in self.children if child.process)
        processes.end_orphans(self.servers.values())

    def logs(self) -> dict[str, Path]:
        """Return where each process logs."""
        return {child.name: child.log for child in self.children}


class Follower:
    """Shows what is appended to logs, each line after the name of its process."""

    def __init__(self, logs: dict[str, Path]) -> None:
        self.logs = logs
        self.read = dict.fromkeys(logs, 0)

    def show(self) -> None:
        """Write the new lines to stderr."""
        for name, log in self.logs.items():
            with log.open("rb") as file:
                file.seek(self.read[name])
                lines = file.read().decode(errors="replace").splitlines()
                self.read[name] = file.tell()
            for line in lines:
                click.echo(f"{name:>7} | {line}", err=True)


def procfile() -> dict[str, str]:
    """Return the commands of the Procfile that keep running, by name."""
    lines = (ROOT / "Procfile").read_text().splitlines()
    commands = dict(line.split(": ", 1) for line in lines if line.strip())
    return {name: command for name, command in commands.items() if name != "release"}


@contextlib.contextmanager
def stoppable() -> Iterator[None]:
    """Turn the first request to stop into a KeyboardInterrupt; cleaning up is not interrupted."""

    def first(_number: int, _frame: FrameType | None) -> None:
        for each in STOPS:
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = {each: signal.signal(each, first) for each in STOPS}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


@contextlib.contextmanager
def _supervised(state: State, lent: Services, port: int) -> Iterator[Supervisor]:
    processes.adopt_orphans()
    children = [
        Child(name, command, state.logs / f"{name}.log") for name, command in procfile().items()
    ]
    for child in children:
        child.log.unlink(missing_ok=True)
    supervisor = Supervisor(children, lent, _environment(port))
    try:
        yield supervisor
    finally:
        supervisor.stop()


def _environment(port: int) -> dict[str, str]:
    programs = Path(sys.executable).parent
    return os.environ | {
        "PATH": f"{programs}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "BIND": "127.0.0.1",
        "PORT": str(port),
        "PYTHONUNBUFFERED": "1",
    }


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise SetUpError(
                f"Port {port} cannot be used ({error.strerror}); choose another one, "
                f"e.g. python3 dev.py --port {port + 1}."
            ) from error


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
