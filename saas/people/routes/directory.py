"""The directory: who is in the organization, found, chosen, and given as a file."""

import uuid
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas import clock
from saas.orgs.models import MemberState
from saas.orgs.tenancy import current_scope, requires
from saas.orgs.words import ROLE_NAMES, STATE_NAMES
from saas.people.exporting import write_people
from saas.people.forms.directory import TagForm
from saas.people.queries import directory as queries
from saas.people.queries.directory import Sought
from saas.people.queries.selections import own_selection
from saas.people.routes.blueprint import blueprint
from saas.people.services import selections as services
from saas.people.services.tags import tag_member, untag_member
from saas.programs import queries as programs
from saas.programs.models import Side
from saas.programs.words import SIDES
from saas.scope import Role
from saas.web.downloads import download
from saas.web.forms import told
from saas.web.htmx import render, see_other
from saas.web.notices import notify
from saas.web.paging import page_number

MOST_WORDS = 200


@blueprint.get("/people")
@requires(Role.PROGRAM_ADMIN)
def list_people() -> Response:
    """List the members that the actor may know of, by name."""
    scope = current_scope()
    sought = _sought(request.args)
    people = queries.people(scope, sought, page_number(request.args))
    ids = [each.id for each in people.items]
    of_all = scope.role.covers(Role.ADMIN)
    selection_id = _uuid(request.args.get("selection_id"))
    return render(
        "people/list_people.html",
        partial="people/_people.html",
        people=people,
        sought=sought,
        asked=_asked(request.args),
        places=queries.places_of(scope, ids),
        tags=queries.tags_of(scope, ids) if of_all else {},
        of_all=of_all,
        selection=own_selection(scope, selection_id) if selection_id else None,
        programs=programs.programs(scope),
        known_tags=queries.tags(scope) if of_all else [],
        roles=ROLE_NAMES,
        state_names=STATE_NAMES,
        states=MemberState,
        sides=SIDES,
    )


@blueprint.post("/people/choose")
@requires(Role.ADMIN)
def choose() -> Response:
    """Choose the people that are marked, or everybody who is sought."""
    everybody = request.form.get("everybody") == "yes"
    ids = [found for each in request.form.getlist("member_id") if (found := _uuid(each))]
    which = _sought(request.form) if everybody else ids
    selection_id = _uuid(request.form.get("selection_id"))
    row = services.choose(current_scope(), which, selection_id)
    return see_other(url_for(".show_selection", selection_id=row.id))


@blueprint.get("/people/export/<any(csv, xlsx):kind>")
@requires(Role.PROGRAM_ADMIN)
def export_people(kind: str) -> Response:
    """Give everybody who is sought as a file."""
    scope = current_scope()
    which = queries.people_sought(scope, _sought(request.args))
    name = f"people-{clock.today():%Y-%m-%d}"
    return download(name, kind, lambda file: write_people(file, kind, scope, which))


@blueprint.post("/people/<uuid:member_id>/tags")
@requires(Role.ADMIN)
def add_tag(member_id: uuid.UUID) -> Response:
    """Put a tag on a member."""
    form = TagForm()
    if form.validate_on_submit():
        with told(form):
            tag_member(current_scope(), member_id, form.tag.data)
    for message in (*form.tag.errors, *form.form_errors):
        notify(str(message), kind="bad")
    return see_other(url_for("org.orgs.show_member", member_id=member_id))


@blueprint.post("/people/<uuid:member_id>/untag")
@requires(Role.ADMIN)
def remove_tag(member_id: uuid.UUID) -> Response:
    """Take a tag from a member."""
    if untag_member(current_scope(), member_id, request.form.get("tag", "")):
        notify(_("The tag is gone."))
    return see_other(url_for("org.orgs.show_member", member_id=member_id))


def _sought(values: Any) -> Sought:
    state, role, side = (values.get(name, "") for name in ("state", "role", "side"))
    return Sought(
        words=values.get("q", "").strip()[:MOST_WORDS],
        state=MemberState(state) if state in set(MemberState) else None,
        role=Role(role) if role in set(Role) else None,
        program_id=_uuid(values.get("program_id")),
        cohort_id=_uuid(values.get("cohort_id")),
        side=Side(side) if side in set(Side) else None,
        field=values.get("field", "").strip()[:MOST_WORDS],
        tag=values.get("tag", "").strip()[:MOST_WORDS],
    )


def _asked(values: Any) -> dict[str, str]:
    """Return what was asked for, to be asked again by links and forms of the page."""
    names = ("q", "state", "role", "program_id", "cohort_id", "side", "field", "tag")
    wanted = {name: values.get(name, "").strip()[:MOST_WORDS] for name in (*names, "selection_id")}
    return {name: value for name, value in wanted.items() if value}


def _uuid(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        return None
