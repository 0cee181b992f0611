"""Reads of check-ins, readings and contacts, and who may see them."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import aliased

from saas.db import db, found
from saas.health.models import CheckIn, Reading, StaffContact
from saas.orgs.models import Member
from saas.partnerships.models import EndReason, Partnership
from saas.partnerships.queries import NONE, is_own, with_people
from saas.programs.models import Cohort, Program, Side
from saas.programs.queries import sees
from saas.programs.speaking import speak_for
from saas.scope import Scope
from saas.web.paging import Page, page_of

NO_CHECK_IN = "This check-in does not exist, or it was asked of somebody else."
#: An open check-in can be answered for this many days.
OPEN_DAYS = 29

_Any = aliased(Reading, name="any_reading")


@dataclass(frozen=True, slots=True)
class Sought:
    """Which partnerships the dashboard lists.

    Attributes:
        flag: A key of a flag, or "any" for those with one; all when empty.
    """

    program_id: uuid.UUID | None = None
    band: str = ""
    flag: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact and the name of who made it; "" for somebody who was removed."""

    row: StaffContact
    by: str


def lasting(scope: Scope, *, after: uuid.UUID | None, limit: int) -> Sequence[Partnership]:
    """Return the next partnerships that last, by id."""
    statement = select(Partnership).where(
        Partnership.org_id == scope.org_id, Partnership.ended_on.is_(None)
    )
    if after is not None:
        statement = statement.where(Partnership.id > after)
    return db.session.scalars(statement.order_by(Partnership.id).limit(limit)).all()


def watched(scope: Scope, partnership_id: uuid.UUID) -> Partnership:
    """Return a partnership that the actor looks after and is not one of.

    Whether they may also act is for the role of the route to say: viewers only read. Who is
    one of the two sees their own side's page, never the other's answers.

    Raises:
        NotFoundError: There is none, or it is not theirs to watch.
    """
    row: Partnership | None = db.session.scalar(
        with_people(scope).where(Partnership.id == partnership_id, *_watched(scope))
    )
    partnership = found(row, NONE)
    speak_for(partnership.cohort.program)
    return partnership


def watchlist(scope: Scope, sought: Sought, number: int) -> Page[Partnership]:
    """Return one page of partnerships that last and were read, most pressing first."""
    return page_of(db.session, _pressing_first(_read(scope).where(*_sought(sought))), number)


def needing_help(scope: Scope, limit: int) -> Sequence[Partnership]:
    """Return the most pressing of the partnerships that need somebody."""
    return db.session.scalars(_pressing_first(_read(scope).where(_needs_help())).limit(limit)).all()


def newest_readings(
    scope: Scope, partnership_ids: Sequence[uuid.UUID]
) -> Mapping[uuid.UUID, Reading]:
    """Return the newest reading of each partnership, in one query."""
    rows = db.session.scalars(
        select(Reading)
        .ext(distinct_on(Reading.partnership_id))
        .where(Reading.org_id == scope.org_id, Reading.partnership_id.in_(list(partnership_ids)))
        .order_by(Reading.partnership_id, Reading.read_on.desc())
    )
    return {row.partnership_id: row for row in rows}


def band_counts(scope: Scope, program_id: uuid.UUID | None = None) -> Mapping[str, int]:
    """Return how many of the partnerships that last are in each band, and "flagged"."""
    rows = _read(scope).where(*_sought(Sought(program_id=program_id)))
    bands = rows.with_only_columns(Reading.band, _has_flag().label("flagged")).subquery()
    counted = db.session.execute(
        select(bands.c.band, func.count(), func.count().filter(bands.c.flagged)).group_by(
            bands.c.band
        )
    ).all()
    counts = {row[0]: int(row[1]) for row in counted}
    return {**counts, "flagged": sum(int(row[2]) for row in counted)}


def needing_help_in(scope: Scope, cohort_id: uuid.UUID) -> tuple[int, int]:
    """Return how many of a cohort's partnerships were read, and how many need somebody."""
    rows = _read(scope).where(Cohort.id == cohort_id)
    needs = rows.with_only_columns(_needs_help().label("needs")).subquery()
    row = db.session.execute(
        select(func.count(), func.count().filter(needs.c.needs)).select_from(needs)
    ).one()
    return int(row[0]), int(row[1])


def history(scope: Scope, partnership_id: uuid.UUID) -> Sequence[Reading]:
    """Return the readings of half a year, the oldest first."""
    newest_first = (
        select(Reading)
        .where(Reading.org_id == scope.org_id, Reading.partnership_id == partnership_id)
        .order_by(Reading.read_on.desc())
        .limit(183)
    )
    return db.session.scalars(newest_first).all()[::-1]


def open_check_in(
    scope: Scope, partnership_id: uuid.UUID, side: Side, on: dt.date
) -> CheckIn | None:
    """Return the newest check-in that a side was asked for lately and has not answered."""
    return db.session.scalar(
        select(CheckIn)
        .where(
            CheckIn.org_id == scope.org_id,
            CheckIn.partnership_id == partnership_id,
            CheckIn.side == side,
            CheckIn.answered_on.is_(None),
            CheckIn.asked_on > on - dt.timedelta(days=OPEN_DAYS),
        )
        .order_by(CheckIn.asked_on.desc())
        .limit(1)
    )


