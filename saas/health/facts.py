"""What is known about partnerships, as the engine takes it: a constant number of queries."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import select

from saas.db import db
from saas.health.engine import Partnership as Facts
from saas.health.engine import facts as engine
from saas.health.models import CheckIn, StaffContact
from saas.orgs import queries as orgs
from saas.partnerships.days import day_of
from saas.partnerships.models import (
    Advice,
    Agreement,
    Meeting,
    Partnership,
    PartnershipGoal,
    Thanks,
)
from saas.partnerships.queries import kinds
from saas.partnerships.receiving import receiver
from saas.programs.models import Kind
from saas.scope import Scope

T = TypeVar("T")
HOUR = dt.timedelta(hours=1)


def facts_of(scope: Scope, partnerships: Sequence[Partnership]) -> list[Facts]:
    """Return the facts of partnerships, in their order; nine queries, however many they are."""
    ids = [row.id for row in partnerships]
    kinds_of = kinds(scope, ids)
    zone = orgs.workspace(scope).time_zone
    agreements = _by_partnership(scope, Agreement, ids)
    meetings = _by_partnership(scope, Meeting, ids)
    check_ins = _by_partnership(scope, CheckIn, ids)
    goals = _by_partnership(scope, PartnershipGoal, ids)
    advice = _by_partnership(scope, Advice, ids)
    thanks = _by_partnership(scope, Thanks, ids)
    contacts = _by_partnership(scope, StaffContact, ids)

    def facts(row: Partnership) -> Facts:
        kind = kinds_of[row.id]
        signs = kind is not Kind.FLASH
        peers = kind is Kind.PEER
        return Facts(
            id=str(row.id),
            started_on=row.started_on,
            ended_on=row.ended_on,
            agreement=_agreement(agreements[row.id], zone) if signs else None,
            meetings=tuple(_meeting(each) for each in meetings[row.id]),
            check_ins=tuple(_check_ins(check_ins[row.id])),
            goals=tuple(_goal(each) for each in goals[row.id] if not each.removed_at),
            advice=tuple(_advice(each, peers=peers) for each in advice[row.id]),
            replies=tuple(_replies(agreements[row.id], zone)) if signs else (),
            thanks=tuple(each.given_on for each in thanks[row.id]),
            staff_contacts=tuple(each.contacted_on for each in contacts[row.id]),
            one_meeting=kind is Kind.FLASH,
            in_group=kind is Kind.GROUP,
        )

    return [facts(row) for row in partnerships]


def _by_partnership(
    scope: Scope, kind: type[T], ids: Sequence[uuid.UUID]
) -> Mapping[uuid.UUID, list[T]]:
    table: Any = kind
    statement = select(table).where(
        table.org_id == scope.org_id, table.partnership_id.in_(list(ids))
    )
    rows: dict[uuid.UUID, list[T]] = defaultdict(list)
    for row in db.session.scalars(statement.order_by(table.created_at, table.id)):
        rows[row.partnership_id].append(row)
    return rows


def _agreement(versions: Sequence[Agreement], zone: str) -> engine.Agreement | None:
    """Return the version in force: the newest that both signed, or else the newest."""
    newest_first = sorted(versions, key=lambda each: each.version, reverse=True)
    signed = [it for it in newest_first if it.mentee_signed_at and it.mentor_signed_at]
    row = next(iter(signed or newest_first), None)
    if row is None:
        return None
    return engine.Agreement(
        every_days=row.every_days,
        mentee_signed_on=_day(row.mentee_signed_at, zone),
        mentor_signed_on=_day(row.mentor_signed_at, zone),
        review_on=row.review_on,
    )


def _replies(versions: Iterable[Agreement], zone: str) -> Iterable[engine.Reply]:
    """An agreement that one has signed asks the other to: the one thing asked in the portal."""
    newest = max(versions, key=lambda each: each.version, default=None)
    signed = newest and {"mentee": newest.mentee_signed_at, "mentor": newest.mentor_signed_at}
    times = sorted((at, side) for side, at in (signed or {}).items() if at)
    if not times:
        return
    asked_at, asking = times[0]
    by: engine.Side = "mentor" if asking == "mentee" else "mentee"
    hours = (times[1][0] - asked_at) / HOUR if len(times) == 2 else None
    yield engine.Reply(day_of(asked_at, zone), by, hours)


def _meeting(row: Meeting) -> engine.Meeting:
    return engine.Meeting(row.met_on, row.state.value, row.late.value if row.late else None)


def _check_ins(rows: Iterable[CheckIn]) -> Iterable[engine.CheckIn]:
    for row in rows:
        if row.answered_on and row.felt_quality:
            yield engine.CheckIn(
                row.answered_on,
                row.side.value,
                row.felt_quality,
                row.fit.value if row.fit else None,
                row.met,
            )


def _goal(row: PartnershipGoal) -> engine.Goal:
    return engine.Goal(row.set_on, row.progress / 100, row.updated_on)


def _advice(row: Advice, *, peers: bool) -> engine.Advice:
    return engine.Advice(
        row.given_on,
        row.answer.value if row.answer else None,
        row.answered_on,
        row.evidence_on,
        receiver(row.recorded_by, peers=peers).value,
    )


def _day(at: dt.datetime | None, zone: str) -> dt.date | None:
    return day_of(at, zone) if at else None
