"""Draining a ledger: claim a few rows, send each over one connection, write down what came of it.

RQ runs `drain` for an organization and `drain_identities` for the mail of none. Two drains
of one ledger share the work: each row is claimed with a token.
"""

import datetime as dt
import time
import uuid
from collections.abc import Callable
from email.message import EmailMessage
from functools import partial
from typing import Any

import structlog
from flask import Flask, current_app
from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from saas import clock
from saas.mail.envelope import envelope
from saas.mail.gateway import (
    AwayError,
    NotSentError,
    RefusedError,
    Transport,
    UnknownOutcomeError,
    transport,
)
from saas.mail.ledger import Ledger, Row
from saas.mail.letter import Letter
from saas.mail.models import Delivery, DeliveryState, Suppression
from saas.scope import Role, Scope

log = structlog.get_logger(__name__)

BATCH = 50
#: Seconds after which a drain lets other work pass, and goes on behind it.
SHIFT = 30.0
LEASE = dt.timedelta(minutes=5)
#: How long to leave a mail server alone that is away; such a try counts for no message.
AWAY_FOR = dt.timedelta(minutes=2)
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


def drain(org_id: int) -> None:
    """Send what is due for one organization."""
    if not _drain(Ledger(_app(), org_id)):
        _go_on("saas.mail.sender.drain", org_id)


def drain_identities() -> None:
    """Send what is due for no organization."""
    if not _drain(Ledger(_app(), None)):
        _go_on("saas.mail.sender.drain_identities")


def _app() -> Flask:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    return app


def _go_on(function: str, *arguments: int) -> None:
    """Wake the rest at once; should this be lost, the relay wakes it a little later."""
    _app().extensions["queue"].enqueue_call(
        function, args=arguments, result_ttl=0, failure_ttl=3600
    )


def _drain(ledger: Ledger) -> bool:
    """Send what is due; False when more may be left at the end of the shift."""
    _settle_abandoned(ledger)
    end = time.monotonic() + SHIFT
    post = transport(ledger.app.config["MAIL_URL"], ledger.app.config["MAILBOX_DIR"])
    token = uuid.uuid4()
    try:
        while ids := _claim(ledger, token):
            for delivery_id in ids:
                _deliver(ledger, post, delivery_id, token)
            if time.monotonic() >= end:
                return False
    except AwayError as error:
        log.warning("mail server away", org=ledger.org_id, error=str(error))
        _put_back(ledger, token, str(error))
    finally:
        post.close()
    return True


def _settle_abandoned(ledger: Ledger) -> None:
    """A row still `sending` after its lease: only the mail server knows what became of it."""
    model = ledger.model
    with ledger.opened() as session:
        for row in session.scalars(
            ledger.rows(model.state == DeliveryState.SENDING, model.due_at <= clock.now())
            .limit(BATCH)
            .with_for_update(skip_locked=True)
        ):
            _settle(row, DeliveryState.UNKNOWN, "the sender died while it was sending")


def _claim(ledger: Ledger, token: uuid.UUID) -> list[uuid.UUID]:
    model, now = ledger.model, clock.now()
    with ledger.opened() as session:
        rows = session.scalars(
            ledger.rows(model.state == DeliveryState.QUEUED, model.due_at <= now)
            .order_by(model.due_at, model.id)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
        ).all()
        for row in rows:
            row.token, row.due_at, row.attempts = token, now + LEASE, row.attempts + 1
        return [row.id for row in rows]


def _deliver(ledger: Ledger, post: Transport, delivery_id: uuid.UUID, token: uuid.UUID) -> None:
    finish = partial(_finish, ledger, delivery_id, token)
    try:
        with ledger.opened() as session:
            message = _begin(ledger, session, delivery_id, token)
    except Exception as error:
        # One message that cannot be composed must not hold up the others.
        log.exception("cannot compose", org=ledger.org_id, delivery=str(delivery_id))
        finish(DeliveryState.QUEUED, f"{type(error).__name__}: {error}")
        return
    if message is None:
        return
    try:
        post.send(message)
    except AwayError:
        raise
    except NotSentError as error:
        finish(DeliveryState.QUEUED, str(error))
    except RefusedError as error:
        finish(DeliveryState.BOUNCED, str(error))
    except UnknownOutcomeError as error:
        finish(DeliveryState.UNKNOWN, str(error))
    else:
        finish(DeliveryState.SENT, None)


def _begin(
    ledger: Ledger, session: Session, delivery_id: uuid.UUID, token: uuid.UUID
) -> EmailMessage | None:
    row = _mine(ledger, session, delivery_id, token)
    if row is None or row.state != DeliveryState.QUEUED:
        return None
    if not (_may_write(session, row) and _compose(row)):
        _settle(row, DeliveryState.SUPPRESSED, None)
        return None
    row.state, row.due_at = DeliveryState.SENDING, clock.now() + LEASE
    return envelope(row)


def _mine(ledger: Ledger, session: Session, delivery_id: uuid.UUID, token: uuid.UUID) -> Row | None:
    model = ledger.model
    statement = ledger.rows(model.id == delivery_id, model.token == token)
    row: Row | None = session.scalar(statement.with_for_update())
    return row


def _may_write(session: Session, row: Row) -> bool:
    if not isinstance(row, Delivery) or row.topic is None:
        return True
    suppressed = exists().where(
        Suppression.org_id == row.org_id,
        Suppression.address_norm == row.to_address.casefold(),
        or_(Suppression.topic == row.topic, Suppression.topic == "all"),
    )
    return not session.scalar(select(suppressed))


def _compose(row: Row) -> bool:
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
        if state is DeliveryState.QUEUED and row.attempts < ATTEMPTS:
            row.state, row.token, row.error = state, None, error and error[:2000]
            row.due_at = clock.now() + FIRST_WAIT * 2 ** (row.attempts - 1)
        else:
            _settle(row, DeliveryState.DEAD if state is DeliveryState.QUEUED else state, error)


def _put_back(ledger: Ledger, token: uuid.UUID, error: str) -> None:
    """Let everything that this drain still holds wait for the mail server, however long."""
    with ledger.opened() as session:
        for row in session.scalars(ledger.rows(ledger.model.token == token).with_for_update()):
            row.state, row.token, row.error = DeliveryState.QUEUED, None, error[:2000]
            row.due_at, row.attempts = clock.now() + AWAY_FOR, row.attempts - 1


def _settle(row: Row, state: DeliveryState, error: str | None) -> None:
    """Write down the end of a message, and forget its text: it may hold secret links."""
    row.state, row.token, row.error = state, None, error and error[:2000]
    row.html = row.text = None
    if state is DeliveryState.SENT:
        row.sent_at = clock.now()
