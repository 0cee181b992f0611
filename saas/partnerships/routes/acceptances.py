"""Pages of what the program says to a partnership, and of accepting it when it changed."""

import uuid

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from saas.errors import ConflictError
from saas.orgs import queries as orgs
from saas.orgs.tenancy import current_scope, requires
from saas.partnerships import queries, services
from saas.partnerships.days import today
from saas.partnerships.forms import SignForm
from saas.partnerships.queries import Sought
from saas.partnerships.queries.acceptances import (
    acceptances_of,
    agreed,
    agreed_in,
    version_in_force,
    versions_by_id,
)
from saas.partnerships.routes.answers import back, own_view
from saas.partnerships.routes.blueprint import blueprint
from saas.partnerships.services.acceptances import SIGN
from saas.partnerships.words import names_of
from saas.programs import queries as programs
from saas.programs.models import Side
from saas.programs.showing import shown_differences
from saas.scope import Role
from saas.web.format import day
from saas.web.htmx import render
from saas.web.notices import notify
from saas.web.paging import page_number

NOTHING = _l("There is nothing to accept: your program asks you for nothing now.")


@blueprint.get("/partnerships/<uuid:partnership_id>/guidelines")
def show_guidelines(partnership_id: uuid.UUID) -> Response:
    """Show what the program says to a partnership: the version that it keeps to."""
    scope = current_scope()
    view = queries.view(scope, partnership_id)
    return render(
        "partnerships/show_guidelines.html",
        view=view,
        version=version_in_force(scope, view.partnership),
        names=names_of(view.partnership),
    )


@blueprint.get("/partnerships/<uuid:partnership_id>/version")
@requires(Role.MEMBER)
def show_version_change(partnership_id: uuid.UUID) -> Response:
    """Show one of the two what has changed since they accepted it, and ask them to."""
    scope = current_scope()
    view = own_view(partnership_id)
    known = agreed(scope, view.partnership)
    side = view.side or Side.MENTEE
    asked, before = known.asked(side), known.accepted_by(side) or known.in_force
    if asked is None or before is None:
        signs = view.partnership.is_single or known.has_signed(side)
        raise ConflictError(NOTHING if signs else SIGN)
    words = versions_by_id(scope, [asked.id, before.id])
    found = programs.between(words[before.id], words[asked.id])
    return render(
        "partnerships/show_version_change.html",
        view=view,
        version=words[asked.id],
        before=words[before.id],
        found=shown_differences(found),
        waits=view.partnership.cohort.program.waits_for_acceptance,
    )


@blueprint.post("/partnerships/<uuid:partnership_id>/version/accept")
@requires(Role.MEMBER)
def accept_version(partnership_id: uuid.UUID) -> Response:
    """Accept what the program says now."""
    services.accept_version(current_scope(), partnership_id, seen=SignForm().revision())
    notify(_("Thank you: you have accepted it."))
    return back(partnership_id)


@blueprint.post("/partnerships/<uuid:partnership_id>/version/later")
@requires(Role.MEMBER)
def put_off_version(partnership_id: uuid.UUID) -> Response:
    """Ask again in a week."""
    scope = current_scope()
    until = services.put_off_version(scope, partnership_id, seen=SignForm().revision())
    notify(_("We ask you again on %(day)s; until then nothing changes.", day=day(until)))
    return back(partnership_id)


@blueprint.get("/programs/<uuid:program_id>/acceptances")
@requires(Role.VIEWER)
def list_acceptances(program_id: uuid.UUID) -> Response:
    """Show who of a program's partnerships accepted which version, and when."""
    scope = current_scope()
    program = programs.program(scope, program_id)
    sought = Sought(program_id=program.id, ended=request.args.get("state") == "ended")
    listing = queries.listed(scope, sought, page_number(request.args))
    return render(
        "partnerships/list_acceptances.html",
        program=program,
        listing=listing,
        sought=sought,
        known=agreed_in(scope, listing.items),
        acceptances=acceptances_of(scope, [row.id for row in listing.items]),
        newest=programs.newest_version(scope, program.id),
        today=today(scope),
        zone=orgs.workspace(scope).time_zone,
    )
