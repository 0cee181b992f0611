"""Promising a message: its row commits with the change that causes it."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.dialects.postgresql import insert

from saas import clock
from saas.db import db, directory
from saas.mail.letter import Letter
from saas.mail.models import Delivery, DeliveryState, IdentityDelivery, Suppression
from saas.mail.registry import is_registered
from saas.scope import Scope


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a message goes to."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Promise:
    """What is said once about a message, however often it is asked for.

    Attributes:
        key: Promising again with the same key changes nothing.
        message: Name of the message.
        to: Whom it goes to.
        topic: What the person can unsubscribe from; None for what always goes.
        payload: What composes the message at sending, where no letter is given.
    """

    key: str
    message: str
    to: Recipient
    topic: str | None = None
    payload: dict[str, Any] = field(default_factory=dict)


class UnregisteredError(LookupError):
    """A message was sent that no admin can see or reword. A bug: register it."""


def post(scope: Scope, promise: Promise, letter: Letter | None = None) -> None:
    """Promise a message of this organization, in this transaction.

    Args:
        scope: The organization it speaks for.
        promise: To whom, and what makes it the same message when asked for twice.
        letter: The composed message; None when a renderer composes it at sending.

    Raises:
        UnregisteredError: No feature registered a message of this name.
    """
    _post(scope, promise, _row(promise, letter))


def post_dead(scope: Scope, promise: Promise, error: str) -> None:
    """Note a message that cannot be composed, and why. It is never sent.

    Raises:
        UnregisteredError: No feature registered a message of this name.
    """
    dead = {"state": DeliveryState.DEAD, "error": error[:2000]}
    _post(scope, promise, {**_row(promise, None), **dead})


def post_to_identity(promise: Promise, letter: Letter) -> None:
    """Promise a message that belongs to no organization."""
    directory.execute(
        insert(IdentityDelivery)
        .values(_row(promise, letter))
        .on_conflict_do_nothing(index_elements=["key"])
    )


def suppress(org_id: int, *, address: str, topic: str) -> None:
    """Stop writing to the address about the topic. Safe to call twice."""
    db.session.execute(
        insert(Suppression)
        .values(
            org_id=org_id,
            id=uuid.uuid4(),
            address_norm=address.casefold(),
            topic=topic,
            created_at=clock.now(),
        )
        .on_conflict_do_nothing(index_elements=["org_id", "address_norm", "topic"])
    )


def unsuppress(org_id: int, *, address: str, topic: str) -> None:
    """Go on writing to the address about the topic. Safe to call twice."""
    db.session.execute(delete(Suppression).where(*_about(org_id, address, topic)))


def is_suppressed(org_id: int, *, address: str, topic: str) -> bool:
    """Whether the address asked not to be written to about the topic."""
    statement = select(Suppression.id).where(*_about(org_id, address, topic))
    return db.session.scalar(statement) is not None


def _post(scope: Scope, promise: Promise, row: dict[str, Any]) -> None:
    if not is_registered(promise.message):
        raise UnregisteredError(promise.message)
    db.session.execute(
        insert(Delivery)
        .values(org_id=scope.org_id, topic=promise.topic, **row)
        .on_conflict_do_nothing(index_elements=["org_id", "key"])
    )


def _about(org_id: int, address: str, topic: str) -> tuple[ColumnElement[bool], ...]:
    return (
        Suppression.org_id == org_id,
        Suppression.address_norm == address.casefold(),
        Suppression.topic == topic,
    )


def _row(promise: Promise, letter: Letter | None) -> dict[str, Any]:
    now = clock.now()
    return {
        "id": uuid.uuid4(),
        "key": promise.key,
        "message": promise.message,
        "to_name": promise.to.name,
        "to_address": promise.to.address,
        "subject": letter and letter.subject,
        "html": letter and letter.html,
        "text": letter and letter.text,
        "payload": promise.payload,
        "due_at": now,
        "state": DeliveryState.QUEUED,
        "attempts": 0,
        "created_at": now,
    }
