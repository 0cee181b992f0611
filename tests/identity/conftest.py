import pytest

from saas.db import directory
from saas.identity import services
from tests import factories

PASSWORD = "seven geese in a row"


@pytest.fixture
def ada(app, database):
    """Somebody who signs in with PASSWORD, as (address, id)."""
    with app.app_context():
        row = services.new_identity("ada@example.org", name="Ada Lovelace", password=PASSWORD)
        directory.commit()
        return factories.Person(None, None, row.id, row.name, row.email, None)
