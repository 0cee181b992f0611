"""Who asks for every address, in a world that all tests of this package share."""

import pytest

from saas.db import db
from tests import factories
from tests.browsing import Browser
from tests.tenancy.everywhere.asking import Asker, Reading
from tests.tenancy.everywhere.matrix import Matrix
from tests.tenancy.everywhere.world import build_all
from tests.undoing import Undoing, nothing_stays


@pytest.fixture(scope="package")
def asker_of(app, environment):
    """Sign a person in, or nobody, as somebody who asks; note which fields the views read.

    All tests share what was made for them: what an asker causes is undone.
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


@pytest.fixture(scope="package")
def matrix(app, asker_of):
    return Matrix(app, asker_of, build_all(app))
