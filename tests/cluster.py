"""One PostgreSQL and one Valkey for a run of the tests, one database for each worker.

The process that starts the run starts the servers, migrates a template once, and names
them in the environment; each worker copies the template, which takes milliseconds.
"""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from saas.embedded import Postgres, SetUpError, Valkey, places
from saas.release import release

HERE = "RAPPORT_TEST_CLUSTER"
TEMPLATE = "rapport_template"
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - the folders made there are private
ROOM = 1 << 30


class Cluster:
    """The servers of one run, in one temporary folder."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.postgres = Postgres(home, home / "run", durable=False)
        self.valkey = Valkey(home, home / "run", durable=False)

    def start(self) -> None:
        """Start both and migrate the template."""
        places.make_private(self.home / "run")
        self.postgres.start()
        self.valkey.start()
        self.postgres.create_database(TEMPLATE)
        with _environment(self.addresses(TEMPLATE, 0)) as environment:
            release(environment["DATABASE_OWNER_URL"])

    def stop(self) -> None:
        """Stop both and remove everything."""
        self.valkey.stop()
        self.postgres.stop()
        shutil.rmtree(self.home, ignore_errors=True)

    def addresses(self, database: str, number: int) -> dict[str, str]:
        """Return the environment of a process that uses this database and Redis number."""
        mailbox = self.home / "mailbox" / database
        mailbox.mkdir(parents=True, exist_ok=True)
        return self.postgres.addresses(database) | {
            "REDIS_URL": self.valkey.url(number),
            "SECRET_KEY": "only for tests",
            "BASE_URL": "http://127.0.0.1:8000",
            "MAIL_URL": "",
            "MAILBOX_DIR": str(mailbox),
            "TZ": "UTC",
        }


def start(config: pytest.Config) -> None:
    """Start the servers of this run; called from pytest_configure, also in xdist's workers."""
    if not hasattr(config, "workerinput"):
        _sweep()
        home = Path(tempfile.mkdtemp(prefix=f"rapport-test-{os.getpid()}-", dir=_fastest()))
        home.chmod(0o711)
        cluster = Cluster(home)
        config.add_cleanup(cluster.stop)
        try:
            cluster.start()
        except SetUpError as error:
            raise pytest.UsageError(str(error)) from error
        os.environ[HERE] = str(home)


def clone(worker_id: str) -> dict[str, str]:
    """Make a worker's own database and return the environment that uses it.

    Args:
        worker_id: "gw0", "gw1", ... or "master" when there is one process.
    """
    number = int(worker_id.removeprefix("gw")) + 1 if worker_id.startswith("gw") else 0
    return _copy(f"test_{worker_id}", number)


def current() -> Cluster:
    """Return the cluster of this run, in the process that started it or in a worker."""
    return Cluster(Path(os.environ[HERE]))


@contextlib.contextmanager
def open_folder() -> Iterator[Path]:
    """Lend a folder for servers; those of pytest are closed to whom PostgreSQL runs as."""
    with tempfile.TemporaryDirectory(prefix="rapport-") as name:
        Path(name).chmod(0o711)
        yield Path(name)


@contextlib.contextmanager
def fresh_clone(name: str, number: int = 63, template: str = TEMPLATE) -> Iterator[dict[str, str]]:
    """Lend a database to a test that needs real commits, and drop it afterwards."""
    database = _fresh(name)
    try:
        yield _copy(database, number, template)
    finally:
        current().postgres.drop_database(database)


def fresh_addresses(name: str, number: int = 63) -> dict[str, str]:
    """Return the environment that `fresh_clone` lends, each time, to this process."""
    return current().addresses(_fresh(name), number)


def _fresh(name: str) -> str:
    return f"fresh_{os.getpid()}_{name}"


def _copy(database: str, number: int, template: str = TEMPLATE) -> dict[str, str]:
    cluster = current()
    cluster.postgres.create_database(database, template=template)
    return cluster.addresses(database, number)


def _fastest() -> Path | None:
    usable = SHARED_MEMORY.is_dir() and os.access(SHARED_MEMORY, os.W_OK)
    roomy = usable and shutil.disk_usage(SHARED_MEMORY).free > ROOM
    return SHARED_MEMORY if roomy else None


def _sweep() -> None:
    """Remove what a killed run left behind."""
    for left in SHARED_MEMORY.glob("rapport-test-*"):
        if not Path("/proc", left.name.split("-")[2]).exists():
            shutil.rmtree(left, ignore_errors=True)


@contextlib.contextmanager
def _environment(values: dict[str, str]) -> Iterator[dict[str, str]]:
    before = dict(os.environ)
    os.environ.update(values)
    try:
        yield values
    finally:
        os.environ.clear()
        os.environ.update(before)
