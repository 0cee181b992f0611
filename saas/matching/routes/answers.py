"""Where participants see and answer their proposals: in the portal, and by a link in mail."""

import uuid
from collections.abc import Sequence
from functools import partial
from typing import Any

from flask import g, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas import clock
from saas.errors import InvalidError
from saas.matching.forms import ReplyForm
from saas.matching.messages import LINK, reasons_for_people
from saas.matching.models import Answer, Proposal, ProposalState
from saas.matching.queries import answers as queries
from saas.matching.routes.blueprints import blueprint, public
from saas.matching.services import answers as services
from saas.orgs import queries as orgs
from saas.orgs.links import open_link
from saas.orgs.tenancy import current_member, current_scope, requires
from saas.scope import Role, Scope
from saas.web.forms import show_form
from saas.web.htmx import render, see_other
from saas.web.limits import knocks
from saas.web.notices import notify


@blueprint.get("/proposals")
def list_proposals() -> Response:
    """Show a member the proposals they were sent."""
    scope = current_scope()
    rows = queries.own_proposals(scope, current_member().id)
    context = _context(scope, current_member().id, rows, current_member().time_zone)
    return render("matching/list_proposals.html", form=ReplyForm(formdata=None), **context)


@blueprint.post("/proposals/<uuid:proposal_id>/answer")
@requires(Role.MEMBER)
def answer_own(proposal_id: uuid.UUID) -> Response:
    """Accept or decline a proposal in the portal."""
    form = ReplyForm()
    reply = _reply(form)
    if form.errors:
        scope = current_scope()
        rows = queries.own_proposals(scope, current_member().id)
        context = _context(scope, current_member().id, rows, current_member().time_zone)
        return show_form("matching/list_proposals.html", form, **context)
    notify(_thanks(services.answer_proposal(current_scope(), proposal_id, reply)))
    return see_other(url_for(".list_proposals"))


@public.get("/proposals/<token>")
def show_proposal(token: str) -> Response:
    """Show a proposal by its link; nothing is answered yet."""
    scope, proposal = _opened(token)
    return _show(token, scope, proposal, ReplyForm(formdata=None))


@public.post("/proposals/<token>")
@knocks
def answer_proposal(token: str) -> Response:
    """Accept or decline a proposal by its link.

    The link still shows how the proposal stands afterwards; the answer is given once.
    """
    scope, proposal = _opened(token)
    form = ReplyForm()
    reply = _reply(form)
    if form.errors:
        return _show(token, scope, proposal, form)
    notify(_thanks(services.answer_proposal(scope, proposal.id, reply)))
    return see_other(url_for(".show_proposal", token=token))


def _opened(token: str) -> tuple[Scope, Proposal]:
    scope, link = open_link(token, LINK)
    g.organization = orgs.organization(scope.org_id)
    return scope, queries.own_proposal(scope, link.member_id, link.subject_id)


def _show(token: str, scope: Scope, proposal: Proposal, form: ReplyForm) -> Response:
    member_id = scope.actor_id or uuid.UUID(int=0)
    return show_form(
        "matching/show_link.html",
        form,
        token=token,
        **_context(scope, member_id, [proposal], None),
    )


def _context(
    scope: Scope, member_id: uuid.UUID, rows: Sequence[Proposal], zone: str | None
) -> dict[str, Any]:
    now = clock.now()
    waiting = [
        row
        for row in rows
        if row.state is ProposalState.PUBLISHED
        and not queries.has_answered(row, member_id)
        and (row.expires_at is None or row.expires_at > now)
    ]
    return {
        "proposals": rows,
        "waiting": {row.id for row in waiting},
        "member_id": member_id,
        "answered": queries.has_answered,
        "reasons": partial(reasons_for_people, scope),
        "organization": g.organization,
        "zone": zone or orgs.workspace(scope).time_zone,
    }


def _reply(form: ReplyForm) -> services.Reply:
    typed = request.form.get("answer", "")
    if typed not in set(Answer):
        raise InvalidError("answer", _("Accept or decline with one of the two buttons."))
    form.validate()
    return services.Reply(Answer(typed), form.reason.data or "")


def _thanks(proposal: Proposal) -> str:
    if proposal.state is ProposalState.ACCEPTED:
        return str(_("You are partners now: both of you accepted."))
    if proposal.state is ProposalState.DECLINED:
        return str(_("You declined; thank you for saying so. We go on looking."))
    if proposal.state is ProposalState.WITHDRAWN:
        return str(services.CLOSED)
    return str(_("You accepted. We tell you as soon as the other side has answered."))
