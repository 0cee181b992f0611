"""Partnerships of one meeting (flash): they end by themselves."""

import datetime as dt

from saas.db import db
from saas.partnerships.days import today
from saas.partnerships.models import EndReason, Meeting, MeetingState, Partnership
from saas.partnerships.queries import with_people
from saas.partnerships.services.acting import Acting
from saas.partnerships.services.ending import end, is_told, resume
from saas.programs.models import Kind, Program
from saas.scope import Scope

AT_ONCE = 200


def end_when_met(scope: Scope, found: Acting, state: MeetingState) -> None:
    """End a partnership of one meeting once it was held; both are asked how it was, later."""
    if found.partnership.is_single and state is MeetingState.HELD:
        # In nobody's name, so that both are told.
        end(Scope(scope.org_id, None, scope.role), found.partnership, EndReason.MET)


def resume_unmet(scope: Scope, found: Acting, meeting: Meeting) -> None:
    """Let it go on when the meeting that ended it was noted by mistake."""
    row = found.partnership
    if row.end_reason is EndReason.MET and meeting.state is MeetingState.HELD:
        resume(scope, row)


def may_take_back(row: Partnership) -> bool:
    """Whether what ended it can still be taken back: nobody was told yet, nothing is archived."""
    is_archived = row.cohort.program.archived_at is not None
    return row.end_reason is EndReason.MET and not is_told(row) and not is_archived


def end_unmet(scope: Scope) -> int:
    """End partnerships of one meeting whose weeks are over without one; return how many.

    Safe to call twice.
    """
    on = today(scope)
    rows = db.session.scalars(
        with_people(scope)
        .where(
            Partnership.ended_on.is_(None),
            Program.kind == Kind.FLASH,
            Partnership.started_on < on - dt.timedelta(weeks=1),
        )
        .order_by(Partnership.started_on, Partnership.id)
        .limit(AT_ONCE)
        .with_for_update(of=Partnership, skip_locked=True)
    ).all()
    over = [row for row in rows if on > last_day(row)]
    for row in over:
        end(scope, row, EndReason.PROGRAM_OVER)
    return len(over)


def last_day(row: Partnership) -> dt.date:
    """Return the day until which a partnership is meant to last."""
    return row.started_on + dt.timedelta(weeks=row.cohort.program.weeks)
