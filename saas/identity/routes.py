"""Pages of someone who can sign in: the first page, signing up, in and out, sessions."""

import uuid

from flask import Blueprint, current_app, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from saas.identity import queries, services, session
from saas.identity.browsers import describe
from saas.identity.forms import AddressForm, NewIdentityForm, NewPasswordForm, SignInForm
from saas.identity.models import TokenKind
from saas.web.address import is_inside
from saas.web.forms import show_form, told
from saas.web.htmx import render, see_other
from saas.web.limits import knocks, writes_to
from saas.web.notices import notify

blueprint = Blueprint("identity", __name__)


def _next() -> str:
    return _inside(request.args.get("next", "/"))


def _inside(path: str) -> str:
    return path if is_inside(path) else "/"


@blueprint.get("/")
def show_start() -> Response:
    """Show what Rapport is, or send whoever is signed in to their organization."""
    if current_user.is_authenticated:
        return redirect(url_for("orgs_public.list_organizations"))
    return render("identity/start.html")


@blueprint.route("/sign-up", methods=["GET", "POST"])
@writes_to("email")
def sign_up() -> Response:
    """Ask for an address; the answer is the same whoever has it."""
    form = AddressForm(next=_next())
    if form.validate_on_submit():
        with told(form):
            services.ask_to_sign_up(form.email.data, _inside(form.next.data))
            return see_other(url_for(".show_sent"))
    return show_form("identity/sign_up.html", form)


@blueprint.route("/verify/<secret>", methods=["GET", "POST"])
@knocks
def verify(secret: str) -> Response:
    """Ask whoever has proved an address for a name and a password."""
    token = services.open_token(TokenKind.VERIFY, secret)
    form = NewIdentityForm()
    if form.validate_on_submit():
        with told(form):
            identity, onward = services.complete_sign_up(
                secret, name=form.name.data, password=form.password.data
            )
            session.begin(services.start_session(identity, browser=session.browser()))
            return see_other(_inside(onward))
    return show_form("identity/verify.html", form, email=token.email)


@blueprint.route("/sign-in", methods=["GET", "POST"])
@knocks
def sign_in() -> Response:
    """Start a session."""
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(_next())
    form = SignInForm(next=_next())
    if form.validate_on_submit():
        with told(form):
            token = services.sign_in(form.email.data, form.password.data, browser=session.browser())
            session.begin(token)
            return see_other(_inside(form.next.data))
    return show_form("identity/sign_in.html", form)


@blueprint.post("/sign-out")
@login_required
def sign_out() -> Response:
    """End this session."""
    services.end_session(current_user.identity_id, current_user.session_id)
    session.end()
    notify(_("You are signed out."))
    return see_other(url_for(".sign_in"))


@blueprint.route("/reset", methods=["GET", "POST"])
@writes_to("email")
def ask_to_reset() -> Response:
    """Ask for the address whose password is forgotten; the answer is always the same."""
    form = AddressForm()
    if form.validate_on_submit():
        with told(form):
            services.ask_to_reset(form.email.data)
            return see_other(url_for(".show_sent"))
    return show_form("identity/ask_to_reset.html", form)


@blueprint.route("/reset/<secret>", methods=["GET", "POST"])
@knocks
def reset_password(secret: str) -> Response:
    """Set a new password, sign out everywhere, and sign in here."""
    token = services.open_token(TokenKind.RESET, secret)
    form = NewPasswordForm()
    if form.validate_on_submit():
        with told(form):
            identity = services.reset_password(secret, form.password.data)
            session.begin(services.start_session(identity, browser=session.browser()))
            notify(_("Your password is changed, and you are signed out everywhere else."))
            return see_other(url_for(".show_start"))
    return show_form("identity/reset_password.html", form, email=token.email)


@blueprint.get("/sent")
def show_sent() -> Response:
    """Say that a message is on its way, without saying which."""
    return render("identity/sent.html", shows_mailbox=bool(current_app.config["MAILBOX_DIR"]))


@blueprint.get("/sessions")
@login_required
def list_sessions() -> Response:
    """Show where this identity is signed in."""
    rows = queries.sessions_of(current_user.identity_id)
    sessions = [(row, *describe(row.browser)) for row in rows]
    return render("identity/sessions.html", sessions=sessions, here=current_user.session_id)


@blueprint.post("/sessions/<uuid:session_id>/end")
@login_required
def end_session(session_id: uuid.UUID) -> Response:
    """Sign out one browser."""
    services.end_session(current_user.identity_id, session_id)
    notify(_("That browser is signed out."))
    return see_other(url_for(".list_sessions"))
