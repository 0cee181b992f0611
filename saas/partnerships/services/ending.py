"""Ending a partnership, without fault; and taking that back."""

import datetime as dt
import uuid

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.dialects.postgresql import insert

from saas import clock
from saas.db import db, refusing
from saas.errors import ConflictError, ForbiddenError
from saas.jobs import enqueue
from saas.matching.breaches import breaches
from saas.matching.crowd import places_of
from saas.matching.models import Exclusion, ExclusionReason
from saas.matching.queries import places
from saas.matching.services.publishing import lock_as_partners, lock_participants
from saas.matching.services.rules import rules_of
from saas.partnerships import queries
from saas.partnerships.days import today
from saas.partnerships.models import EndReason, Partnership
from saas.partnerships.services.acting import ENDED, changed
from saas.programs.queries import refuse_archived
from saas.programs.services.locking import locked_program
from saas.scope import RUNS, Scope
from saas.web.speaking import say

GIVEN_AWAY = _l(
    "This cannot be taken back: one of the two places went to somebody else, or was given up."
)
# Neither of the two learns which rule it is, nor that the other said something.
KEPT_APART = _l("This cannot be taken back any more; ask the people who run the program.")
#: How long ending can be taken back; nobody is told before.
SECOND_THOUGHTS = dt.timedelta(minutes=10)


def end_partnership(scope: Scope, partnership_id: uuid.UUID, reason: EndReason) -> Partnership:
    """End a partnership: either of the two, or who runs the program.

    Raises:
        NotFoundError, ForbiddenError: It is not theirs to end.
        ConflictError: It has ended.
    """
    view = _endable(scope, partnership_id)
    if view.partnership.ended_on:
        raise ConflictError(ENDED)
    end(scope, view.partnership, reason)
    view.partnership.ended_by = view.side
    return view.partnership


def end(scope: Scope, row: Partnership, reason: EndReason) -> None:
    """End a partnership that lasts and is locked; both are told later, whoever ended it is not."""
    row.ended_on = max(today(scope), row.started_on)
    row.ended_at, row.end_reason = clock.now(), reason
    _never_again(scope, row)
    enqueue(
        scope,
        "partnerships.tell_end",
        key=f"partnerships.tell_end:{row.id}:{row.ended_at.isoformat()}",
        due_at=row.ended_at + SECOND_THOUGHTS,
        partnership_id=str(row.id),
        ended_at=row.ended_at.isoformat(),
        by=str(scope.actor_id) if scope.actor_id else None,
    )
    changed(scope, row.id)


def resume_partnership(scope: Scope, partnership_id: uuid.UUID) -> Partnership:
    """Take back that a partnership was ended, before anybody was told. Safe to call twice.

    Whoever ended it may, and who runs the program.

    Raises:
        NotFoundError, ForbiddenError: It is not theirs, or the other one ended it.
        ConflictError: It is too late, the program is archived, one of the two has no place left
            or takes part no longer, or a rule keeps them apart by now.
    """
    view = _endable(scope, partnership_id)
    row = view.partnership
    if row.ended_at is None:
        return row
    if view.side is not row.ended_by and not scope.role.covers(RUNS):
        raise ForbiddenError(_("Only who ended this partnership can take that back."))
    if is_told(row):
        raise ConflictError("This partnership has ended and both were told; ask to be matched.")
    resume(scope, row)
    return row


def resume(scope: Scope, row: Partnership) -> None:
    """Let a partnership that has ended, and is locked, go on.

    Raises:
        ConflictError: The program is archived, one of the two has no place left or takes part no
            longer, a rule keeps them apart by now, or they are partners again.
    """
    refuse_archived(locked_program(scope, row.cohort.program_id))
    _check_may_go_on(scope, row)
    with refusing("These two are partners again already."):
        row.ended_on = row.ended_at = row.end_reason = row.ended_by = None
    _allow_again(scope, row)
    changed(scope, row.id)


def _check_may_go_on(scope: Scope, row: Partnership) -> None:
    """Ask all that two have to who become partners: what was free then may be taken by now."""
    pair = row.mentee_id, row.mentor_id
    people = lock_participants(scope, pair)
    lock_as_partners(scope, people.values())
    taken, rules = places.taken(scope, row.cohort_id), rules_of(row.cohort.program)
    for person in people.values():
        if not person.takes_part or taken.places(person.id) >= places_of(person, rules):
            raise ConflictError(GIVEN_AWAY)
    found = breaches(scope, row.cohort, [pair], parted=[pair]).get(pair)
    if found and found.rules:
        said = say(" ".join(found.rules))
        raise ConflictError(f"It stays ended: {said}" if scope.role.covers(RUNS) else KEPT_APART)


def is_told(row: Partnership) -> bool:
    """Whether it has ended for so long that both were told."""
    return row.ended_at is not None and row.ended_at + SECOND_THOUGHTS <= clock.now()


def may_end(scope: Scope, view: queries.View) -> bool:
    """Return whether the actor may end a partnership that they look at."""
    return view.side is not None or scope.role.covers(RUNS)


def check_may_end(scope: Scope, view: queries.View) -> None:
    """Refuse whoever only looks at a partnership.

    Raises:
        ForbiddenError: The actor is neither of the two, and does not run the program.
    """
    if not may_end(scope, view):
        raise ForbiddenError(_("Your role does not allow this; ask who runs the program."))


def _endable(scope: Scope, partnership_id: uuid.UUID) -> queries.View:
    view = queries.view(scope, partnership_id, lock=True)
    check_may_end(scope, view)
    return view


def _never_again(scope: Scope, row: Partnership) -> None:
    """Free both places; the two are not proposed to each other again in this cohort."""
    db.session.execute(
        insert(Exclusion)
        .values(
            org_id=scope.org_id,
            id=uuid.uuid4(),
            cohort_id=row.cohort_id,
            mentee_id=row.mentee_id,
            mentor_id=row.mentor_id,
            reason=ExclusionReason.ENDED,
            created_at=clock.now(),
        )
        .on_conflict_do_update(
            index_elements=["org_id", "cohort_id", "mentee_id", "mentor_id"],
            set_={"reason": ExclusionReason.ENDED},
        )
    )


def _allow_again(scope: Scope, row: Partnership) -> None:
    """Forget that they have ended; what an admin said of them besides stays."""
    ended = db.session.query(Exclusion).filter_by(
        org_id=scope.org_id,
        cohort_id=row.cohort_id,
        mentee_id=row.mentee_id,
        mentor_id=row.mentor_id,
        reason=ExclusionReason.ENDED,
    )
    ended.filter(Exclusion.everywhere_at.is_not(None)).update({"reason": ExclusionReason.EXCLUDED})
    ended.delete()
