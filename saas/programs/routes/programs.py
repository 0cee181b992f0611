"""Pages of programs."""

import uuid
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.orgs.tenancy import current_scope, requires
from saas.programs import queries, services
from saas.programs.forms import KindForm, NewProgramForm, WindDownForm, terms_form
from saas.programs.kinds import BEGINNINGS
from saas.programs.life import has_people, what_goes_on
from saas.programs.models import Cohort, Program
from saas.programs.routes.blueprint import blueprint
from saas.programs.services.life import WORD
from saas.programs.words import KIND_MEANINGS, KINDS, MATCHED_BY, NEXT_IN_LINE
from saas.scope import Role
from saas.seen import columns_of
from saas.web.forms import show_form, told
from saas.web.htmx import render, see_other
from saas.web.notices import notify
from saas.web.revising import revision, seen


@blueprint.get("/programs")
@requires(Role.VIEWER)
def list_programs() -> Response:
    """Show the programs that the actor sees, with their cohorts."""
    scope, archived = current_scope(), request.args.get("archived") == "1"
    programs = queries.programs(scope, archived=archived)
    cohorts: dict[uuid.UUID, list[Cohort]] = {program.id: [] for program in programs}
    for cohort in queries.cohorts_of(scope, programs):
        cohorts[cohort.program_id].append(cohort)
    return render(
        "programs/list_programs.html",
        programs=programs,
        cohorts=cohorts,
        archived=archived,
        kinds=KINDS,
        manages=scope.role.covers(Role.PROGRAM_ADMIN) and not archived,
        administers=scope.role.covers(Role.ADMIN),
    )


@blueprint.route("/programs/new", methods=["GET", "POST"])
@requires(Role.ADMIN)
def create_program() -> Response:
    """Ask for the kind and the terms of a new program."""
    form = NewProgramForm()
    if form.is_submitted():
        if not form.is_begun:
            form.begins_anew = True
            return _show_new(form)
        form.leave_out(form.chosen)
        if form.validate():
            with told(form):
                program = services.create_program(current_scope(), form.terms(), form.form())
                notify(_created(program))
                return _show(program)
        return show_form("programs/edit_program.html", form, program=None)
    form.kind.data = request.args.get("kind", "")
    return _show_new(form)


@blueprint.post("/programs/new/terms")
@requires(Role.ADMIN)
def begin_program() -> Response:
    """Show the terms that the chosen kind begins with; nothing is created."""
    return _show_new(NewProgramForm())


@blueprint.get("/programs/<uuid:program_id>")
@requires(Role.VIEWER)
def show_program(program_id: uuid.UUID) -> Response:
    """Show a program: its terms, its cohorts, who runs it."""
    scope = current_scope()
    program = queries.program(scope, program_id)
    cohorts = queries.cohorts_of(scope, [program])
    return render(
        "programs/show_program.html",
        partial="programs/_program_admins.html",
        program=program,
        version=queries.newest_version(scope, program.id),
        cohorts=cohorts,
        counts=queries.participant_counts(scope, cohorts),
        admins=queries.program_admins(scope, program.id),
        available=queries.available_program_admins(scope, program.id),
        next_in_line=NEXT_IN_LINE[program.next_in_line],
        matched_by=MATCHED_BY[program.matched_by],
        kind=KINDS[program.kind],
        kind_meaning=KIND_MEANINGS[program.kind],
        without=BEGINNINGS[program.kind].without,
        has_people=has_people(scope, program.id),
        going_on=[] if program.archived_at else what_goes_on(scope, program.id),
        manages=scope.role.covers(Role.PROGRAM_ADMIN),
        administers=scope.role.covers(Role.ADMIN),
    )


@blueprint.route("/programs/<uuid:program_id>/edit", methods=["GET", "POST"])
@requires(Role.PROGRAM_ADMIN)
def change_program(program_id: uuid.UUID) -> Response:
    """Change the terms of a program."""
    scope = current_scope()
    program = queries.open_program(scope, program_id)
    form = terms_form(program.kind, obj=program)
    if form.validate_on_submit():
        with told(form):
            services.change_program(scope, program.id, form.terms(), seen())
            notify(_("%(name)s is saved.", name=program.name))
            return _show(program)
    saved = terms_form(program.kind, formdata=None, obj=program)
    told_beside = revision(form, columns_of(program, form.terms()), saved)
    return show_form("programs/edit_program.html", form, revision=told_beside, program=program)


