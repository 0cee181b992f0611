"""Child processes that end with their parent."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from saas.embedded.errors import SetUpError
from saas.embedded.places import Identity

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
#: How long a process gets to end by itself before it is killed, in seconds.
PATIENCE = 10.0

Process = subprocess.Popen[bytes]

# Looked up here: between fork and exec is no time to load a library.
_prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None


def spawn(
    command: Sequence[str | Path],
    log: Path,
    env: Mapping[str, str],
    *,
    cwd: Path = Path("/"),
    ending: signal.Signals = signal.SIGTERM,
    identity: Identity | None = None,
) -> Process:
    """Start a process in a session of its own, its output appended to `log`.

    Args:
        command: The program and its arguments.
        log: Grows; both streams go there.
        env: The whole environment of the child.
        cwd: The folder it starts in.
        ending: What it is sent when the thread that started it ends, however that happens.
        identity: Who it runs as; None for ourselves.
    """
    log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with log.open("ab") as output:
        return subprocess.Popen(  # noqa: S603
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=dict(env),
            cwd=cwd,
            start_new_session=True,
            preexec_fn=_tie(ending),
            **(identity or {}),
        )


def stop(process: Process, by: signal.Signals = signal.SIGTERM) -> None:
    """Ask a process to end, wait, and kill its whole session if it does not."""
    stop_all([process], by)


def stop_all(processes: Iterable[Process], by: signal.Signals = signal.SIGTERM) -> None:
    """Ask processes to end, all at once, and kill the sessions of those that do not."""
    processes = list(processes)
    for process in processes:
        if process.poll() is None:
            process.send_signal(by)
    until = time.monotonic() + PATIENCE
    for process in processes:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0.0, until - time.monotonic()))
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def adopt_orphans() -> None:
    """Become the parent of whatever our children leave behind, so that it can be ended."""
    if _prctl is not None:
        _prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def end_orphans(ours: Iterable[Process]) -> None:
    """Kill every child that we did not start ourselves."""
    known = {process.pid for process in ours}
    listing = Path(f"/proc/self/task/{os.getpid()}/children")
    children = listing.read_text().split() if listing.exists() else []
    for child in {int(each) for each in children} - known:
        with contextlib.suppress(ProcessLookupError, ChildProcessError):
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


def await_answer(
    process: Process, answers: Callable[[], bool], log: Path, seconds: float = 30
) -> None:
    """Wait until the process answers.

    Raises:
        SetUpError: It ended, or did not answer in time.
    """
    name = Path(str(process.args[0])).name if isinstance(process.args, list) else "process"
    until = time.monotonic() + seconds
    while not answers():
        if process.poll() is not None:
            raise SetUpError(f"{name} did not start: {last_words(log)} (more in {log})")
        if time.monotonic() > until:
            raise SetUpError(f"{name} did not answer in {seconds:.0f} seconds; see {log}.")
        time.sleep(0.02)


def last_words(log: Path) -> str:
    """Return the last line of a log that says why, or that says anything."""
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    spoken = [line.strip() for line in lines if line.strip()] or ["it said nothing"]
    fatal = [line for line in spoken if "FATAL" in line or " error: " in line]
    return (fatal or spoken)[-1]


def _tie(ending: signal.Signals) -> Callable[[], None] | None:
    if _prctl is None:
        return None
    parent, prctl = os.getpid(), _prctl

    def tie() -> None:
        prctl(PR_SET_PDEATHSIG, int(ending), 0, 0, 0)
        if os.getppid() != parent:  # it died before we were tied to it
            os._exit(1)

    return tie
