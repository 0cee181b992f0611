"""Whether somebody is as an import left them, or was changed by a person since, and how."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select

from saas.db import db
from saas.intake.models import Application, ApplicationState
from saas.orgs.models import Member, MemberState
from saas.orgs.services import name_for
from saas.people.models import Import, ImportRow
from saas.people.services.holding import losing, referring
from saas.people.services.taken_again import taken_again
from saas.programs.models import Participant
from saas.scope import Role, Scope

R = TypeVar("R", Member, Participant)
SIGNED_IN = "{name} has signed in."
ANSWERS = "The answers of {name} were changed after the import."
WITHDRAWN = "{name} was withdrawn after the import."
CAPACITY = "How many partnerships {name} takes was changed after the import."
PAUSED = "{name} said after the import that they do not want to be asked."
APPROVED = "The application of {name} was approved after the import."
TIME_ZONE = "The time zone of {name} was changed after the import."
#: By the columns of a member that the import made, in which words they are not as it made them.
OF_MEMBERS = {
    "state": "{name} was removed from the organization after the import.",
    "name": "The name of {name} was changed after the import.",
    "email": "The address of {name} was changed after the import.",
    "time_zone": TIME_ZONE,
    "role": "The role of {name} was changed after the import.",
    "language": "The language of {name} was changed after the import.",
}


@dataclass(frozen=True, slots=True)
class Traces:
    """What refers to the places and members of some rows, and those themselves.

    Attributes:
        matched: By place, why something that does not go with it keeps it; of a place that was
            there before, something that came since.
        place_loses, member_loses: By place and member, what would go with them.
        elsewhere: The members that something else refers to than these places.
        approved: The members whose application was approved since the import.
        later: By place, in which way something later took it in again.
    """

    members: Mapping[uuid.UUID, Member]
    places: Mapping[uuid.UUID, Participant]
    matched: Mapping[uuid.UUID, str]
    place_loses: Mapping[uuid.UUID, str]
    member_loses: Mapping[uuid.UUID, str]
    elsewhere: Collection[uuid.UUID]
    approved: Collection[uuid.UUID]
    later: Mapping[uuid.UUID, str]

    def place(self, each: ImportRow) -> Participant | None:
        """Return the place of a row; None once it is gone."""
        return self.places.get(each.place_id) if each.place_id else None

    def member(self, each: ImportRow) -> Member | None:
        """Return the member of a row; None once they are gone."""
        return self.members.get(each.member_id) if each.member_id else None


def traces_of(scope: Scope, row: Import, rows: Sequence[ImportRow]) -> Traces:
    """Return what is known of the people in some rows, whom nobody changes until this commits."""
    place_ids = [each.place_id for each in rows if each.place_id]
    member_ids = [each.member_id for each in rows if each.member_id]
    # Nothing that was there before refers to what a file changed of a place.
    updated = [each.place_id for each in rows if each.place_id and each.before is not None]
    added = [each for each in place_ids if each not in set(updated)]
    places, members = Participant.__tablename__, Member.__tablename__
    return Traces(
        places=_locked(scope, Participant, place_ids),
        members=_locked(scope, Member, member_ids),
        matched={
            **referring(scope, places, added),
            **referring(scope, places, updated, since=row.confirmed_at),
        },
        place_loses=losing(scope, places, place_ids),
        member_loses=losing(scope, members, member_ids),
        elsewhere=referring(scope, members, member_ids, without=place_ids).keys(),
        approved=_approved_since(scope, row, member_ids),
        later={
            **taken_again(scope, added, besides=row.id),
            **taken_again(scope, updated, since=row.confirmed_at),
        },
    )


def why_kept(each: ImportRow, traces: Traces) -> str:
    """Return why somebody stays as they are; empty when they can be taken out."""
    place, member = traces.place(each), traces.member(each)
    if member is None:
        return ""
    if member.state is MemberState.ACTIVE and each.made_member:
        return SIGNED_IN.format(name=member.name)
    why = (place and _place_since(each, place, traces)) or _member_since(each, member, traces)
    return why.format(name=member.name)


def _place_since(each: ImportRow, place: Participant, traces: Traces) -> str:
    lost = traces.place_loses.get(place.id, "") if each.before is None else ""
    return (
        traces.matched.get(place.id, "")
        or traces.later.get(place.id, "")
        or _answered_since(each, place)
        or (APPROVED if place.member_id in traces.approved else "")
        or (PAUSED if each.before is None and place.requests_paused_at else "")
        or lost
    )


def _answered_since(each: ImportRow, place: Participant) -> str:
    """Return in which way a place is not as the import left it; empty when it is."""
    before = each.before or {"answers": {}, "capacity": None}
    # Rows that were taken in before their capacity was kept have what their file said, if anything.
    capacity = before["capacity"] if each.capacity is None else each.capacity
    if place.answers != {**before["answers"], **each.answers}:
        return ANSWERS
    if place.withdrawn_at is not None:
        return WITHDRAWN
    return "" if capacity in (None, place.capacity) else CAPACITY


def _member_since(each: ImportRow, member: Member, traces: Traces) -> str:
    """Return what would be lost of a member; nothing is of whoever stays one anyway."""
    if not each.made_member:
        return TIME_ZONE if each.gave_time_zone and member.time_zone != each.time_zone else ""
    if member.id in traces.elsewhere:
        return ""
    made = made_as(each)
    changed = (why for name, why in OF_MEMBERS.items() if getattr(member, name) != made[name])
    return next(changed, "") or traces.member_loses.get(member.id, "")


def made_as(each: ImportRow) -> dict[str, object]:
    """Return the columns of a member as a row makes them."""
    return {
        "state": MemberState.LISTED,
        "name": name_for(each.name, each.email),
        "email": each.email,
        "time_zone": each.time_zone,
        "role": Role.MEMBER,
        "language": None,
    }


def _locked(scope: Scope, kind: type[R], ids: Collection[uuid.UUID]) -> dict[uuid.UUID, R]:
    rows = db.session.scalars(
        select(kind)
        .where(kind.org_id == scope.org_id, kind.id.in_(ids))
        .order_by(kind.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {each.id: each for each in rows}


def _approved_since(scope: Scope, row: Import, ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    statement = select(Application.member_id).where(
        Application.org_id == scope.org_id,
        Application.cohort_id == row.cohort_id,
        Application.side == row.side,
        Application.member_id.in_(ids),
        Application.state == ApplicationState.APPROVED,
        Application.decided_at > row.confirmed_at,
    )
    return set(db.session.scalars(statement))
