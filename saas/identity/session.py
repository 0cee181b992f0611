"""Who is signed in: Flask-Login over session rows. The cookie holds a token, never an identity."""

from flask import request, session
from flask_login import UserMixin, login_user, logout_user

from saas.identity import queries, services
from saas.identity.models import SignedSession


class SignedIn(UserMixin):
    """The bearer of a live session; `current_user` on every page."""

    def __init__(self, token: str, row: SignedSession) -> None:
        self.id = token
        self.session_id = row.id
        self.since = row.created_at
        self.identity = row.identity
        self.identity_id = row.identity.id


def load(token: str) -> SignedIn | None:
    """Return who bears this token, or None when its session has ended."""
    row = queries.live_session(token)
    if row is None:
        return None
    services.touch(row)
    return SignedIn(token, row)


def browser() -> str:
    """Return how the browser of this request calls itself."""
    return request.user_agent.string


def begin(token: str) -> None:
    """Give the browser a new cookie for a session just started; nothing of the old one stays."""
    session.clear()
    session.permanent = True
    login_user(load(token))


def end() -> None:
    """Take the cookie's content away; ending the row is `services.end_session`."""
    logout_user()
    session.clear()
