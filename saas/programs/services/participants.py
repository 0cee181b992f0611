"""Letting members take part in cohorts."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from saas import clock
from saas.db import db
from saas.errors import ConflictError, InvalidError
from saas.orgs.models import Member, MemberState
from saas.programs import queries
from saas.programs.life import tell_taken_in
from saas.programs.models import Cohort, Participant, Side
from saas.programs.services.locking import locked_open_program
from saas.scope import Scope
from saas.seen import columns_of, refuse_moved

#: What the page of a participant changes.
CAPACITY = ("capacity",)
MOST = 50
"""Partnerships that one participant can have at once."""


def add_participant(
    scope: Scope,
    cohort: Cohort,
    member: Member,
    *,
    side: Side,
    capacity: int,
    answers: Mapping[str, Any],
) -> Participant:
    """Let a member take part in a cohort on one side, with these answers.

    Safe to call twice: whoever takes part already gets the new capacity and answers, and
    whoever had withdrawn takes part again.

    Raises:
        InvalidError: The capacity is not possible.
        ConflictError: They were removed from the organization.
    """
    refuse_removed(member)
    place = {
        "org_id": scope.org_id,
        "cohort_id": cohort.id,
        "member_id": member.id,
        "side": side,
    }
    now = {"capacity": checked_capacity(capacity), "answers": dict(answers), "withdrawn_at": None}
    db.session.flush()
    statement = (
        insert(Participant)
        .values(**place, **now)
        .on_conflict_do_update(index_elements=list(place), set_=now)
        .returning(Participant)
    )
    participant: Participant = db.session.scalars(
        select(Participant).from_statement(statement), execution_options={"populate_existing": True}
    ).one()
    tell_taken_in(scope, cohort)
    return participant


def refuse_removed(member: Member) -> None:
    """Refuse to take somebody in who was removed from the organization.

    Raises:
        ConflictError: They were.
    """
    if member.state is MemberState.REMOVED:
        name = member.name
        raise ConflictError(
            _("%(name)s was removed from this organization; restore them first.", name=name)
        )


def place_as_json(place: Participant) -> dict[str, Any]:
    """Return what taking somebody in may change of their place, to put it back by `put_back`."""
    withdrawn = place.withdrawn_at
    return {
        "capacity": place.capacity,
        "answers": place.answers,
        "withdrawn_at": withdrawn.isoformat() if withdrawn else None,
    }


def put_back(place: Participant, before: Mapping[str, Any]) -> None:
    """Let a place be again as `place_as_json` described it."""
    withdrawn = before["withdrawn_at"]
    place.capacity, place.answers = before["capacity"], before["answers"]
    place.withdrawn_at = dt.datetime.fromisoformat(withdrawn) if withdrawn else None


def change_capacity(
    scope: Scope, participant_id: uuid.UUID, capacity: int, seen: str | None = None
) -> Participant:
    """Change how many partnerships a participant takes at once; those they have stay.

    Args:
        scope: Whose, and who acts.
        participant_id: The participant.
        capacity: How many from now on.
        seen: The fingerprint of what its author began from, if they began from anything.

    Raises:
        NotFoundError: No such participant, or the actor does not run the program.
        ConflictError: The program is archived.
        MovedError: Somebody else changed it since.
        InvalidError: The capacity is not possible.
    """
    participant = _open_participant(scope, participant_id)
    db.session.refresh(participant, CAPACITY, with_for_update={"key_share": True})
    refuse_moved(seen, columns_of(participant, CAPACITY), {"capacity": capacity})
    participant.capacity = checked_capacity(capacity)
    return participant


def withdraw_participant(scope: Scope, participant_id: uuid.UUID) -> Participant:
    """Let a participant take part no longer: no match run includes them. Safe to call twice.

    Raises:
        NotFoundError: No such participant, or the actor does not run the program.
        ConflictError: The program is archived.
    """
    participant = _open_participant(scope, participant_id)
    participant.withdrawn_at = participant.withdrawn_at or clock.now()
    return participant


def restore_participant(scope: Scope, participant_id: uuid.UUID) -> Participant:
    """Let a participant who withdrew take part again. Safe to call twice.

    Raises:
        NotFoundError: No such participant, or the actor does not run the program.
        ConflictError: The program is archived.
    """
    participant = _open_participant(scope, participant_id)
    participant.withdrawn_at = None
    return participant


def _open_participant(scope: Scope, participant_id: uuid.UUID) -> Participant:
    """Return a participant of a program that nobody archives until this commits.

    Raises:
        NotFoundError: There is none, or the actor does not run the program.
        ConflictError: The program is archived.
    """
    participant = queries.managed_participant(scope, participant_id)
    locked_open_program(scope, participant.cohort.program_id)
    return participant


def checked_capacity(capacity: int) -> int:
    """Return the capacity.

    Raises:
        InvalidError: It is not from 0 to 50.
    """
    if not 0 <= capacity <= MOST:
        raise InvalidError("capacity", f"Enter a whole number from 0 to {MOST}.")
    return capacity