def may_say(partnership: Partnership, on: dt.date) -> bool:
    """Whether the two can say how it goes; after their one meeting (flash), how it was."""
    if partnership.ended_on is None:
        return True
    return partnership.end_reason is EndReason.MET and (on - partnership.ended_on).days < OPEN_DAYS


def has_said(scope: Scope, partnership_id: uuid.UUID, side: Side) -> bool:
    """Return whether a side ever said how it goes."""
    statement = (
        select(CheckIn.id)
        .where(
            CheckIn.org_id == scope.org_id,
            CheckIn.partnership_id == partnership_id,
            CheckIn.side == side,
            CheckIn.answered_on.is_not(None),
        )
        .limit(1)
    )
    return db.session.scalar(statement) is not None


def number_answered(scope: Scope, partnership_id: uuid.UUID) -> int:
    """Return how many check-ins the two have answered, both together."""
    statement = select(func.count(CheckIn.id)).where(
        CheckIn.org_id == scope.org_id,
        CheckIn.partnership_id == partnership_id,
        CheckIn.answered_on.is_not(None),
    )
    return db.session.scalar(statement) or 0


def check_in(scope: Scope, check_in_id: uuid.UUID, *, lock: bool = False) -> CheckIn:
    """Return a check-in, whoever acts: for links.

    Raises:
        NotFoundError: No such check-in in this organization.
    """
    row = db.session.get(CheckIn, (scope.org_id, check_in_id), with_for_update=lock or None)
    return found(row, NO_CHECK_IN)


def shared_notes(scope: Scope, partnership_id: uuid.UUID) -> Sequence[CheckIn]:
    """Return the check-ins whose note was shared with the program's admins, the latest first."""
    return db.session.scalars(
        select(CheckIn)
        .where(
            CheckIn.org_id == scope.org_id,
            CheckIn.partnership_id == partnership_id,
            CheckIn.note_shared,
            CheckIn.note != "",
        )
        .order_by(CheckIn.answered_on.desc())
    ).all()


def contacts_by_partnership(
    scope: Scope, partnership_ids: Sequence[uuid.UUID]
) -> Mapping[uuid.UUID, list[StaffContact]]:
    """Return the contacts of partnerships, in one query."""
    rows: dict[uuid.UUID, list[StaffContact]] = defaultdict(list)
    for row in db.session.scalars(
        select(StaffContact).where(
            StaffContact.org_id == scope.org_id,
            StaffContact.partnership_id.in_(list(partnership_ids)),
        )
    ):
        rows[row.partnership_id].append(row)
    return rows


def contacts(scope: Scope, partnership_id: uuid.UUID) -> list[Contact]:
    """Return the contacts of a partnership with the names of who made them, the latest first."""
    rows = db.session.execute(
        _contacts(scope)
        .where(StaffContact.partnership_id == partnership_id)
        .order_by(StaffContact.contacted_on.desc(), StaffContact.created_at.desc())
    )
    return [Contact(row, name or "") for row, name in rows]


def last_contacts(
    scope: Scope, partnership_ids: Sequence[uuid.UUID]
) -> Mapping[uuid.UUID, Contact]:
    """Return the last contact of each partnership, in one query."""
    rows = db.session.execute(
        _contacts(scope)
        .ext(distinct_on(StaffContact.partnership_id))
        .where(StaffContact.partnership_id.in_(list(partnership_ids)))
        .order_by(
            StaffContact.partnership_id,
            StaffContact.contacted_on.desc(),
            StaffContact.created_at.desc(),
        )
    )
    return {row.partnership_id: Contact(row, name or "") for row, name in rows}


def _contacts(scope: Scope) -> Select[StaffContact, str]:
    made_by = and_(Member.org_id == StaffContact.org_id, Member.id == StaffContact.by_id)
    return (
        select(StaffContact, Member.name)
        .outerjoin(Member, made_by)
        .where(StaffContact.org_id == scope.org_id)
    )


def _read(scope: Scope) -> Select[Any]:
    """The partnerships that last and that the actor watches, each with its newest reading."""
    newest = (
        select(func.max(_Any.read_on))
        .where(_Any.org_id == scope.org_id, _Any.partnership_id == Partnership.id)
        .correlate(Partnership)
        .scalar_subquery()
    )
    matches = and_(
        Reading.org_id == Partnership.org_id,
        Reading.partnership_id == Partnership.id,
        Reading.read_on == newest,
    )
    return (
        with_people(scope)
        .join(Reading, matches)
        .where(Partnership.ended_on.is_(None), *_watched(scope))
    )


def _pressing_first(statement: Select[Any]) -> Select[Any]:
    return statement.order_by(Reading.urgency.desc(), Partnership.started_on, Partnership.id)


def _watched(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    return (sees(scope), ~is_own(scope))


def _sought(sought: Sought) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if sought.program_id:
        conditions.append(Program.id == sought.program_id)
    if sought.band:
        conditions.append(Reading.band == sought.band)
    if sought.flag == "any":
        conditions.append(_has_flag())
    elif sought.flag:
        conditions.append(Reading.body["flags"].contains([{"key": sought.flag}]))
    return conditions


def _has_flag() -> ColumnElement[bool]:
    return func.jsonb_array_length(Reading.body["flags"]) > 0


def _needs_help() -> ColumnElement[bool]:
    return Reading.band.in_(("at_risk", "needs_attention")) | _has_flag()