@blueprint.route("/programs/<uuid:program_id>/kind", methods=["GET", "POST"])
@requires(Role.PROGRAM_ADMIN)
def change_kind(program_id: uuid.UUID) -> Response:
    """Change the kind of a program, as long as it has no people."""
    scope = current_scope()
    program = queries.open_program(scope, program_id)
    form = KindForm(obj=program)
    if form.validate_on_submit():
        with told(form):
            services.change_kind(scope, program.id, form.form(), seen())
            notify(_("Saved. The terms and the matching rules begin as this kind does."))
            return _show(program)
    saved = KindForm(formdata=None, obj=program)
    told_beside = revision(form, columns_of(program, services.Form.__annotations__), saved)
    return show_form(
        "programs/edit_kind.html",
        form,
        revision=told_beside,
        program=program,
        kind=KINDS[program.kind],
        for_good=has_people(scope, program.id),
    )


@blueprint.post("/programs/<uuid:program_id>/archive")
@requires(Role.PROGRAM_ADMIN)
def archive_program(program_id: uuid.UUID) -> Response:
    """Put a program away."""
    program = services.archive_program(current_scope(), program_id)
    notify(
        _("%(name)s is archived and can only be read.", name=program.name),
        undo_url=url_for(".restore_program", program_id=program.id),
    )
    return see_other(url_for(".list_programs"))


@blueprint.route("/programs/<uuid:program_id>/wind-down", methods=["GET", "POST"])
@requires(Role.PROGRAM_ADMIN)
def wind_down_program(program_id: uuid.UUID) -> Response:
    """Say what winding down does, ask to confirm it, and do it."""
    scope = current_scope()
    program = queries.open_program(scope, program_id)
    form = WindDownForm()
    if form.is_submitted():
        with told(form):
            services.wind_down_program(scope, program.id, form.typed.data or "")
            notify(_wound_down(program))
            return _show(program)
    return show_form("programs/wind_down.html", form, program=program, word=WORD)


@blueprint.post("/programs/<uuid:program_id>/take-up")
@requires(Role.PROGRAM_ADMIN)
def take_up_program(program_id: uuid.UUID) -> Response:
    """Let a program that winds down run again."""
    program = services.take_up_program(current_scope(), program_id)
    notify(_("%(name)s runs again; open its intake when you are ready.", name=program.name))
    return _show(program)


@blueprint.post("/programs/<uuid:program_id>/restore")
@requires(Role.PROGRAM_ADMIN)
def restore_program(program_id: uuid.UUID) -> Response:
    """Take a program back."""
    program = services.restore_program(current_scope(), program_id)
    notify(_("%(name)s is back.", name=program.name))
    return _show(program)


@blueprint.post("/programs/<uuid:program_id>/admins/<uuid:member_id>")
@requires(Role.ADMIN)
def assign_program_admin(program_id: uuid.UUID, member_id: uuid.UUID) -> Response:
    """Let a program admin run a program."""
    admin = services.assign_program_admin(current_scope(), program_id, member_id)
    notify(_("%(name)s runs this program now.", name=admin.name))
    return see_other(url_for(".show_program", program_id=program_id))


@blueprint.post("/programs/<uuid:program_id>/admins/<uuid:member_id>/unassign")
@requires(Role.ADMIN)
def unassign_program_admin(program_id: uuid.UUID, member_id: uuid.UUID) -> Response:
    """Let a program admin no longer run a program."""
    scope = current_scope()
    admin = services.unassign_program_admin(scope, program_id, member_id)
    undo = url_for(".assign_program_admin", program_id=program_id, member_id=member_id)
    # Nobody is assigned to an archived program.
    can_undo = queries.manages(scope, queries.program(scope, program_id))
    notify(
        _("%(name)s no longer runs this program.", name=admin.name),
        undo_url=undo if can_undo else None,
        undo_target="#program-admins",
    )
    return see_other(url_for(".show_program", program_id=program_id))


def _show_new(form: NewProgramForm) -> Response:
    form.fill_in()
    return render(
        "programs/edit_program.html",
        partial="programs/_beginning.html",
        form=form,
        program=None,
    )


def _wound_down(program: Program) -> Any:
    if program.archived_at:
        return _("Nothing of %(name)s went on, so it is archived.", name=program.name)
    return _(
        "%(name)s winds down: nobody is taken in, and the partners are told.", name=program.name
    )


def _created(program: Program) -> Any:
    if program.always_on:
        return _("%(name)s is created; open its intake when you are ready.", name=program.name)
    return _("%(name)s is created; now create its first cohort.", name=program.name)


def _show(program: Program) -> Response:
    return see_other(url_for(".show_program", program_id=program.id))
