"""Beginning programs from others and from templates, and keeping them as templates."""

import uuid
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from saas import clock
from saas.db import db, refusing
from saas.errors import InvalidError
from saas.programs import parts, queries
from saas.programs.kinds import BEGINNINGS
from saas.programs.models import Kind, NextInLine, Program, ProgramTemplate
from saas.programs.services.programs import Form, Terms, create_program
from saas.scope import Scope

NAME_TAKEN = _l("Another template has this name; choose another name.")
MOST_TRIES = 100
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Kept:
    """What a program is called as a template, and what it is for."""

    name: str
    description: str


def begin_program(scope: Scope, name: str, contents: parts.Contents) -> Program:
    """Create a program that is made of these contents, with nobody in it.

    It is called `name`, with a number where another has that name.
    """
    terms: dict[str, Any] = contents.get("terms", {})
    kind = Kind(terms.get("kind", Kind.ONE_TO_ONE))
    beginning = BEGINNINGS[kind]
    asked = Terms(
        name=_free_name(scope, name),
        description=terms.get("description", ""),
        every_days=terms.get("every_days", beginning.every_days),
        weeks=terms.get("weeks", beginning.weeks),
        mentor_capacity=terms.get("mentor_capacity", beginning.mentor_capacity),
        answer_days=terms.get("answer_days", 7),
        next_in_line=NextInLine(terms.get("next_in_line", NextInLine.CONFIRM)),
    )
    form = Form(kind, always_on=bool(terms.get("always_on")))
    return create_program(scope, asked, form, contents=contents)


def duplicate_program(scope: Scope, program_id: uuid.UUID) -> Program:
    """Create a program like another one: settings and words, and never people.

    Raises:
        NotFoundError: There is none, or the actor does not see it.
    """
    program = queries.program(scope, program_id)
    name = _("Copy of %(name)s", name=program.name)
    return begin_program(scope, name, parts.take(scope, program))


def save_template(scope: Scope, program_id: uuid.UUID, kept: Kept) -> ProgramTemplate:
    """Keep what a program is made of, to begin others from it; later changes do not reach it.

    Raises:
        NotFoundError: There is no such program, or the actor does not see it.
        InvalidError: Another template has this name.
    """
    program = queries.program(scope, program_id)
    if queries.template_named(scope, kept.name):
        raise InvalidError("name", NAME_TAKEN)
    row = ProgramTemplate(
        name=kept.name,
        description=kept.description,
        contents=parts.take(scope, program),
        saved_by_id=scope.actor_id,
    )
    with refusing(NAME_TAKEN):
        db.session.add(row)
    return row


def remove_template(scope: Scope, template_id: uuid.UUID) -> ProgramTemplate:
    """Offer a template no more; programs that began from it stay. Safe to call twice.

    Raises:
        NotFoundError: There is none.
    """
    row = queries.template(scope, template_id, removed=True)
    row.removed_at = row.removed_at or clock.now()
    return row


def restore_template(scope: Scope, template_id: uuid.UUID) -> ProgramTemplate:
    """Offer a template again. Safe to call twice.

    Raises:
        NotFoundError: There is none.
        ConflictError: Another one has its name by now.
    """
    row = queries.template(scope, template_id, removed=True)
    with refusing(NAME_TAKEN):
        row.removed_at = None
    return row


def _free_name(scope: Scope, name: str) -> str:
    taken = set(db.session.scalars(select(Program.name).where(Program.org_id == scope.org_id)))
    short = name[: LONGEST_NAME - 5]
    tried = [name[:LONGEST_NAME], *(f"{short} {number}" for number in range(2, MOST_TRIES))]
    return next((each for each in tried if each not in taken), f"{short[:150]} {uuid.uuid4()}")
