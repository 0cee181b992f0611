"""The release step: the roles, the migrations, and the check of what they left.

It runs as the owner of the database, before the processes of a new version start. Safe to
run twice, and twice at once: the second waits for the first.
"""

import importlib
import os
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, NullPool, create_engine

from saas import roles
from saas.embedded.errors import SetUpError
from saas.roles import role_names

__all__ = ["release", "role_names"]

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"
#: The key of the advisory lock that lets one release run at a time.
LOCK = 7_267_767_678


def release(owner_url: str) -> None:
    """Create the roles where we may, and bring the database to the newest migration.

    The other three addresses are read from the environment.

    Args:
        owner_url: The address of the database, as the role that owns its tables.

    Raises:
        SetUpError: The database cannot be reached, or a role or the schema breaks a rule.
    """
    address = roles.parse(owner_url)
    with roles.connect(address) as gate, gate.transaction():
        gate.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        with roles.connect(address) as connection:
            roles.ensure(connection, os.environ)
        with create_engine(address, poolclass=NullPool).connect() as session:
            _migrate(session)
            _check(session)


def _migrate(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _check(connection: Connection) -> None:
    breaches: list[str] = importlib.import_module("saas.catalog").breaches(connection)
    if breaches:
        raise SetUpError("The schema breaks a rule: " + "; ".join(breaches))
