"""Who is signed in: Flask-Login over session rows. The cookie holds a token, never an identity."""

import uuid

from flask_login import UserMixin

from saas.identity import queries, services
from saas.identity.models import Identity


class SignedIn(UserMixin):
    """The bearer of a live session; `current_user` on every page."""

    def __init__(self, token: str, session_id: uuid.UUID, identity: Identity) -> None:
        self.id = token
        self.session_id = session_id
        self.identity = identity
        self.identity_id = identity.id


def load(token: str) -> SignedIn | None:
    """Return who bears this token, or None when its session has ended."""
    session = queries.live_session(token)
    if session is None:
        return None
    services.touch(session)
    return SignedIn(token, session.id, session.identity)
