"""Publishing what a program says, in versions that never change (docs/adr/0008)."""

import uuid
from dataclasses import dataclass

from saas.db import db
from saas.errors import ConflictError
from saas.programs import queries
from saas.programs.differences import Contents, differences
from saas.programs.models import Program, ProgramVersion
from saas.programs.publishing import tell_published
from saas.programs.services.locking import locked_open_program, locked_program
from saas.programs.titles import said_twice, said_twice_from_the_start
from saas.scope import Scope
from saas.seen import MovedError, fingerprint

CHANGED = "The draft was changed meanwhile; read it as it is now, then publish it."
NOTHING_NEW = "Nothing has changed since the newest version, so there is nothing to publish."


@dataclass(frozen=True, slots=True)
class Publication:
    """What is said about a version when it is published.

    Attributes:
        note: What changed and why, for those who are asked to accept it.
        asks: Whether partnerships that accepted an earlier version are asked to.
        seen: The fingerprint of the draft that was before the publisher's eyes.
    """

    note: str
    asks: bool
    seen: str


def publish_version(
    scope: Scope, program_id: uuid.UUID, publication: Publication
) -> ProgramVersion:
    """Publish what a program says now as its next version.

    Raises:
        NotFoundError: There is no such program, or the actor does not run it.
        ConflictError: The draft was changed meanwhile, says nothing new, or has two of one title.
    """
    program = locked_open_program(scope, program_id)
    contents = queries.draft(scope, program)
    if fingerprint(contents) != publication.seen:
        raise MovedError(CHANGED)
    for _name, sentence in said_twice(contents):
        raise ConflictError(sentence)
    newest = queries.newest_version(scope, program.id)
    if newest and not any(differences(newest.contents, contents).values()):
        raise ConflictError(NOTHING_NEW)
    row = _next(program, newest, contents)
    row.asks, row.note, row.published_by_id = publication.asks, publication.note, scope.actor_id
    db.session.add(row)
    db.session.flush()
    tell_published(scope, row)
    return row


def let_meetings_wait(scope: Scope, program_id: uuid.UUID, *, wait: bool) -> Program:
    """Let meetings of a program wait for acceptance of its newest version, or not.

    Safe to call twice.

    Raises:
        NotFoundError: There is no such program, or the actor does not run it.
    """
    program = locked_open_program(scope, program_id)
    program.waits_for_acceptance = wait
    return program


def ensure_version(scope: Scope, program: Program) -> ProgramVersion:
    """Return the newest version of a program; a program that has none publishes its first.

    Raises:
        ConflictError: It has none, and says two of one title.
    """
    newest = queries.newest_version(scope, program.id)
    if newest is not None:
        return newest
    locked_program(scope, program.id)
    newest = queries.newest_version(scope, program.id)
    if newest is None:
        contents = queries.draft(scope, program)
        for sentence in said_twice_from_the_start(contents):
            raise ConflictError(sentence)
        newest = _next(program, None, contents)
        db.session.add(newest)
        db.session.flush()
    return newest


def _next(program: Program, newest: ProgramVersion | None, contents: Contents) -> ProgramVersion:
    return ProgramVersion(
        program_id=program.id,
        number=newest.number + 1 if newest else 1,
        words=queries.words_of(program).as_json(),
        **contents,
    )
