"""The people of an organization: who they are, and what they may do."""

import uuid

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.orgs import queries, services
from saas.orgs.forms import LanguageForm, RoleForm
from saas.orgs.languages import languages
from saas.orgs.models import Member, MemberState
from saas.orgs.panels import member_panels
from saas.orgs.routes.blueprints import blueprint
from saas.orgs.tenancy import current_scope, requires
from saas.orgs.words import ROLE_NAMES, STATE_NAMES
from saas.scope import Role
from saas.web.forms import show_form, told
from saas.web.htmx import see_other
from saas.web.notices import notify


@blueprint.get("/people/<uuid:member_id>")
@requires(Role.ADMIN)
def show_member(member_id: uuid.UUID) -> Response:
    """Show one member, and what can be changed about them."""
    member = queries.member(current_scope(), member_id)
    return _show(member, RoleForm(None, giver=current_scope().role, role=member.role.value))


@blueprint.post("/people/<uuid:member_id>/role")
@requires(Role.ADMIN)
def change_role(member_id: uuid.UUID) -> Response:
    """Give a member another role."""
    form = RoleForm(giver=current_scope().role)
    if form.validate_on_submit():
        with told(form):
            member = services.change_role(current_scope(), member_id, Role(form.role.data))
            role = ROLE_NAMES[member.role]
            notify(_("%(name)s now has the role: %(role)s.", name=member.name, role=role))
            return see_other(url_for(".show_member", member_id=member_id))
    return _show(queries.member(current_scope(), member_id), form)


@blueprint.post("/people/<uuid:member_id>/remove")
@requires(Role.ADMIN)
def remove_member(member_id: uuid.UUID) -> Response:
    """Take a member out of the organization."""
    member = services.remove_member(current_scope(), member_id)
    undo = url_for(".restore_member", member_id=member_id)
    notify(_("%(name)s is removed.", name=member.name), undo_url=undo)
    return see_other(url_for("org.people.list_people"))


@blueprint.post("/people/<uuid:member_id>/restore")
@requires(Role.ADMIN)
def restore_member(member_id: uuid.UUID) -> Response:
    """Take a removed member back."""
    member = services.restore_member(current_scope(), member_id)
    notify(_("%(name)s is back, with the role of a member.", name=member.name))
    return see_other(url_for(".show_member", member_id=member_id))


def _show(member: Member, form: RoleForm) -> Response:
    own = languages(current_scope())
    return show_form(
        "orgs/member.html",
        form,
        member=member,
        itself=member.id == current_scope().actor_id,
        role_names=ROLE_NAMES,
        state_names=STATE_NAMES,
        states=MemberState,
        panels=member_panels(current_scope(), member),
        language_form=LanguageForm(None, own=own, language=member.language),
        languages=own,
    )
