"""Sessions, the model base, and the wall between tenants.

Two sessions, two database roles. `db.session` sees tenant tables, and only while it is
bound to an organization; `directory` sees the short list of global tables. A write that
spans both writes the directory first (docs/adr/0002-two-sessions.md).
"""

import contextlib
import datetime as dt
import enum
import functools
import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from flask import Flask
from flask.globals import app_ctx
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    DateTime,
    Engine,
    Enum,
    ForeignKeyConstraint,
    MetaData,
    SQLColumnExpression,
    Uuid,
    event,
    func,
    literal,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import (
    DeclarativeBase,
    LoaderCriteriaOption,
    Mapped,
    ORMExecuteState,
    Session,
    SessionTransaction,
    mapped_column,
    registry,
    relationship,
    scoped_session,
    sessionmaker,
    with_loader_criteria,
)

from saas import clock
from saas.characters import JOINERS, seen
from saas.errors import ConflictError, NotFoundError

T = TypeVar("T")


class Base(DeclarativeBase):
    """Base of every model: constraint names are predictable, times are aware."""

    # On the registry, not as attributes of Base: Flask-SQLAlchemy 3.1 copies the class
    # body into a second base, and SQLAlchemy refuses a copied type_annotation_map.
    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={
            dt.datetime: DateTime(timezone=True),
            dict[str, Any]: JSONB,
            list[str]: JSONB,
            list[int]: JSONB,
            list[dict[str, Any]]: JSONB,
        },
    )


class TenantScoped:
    """Mixin for every table whose rows belong to one organization."""

    org_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, sort_order=-10)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4, sort_order=-9)
    created_at: Mapped[dt.datetime] = mapped_column(default=clock.now, sort_order=90)

    def __init__(self, **values: Any) -> None:
        """Give the row its id at once, so that others can refer to it before the flush."""
        super().__init__(**{"id": uuid.uuid4(), **values})


R = TypeVar("R", bound=TenantScoped)


class Global:
    """Mixin for the short named list of tables that belong to no organization."""

    created_at: Mapped[dt.datetime] = mapped_column(default=clock.now, sort_order=90)


def choice(kind: type[enum.StrEnum], name: str = "") -> Enum:
    """Return the column type of a closed list of words: text with a CHECK, never an enum.

    Args:
        kind: The words.
        name: Of the CHECK; needed where a table uses the same list twice.
    """
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=32,
        name=name or kind.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )


def same_org(table: str, column: str, *, ondelete: str | None = None) -> ForeignKeyConstraint:
    """Return a foreign key that also proves both rows are in one organization."""
    return ForeignKeyConstraint(
        ["org_id", column], [f"{table}.org_id", f"{table}.id"], ondelete=ondelete
    )


def to_one(owner: str, target: str, column: str, **options: Any) -> Any:
    """Return the relationship from `owner.column` to the `target` row of the same organization."""
    return relationship(
        target,
        primaryjoin=f"and_({owner}.org_id == {target}.org_id, "
        f"foreign({owner}.{column}) == {target}.id)",
        **options,
    )


class UnscopedQueryError(RuntimeError):
    """A tenant's table was queried before any tenant was chosen. A bug, never a 404."""


class TenantChangedError(RuntimeError):
    """A session was asked to leave its organization. A bug: the identity map ignores RLS."""


class TenantSession(FlaskSession):
    """Reads and writes the rows of the one organization it is bound to."""


class DirectorySession(Session):
    """Reads and writes the global tables, through a role that sees no tenant's row."""

    def get_bind(self, *_args: Any, **_kwargs: Any) -> Engine | Connection:
        """Return the directory's engine, whatever is asked."""
        return db.engines["directory"]


# A session ends with its request or job, so nothing needs to be read again after the commit.
db = SQLAlchemy(
    model_class=Base, session_options={"class_": TenantSession, "expire_on_commit": False}
)
directory: scoped_session[Session] = scoped_session(
    sessionmaker(class_=DirectorySession, expire_on_commit=False),
    scopefunc=lambda: id(app_ctx._get_current_object()),  # type: ignore[attr-defined]
)


def init_app(app: Flask) -> None:
    """Give the application its two sessions, each ending with the request or the job."""
    db.init_app(app)
    app.teardown_appcontext(lambda _error: directory.remove())


@contextlib.contextmanager
def at_once() -> Iterator[Session]:
    """Open a directory session of its own that commits on leaving.

    For the little that must be kept whatever becomes of the request, such as that a
    password was wrong.
    """
    with directory.session_factory.begin() as session:
        yield session


def bind_org(org_id: int) -> None:
    """Confine the session of this request or job to one organization, for good.

    Raises:
        TenantChangedError: The session already belongs to another one, or is inside a
            savepoint, whose rollback would take the binding back unseen.
    """
    session = db.session()
    if "org_id" not in session.info and session.in_nested_transaction():
        raise TenantChangedError("choose the organization before the first savepoint")
    if session.info.setdefault("org_id", org_id) != org_id:
        raise TenantChangedError(f"bound to {session.info['org_id']}, asked for {org_id}")
    if session.in_transaction():
        _set_local(session.connection(), _org(org_id))


