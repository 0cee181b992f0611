"""Pages of concerns: raising one, reading and answering it, and who is named to."""

import uuid

from flask import Blueprint, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.concerns import panel, queries, services
from saas.concerns.forms import ConcernForm, EntryForm, ReaderForm
from saas.concerns.queries import Case
from saas.concerns.words import ENTRY_KINDS, ENTRY_NAMES
from saas.errors import ConflictError, ForbiddenError
from saas.orgs import queries as orgs
from saas.orgs.tenancy import current_scope, requires
from saas.partnerships.queries import View, view
from saas.partnerships.services.acting import NOT_YOURS
from saas.scope import Role
from saas.web.forms import show_form, told
from saas.web.htmx import render, see_other
from saas.web.notices import notify
from saas.web.paging import page_number

__all__ = ["blueprint", "panel"]

blueprint = Blueprint("concerns", __name__)
#: What each button of the page of a concern does, and what is said then.
ACTS = {
    "add": services.add_to_concern,
    "answer": services.answer_concern,
    "note": services.note_on_concern,
    "close": services.close_concern,
}


@blueprint.get("/concerns")
def list_concerns() -> Response:
    """List the concerns that one is named to read."""
    scope, closed = current_scope(), request.args.get("state") == "closed"
    return render(
        "concerns/list_concerns.html",
        listing=queries.concerns(scope, page_number(request.args), closed=closed),
        closed=closed,
        zone=orgs.workspace(scope).time_zone,
    )


@blueprint.route("/partnerships/<uuid:partnership_id>/concerns/new", methods=["GET", "POST"])
@requires(Role.MEMBER)
def raise_concern(partnership_id: uuid.UUID) -> Response:
    """Let one of the two say in private that something is wrong."""
    scope = current_scope()
    found = _own_view(partnership_id)
    readers = queries.readers_of(scope, found.partnership)
    if not readers:
        raise ConflictError(services.NOBODY)
    form = ConcernForm()
    if form.validate_on_submit():
        with told(form):
            concern = services.raise_concern(scope, partnership_id, form.words.data)
            notify(_("Your concern is raised; whoever reads it is told that there is one."))
            return see_other(url_for(".show_concern", concern_id=concern.id))
    return show_form("concerns/raise_concern.html", form, view=found, readers=readers)


@blueprint.get("/concerns/<uuid:concern_id>")
def show_concern(concern_id: uuid.UUID) -> Response:
    """Show a concern and its case log to whoever raised it or reads it."""
    return _show(queries.case(current_scope(), concern_id), EntryForm(None))


@blueprint.post("/concerns/<uuid:concern_id>/<any(add, answer, note, close):act>")
@requires(Role.MEMBER)
def log_on_concern(concern_id: uuid.UUID, act: str) -> Response:
    """Add a line to the case log."""
    case, form = queries.case(current_scope(), concern_id), EntryForm()
    if form.validate_on_submit():
        with told(form):
            ACTS[act](current_scope(), concern_id, form.words.data)
            notify(_("It is in the log."))
            return see_other(url_for(".show_concern", concern_id=concern_id))
    return _show(case, form)


@blueprint.post("/concerns/<uuid:concern_id>/reopen")
@requires(Role.MEMBER)
def reopen_concern(concern_id: uuid.UUID) -> Response:
    """Open a closed concern again."""
    services.reopen_concern(current_scope(), concern_id)
    notify(_("The concern is open again."))
    return see_other(url_for(".show_concern", concern_id=concern_id))


@blueprint.get("/people/readers")
@requires(Role.ADMIN)
def list_readers() -> Response:
    """Show who reads concerns, and offer to name somebody."""
    return _list_readers(ReaderForm(None, programs=queries.nameable_programs(current_scope())))


@blueprint.post("/people/readers")
@requires(Role.ADMIN)
def name_reader() -> Response:
    """Let a member read concerns."""
    scope = current_scope()
    form = ReaderForm(programs=queries.nameable_programs(scope))
    if form.validate_on_submit():
        with told(form):
            row = services.name_reader(scope, email=form.email.data, program_id=form.program())
            name = orgs.member(scope, row.member_id).name
            notify(_("%(name)s reads concerns now; everybody who does is told.", name=name))
            return see_other(url_for(".list_readers"))
    return _list_readers(form)


@blueprint.post("/people/readers/<uuid:reader_id>/remove")
@requires(Role.ADMIN)
def unname_reader(reader_id: uuid.UUID) -> Response:
    """Let a member no longer read concerns."""
    member = services.unname_reader(current_scope(), reader_id)
    notify(_("%(name)s does not read these concerns any more.", name=member.name))
    return see_other(url_for(".list_readers"))


def _own_view(partnership_id: uuid.UUID) -> View:
    found = view(current_scope(), partnership_id)
    if found.side is None:
        raise ForbiddenError(NOT_YOURS)
    return found


def _list_readers(form: ReaderForm) -> Response:
    readers = queries.readers(current_scope())
    return show_form("concerns/list_readers.html", form, readers=readers)


def _show(case: Case, form: EntryForm) -> Response:
    scope = current_scope()
    return show_form(
        "concerns/show_concern.html",
        form,
        case=case,
        row=case.concern,
        entries=queries.entries(scope, case.concern),
        readers=queries.readers_of_concern(scope, case.concern),
        entry_names=ENTRY_NAMES,
        entry_kinds=ENTRY_KINDS,
        zone=orgs.workspace(scope).time_zone,
    )
