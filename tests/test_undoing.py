from sqlalchemy import text

from saas.db import directory
from tests.undoing import nothing_stays


def test_a_statement_is_planned_once_for_all_tests(app, environment):
    kept = text("SELECT count(*) FROM pg_prepared_statements WHERE statement = 'SELECT 4711'")
    for _ in range(3):
        with nothing_stays(app, environment["REDIS_URL"]), app.app_context():
            directory.execute(text("SELECT 4711"))
            found = directory.scalar(kept)
    assert found == 1
