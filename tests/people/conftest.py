"""What the tests of people have in common: a cohort, and files on their way into it."""

import io

import pytest

from saas.people.queries import imports as queries
from saas.people.services import imports as services
from saas.programs.models import Side
from tests import factories


@pytest.fixture
def cohort(acme, tenant):
    """A cohort of acme with nobody in it."""
    with tenant(acme):
        program = factories.program("Women in Law", mentor_capacity=3)
        cohort = factories.cohort(program)
        assert cohort.program is program  # Loaded, for when the session is gone.
        return cohort


@pytest.fixture
def start(acme, tenant, cohort):
    """Upload a text as a CSV file and return the import's id."""

    def upload(text, side=Side.MENTEE, filename="people.csv"):
        content = text if isinstance(text, bytes) else text.encode()
        with tenant(acme) as scope:
            row = services.start_import(
                scope, cohort.id, side, filename=filename, file=io.BytesIO(content)
            )
            return row.id

    return upload


@pytest.fixture
def looked_at(acme, tenant, start):
    """Upload a text and look it through, its columns guessed or said; returns the import's id."""

    def upload(text, side=Side.MENTEE, columns=None, *, updates=False):
        import_id = start(text, side)
        with tenant(acme) as scope:
            columns = columns or queries.managed_import(scope, import_id).mapping["columns"]
            services.map_columns(scope, import_id, columns, updates=updates)
            services.examine_import(scope, import_id)
        return import_id

    return upload


@pytest.fixture
def path(cohort):
    return f"/o/acme/cohorts/{cohort.id}/imports"


@pytest.fixture
def upload(alice, path):
    """Upload a file as Alice; returns the answer."""

    def send(content, *, name="people.csv", side="mentee", expect=303):
        content = content if isinstance(content, bytes) else content.encode()
        data = {"side": side, "file": (io.BytesIO(content), name)}
        return alice.post(path, data, expect=expect)

    return send


@pytest.fixture
def preview(alice, upload):
    """Upload a file and take its columns as they are guessed; returns the path of its preview."""

    def look(content, **said):
        columns = upload(content, **said).location
        chosen = {
            each["name"]: each.select_one("option[selected]")["value"]
            for each in alice.get(columns).page.select("main select:has(option[selected])")
        }
        return alice.post(columns, {**chosen, "words_shown": "1"}).location

    return look
