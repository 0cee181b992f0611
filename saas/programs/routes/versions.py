"""Pages of versions: what a program published, and what it would publish now."""

import uuid
from collections.abc import Sequence

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from saas.db import found
from saas.orgs import queries as orgs
from saas.orgs.tenancy import current_scope, requires
from saas.programs import queries, services
from saas.programs.differences import changes_what_is_agreed
from saas.programs.forms import PublishForm
from saas.programs.models import ProgramVersion
from saas.programs.retold import is_only_retold
from saas.programs.routes.blueprint import blueprint
from saas.programs.showing import shown_differences
from saas.programs.titles import said_twice
from saas.scope import Role
from saas.seen import fingerprint
from saas.web.forms import show_form, told
from saas.web.htmx import render, see_other
from saas.web.notices import notify

NO_VERSION = _l("This version does not exist; look at the versions of the program.")


@blueprint.get("/programs/<uuid:program_id>/versions")
@requires(Role.VIEWER)
def list_versions(program_id: uuid.UUID) -> Response:
    """Show what a program published, and what has changed since."""
    scope = current_scope()
    program = queries.program(scope, program_id)
    versions = queries.versions(scope, program.id)
    newest = versions[0] if versions else None
    differ = queries.unpublished(program, newest, queries.draft(scope, program))
    return render(
        "programs/list_versions.html",
        program=program,
        versions=versions,
        names=queries.publishers(scope, versions),
        unpublished=sum(len(each.changes) + each.reordered for each in differ.values()),
        zone=orgs.workspace(scope).time_zone,
        manages=queries.manages(scope, program),
    )


@blueprint.post("/programs/<uuid:program_id>/versions/<any(wait, go_on):how>")
@requires(Role.PROGRAM_ADMIN)
def let_meetings_wait(program_id: uuid.UUID, how: str) -> Response:
    """Let meetings wait until the newest version is accepted, or go on meanwhile."""
    program = services.let_meetings_wait(current_scope(), program_id, wait=how == "wait")
    if program.waits_for_acceptance:
        notify(_("Meetings wait now until the newest version is accepted."))
    else:
        notify(_("Meetings go on, whether or not the newest version is accepted."))
    return see_other(url_for(".list_versions", program_id=program_id))


@blueprint.route("/programs/<uuid:program_id>/versions/publish", methods=["GET", "POST"])
@requires(Role.PROGRAM_ADMIN)
def publish_version(program_id: uuid.UUID) -> Response:
    """Show what has changed since the newest version, and publish it."""
    scope = current_scope()
    program = queries.open_program(scope, program_id)
    form = PublishForm()
    if form.validate_on_submit():
        with told(form):
            row = services.publish_version(scope, program_id, form.publication())
            notify(_("Version %(number)d is published.", number=row.number))
            return see_other(url_for(".list_versions", program_id=program_id))
    newest = queries.newest_version(scope, program_id)
    draft = queries.draft(scope, program)
    differ = queries.unpublished(program, newest, draft)
    form.seen.data = fingerprint(draft)
    if not form.is_submitted():
        form.asks.data = changes_what_is_agreed(differ)
    return show_form(
        "programs/publish_version.html",
        form,
        program=program,
        newest=newest,
        found=shown_differences(differ),
        retold=is_only_retold(differ),
        twice=said_twice(draft),
    )


@blueprint.get("/programs/<uuid:program_id>/versions/<int:number>")
@requires(Role.VIEWER)
def show_version(program_id: uuid.UUID, number: int) -> Response:
    """Show a version, and what differs from an earlier one: ?since=1, or the one before."""
    scope = current_scope()
    program = queries.program(scope, program_id)
    versions = queries.versions(scope, program.id)
    version = found(next((each for each in versions if each.number == number), None), NO_VERSION)
    since = _since(versions, number)
    differ = queries.between(since, version) if since else {}
    return render(
        "programs/show_version.html",
        program=program,
        version=version,
        since=since,
        others=[each for each in versions if each.number != number],
        found=shown_differences(differ) if differ else [],
        names=queries.publishers(scope, [version]),
        zone=orgs.workspace(scope).time_zone,
    )


def _since(versions: Sequence[ProgramVersion], number: int) -> ProgramVersion | None:
    asked = request.args.get("since", str(number - 1))
    return next((each for each in versions if str(each.number) == asked), None)
