"""One sample, made once in a database of its own."""

import pytest

from saas.db import directory
from saas.demo import make
from saas.identity.services import sign_in
from tests.browsing import Browser
from tests.conftest import running
from tests.samples import sample_clone

PARTS = ("Owner", "Admin", "Program admin", "Mentor", "Mentee")


@pytest.fixture(scope="module")
def sample(app):
    """An application over a database that has the sample, with what was printed about it."""
    with sample_clone("sample", number=62) as environment, running(environment) as app:
        app.printed = make(app)
        yield app


@pytest.fixture
def enter(sample):
    """Open a browser in which one of the five is signed in: `enter("Mentor")`."""
    return lambda part: signed_in(sample, sample.printed, part)


def signed_in(app, printed, part):
    """A browser in which one of the five is signed in, by what was printed."""
    [line] = [line for line in printed.splitlines() if line.startswith(f"  {part}  ")]
    email, password = line.split()[-2:]
    with app.app_context():
        token = sign_in(email, password, browser="test")
        directory.commit()
    return Browser(app.test_client(), token)
