"""Publishing forms in versions that never change (docs/adr/0010), and who asks which."""

import uuid
from dataclasses import replace

from flask_babel import gettext as _
from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from saas import clock
from saas.db import db, found
from saas.errors import ConflictError
from saas.intake import queries
from saas.intake.checking import problems
from saas.intake.models import Form, FormVersion, ProgramForm
from saas.intake.queries.forms import NO_FORM, STANDARD
from saas.intake.schema import Schema, outline_of, schema_of
from saas.intake.services.forms import locked
from saas.programs import queries as programs
from saas.programs.models import Program
from saas.scope import Scope
from saas.seen import MovedError, fingerprint

CHANGED = "The form was changed meanwhile; read it as it is now, then publish it."
NOTHING_NEW = "Nothing has changed since the newest version, so there is nothing to publish."
LONGEST_NOTE = 2_000


def publish_form(scope: Scope, form_id: uuid.UUID, *, note: str, seen: str) -> FormVersion:
    """Publish the draft of a form as its next version, which applicants are asked from now on.

    Args:
        scope: Whose.
        form_id: The form.
        note: What changed and why, for other admins.
        seen: The fingerprint of the draft that was before the publisher's eyes.

    Raises:
        NotFoundError: No such form.
        ConflictError: It was changed meanwhile, says nothing new, or cannot be asked so.
    """
    row = locked(scope, form_id)
    outline = queries.draft_outline(scope, row)
    if fingerprint(schema_of(outline)) != seen:
        raise MovedError(CHANGED)
    asking = queries.programs_by_form(scope).get(row.id, ())
    wrong = problems(queries.with_goals_to_mean(scope, outline, asking), asking)
    if wrong:
        raise ConflictError(wrong[0].sentence)
    if not has_changed(scope, row):
        raise ConflictError(NOTHING_NEW)
    version = add_version(scope, row, schema_of(outline))
    version.note = note.strip()[:LONGEST_NOTE]
    return version


def choose_form(scope: Scope, program_id: uuid.UUID, form_id: uuid.UUID) -> Form:
    """Let a program ask a form from now on; drafts go on with it, what was sent stays.

    Raises:
        NotFoundError: No such program or form, or the actor does not run the program.
        ConflictError: The form is retired or was never published, or the program is archived.
    """
    program = programs.open_program(scope, program_id)
    row = queries.form(scope, form_id)
    if row.retired_at or queries.newest_form_version(scope, row.id) is None:
        raise ConflictError(_("Publish this form before a program asks it."))
    known = {each.id for each in queries.forms_to_choose(scope)}
    _choose(scope, program, found(row if row.id in known else None, NO_FORM))
    return row


def has_changed(scope: Scope, form: Form) -> bool:
    """Whether the draft of a form differs from its newest version."""
    newest = queries.newest_form_version(scope, form.id)
    return newest is None or differs(newest, schema_of(queries.draft_outline(scope, form)))


def differs(version: FormVersion, schema: Schema) -> bool:
    """Whether a schema asks otherwise than a version.

    What the form is called is no matter, nor how schemas were written when it was published.
    """
    before, after = outline_of(version.schema), outline_of(schema)
    return replace(before, title="") != replace(after, title="")


def add_version(scope: Scope, form: Form, schema: Schema) -> FormVersion:
    """Add the next version of a form."""
    newest = queries.newest_form_version(scope, form.id)
    version = FormVersion(
        form_id=form.id,
        number=newest.number + 1 if newest else 1,
        published_by_id=scope.actor_id,
        schema=schema,
    )
    db.session.add(version)
    db.session.flush()
    return version


def _choose(scope: Scope, program: Program, form: Form) -> None:
    if form.builtin_key == STANDARD:
        db.session.execute(
            delete(ProgramForm).where(
                ProgramForm.org_id == scope.org_id, ProgramForm.program_id == program.id
            )
        )
        return
    statement = insert(ProgramForm).values(
        org_id=scope.org_id, id=uuid.uuid4(), program_id=program.id, form_id=form.id,
        created_at=clock.now(),
    )  # fmt: skip
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=["org_id", "program_id"], set_={"form_id": form.id}
        )
    )
