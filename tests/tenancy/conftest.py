"""Who asks for every address; a database with one connection, so that everything meets on it."""

from types import MappingProxyType

import pytest
from sqlalchemy import NullPool, create_engine, make_url

from saas.app import create_app
from saas.config import Config
from saas.db import db
from saas.embedded.postgres import ADMIN
from tests import cluster, factories
from tests.browsing import Browser
from tests.tenancy.asking import Asker, Reading
from tests.tenancy.matrix import Matrix
from tests.undoing import Undoing, nothing_stays


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


@pytest.fixture(scope="module")
def asker_of(app, environment):
    """Sign a person in, or nobody, as somebody who asks; note which fields the views read.

    All tests of a module share what was made for them: what an asker causes is undone.
    """

    class Request(app.request_class):
        parameter_storage_class = Reading

    def sign_in(person=None):
        undoing.keep()
        with app.app_context():
            token = factories.session_token(person) if person else None
        return Asker(Browser(app.test_client(), token), undoing)

    with nothing_stays(app, environment["REDIS_URL"]), pytest.MonkeyPatch.context() as patch:
        patch.setattr(app, "request_class", Request)
        engines = db._app_engines[app]
        undoing = Undoing((engines[None], engines["directory"]))
        yield sign_in


@pytest.fixture(scope="module")
def matrix(app, asker_of):
    return Matrix(app, asker_of)
