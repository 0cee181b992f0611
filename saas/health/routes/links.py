"""Pages of links in mail: a check-in, and "did you meet?". GET shows a button, POST acts."""

import uuid

from flask import g, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.errors import ConflictError
from saas.health import queries, services
from saas.health.forms import YES, CheckInForm, MetForm
from saas.health.routes.blueprints import public
from saas.health.services.answering import ANSWERED
from saas.health.services.asking import CHECK_IN, DID_YOU_MEET
from saas.orgs import queries as orgs
from saas.orgs.links import open_link
from saas.partnerships import queries as partnerships
from saas.partnerships.prompting import prompts_for
from saas.partnerships.queries import View
from saas.programs.models import Moment
from saas.scope import Scope
from saas.web.forms import show_form, told
from saas.web.htmx import render, see_other
from saas.web.limits import knocks


@public.route("/check-in/<token>", methods=["GET", "POST"])
@knocks
def show_check_in(token: str) -> Response:
    """Ask the bearer of a link how it goes."""
    form = CheckInForm()
    scope, link = open_link(token, CHECK_IN, use=form.is_submitted())
    row = queries.check_in(scope, link.subject_id)
    if row.answered_on:
        raise ConflictError(ANSWERED)
    view = _enter(scope, row.partnership_id)
    if not form.is_submitted():
        form.felt_quality.process_data(request.args.get("felt"))
    elif form.validate():
        with told(form):
            services.answer_check_in(scope, row.id, form.answers())
            return see_other(url_for(".show_thanks"))
    said = prompts_for(scope, view, Moment.CHECK_IN)
    return show_form("health/check_in_by_link.html", form, view=view, token=token, prompts=said)


@public.route("/did-you-meet/<token>", methods=["GET", "POST"])
@knocks
def show_did_you_meet(token: str) -> Response:
    """Ask the bearer of a link whether the two met."""
    form = MetForm()
    scope, link = open_link(token, DID_YOU_MEET, use=form.is_submitted())
    view = _enter(scope, link.subject_id)
    if form.is_submitted() and request.form.get("met") != YES:
        return see_other(url_for(".show_thanks"))
    # No day stands there to begin with: they may well be asked days after they met.
    if form.validate_on_submit():
        with told(form):
            services.say_met(scope, link.subject_id, form.met_on.data)
            return see_other(url_for(".show_thanks"))
    return show_form("health/did_you_meet.html", form, view=view, token=token)


@public.get("/answered")
def show_thanks() -> Response:
    """Thank whoever answered by a link."""
    return render("health/show_thanks.html")


def _enter(scope: Scope, partnership_id: uuid.UUID) -> View:
    g.organization = orgs.organization(scope.org_id)
    view = partnerships.view(scope, partnership_id)
    if view.partnership.ended_on:
        raise ConflictError(_("This partnership has ended; there is nothing to ask."))
    return view
