"""Pages of programs."""

import uuid

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.orgs.tenancy import current_scope, requires
from saas.programs import queries, services
from saas.programs.forms import ProgramForm
from saas.programs.models import Cohort, Program
from saas.programs.routes.blueprint import blueprint
from saas.programs.words import NEXT_IN_LINE
from saas.scope import Role
from saas.web.forms import show_form, told
from saas.web.htmx import render, see_other
from saas.web.notices import notify


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
        manages=scope.role.covers(Role.PROGRAM_ADMIN) and not archived,
        administers=scope.role.covers(Role.ADMIN),
    )


@blueprint.route("/programs/new", methods=["GET", "POST"])
@requires(Role.ADMIN)
def create_program() -> Response:
    """Ask for the terms of a new program."""
    form = ProgramForm()
    if form.validate_on_submit():
        with told(form):
            program = services.create_program(current_scope(), form.terms())
            notify(_("%(name)s is created; now create its first cohort.", name=program.name))
            return _show(program)
    return show_form("programs/edit_program.html", form, program=None)


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
        manages=scope.role.covers(Role.PROGRAM_ADMIN),
        administers=scope.role.covers(Role.ADMIN),
    )


@blueprint.route("/programs/<uuid:program_id>/edit", methods=["GET", "POST"])
@requires(Role.PROGRAM_ADMIN)
def change_program(program_id: uuid.UUID) -> Response:
    """Change the terms of a program."""
    scope = current_scope()
    program = queries.program(scope, program_id)
    form = ProgramForm(obj=program)
    if form.validate_on_submit():
        with told(form):
            services.change_program(scope, program.id, form.terms())
            notify(_("%(name)s is saved.", name=program.name))
            return _show(program)
    return show_form("programs/edit_program.html", form, program=program)


@blueprint.post("/programs/<uuid:program_id>/archive")
@requires(Role.PROGRAM_ADMIN)
def archive_program(program_id: uuid.UUID) -> Response:
    """Put a program away."""
    program = services.archive_program(current_scope(), program_id)
    notify(
        _("%(name)s is archived and takes no applications.", name=program.name),
        undo_url=url_for(".restore_program", program_id=program.id),
    )
    return see_other(url_for(".list_programs"))


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
    admin = services.unassign_program_admin(current_scope(), program_id, member_id)
    notify(
        _("%(name)s no longer runs this program.", name=admin.name),
        undo_url=url_for(".assign_program_admin", program_id=program_id, member_id=member_id),
        undo_target="#program-admins",
    )
    return see_other(url_for(".show_program", program_id=program_id))


def _show(program: Program) -> Response:
    return see_other(url_for(".show_program", program_id=program.id))
