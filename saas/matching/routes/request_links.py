"""A request by its link in mail: GET shows it, POST answers, and then the link is used up."""

from flask import g, url_for
from werkzeug.wrappers import Response

from saas.matching.forms import WordsForm
from saas.matching.queries import requests as queries
from saas.matching.request_messages import LINK
from saas.matching.routes.blueprints import public
from saas.matching.routes.requests import context_of, say
from saas.orgs import queries as orgs
from saas.orgs.links import open_link
from saas.orgs.models import Link
from saas.scope import Scope
from saas.web.forms import show_form
from saas.web.htmx import render, see_other
from saas.web.limits import knocks


@public.get("/request-answered")
def show_request_answered() -> Response:
    """Thank whoever answered by a link."""
    return render("matching/request_answered.html")


@public.get("/requests/<token>")
def show_request(token: str) -> Response:
    """Show a request by its link; nothing is answered yet."""
    return _show(token, *open_link(token, LINK), WordsForm(formdata=None))


@public.post("/requests/<token>")
@knocks
def answer_request(token: str) -> Response:
    """Answer a request by its link. What is refused leaves the link as it was."""
    scope, link = open_link(token, LINK, use=True)
    form = WordsForm()
    if say(scope, link.subject_id, form):
        return see_other(url_for(".show_request_answered"))
    return _show(token, scope, link, form)


def _show(token: str, scope: Scope, link: Link, form: WordsForm) -> Response:
    g.organization = orgs.organization(scope.org_id)
    return show_form(
        "matching/show_request.html",
        form,
        token=token,
        organization=g.organization,
        row=queries.own_request(scope, link.member_id, link.subject_id),
        wrong_id=link.subject_id,
        **context_of(scope, link.member_id, None),
    )
