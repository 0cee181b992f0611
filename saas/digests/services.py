"""Planning the weekly digest: who may get one; what it says is found out at sending."""

import datetime as dt
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    Uuid,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import insert

from saas import clock
from saas.db import db
from saas.digests.message_list import DIGEST
from saas.mail.models import Delivery, DeliveryState, Suppression
from saas.orgs.models import Member, MemberState
from saas.partnerships.days import today
from saas.programs.models import Participant
from saas.scope import Role, Scope

MESSAGE = DIGEST.name
TOPIC = "digest"
#: Roles that look after others, so that there may be something for them to hear.
STAFF = (Role.PROGRAM_ADMIN, Role.ADMIN, Role.OWNER)
COLUMNS = (
    "org_id",
    "id",
    "key",
    "message",
    "topic",
    "to_name",
    "to_address",
    "payload",
    "due_at",
    "state",
    "attempts",
    "created_at",
)


def plan_digests(scope: Scope) -> None:
    """Promise everybody who takes part or looks after others this week's digest, in one statement.

    Safe to call twice: there is one promise a member and week.
    """
    db.session.execute(
        insert(Delivery)
        .from_select(COLUMNS, _rows(scope, week_of(today(scope))), include_defaults=False)
        .on_conflict_do_nothing(index_elements=["org_id", "key"])
    )


def week_of(day: dt.date) -> str:
    """Return the ISO week of a day, e.g. "2026-W48"."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def _rows(scope: Scope, week: str) -> Select[Any]:
    now = clock.now()
    key = func.concat("digest:", cast(Member.id, Text), f":{week}")
    # The id follows from the key, so that nothing in the statement is random.
    row_id = cast(func.md5(func.concat(cast(scope.org_id, Text), ":", key)), Uuid)
    payload = func.jsonb_build_object(cast("member_id", Text), cast(Member.id, Text))
    return select(
        Member.org_id,
        row_id,
        key,
        literal(MESSAGE),
        literal(TOPIC),
        Member.name,
        Member.email,
        payload,
        literal(now),
        literal(DeliveryState.QUEUED.value),
        literal(0),
        literal(now),
    ).where(
        Member.org_id == scope.org_id,
        Member.state != MemberState.REMOVED,
        or_(Member.role.in_(STAFF), _takes_part()),
        ~_stopped(),
    )


def _takes_part() -> ColumnElement[bool]:
    return exists().where(
        Participant.org_id == Member.org_id,
        Participant.member_id == Member.id,
        Participant.withdrawn_at.is_(None),
    )


def _stopped() -> ColumnElement[bool]:
    """Asked again at sending; asked here so that no row is made for nothing."""
    return exists().where(
        Suppression.org_id == Member.org_id,
        Suppression.address_norm == Member.email_norm,
        Suppression.topic.in_((TOPIC, "all")),
    )
