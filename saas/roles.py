"""The four database roles, and what they must not be able to do.

The owner migrates. The app, the directory and the relay each see their own part, and
row-level security holds only for roles that are neither superusers nor the owner.
"""

import os
from collections.abc import Mapping
from typing import Any, LiteralString, NamedTuple

import psycopg
from psycopg import sql
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from saas.embedded.errors import SetUpError

Connection = psycopg.Connection[tuple[Any, ...]]

#: Which setting holds the address of which role.
SETTINGS = {
    "owner": "DATABASE_OWNER_URL",
    "app": "DATABASE_URL",
    "directory": "DATABASE_DIRECTORY_URL",
    "relay": "DATABASE_RELAY_URL",
}
OLDEST = 15


class RoleNames(NamedTuple):
    """The database roles that a migration grants to."""

    app: str
    directory: str
    relay: str


def role_names(environ: Mapping[str, str] = os.environ) -> RoleNames:
    """Return whom migrations grant to: the names in the addresses of the environment.

    Raises:
        SetUpError: An address is missing.
    """
    return RoleNames(*(address.username or "" for address in addresses(environ)))


def addresses(environ: Mapping[str, str]) -> list[URL]:
    """Return the addresses of the app, the directory and the relay, in this order.

    Raises:
        SetUpError: One is missing.
    """
    names = [SETTINGS[role] for role in RoleNames._fields]
    for name in names:
        if not environ.get(name):
            raise SetUpError(f"Set {name} in the environment.")
    return [parse(environ[name]) for name in names]


def parse(given: str) -> URL:
    """Return an address, however its scheme is spelled: postgres:, postgresql: or with a driver.

    Raises:
        SetUpError: It is not the address of a PostgreSQL database.
    """
    try:
        address = make_url(given)
    except ArgumentError as error:
        raise SetUpError(
            "The address of a database looks like postgresql://name:password@host/database."
        ) from error
    if not address.drivername.startswith("postgres"):
        raise SetUpError(f"Rapport needs PostgreSQL; {address.drivername} is something else.")
    return address.set(drivername="postgresql+psycopg")


def connect(address: URL) -> Connection:
    """Connect for set-up work; every statement commits by itself.

    Raises:
        SetUpError: The server does not answer, or not to us.
    """
    uri = address.set(drivername="postgresql").render_as_string(hide_password=False)
    try:
        connection = psycopg.connect(uri, autocommit=True, connect_timeout=10)
    except psycopg.OperationalError as error:
        raise SetUpError(f"The database cannot be reached: {_first_line(error)}") from error
    if connection.info.server_version < OLDEST * 10_000:
        connection.close()
        raise SetUpError(f"Rapport needs PostgreSQL {OLDEST} or newer; this server is older.")
    return connection


def ensure(connection: Connection, environ: Mapping[str, str]) -> None:
    """See to it that the app, the directory and the relay exist and are harmless.

    Raises:
        SetUpError: One is missing and we may not create it, or it sees through the wall.
    """
    for address in addresses(environ):
        try:
            if not exists(connection, address):
                create(connection, address)
        except psycopg.errors.InsufficientPrivilege as error:
            raise SetUpError(
                f"The role {address.username} does not exist and may not be created from here; "
                f"create it with: CREATE ROLE {address.username} LOGIN PASSWORD '...'."
            ) from error
        _check(connection, address)


def exists(connection: Connection, address: URL) -> bool:
    """Return whether the role of an address exists."""
    query = "SELECT 1 FROM pg_roles WHERE rolname = %s"
    return connection.execute(query, [address.username]).fetchone() is not None


def create(connection: Connection, address: URL) -> None:
    """Create the role of an address, with its password."""
    _execute(connection, "CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS", address)
    set_password(connection, address)


def set_password(connection: Connection, address: URL) -> None:
    """Give a role the password in its address; the server and its log see only a hash."""
    if address.password is None:
        return
    name, password = str(address.username).encode(), str(address.password).encode()
    hashed = connection.pgconn.encrypt_password(password, name, b"scram-sha-256")
    _execute(connection, "ALTER ROLE {} PASSWORD {}", address, hashed.decode())


def _check(connection: Connection, address: URL) -> None:
    query = (
        "SELECT rolsuper OR rolbypassrls, rolname = current_user FROM pg_roles WHERE rolname = %s"
    )
    row = connection.execute(query, [address.username]).fetchone()
    sees_all, owns = row or (False, False)
    if sees_all or owns:
        why = "sees every organization's rows" if sees_all else "owns the tables"
        raise SetUpError(f"The role {address.username} {why}; give the processes another one.")


def _execute(connection: Connection, statement: LiteralString, address: URL, *values: str) -> None:
    role = sql.Identifier(str(address.username))
    literals = [sql.Literal(value) for value in values]
    connection.execute(sql.SQL(statement).format(role, *literals))


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0].rstrip(".") + "."
