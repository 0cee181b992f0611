"""A database with one connection, so that everything meets on it."""

from types import MappingProxyType

import pytest
from sqlalchemy import NullPool, create_engine, make_url

from saas.app import create_app
from saas.config import Config
from saas.db import db
from saas.embedded.postgres import ADMIN
from tests import cluster


class OneConnection(Config):
    TESTING = True
    SQLALCHEMY_ENGINE_OPTIONS = MappingProxyType(
        {"pool_size": 1, "max_overflow": 0, "pool_timeout": 2}
    )


@pytest.fixture(scope="module")
def narrow(environment):
    """(application with one connection, superuser's engine) over a database to throw away."""
    with cluster.fresh_clone("narrow") as clone:
        app = create_app(OneConnection(clone))
        owner = make_url(clone["DATABASE_OWNER_URL"])
        superuser = create_engine(owner.set(username=ADMIN), poolclass=NullPool)
        yield app, superuser
        app.extensions["queue"].connection.close()
        for engine in db._app_engines[app].values():
            engine.dispose()
