"""What the application needs while it is developed: servers, settings, a migrated database.

Production has none of this: it is given its settings (docs/deploy.md).
"""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import redis

from saas import roles
from saas.development import external
from saas.development.sockets import folder_of_sockets
from saas.development.state import State
from saas.embedded import Postgres, SetUpError, Valkey, places
from saas.embedded.process import Process
from saas.release import release

DATABASE = "rapport"
DEFAULT_PORT = 8000


@dataclass
class Services:
    """What runs, and how to reach it.

    Attributes:
        environment: The settings of every process of the application.
        servers: The servers of our own, by name; empty when all are somebody else's.
    """

    environment: dict[str, str]
    servers: dict[str, Process] = field(default_factory=dict)


@contextlib.contextmanager
def services(state: State, port: int = DEFAULT_PORT) -> Iterator[Services]:
    """Lend the servers and a migrated database, named in the environment, and clean up.

    The caller has claimed the state. `DATABASE_URL` and `REDIS_URL` replace the servers of our own.

    Raises:
        SetUpError: Something is in the way; the sentence says what.
    """
    with contextlib.ExitStack() as stack:
        lent = Services(_settings(state, port))
        runtime = places.runtime_path(state.home)
        if not (os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")):
            stack.enter_context(folder_of_sockets(runtime, state.lock))
        lent.environment |= _redis(stack, state, runtime, lent.servers)
        lent.environment |= _database(stack, state, runtime, lent.servers)
        os.environ.update(lent.environment)
        release(lent.environment["DATABASE_OWNER_URL"])
        state.announce(lent.environment)
        yield lent


@contextlib.contextmanager
def any_services(state: State) -> Iterator[None]:
    """Lend the services that already run for this checkout, or start some for as long as needed."""
    announced = state.running()
    if announced is None:
        with state.claim(), services(state):
            yield
    else:
        os.environ.update(announced)
        yield


def _settings(state: State, port: int) -> dict[str, str]:
    address = f"http://127.0.0.1:{port}"
    mailbox = places.make_private(state.home / "mailbox")
    defaults = {
        "SECRET_KEY": state.secret("SECRET_KEY"),
        "BASE_URL": address,
        "MAILBOX_DIR": "" if os.environ.get("MAIL_URL") else str(mailbox),
    }
    given = {name: os.environ[name] for name in defaults if os.environ.get(name)}
    return defaults | given | {"ADDRESS": address, "TZ": "UTC"}


def _database(
    stack: contextlib.ExitStack, state: State, runtime: Path, servers: dict[str, Process]
) -> dict[str, str]:
    given = [name for name in roles.SETTINGS.values() if os.environ.get(name)]
    if "DATABASE_URL" in given:
        return external.provide(os.environ, state)
    if given:
        raise SetUpError(
            f"Set DATABASE_URL as well as {' and '.join(given)}, or none of them for a server of "
            "our own."
        )
    postgres = Postgres(state.home, runtime)
    stack.callback(postgres.stop)
    servers["PostgreSQL"] = postgres.start()
    postgres.create_database(DATABASE)
    return postgres.addresses(DATABASE)


def _redis(
    stack: contextlib.ExitStack, state: State, runtime: Path, servers: dict[str, Process]
) -> dict[str, str]:
    if given := os.environ.get("REDIS_URL"):
        _ping(given)
        return {"REDIS_URL": given}
    valkey = Valkey(state.home, runtime)
    stack.callback(valkey.stop)
    servers["Valkey"] = valkey.start()
    return {"REDIS_URL": valkey.url()}


def _ping(url: str) -> None:
    try:
        with redis.Redis.from_url(url) as client:
            client.ping()
    except (redis.exceptions.RedisError, ValueError) as error:
        raise SetUpError(f"Redis cannot be reached at REDIS_URL: {error}") from error
