"""Raising a concern, answering and closing it, and naming who reads concerns.

None of it has health read again: a concern must never move a score, or somebody could tell.
"""

import uuid
from collections.abc import Sequence

from flask_babel import lazy_gettext as _l

from saas import clock
from saas.concerns import messages, queries
from saas.concerns.models import Concern, ConcernEntry, ConcernReader, EntryKind
from saas.concerns.queries import Case
from saas.db import db, found, refusing
from saas.errors import ConflictError, ForbiddenError, InvalidError
from saas.orgs.leaving import on_leaving
from saas.orgs.models import Member, MemberState
from saas.orgs.queries import member_by_email
from saas.partnerships.services.acting import acting
from saas.programs import queries as programs
from saas.scope import Scope

NOBODY = _l("Nobody is named here to read concerns; ask an administrator to name somebody.")
LAST = _l("Nobody else would read concerns then; name somebody else first.")
TWICE = _l("They are named for this already.")
UNKNOWN = _l("Enter the address of somebody who has signed in here before.")
CLOSED = _l("This concern is closed; open it again to go on.")


def raise_concern(scope: Scope, partnership_id: uuid.UUID, words: str) -> Concern:
    """Raise a concern as one of the two, also after the end; its readers learn that there is one.

    Raises:
        NotFoundError, ForbiddenError: It is not their partnership.
        ConflictError: Nobody could read it.
    """
    row = acting(scope, partnership_id, may_have_ended=True).partnership
    readers = queries.readers_of(scope, row)
    if not readers:
        raise ConflictError(NOBODY)
    queries.enter(scope)
    sides = {row.mentee.member_id, row.mentor.member_id}
    concern = Concern(
        partnership_id=row.id,
        program_id=row.cohort.program_id,
        raised_by_id=scope.actor_id,
        about_id=next(iter(sides - {scope.actor_id})),
        words=words,
    )
    db.session.add(concern)
    db.session.flush()
    for reader in readers:
        messages.concern_raised(scope, concern, reader)
    return concern


def add_to_concern(scope: Scope, concern_id: uuid.UUID, words: str) -> ConcernEntry:
    """Say more about what one raised.

    Raises:
        NotFoundError: It is not theirs.
        ForbiddenError: They read it, and did not raise it.
        ConflictError: It is closed.
    """
    case = _open(scope, concern_id)
    if not case.is_own:
        raise ForbiddenError(_l("Only whoever raised it can add to it."))
    entry = _log(scope, case.concern, EntryKind.ADDED, words)
    for reader in queries.readers_of_concern(scope, case.concern):
        messages.concern_raised(scope, case.concern, reader, entry)
    return entry


def answer_concern(scope: Scope, concern_id: uuid.UUID, words: str) -> ConcernEntry:
    """Answer whoever raised a concern; they are told by mail that there is an answer.

    Raises:
        NotFoundError: It is not theirs to read.
        ForbiddenError: They raised it.
        ConflictError: It is closed.
    """
    case = _readers_case(scope, concern_id)
    entry = _log(scope, case.concern, EntryKind.ANSWER, words)
    messages.concern_answered(scope, case.concern, entry)
    return entry


def note_on_concern(scope: Scope, concern_id: uuid.UUID, words: str) -> ConcernEntry:
    """Note something in the case log that only its readers see.

    Raises:
        NotFoundError, ForbiddenError, ConflictError: As for an answer.
    """
    return _log(scope, _readers_case(scope, concern_id).concern, EntryKind.NOTE, words)


def close_concern(scope: Scope, concern_id: uuid.UUID, words: str) -> Concern:
    """Close a concern with a word to whoever raised it, who is told.

    Raises:
        NotFoundError, ForbiddenError, ConflictError: As for an answer.
    """
    concern = _readers_case(scope, concern_id).concern
    concern.closed_at = clock.now()
    messages.concern_answered(scope, concern, _log(scope, concern, EntryKind.CLOSED, words))
    return concern


def reopen_concern(scope: Scope, concern_id: uuid.UUID) -> Concern:
    """Open a closed concern again; whoever raised it or reads it may. Safe to call twice.

    Raises:
        NotFoundError: It is not theirs.
    """
    concern = queries.case(scope, concern_id, lock=True).concern
    if concern.closed_at is not None:
        concern.closed_at = None
        _log(scope, concern, EntryKind.REOPENED, "")
    return concern


def name_reader(scope: Scope, *, email: str, program_id: uuid.UUID | None) -> ConcernReader:
    """Let a member read the concerns of a program, or of all; everybody who reads them is told.

    Raises:
        InvalidError: Nobody active has this address.
        NotFoundError: No such program.
        ConflictError: They are named for it already.
    """
    member = member_by_email(scope, email)
    if member is None or member.state is not MemberState.ACTIVE:
        raise InvalidError("email", UNKNOWN)
    if program_id is not None:
        programs.program(scope, program_id)
    row = ConcernReader(member_id=member.id, program_id=program_id, named_by_id=scope.actor_id)
    with refusing(TWICE):
        db.session.add(row)
    for each in {each.member_id: each.member for each in queries.readers(scope)}.values():
        messages.reader_named(scope, row, member, each)
    return row


def unname_reader(scope: Scope, reader_id: uuid.UUID) -> Member:
    """Let a member no longer read concerns; what is open must stay somebody's.

    Raises:
        NotFoundError: They do not.
        ConflictError: Nobody else would.
    """
    rows = queries.readers(scope, lock=True)
    row = found(next((each for each in rows if each.id == reader_id), None), queries.GONE)
    _unname(rows, [row])
    return row.member


@on_leaving
def unname_who_leaves(scope: Scope, member: Member) -> None:
    """Let somebody who leaves the organization no longer read concerns, nor once they are back.

    Raises:
        ConflictError: Nobody else would.
    """
    rows = queries.readers(scope, lock=True)
    _unname(rows, [each for each in rows if each.member_id == member.id])


def _unname(rows: Sequence[ConcernReader], going: Sequence[ConcernReader]) -> None:
    """Take some of all who read concerns away; raises ConflictError where nobody is left."""
    left = {each.program_id for each in rows if each not in going}
    for row in going:
        if left.isdisjoint((None, row.program_id)):
            raise ConflictError(LAST)
        db.session.delete(row)


def _open(scope: Scope, concern_id: uuid.UUID) -> Case:
    case = queries.case(scope, concern_id, lock=True)
    if case.concern.closed_at is not None:
        raise ConflictError(CLOSED)
    return case


def _readers_case(scope: Scope, concern_id: uuid.UUID) -> Case:
    case = _open(scope, concern_id)
    if case.is_own:
        raise ForbiddenError(_l("You raised this; only its readers answer it."))
    return case


def _log(scope: Scope, concern: Concern, kind: EntryKind, words: str) -> ConcernEntry:
    entry = ConcernEntry(
        concern_id=concern.id,
        program_id=concern.program_id,
        raised_by_id=concern.raised_by_id,
        about_id=concern.about_id,
        by_id=scope.actor_id,
        kind=kind,
        words=words,
    )
    db.session.add(entry)
    db.session.flush()
    return entry
