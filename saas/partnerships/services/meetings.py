"""Meetings, as either of the two notes them."""

import datetime as dt
import uuid
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy.dialects.postgresql import insert

from saas import clock
from saas.db import db, refusing
from saas.errors import ConflictError, ForbiddenError, InvalidError
from saas.partnerships import queries
from saas.partnerships.days import latest_day
from saas.partnerships.models import Meeting, MeetingState, Partnership
from saas.partnerships.services.acceptances import check_nothing_waits
from saas.partnerships.services.acting import ENDED, Acting, acting, changed
from saas.partnerships.services.single import end_when_met, may_take_back, resume_unmet
from saas.programs.models import Side
from saas.programs.queries import refuse_archived
from saas.scope import Scope
from saas.web.format import day

UNSIGNED = _l("Your program asks you both to sign the agreement before you note a meeting.")
TWICE = "A meeting on this day is noted already; choose another day, or leave it as it is."


@dataclass(frozen=True, slots=True)
class Noted:
    """What one of the two says about a meeting.

    Attributes:
        late: Who came late; only of a meeting that was held.
        note: For the two alone.
    """

    met_on: dt.date
    state: MeetingState = MeetingState.HELD
    means: str = ""
    late: Side | None = None
    note: str = ""


def log_meeting(scope: Scope, partnership_id: uuid.UUID, noted: Noted) -> Meeting:
    """Note a meeting that was held, or was not.

    Raises:
        NotFoundError, ForbiddenError: It is not their partnership.
        ConflictError: That meeting is noted already, the partnership has ended, or its program
            lets meetings wait until the newest version is accepted.
        InvalidError: It cannot have been on that day.
    """
    found = acting(scope, partnership_id)
    check_signed(scope, found.partnership)
    check_nothing_waits(scope, found)
    _check(scope, found.partnership, noted)
    row = _row(found, noted)
    with refusing(TWICE):
        db.session.add(row)
    end_when_met(scope, found, row.state)
    changed(scope, found.id)
    return row


def meet_on(scope: Scope, partnership_id: uuid.UUID, met_on: dt.date) -> None:
    """Note that the two met on a day, where nobody has yet. Safe to call twice.

    Raises:
        NotFoundError, ForbiddenError: It is not their partnership.
        ConflictError: The partnership has ended.
        InvalidError: It cannot have been on that day.
    """
    found = acting(scope, partnership_id)
    noted = Noted(met_on)
    _check(scope, found.partnership, noted)
    row = _row(found, noted)
    columns = ("id", "partnership_id", "met_on", "state", "means", "note", "logged_by")
    values = {name: getattr(row, name) for name in columns}
    db.session.execute(
        insert(Meeting)
        .values(**values, org_id=scope.org_id, created_at=clock.now())
        .on_conflict_do_nothing()
    )
    end_when_met(scope, found, MeetingState.HELD)
    changed(scope, found.id)


def check_signed(scope: Scope, partnership: Partnership) -> None:
    """Refuse where the program lets meetings wait until both have signed, and they have not.

    Raises:
        ConflictError: So it is.
    """
    if queries.waits_for_signatures(scope, partnership):
        raise ConflictError(UNSIGNED)


def take_back_meeting(scope: Scope, partnership_id: uuid.UUID, meeting_id: uuid.UUID) -> None:
    """Remove a meeting noted by mistake; whoever noted it may.

    Raises:
        NotFoundError: No such meeting in a partnership of theirs.
        ForbiddenError: The other one noted it.
        ConflictError: The partnership has ended, or the program is archived.
    """
    found = acting(scope, partnership_id, may_have_ended=True)
    if found.partnership.ended_on and not may_take_back(found.partnership):
        refuse_archived(found.partnership.cohort.program)
        raise ConflictError(ENDED)
    row = queries.entry(scope, Meeting, found.id, meeting_id)
    if row.logged_by is not found.side:
        raise ForbiddenError("Your partner noted this meeting; ask them to take it back.")
    resume_unmet(scope, found, row)
    db.session.delete(row)
    changed(scope, found.id)


def _row(found: Acting, noted: Noted) -> Meeting:
    return Meeting(
        partnership_id=found.id,
        met_on=noted.met_on,
        state=noted.state,
        means=noted.means,
        late=noted.late if noted.state is MeetingState.HELD else None,
        note=noted.note,
        logged_by=found.side,
    )


def _check(scope: Scope, partnership: Partnership, noted: Noted) -> None:
    if noted.met_on > latest_day(scope):
        raise InvalidError("met_on", "Choose a day that is not in the future.")
    if noted.met_on < partnership.started_on:
        since = day(partnership.started_on)
        raise InvalidError("met_on", f"Choose a day since you became partners, on {since}.")
