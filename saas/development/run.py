"""The whole application on one machine, until somebody stops it."""

import contextlib
import signal
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from types import FrameType

import click

from saas.development.servers import services
from saas.development.state import State
from saas.development.supervisor import Supervisor, environment_of, procfile
from saas.embedded import SetUpError

STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
#: How long the web may take to answer, in seconds.
START = 60.0
PAUSE = 0.1


def run(state: State, port: int, *, verbose: bool = False) -> None:
    """Start the servers and the processes, say where, and keep them running.

    Args:
        state: The folder of this checkout.
        port: Where the web listens, on this machine only.
        verbose: Whether what the processes log is shown too.

    Raises:
        SetUpError: Something is in the way, or a process keeps ending.
    """
    with stoppable(), state.claim():
        check_port(port)
        with (
            services(state, port) as lent,
            Supervisor(
                procfile(), environment_of(port), state.logs, servers=lent.servers, verbose=verbose
            ) as supervisor,
        ):
            address = lent.environment["ADDRESS"]
            _await_web(supervisor, address)
            click.echo(f"Rapport is running at {address} (Ctrl-C stops it)")
            while True:
                supervisor.tend()
                time.sleep(PAUSE)


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


def _await_web(supervisor: Supervisor, address: str) -> None:
    until = time.monotonic() + START
    while not answers(f"{address}/healthz"):
        supervisor.tend()
        if time.monotonic() > until:
            raise SetUpError(f"The web did not answer in {START:.0f} seconds; see its log.")
        time.sleep(PAUSE)


def check_port(port: int) -> None:
    """Raise a SetUpError when something else listens at a port of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise SetUpError(
                f"Port {port} cannot be used ({error.strerror}); choose another one, "
                f"e.g. python3 dev.py --port {port + 1}."
            ) from error


def answers(url: str) -> bool:
    """Return whether a page of this machine answers that all is well."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
