"""Development on a PostgreSQL server that is not ours: the roles that are missing are made.

Production never comes here: it names all four roles itself (docs/deploy.md).
"""

import contextlib
from collections.abc import Mapping

import psycopg
from psycopg import sql
from sqlalchemy import URL

from saas import roles
from saas.development.state import State
from saas.embedded.errors import SetUpError

#: What marks a role as ours to change: another's password is never touched.
MARK = "made by the set-up of Rapport"
ALL_FOUR = f"set all of {', '.join(roles.SETTINGS.values())}"


def provide(given: Mapping[str, str], state: State) -> dict[str, str]:
    """Return the addresses of all four roles, having made those that are not given.

    Without `DATABASE_OWNER_URL` the role of `DATABASE_URL` is taken for an administrator
    of the database, and makes way for an app role.

    Args:
        given: The settings there are; `DATABASE_URL` at least.
        state: Keeps the passwords of the roles that are made.

    Raises:
        SetUpError: They cannot be made.
    """
    kept = {name: roles.parse(given[name]) for name in roles.SETTINGS.values() if given.get(name)}
    if len(kept) < len(roles.SETTINGS):
        admin = kept.get("DATABASE_OWNER_URL") or kept.pop("DATABASE_URL")
        _ensure_database(admin)
        kept |= _make_missing(admin, kept, state)
    return {name: address.render_as_string(hide_password=False) for name, address in kept.items()}


def _make_missing(admin: URL, kept: Mapping[str, URL], state: State) -> dict[str, URL]:
    made = {}
    for role in (role for role, name in roles.SETTINGS.items() if name not in kept):
        address = admin.set(username=f"{admin.database}_{role}")
        password = state.secret(f"{address.username}@{admin.host}:{admin.port}")
        made[roles.SETTINGS[role]] = address.set(password=password)
    try:
        with roles.connect(admin) as connection:
            for address in made.values():
                _make(connection, address)
            if owner := made.get("DATABASE_OWNER_URL"):
                _let_migrate(connection, owner)
    except psycopg.errors.InsufficientPrivilege as error:
        raise SetUpError(
            f"The role {admin.username} may not create roles; use one that may, or {ALL_FOUR}."
        ) from error
    return made


def _make(connection: roles.Connection, address: URL) -> None:
    if not roles.exists(connection, address):
        roles.create(connection, address)
        comment = sql.SQL("COMMENT ON ROLE {} IS {}")
        role = sql.Identifier(str(address.username))
        connection.execute(comment.format(role, sql.Literal(MARK)))
    elif _comment(connection, address) == MARK:
        roles.set_password(connection, address)  # it may have been made from another folder
    else:
        raise SetUpError(
            f"The role {address.username} exists, and was not made by this set-up; {ALL_FOUR}."
        )


def _comment(connection: roles.Connection, address: URL) -> str | None:
    query = "SELECT shobj_description(oid, 'pg_authid') FROM pg_roles WHERE rolname = %s"
    row = connection.execute(query, [address.username]).fetchone()
    return row[0] if row else None


def _let_migrate(connection: roles.Connection, owner: URL) -> None:
    role, database = sql.Identifier(str(owner.username)), sql.Identifier(str(owner.database))
    grants = (
        sql.SQL("GRANT CREATE, CONNECT ON DATABASE {} TO {}").format(database, role),
        sql.SQL("GRANT CREATE, USAGE ON SCHEMA public TO {}").format(role),
    )
    with contextlib.suppress(psycopg.errors.InsufficientPrivilege):
        for grant in grants:
            connection.execute(grant)
    # Without the right to grant, PostgreSQL may also just warn and do nothing.
    query = "SELECT has_schema_privilege(%s, 'public', 'CREATE')"
    granted = connection.execute(query, [owner.username]).fetchone()
    if granted != (True,):
        raise SetUpError(
            f"The role of DATABASE_URL may not let another one migrate {owner.database}; "
            "use the database's owner, or set DATABASE_OWNER_URL as well."
        )


def _ensure_database(admin: URL) -> None:
    """Create the database that an administrator names, when it is not there."""
    try:
        roles.connect(admin).close()
    except SetUpError:
        with roles.connect(admin.set(database="postgres")) as connection:
            query = "SELECT 1 FROM pg_database WHERE datname = %s"
            if connection.execute(query, [admin.database]).fetchone():
                raise
            _create_database(connection, str(admin.database))


def _create_database(connection: roles.Connection, name: str) -> None:
    create = sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'")
    try:
        connection.execute(create.format(sql.Identifier(name)))
    except psycopg.errors.InsufficientPrivilege as error:
        raise SetUpError(
            f"The database {name} does not exist, and the role of DATABASE_URL may not create it."
        ) from error