def bind_person(member_id: uuid.UUID | None, programs: Iterable[uuid.UUID] = ()) -> None:
    """Let the session see what is confidential to one member; without this it sees none of it.

    It may be said again for somebody else. Rows that were read before stay in memory, so
    what is confidential is never read by `Session.get` (docs/adr/0011-concerns.md).

    Args:
        member_id: Who looks; None for nobody.
        programs: Those whose concerns they are named to read.

    Raises:
        TenantChangedError: Inside a savepoint, whose rollback would take it back unseen.
    """
    session = db.session()
    if session.in_nested_transaction():
        raise TenantChangedError("say who looks before the first savepoint")
    reads = ",".join(sorted(str(uuid.UUID(str(each))) for each in programs))
    session.info["person"] = (str(uuid.UUID(str(member_id))) if member_id else "", reads)
    if session.in_transaction():
        connection = session.connection()
        _set_local(connection, _person(session, connection))


def bound_org() -> int | None:
    """Return the organization that this session is confined to, or None."""
    bound: int | None = db.session().info.get("org_id")
    return bound


def _org(org_id: int | None) -> dict[str, str]:
    return {"org_id": "" if org_id is None else str(int(org_id))}


def _person(session: Session, connection: Connection) -> dict[str, str]:
    """Who looks; nobody where a connection may remember somebody from before."""
    if "person" not in session.info and not connection.info.get("had_person"):
        return {}
    connection.info["had_person"] = True
    member_id, reads = session.info.get("person", ("", ""))
    return {"member_id": member_id, "reads_concerns": reads}


def _set_local(connection: Connection, values: Mapping[str, str]) -> None:
    """Set what the policies read until the transaction ends, all in one statement."""
    if values:
        each = ", ".join(f"set_config('app.{name}', '{to}', true)" for name, to in values.items())
        connection.exec_driver_sql(f"SELECT {each}")


@event.listens_for(TenantSession, "after_begin")
def _bind(session: Session, transaction: SessionTransaction, connection: Connection) -> None:
    # Always, also to '': a local setting outlives a released savepoint. Never inside a savepoint.
    if not transaction.nested:
        org = _org(session.info.get("org_id"))
        _set_local(connection, org | _person(session, connection))


@event.listens_for(TenantSession, "do_orm_execute")
def _keep_to_one_org(state: ORMExecuteState) -> None:
    if not any(issubclass(mapper.class_, TenantScoped) for mapper in state.all_mappers):
        return
    org_id = state.session.info.get("org_id")
    if org_id is None:
        raise UnscopedQueryError(str(state.statement))
    state.statement = state.statement.options(_only_of(org_id))


@functools.lru_cache(maxsize=1024)
def _only_of(org_id: int) -> LoaderCriteriaOption:
    """Return what keeps a statement to one organization; the same for each of its statements."""
    return with_loader_criteria(
        TenantScoped, lambda cls: cls.org_id == org_id, include_aliases=True
    )


@event.listens_for(TenantSession, "before_flush")
def _stamp(session: Session, _context: object, _instances: object) -> None:
    org_id = session.info.get("org_id")
    for row in session.new:
        if not isinstance(row, TenantScoped):
            raise UnscopedQueryError(f"{type(row).__name__} belongs in the directory session")
        if org_id is None:
            raise UnscopedQueryError(f"{type(row).__name__} needs an organization")
        row.org_id = row.org_id or org_id


@contextlib.contextmanager
def refusing(message: str, session: scoped_session[Any] | None = None) -> Iterator[None]:
    """Flush on leaving; if the database refuses, raise a ConflictError with `message`.

    For rules that must hold when two people act at once: the rule is a constraint,
    written once, and this is its wording.

    Args:
        message: What to do about it, in one sentence.
        session: `directory` for a global table; the tenant's when None.
    """
    try:
        with (session or db.session).begin_nested():
            yield
    except IntegrityError as error:
        raise ConflictError(message) from error


def newest(kind: type[R], *conditions: ColumnElement[bool]) -> R | None:
    """Return the last row of a table that was made in the bound organization; None without any."""
    statement = select(kind).where(kind.org_id == bound_org(), *conditions)
    return db.session.scalar(statement.order_by(kind.created_at.desc(), kind.id).limit(1))


def found(row: T | None, sentence: str) -> T:
    """Return the row, or raise a NotFoundError with `sentence`."""
    if row is None:
        raise NotFoundError(sentence)
    return row


def has_words(column: SQLColumnExpression[Any], words: str) -> ColumnElement[bool]:
    """Whether a text has these words within it, in any case and however they are written."""
    return seen_of(column).icontains(seen(words), autoescape=True)


def seen_of(column: SQLColumnExpression[Any]) -> ColumnElement[Any]:
    """Return what `saas.characters.seen` makes of a column."""
    return func.translate(func.normalize(column, literal_column("NFKC")), JOINERS, "")


def lock_until_commit(*words: object) -> None:
    """Wait until nobody else holds the lock that these words name, and hold it until the commit.

    For what no row stands for. Name the organization among them.
    """
    key = func.hashtextextended(" ".join(map(str, words)), 0)
    db.session.execute(select(func.pg_advisory_xact_lock(key)))


def in_one(ids: Iterable[uuid.UUID]) -> ColumnElement[Any]:
    """Return ids as one parameter: a statement takes 65,535 of them, and a list may have more."""
    return literal([*ids], ARRAY(Uuid))
