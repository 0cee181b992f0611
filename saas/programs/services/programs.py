"""Creating programs, changing their terms, and saying who runs them."""

import uuid
from dataclasses import dataclass
from typing import NotRequired, TypedDict

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from saas.db import db, refusing
from saas.errors import ConflictError, InvalidError
from saas.orgs.models import Member, MemberState
from saas.orgs.queries import member
from saas.programs import parts, queries
from saas.programs.kinds import BEGINNINGS, NOTHING, rules_for
from saas.programs.life import has_people, knows_people
from saas.programs.models import AgreedPart, Kind, NextInLine, Program, ProgramAdmin
from saas.programs.services.agreements import check_length
from saas.programs.services.locking import locked_open_program
from saas.programs.services.standing import begin_standing, end_standing, sides_of
from saas.programs.services.versions import ensure_version
from saas.scope import Role, Scope
from saas.seen import columns_of, refuse_moved

NAME_TAKEN = _l("Another program has this name; choose another name.")
TOO_FEW = _l("A group needs at least two mentees for its mentor; enter 2 or more.")
FOR_GOOD = _l("People take part already, so this stays; duplicate the program to try another kind.")
NOT_A_PROGRAM_ADMIN = _l("Only program admins run programs; give this person that role first.")


class Terms(TypedDict):
    """What a program says about itself and its partnerships (`Program`).

    What means nothing to its kind may be missing.
    """

    name: str
    description: str
    every_days: NotRequired[int]
    weeks: int
    mentor_capacity: NotRequired[int]
    answer_days: int
    next_in_line: NotRequired[NextInLine]


@dataclass(frozen=True, slots=True)
class Form:
    """How the people of a program are together, and whether it goes on for ever (`Program`)."""

    kind: Kind = Kind.ONE_TO_ONE
    always_on: bool = False


ONE_TO_ONE = Form()
knows_people(queries.has_participants)


def create_program(
    scope: Scope,
    terms: Terms,
    form: Form = ONE_TO_ONE,
    *,
    is_sample: bool = False,
    contents: parts.Contents = NOTHING,
) -> Program:
    """Create a program; what it says then becomes its first version.

    One that is always on begins with its standing cohort.

    Args:
        scope: Whose.
        terms: Its terms.
        form: Its kind.
        is_sample: Whether it goes with the sample.
        contents: What it is made of beside; of the rest it says what the organization says.

    Raises:
        InvalidError: The name is taken, or the terms do not suit the kind.
        ConflictError: What the organization says has two of one title in programs of this kind.
    """
    _check_name(scope, terms["name"], None)
    _check_terms(form.kind, terms)
    program = Program(
        **terms,
        kind=form.kind,
        always_on=form.always_on,
        rules=rules_for(form.kind, None, {}),
        is_sample=is_sample,
    )
    with refusing(NAME_TAKEN):
        db.session.add(program)
    if form.always_on:
        begin_standing(program)
    parts.put(scope, program, contents)
    db.session.flush()
    ensure_version(scope, program)
    return program


def change_program(
    scope: Scope, program_id: uuid.UUID, terms: Terms, seen: str | None = None
) -> Program:
    """Change the terms of a program; partnerships keep what they agreed on.

    Args:
        scope: Whose, and who acts.
        program_id: The program.
        terms: Its terms from now on.
        seen: The fingerprint of what its author began from, if they began from anything.

    Raises:
        NotFoundError: There is none, or the actor does not run it.
        ConflictError: It is archived.
        MovedError: Somebody else changed the terms since.
        InvalidError: The name is taken, or the terms do not suit its kind or its reviews.
    """
    program = locked_open_program(scope, program_id)
    refuse_moved(seen, columns_of(program, terms), terms)
    _check_name(scope, terms["name"], program)
    _check_terms(program.kind, terms)
    check_length(program, terms["weeks"])
    with refusing(NAME_TAKEN):
        for name, value in terms.items():
            setattr(program, name, value)
    return program


def change_kind(
    scope: Scope, program_id: uuid.UUID, form: Form, seen: str | None = None
) -> Program:
    """Make a program that has no people yet one of another kind, with the rules of that kind.

    Reviews that were planned for later than such partnerships last are planned no longer.

    Args:
        scope: Whose, and who acts.
        program_id: The program.
        form: Its kind from now on.
        seen: The fingerprint of what its author began from, if they began from anything.

    Raises:
        NotFoundError: There is none, or the actor does not run it.
        ConflictError: It is archived, or people take part already.
        MovedError: Somebody else changed the kind since.
        InvalidError: It has cohorts with days, so it cannot be always on.
    """
    program = locked_open_program(scope, program_id)
    if form == Form(program.kind, always_on=program.always_on):
        return program
    if has_people(scope, program.id):
        raise ConflictError(FOR_GOOD)
    names = Form.__annotations__
    refuse_moved(seen, columns_of(program, names), columns_of(form, names))
    if form.kind is not program.kind:
        beginning = BEGINNINGS[form.kind]
        program.rules = rules_for(form.kind, program.kind, program.rules)
        program.weeks, program.every_days = beginning.weeks, beginning.every_days
        program.mentor_capacity = beginning.mentor_capacity
        if not program.leaves(AgreedPart.LENGTH):
            kept = [week for week in program.review_weeks if week <= program.weeks]
            program.review_weeks = kept
    if form.always_on and not program.always_on:
        begin_standing(program, queries.cohorts_of(scope, [program]))
    if program.always_on and not form.always_on:
        end_standing(queries.cohorts_of(scope, [program]))
    program.kind, program.always_on = form.kind, form.always_on
    for cohort in queries.cohorts_of(scope, [program]):
        cohort.open_to = sides_of(program)
    return program


def assign_program_admin(scope: Scope, program_id: uuid.UUID, member_id: uuid.UUID) -> Member:
    """Let a program admin run a program. Safe to call twice.

    Raises:
        NotFoundError: No such program or member.
        ConflictError: The member is no program admin, or the program is archived.
    """
    program = queries.open_program(scope, program_id)
    admin = member(scope, member_id)
    if admin.role is not Role.PROGRAM_ADMIN or admin.state is MemberState.REMOVED:
        raise ConflictError(NOT_A_PROGRAM_ADMIN)
    db.session.execute(
        insert(ProgramAdmin).on_conflict_do_nothing(),
        [{"org_id": scope.org_id, "program_id": program.id, "member_id": admin.id}],
    )
    return admin


def unassign_program_admin(scope: Scope, program_id: uuid.UUID, member_id: uuid.UUID) -> Member:
    """Let a program admin no longer run a program, an archived one too. Safe to call twice.

    Raises:
        NotFoundError: No such program or member.
    """
    program = queries.program(scope, program_id)
    admin = member(scope, member_id)
    db.session.execute(
        delete(ProgramAdmin).where(
            ProgramAdmin.org_id == scope.org_id,
            ProgramAdmin.program_id == program.id,
            ProgramAdmin.member_id == admin.id,
        )
    )
    return admin


def _check_name(scope: Scope, name: str, program: Program | None) -> None:
    other = queries.program_named(scope, name)
    if other is not None and other is not program:
        raise InvalidError("name", NAME_TAKEN)


def _check_terms(kind: Kind, terms: Terms) -> None:
    beginning = BEGINNINGS[kind]
    if terms.get("mentor_capacity", beginning.mentor_capacity) < beginning.least_mentees:
        raise InvalidError("mentor_capacity", TOO_FEW)
