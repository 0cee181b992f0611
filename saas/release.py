"""The release step: the roles, the migrations, and the check of what they left.

It runs as the owner of the database, before the processes of a new version start. Safe to
run twice, and twice at once: the second waits for the first.
"""

import importlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, NullPool, create_engine, make_url, text

from saas.embedded.errors import SetUpError

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"
#: The key of the advisory lock that lets one release run at a time.
LOCK = 7_267_767_678


class RoleNames(NamedTuple):
    """The database roles that a migration grants to."""

    app: str
    directory: str
    relay: str


def role_names(environ: Mapping[str, str] = os.environ) -> RoleNames:
    """Return whom migrations grant to: the names in the addresses of the environment."""
    names = ("DATABASE_URL", "DATABASE_DIRECTORY_URL", "DATABASE_RELAY_URL")
    return RoleNames(*(make_url(environ[name]).username or "" for name in names))


def release(owner_url: str) -> None:
    """Bring the database to the newest migration.

    Args:
        owner_url: The address of the database, as the role that owns its tables.

    Raises:
        SetUpError: The schema that came out breaks a rule of the house.
    """
    engine = create_engine(owner_url, poolclass=NullPool)
    with engine.begin() as gate:
        gate.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        with engine.connect() as connection:
            _migrate(connection)
            _check(connection)


def _migrate(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _check(connection: Connection) -> None:
    breaches: list[str] = importlib.import_module("saas.catalog").breaches(connection)
    if breaches:
        raise SetUpError("The schema breaks a rule: " + "; ".join(breaches))
