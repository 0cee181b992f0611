"""Draining a ledger: claim a few rows, send each over one connection, write down what came of it.

RQ runs `drain` for an organization and `drain_identities` for the mail of none. Two drains
of one ledger share the work: each row is claimed with a token.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit

import structlog
from flask import Flask, current_app
from sqlalchemy import and_, exists, or_, select, update
from sqlalchemy.orm import Session

from saas import clock
from saas.db import bind_org, db, directory
from saas.mail.gateway import (
    NotSentError,
    RefusedError,
    Transport,
    UnknownOutcomeError,
    transport,
)
from saas.mail.letter import Letter
from saas.mail.models import Delivery, DeliveryState, IdentityDelivery, Suppression
from saas.mail.unsubscribe import unsubscribe_url
from saas.scope import Role, Scope

log = structlog.get_logger(__name__)

BATCH = 50
LEASE = dt.timedelta(minutes=5)
#: Tries before a message is given up, and the wait after the first; it doubles each time.
ATTEMPTS = 8
FIRST_WAIT = dt.timedelta(seconds=30)

Renderer = Callable[[Scope, dict[str, Any]], Letter | None]
_renderers: dict[str, Renderer] = {}


def renders(message: str) -> Callable[[Renderer], Renderer]:
    """Register what composes a message at sending; None means there is nothing to say."""

    def register(renderer: Renderer) -> Renderer:
        _renderers[message] = renderer
        return renderer

    return register


@dataclass(frozen=True, slots=True)
class Ledger:
    """One ledger, reached through a session of its own each time it is opened."""

    app: Flask
    org_id: int | None

    @property
    def model(self) -> type[Delivery] | type[IdentityDelivery]:
        """The table."""
        return IdentityDelivery if self.org_id is None else Delivery

    @contextmanager
    def opened(self) -> Iterator[Session]:
        """One transaction, committed on leaving."""
        with self.app.app_context():
            if self.org_id is None:
                session: Session = directory()
            else:
                bind_org(self.org_id)
                session = db.session()
            yield session
            session.commit()


def drain(org_id: int) -> None:
    """Send what is due for one organization."""
    _drain(Ledger(_app(), org_id))


def drain_identities() -> None:
    """Send what is due for no organization."""
    _drain(Ledger(_app(), None))


def _app() -> Flask:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    return app


def _drain(ledger: Ledger) -> None:
    _settle_abandoned(ledger)
    post = transport(ledger.app.config["MAIL_URL"], ledger.app.config["MAILBOX_DIR"])
    token = uuid.uuid4()
    try:
        while ids := _claim(ledger, token):
            for delivery_id in ids:
                _deliver(ledger, post, delivery_id, token)
    finally:
        post.close()


def _settle_abandoned(ledger: Ledger) -> None:
    """A row still `sending` after its lease: only the mail server knows what became of it."""
    with ledger.opened() as session:
        session.execute(
            update(ledger.model)
            .where(ledger.model.state == DeliveryState.SENDING, ledger.model.due_at <= clock.now())
            .values(state=DeliveryState.UNKNOWN, token=None)
            .execution_options(synchronize_session=False)
        )


def _claim(ledger: Ledger, token: uuid.UUID) -> list[uuid.UUID]:
    model, now = ledger.model, clock.now()
    with ledger.opened() as session:
        rows = session.scalars(
            select(model)
            .where(model.state == DeliveryState.QUEUED, model.due_at <= now)
            .order_by(model.due_at, model.id)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
        ).all()
        for row in rows:
            row.token, row.due_at = token, now + LEASE
        return [row.id for row in rows]


def _deliver(ledger: Ledger, post: Transport, delivery_id: uuid.UUID, token: uuid.UUID) -> None:
    with ledger.opened() as session:
        message = _begin(ledger, session, delivery_id, token)
    if message is None:
        return
    try:
        post.send(message)
    except NotSentError as error:
        _finish(ledger, delivery_id, token, DeliveryState.QUEUED, str(error))
    except RefusedError as error:
        _finish(ledger, delivery_id, token, DeliveryState.BOUNCED, str(error))
    except UnknownOutcomeError as error:
        _finish(ledger, delivery_id, token, DeliveryState.UNKNOWN, str(error))
    else:
        _finish(ledger, delivery_id, token, DeliveryState.SENT, None)


def _begin(
    ledger: Ledger, session: Session, delivery_id: uuid.UUID, token: uuid.UUID
) -> EmailMessage | None:
    row = _mine(ledger, session, delivery_id, token)
    if row is None or row.state != DeliveryState.QUEUED:
        return None
    if not (_may_write(session, row) and _compose(row)):
        row.state, row.token = DeliveryState.SUPPRESSED, None
        return None
    row.state, row.attempts = DeliveryState.SENDING, row.attempts + 1
    row.due_at = clock.now() + LEASE
    return _message(row)


def _mine(
    ledger: Ledger, session: Session, delivery_id: uuid.UUID, token: uuid.UUID
) -> Delivery | IdentityDelivery | None:
    model = ledger.model
    row: Delivery | IdentityDelivery | None = session.scalar(
        select(model).where(model.id == delivery_id, model.token == token).with_for_update()
    )
    return row


def _may_write(session: Session, row: Delivery | IdentityDelivery) -> bool:
    if not isinstance(row, Delivery) or row.topic is None:
        return True
    suppressed = exists().where(
        and_(
            Suppression.org_id == row.org_id,
            Suppression.address_norm == row.to_address.casefold(),
            or_(Suppression.topic == row.topic, Suppression.topic == "all"),
        )
    )
    return not session.scalar(select(suppressed))


def _compose(row: Delivery | IdentityDelivery) -> bool:
    if row.text is not None:
        return True
    if not isinstance(row, Delivery):
        return False
    scope = Scope(org_id=row.org_id, actor_id=None, role=Role.OWNER)
    letter = _renderers[row.message](scope, row.payload)
    if letter is None:
        return False
    row.subject, row.html, row.text = letter.subject, letter.html, letter.text
    return True


def _message(row: Delivery | IdentityDelivery) -> EmailMessage:
    base = urlsplit(current_app.config["BASE_URL"]).hostname
    message = EmailMessage(policy=SMTP)
    message["Subject"] = row.subject
    message["From"] = current_app.config["MAIL_FROM"]
    message["To"] = Address(row.to_name, addr_spec=row.to_address)
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = f"<{row.id}@{base}>"
    message["Auto-Submitted"] = "auto-generated"
    if isinstance(row, Delivery) and row.topic:
        url = unsubscribe_url(row.org_id, row.to_address, row.topic)
        message["List-Unsubscribe"] = f"<{url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(row.text or "")
    message.add_alternative(row.html or "", subtype="html")
    return message


def _finish(
    ledger: Ledger,
    delivery_id: uuid.UUID,
    token: uuid.UUID,
    state: DeliveryState,
    error: str | None,
) -> None:
    log.info("delivery", org=ledger.org_id, delivery=str(delivery_id), state=state.value)
    with ledger.opened() as session:
        row = _mine(ledger, session, delivery_id, token)
        if row is None:
            return
        row.state, row.token, row.error = state, None, error and error[:2000]
        if state is DeliveryState.SENT:
            row.sent_at = clock.now()
            row.html = row.text = None
        if state is DeliveryState.QUEUED:
            row.due_at = clock.now() + FIRST_WAIT * 2 ** (row.attempts - 1)
            if row.attempts >= ATTEMPTS:
                row.state = DeliveryState.DEAD
