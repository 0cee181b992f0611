"""Inviting people, and accepting an invitation."""

import uuid

from flask import g, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from saas import clock
from saas.identity import session
from saas.identity.models import Identity
from saas.identity.queries import identity_of
from saas.identity.services import new_identity, start_session
from saas.orgs import invitations, queries
from saas.orgs.forms import AcceptanceForm, InvitationForm
from saas.orgs.meanings import meanings
from saas.orgs.messages import purpose_of
from saas.orgs.models import Invitation
from saas.orgs.routes.blueprints import blueprint, public
from saas.orgs.tenancy import current_scope, home_of, requires
from saas.orgs.words import ROLE_NAMES
from saas.scope import Role, Scope
from saas.web.address import is_inside
from saas.web.forms import show_form, told
from saas.web.htmx import see_other
from saas.web.limits import knocks
from saas.web.notices import notify
from saas.web.paging import page_number


@blueprint.get("/people/invitations")
@requires(Role.ADMIN)
def list_invitations() -> Response:
    """List the open invitations, and offer to send one."""
    return _list(InvitationForm(None, giver=current_scope().role))


@blueprint.post("/people/invitations")
@requires(Role.ADMIN)
def invite() -> Response:
    """Invite somebody by mail."""
    form = InvitationForm(giver=current_scope().role)
    if form.validate_on_submit():
        with told(form):
            invitation = invitations.invite(
                current_scope(), email=form.email.data, role=Role(form.role.data)
            )
            return _sent(invitation)
    return _list(form)


@blueprint.post("/people/<uuid:member_id>/invite")
@requires(Role.ADMIN)
def invite_member(member_id: uuid.UUID) -> Response:
    """Invite a listed member to sign in."""
    return _sent(invitations.invite_member(current_scope(), member_id))


@blueprint.post("/people/invitations/<uuid:invitation_id>/resend")
@requires(Role.ADMIN)
def resend_invitation(invitation_id: uuid.UUID) -> Response:
    """Send an invitation again, with a new link."""
    return _sent(invitations.resend_invitation(current_scope(), invitation_id))


@blueprint.post("/people/invitations/<uuid:invitation_id>/revoke")
@requires(Role.ADMIN)
def revoke_invitation(invitation_id: uuid.UUID) -> Response:
    """Take an invitation back."""
    invitation = invitations.revoke_invitation(current_scope(), invitation_id)
    notify(_("The invitation of %(email)s does not work any more.", email=invitation.email))
    return see_other(url_for(".list_invitations"))


@public.get("/invitations/<token>")
def show_invitation(token: str) -> Response:
    """Show what an invitation is for, and how to accept it."""
    return _show(_opened(token), AcceptanceForm(None))


@public.post("/invitations/<token>")
@knocks
def accept_invitation(token: str) -> Response:
    """Join the organization, with a new sign-in where the address has none."""
    invitation = _opened(token)
    if current_user.is_authenticated:
        return _accepted(invitation, current_user.identity)
    form = AcceptanceForm()
    if form.validate_on_submit():
        with told(form):
            identity = new_identity(
                invitation.email, name=form.name.data, password=form.password.data
            )
            answer = _accepted(invitation, identity)
            session.begin(start_session(identity, browser=session.browser()))
            return answer
    return _show(invitation, form)


def _opened(token: str) -> Invitation:
    invitation = invitations.show_invitation(token)
    g.organization = queries.organization(invitation.org_id)
    return invitation


def _accepted(invitation: Invitation, identity: Identity) -> Response:
    invitations.accept_invitation(invitation, identity)
    onward = invitation.next_path
    return see_other(onward if is_inside(onward) else home_of(g.organization.slug))


def _show(invitation: Invitation, form: AcceptanceForm) -> Response:
    scope = Scope(invitation.org_id, None, Role.MEMBER)
    listed = queries.member_by_email(scope, invitation.email)
    if listed and not form.is_submitted():
        form.name.data = listed.name
    return show_form(
        "orgs/invitation.html",
        form,
        invitation=invitation,
        organization=g.organization,
        role_name=ROLE_NAMES[invitation.role],
        meanings=meanings(invitation.role),
        purpose=purpose_of(scope, invitation),
        known=identity_of(invitation.email),
        here=request.path,
    )


def _list(form: InvitationForm) -> Response:
    return show_form(
        "orgs/invitations.html",
        form,
        invitations=queries.open_invitations(current_scope(), page_number(request.args)),
        role_names=ROLE_NAMES,
        now=clock.now(),
    )


def _sent(invitation: Invitation) -> Response:
    notify(_("An invitation is on its way to %(email)s.", email=invitation.email))
    return see_other(url_for(".list_invitations"))
