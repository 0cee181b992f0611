"""The cast and their means: alice administers acme, bob is a member, charlie belongs to globex.

Each test runs inside one outer transaction per database role, rolled back at its end; what
the application commits becomes a savepoint.
"""

import email
import email.policy
import gc
import os
import pathlib
from contextlib import contextmanager
from unittest.mock import patch

import pytest
from argon2 import PasswordHasher
from hypothesis import HealthCheck, settings
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import event, select
from xdist.scheduler import LoadScopeScheduling

from saas import clock
from saas.app import create_app
from saas.config import Config
from saas.db import bind_org, db, directory
from saas.jobs import OutboxEntry, OutboxState, run_entry
from saas.mail.models import Delivery
from saas.mail.sender import drain, drain_identities
from saas.orgs.models import Organization
from saas.scope import Role
from tests import cluster, factories
from tests.browsing import Browser
from tests.undoing import nothing_stays

#: The same examples in every run, however slow the machine is; "explore" draws others each time.
CALM = settings(
    max_examples=50,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("calm", CALM)
settings.register_profile("explore", CALM, max_examples=100, derandomize=False)
settings.load_profile("calm")
#: Folders whose tests share something: the application as it runs and one Chromium; one world.
TOGETHER = ("tests/browser/", "tests/tenancy/everywhere/")


def pytest_configure(config):
    cluster.start(config)


class ByModule(LoadScopeScheduling):
    """Gives each process whole modules, and whole folders where their tests share something."""

    def _split_scope(self, nodeid):
        module = nodeid.partition("::")[0]
        return next((folder for folder in TOGETHER if module.startswith(folder)), module)


def pytest_xdist_make_scheduler(config, log):
    return ByModule(config, log)


def pytest_collection_finish():
    """Spare all that is loaded by now, and most of what a test leaves, the search for cycles."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Begin with what may take longest, so that no process is left alone with it at the end."""
    items.sort(key=_patience, reverse=True)


def _patience(item):
    return max((mark.args[0] for mark in item.iter_markers("timeout")), default=0)


@pytest.fixture(scope="session")
def environment(worker_id):
    values = cluster.clone(worker_id)
    os.environ.update(values)
    return values


@pytest.fixture(scope="session", autouse=True)
def quick_passwords():
    """Hash with little memory; what a hash costs in production is tested with the secrets."""
    quick = PasswordHasher(time_cost=1, memory_cost=16, parallelism=1)
    with patch("saas.identity.secrets._hasher", quick):
        yield


class TestConfig(Config):
    __test__ = False
    TESTING = True
    WTF_CSRF_ENABLED = False
    RATELIMIT_ENABLED = False


@contextmanager
def running(environment):
    """An application over the databases of this environment; its connections end with it.

    All of a run share what their templates compile to.
    """
    app = create_app(TestConfig(environment))
    compiled = cluster.current().home / "templates"
    compiled.mkdir(exist_ok=True)
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(compiled))
    try:
        yield app
    finally:
        _let_go(app)


def _let_go(app):
    app.extensions["queue"].connection.close()
    for engine in db._app_engines[app].values():
        engine.dispose()


@pytest.fixture(scope="session")
def app(environment):
    with running(environment) as app:
        yield app


@pytest.fixture(scope="session")
def lent_app(app):
    """What `fresh_app` lends: one application, since each has to compile its statements anew."""
    with running(cluster.fresh_addresses("app")) as app:
        yield app


@pytest.fixture
def fresh_app(lent_app):
    """An application over a database of its own, for tests that need real commits."""
    with cluster.fresh_clone("app"):
        try:
            yield lent_app
        finally:
            _let_go(lent_app)


@pytest.fixture
def database(app, environment):
    """One outer transaction a role; nothing a test does stays."""
    with nothing_stays(app, environment["REDIS_URL"]):
        yield


@pytest.fixture
def tenant(app, database):
    """Open a session bound to an organization: `with tenant(org): …`; commits on leaving."""

    @contextmanager
    def open_session(org):
        with app.app_context():
            bind_org(org.id)
            yield org.scope
            directory.commit()
            db.session.commit()

    return open_session


@pytest.fixture
def organization(app, database):
    """Make an organization as `factories.organization` does."""

    def make(slug, **values):
        with app.app_context():
            return factories.organization(slug, **values)

    return make


@pytest.fixture
def acme(organization):
    return organization("acme")


@pytest.fixture
def globex(organization):
    return organization("globex")


@pytest.fixture
def member(app, database):
    """Make an active member with an identity: `member(acme, Role.ADMIN, "Alice")`."""

    def make(org, role=Role.MEMBER, name=None):
        with app.app_context():
            return factories.member(org, role, name)

    return make


@pytest.fixture
def sign_in(app, database):
    """Return a browser in which a person of `member` is signed in."""

    def open_browser(person):
        with app.app_context():
            token = factories.session_token(person)
        return Browser(app.test_client(), token)

    return open_browser


@pytest.fixture
def stranger(app, database):
    """A browser in which nobody is signed in."""
    return Browser(app.test_client())


@pytest.fixture
def alice(acme, member, sign_in):
    """Alice administers acme."""
    return sign_in(member(acme, Role.ADMIN, "Alice"))


@pytest.fixture
def bob(acme, member, sign_in):
    """Bob is a member of acme, and no more."""
    return sign_in(member(acme, Role.MEMBER, "Bob"))


@pytest.fixture
def charlie(globex, member, sign_in):
    """Charlie owns another organization and must never see acme's anything."""
    return sign_in(member(globex, Role.OWNER, "Charlie"))


@pytest.fixture
def work(app, database):
    """Do what is due, as relay and worker would, until nothing is; `fails` expects an error."""

    def org_ids():
        with app.app_context():
            return directory.scalars(select(Organization.id).order_by(Organization.id)).all()

    def due(org_id):
        with app.app_context():
            bind_org(org_id)
            return db.session.scalars(
                select(OutboxEntry.id).where(
                    OutboxEntry.state == OutboxState.DUE, OutboxEntry.due_at <= clock.now()
                )
            ).all()

    def errors(org_id):
        with app.app_context():
            bind_org(org_id)
            return [
                row.error
                for model in (OutboxEntry, Delivery)
                for row in db.session.scalars(select(model).where(model.error.is_not(None)))
            ]

    def work(*, fails=False):
        with app.app_context():
            drain_identities()
            for org_id in org_ids():
                while entries := due(org_id):
                    for entry_id in entries:
                        run_entry(org_id, str(entry_id))
                drain(org_id)
                assert fails or errors(org_id) == []

    return work


@pytest.fixture
def mails(environment, database, work):
    """Do what is due and return what was sent since the test began, oldest first."""
    folder = pathlib.Path(environment["MAILBOX_DIR"])
    for old in folder.glob("*.eml"):
        old.unlink()

    def read():
        work()
        written = sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
        return [
            email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            for path in written
        ]

    return read


@pytest.fixture
def count_queries(app, database):
    """Count statements: `with count_queries() as statements: …`."""

    @contextmanager
    def counting():
        statements = []

        def note(_connection, _cursor, statement, *_):
            if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "SELECT set_config")):
                statements.append(statement)

        engines = [db._app_engines[app][key] for key in (None, "directory")]
        for engine in engines:
            event.listen(engine, "before_cursor_execute", note)
        try:
            yield statements
        finally:
            for engine in engines:
                event.remove(engine, "before_cursor_execute", note)

    return counting
