"""The private folder of one checkout: its lock, its secrets, its data and its logs."""

import contextlib
import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from saas.embedded import SetUpError
from saas.embedded.places import make_private

ROOT = Path(__file__).resolve().parents[2]


class State:
    """The folder that nobody else reads and that one set of servers uses at a time.

    Args:
        home: Where it is; by default `.saas` in the checkout, or `RAPPORT_STATE`.
    """

    def __init__(self, home: Path | None = None) -> None:
        home = (home or Path(os.environ.get("RAPPORT_STATE") or ROOT / ".saas")).absolute()
        self.home = make_private(home)
        self.logs = home / "logs"
        self.lock = home / "lock"
        self._secrets = home / "secrets.json"
        self._running = home / "running.json"

    @contextlib.contextmanager
    def claim(self) -> Iterator[None]:
        """Hold the folder; a lock of the system, so that it ends with the process.

        Raises:
            SetUpError: Another process holds it.
        """
        with self.lock.open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise SetUpError(self._who_holds_it()) from error
            self._running.unlink(missing_ok=True)
            try:
                yield
            finally:
                self._running.unlink(missing_ok=True)

    def announce(self, environment: dict[str, str]) -> None:
        """Tell other commands of this checkout how to reach the servers that run."""
        _write(self._running, environment)

    def running(self) -> dict[str, str] | None:
        """Return what the process that holds the folder announced, or None when none does."""
        with self.lock.open("a") as lock, contextlib.suppress(OSError):
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            return None
        return _read(self._running) or None

    def secret(self, name: str) -> str:
        """Return a secret of this checkout, made up the first time it is asked for."""
        known = _read(self._secrets)
        if name not in known:
            known[name] = secrets.token_urlsafe(32)
            _write(self._secrets, known)
        return known[name]

    def _who_holds_it(self) -> str:
        address = _read(self._running).get("ADDRESS")
        if address is None:
            return "Rapport is being started or stopped here by another process; wait for it."
        return f"Rapport is already running here, at {address}; stop that one first."


def _read(path: Path) -> dict[str, str]:
    try:
        known: dict[str, str] = json.loads(path.read_text())
    except FileNotFoundError:
        return {}
    return known


def _write(path: Path, values: dict[str, str]) -> None:
    new = path.with_suffix(".new")
    with open(new, "w", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        json.dump(values, file)
    new.replace(path)
