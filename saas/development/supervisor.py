"""Keeps the processes of the Procfile running while the application is developed.

The same commands as in production. A process that ends is started again; one that keeps
ending stops everything, with one sentence. All of them end with this one.
"""

import os
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import click

from saas.development.state import ROOT
from saas.embedded import SetUpError
from saas.embedded import process as processes
from saas.embedded.process import Process, last_words

#: A process may end this often within `WINDOW` seconds before it is given up.
LIVES = 3
WINDOW = 60.0
#: A process is not started more often than this, in seconds.
REST = 1.0


@dataclass
class Child:
    """One line of the Procfile, running.

    Attributes:
        started: When it was started, in the last `WINDOW` seconds of the monotonic clock.
        shown: How many bytes of its log have been shown.
    """

    name: str
    command: str
    log: Path
    process: Process | None = None
    started: list[float] = field(default_factory=list)
    shown: int = 0

    def tend(self, environment: Mapping[str, str]) -> None:
        """Start the process, or start it again.

        Raises:
            SetUpError: It has ended too often.
        """
        if self.process is not None and self.process.poll() is None:
            return
        now = time.monotonic()
        if self.started and now - self.started[-1] < REST:
            return
        self.started = [each for each in self.started if now - each < WINDOW]
        if self.process is not None:
            self._complain(self.process.returncode)
        self.started.append(now)
        shell = ["sh", "-c", f"exec {self.command}"]
        self.process = processes.spawn(shell, self.log, environment, cwd=ROOT)

    def show(self) -> None:
        """Write what is new in the log to stderr, each line after the name of the process."""
        with self.log.open("rb") as file:
            file.seek(self.shown)
            lines = file.read().decode(errors="replace").splitlines()
            self.shown = file.tell()
        for line in lines:
            click.echo(f"{self.name:>7} | {line}", err=True)

    def _complain(self, code: int) -> None:
        said = f"The {self.name} process ended with code {code} ({last_words(self.log)})"
        if len(self.started) >= LIVES:
            raise SetUpError(f"{said} {LIVES} times, so everything was stopped; see {self.log}.")
        click.echo(f"{said} and is started again; see {self.log}.", err=True)


class Supervisor:
    """Keeps processes running.

    Args:
        commands: Shell commands by name.
        environment: What they are given.
        logs: The folder of their logs; those of the last run are overwritten.
        servers: What they need; when one ends, everything does.
        verbose: Whether their logs are shown too.
    """

    def __init__(
        self,
        commands: Mapping[str, str],
        environment: Mapping[str, str],
        logs: Path,
        *,
        servers: Mapping[str, Process] | None = None,
        verbose: bool = False,
    ) -> None:
        self.children = [Child(name, line, logs / f"{name}.log") for name, line in commands.items()]
        self.environment = environment
        self.servers = servers or {}
        self.verbose = verbose

    def __enter__(self) -> "Supervisor":
        """Forget the logs of the last run."""
        processes.adopt_orphans()
        for child in self.children:
            child.log.unlink(missing_ok=True)
        return self

    def __exit__(self, *_error: object) -> None:
        """End the processes, and what they may have left running."""
        processes.stop_all(child.process for child in self.children if child.process)
        processes.end_orphans(self.servers.values())

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
            if self.verbose:
                child.show()


def procfile(path: Path = ROOT / "Procfile") -> dict[str, str]:
    """Return the commands of the Procfile that keep running, by name."""
    lines = path.read_text().splitlines()
    commands = dict(line.split(": ", 1) for line in lines if line.strip())
    return {name: command for name, command in commands.items() if name != "release"}


def environment_of(port: int) -> dict[str, str]:
    """Return our environment as the processes need it: our programs first, this machine only."""
    programs = Path(sys.executable).parent
    return os.environ | {
        "PATH": f"{programs}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "BIND": "127.0.0.1",
        "DEVELOPMENT": "1",
        "PORT": str(port),
        "PYTHONUNBUFFERED": "1",
    }
