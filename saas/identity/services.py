"""Signing up, signing in and out, and resetting a password."""

import datetime as dt
import uuid

from sqlalchemy import delete, update

from saas import clock
from saas.db import directory
from saas.errors import ConflictError, InvalidError, NotFoundError
from saas.identity import queries
from saas.identity.models import Identity, IdentityToken, SignedSession, SignInFailure, TokenKind
from saas.identity.secrets import (
    checked_email,
    checked_password,
    digest,
    email_norm,
    hash_password,
    needs_rehash,
    new_secret,
    password_matches,
)
from saas.mail import messages
from saas.mail.services import Recipient

VERIFY_FOR = dt.timedelta(hours=48)
RESET_FOR = dt.timedelta(hours=1)
SESSION_FOR = dt.timedelta(days=60)
FAILURES = 5
WINDOW = dt.timedelta(minutes=15)


def ask_to_sign_up(email: str, next_path: str) -> None:
    """Send a link that proves the address; the answer is the same whoever has it.

    Raises:
        InvalidError: It cannot be an e-mail address.
    """
    address = checked_email(email)
    known = queries.identity_of(address)
    if known:
        messages.already_signed_up(Recipient(known.name, known.email))
        return
    secret, valid_until = _new_token(TokenKind.VERIFY, address, next_path, VERIFY_FOR)
    messages.verify_email(Recipient("", address), secret, valid_until=valid_until)


def complete_sign_up(secret: str, *, name: str, password: str) -> tuple[Identity, str]:
    """Create the identity whose address the link has proved.

    Returns:
        The identity, and where it wanted to go.

    Raises:
        NotFoundError: The link is used up or expired.
        InvalidError: The name or the password cannot be used.
        ConflictError: The address has an identity by now.
    """
    token = _open(TokenKind.VERIFY, secret)
    if queries.identity_of(token.email):
        raise ConflictError("This address already has a sign-in; sign in with its password.")
    identity = new_identity(token.email, name=name, password=password)
    token.used_at = clock.now()
    return identity, token.next_path


def new_identity(email: str, *, name: str, password: str) -> Identity:
    """Create an identity for an address that is already proved.

    Raises:
        InvalidError: The name or the password cannot be used.
    """
    name = name.strip()
    if not name or len(name) > 200:
        raise InvalidError("name", "Enter your name, in at most 200 characters.")
    identity = Identity(
        id=uuid.uuid4(),
        name=name,
        email=email,
        email_norm=email_norm(email),
        password_hash=hash_password(checked_password(password)),
        verified_at=clock.now(),
    )
    directory.add(identity)
    directory.flush()
    return identity


def sign_in(email: str, password: str, *, browser: str) -> str:
    """Start a session and return its token.

    Raises:
        InvalidError: The two do not go together, or were wrong too often just now.
    """
    failures, last = queries.recent_failures(email, WINDOW)
    if failures >= FAILURES and last:
        wait = dt.timedelta(seconds=2 ** min(failures - FAILURES + 1, 9))
        if clock.now() < last + wait:
            raise InvalidError(
                None, "Too many wrong passwords for this address; wait a few minutes and try again."
            )
    identity = queries.identity_of(email)
    stored = identity.password_hash if identity else None
    if not password_matches(stored, password) or identity is None:
        raise InvalidError(None, "The e-mail address and the password do not go together.")
    if identity.password_hash and needs_rehash(identity.password_hash):
        identity.password_hash = hash_password(password)
    directory.execute(delete(SignInFailure).where(SignInFailure.email_norm == identity.email_norm))
    return start_session(identity, browser=browser)


def record_failure(email: str) -> None:
    """Count a wrong password; called by the edge, since a refused request does not commit."""
    directory.add(SignInFailure(id=uuid.uuid4(), email_norm=email_norm(email)[:320]))
    directory.commit()


def start_session(identity: Identity, *, browser: str) -> str:
    """Sign an identity in and return the token for its cookie."""
    token = new_secret()
    directory.add(
        SignedSession(
            id=uuid.uuid4(),
            identity_id=identity.id,
            token_hash=digest(token),
            browser=browser[:300],
            last_seen_at=clock.now(),
            expires_at=clock.now() + SESSION_FOR,
        )
    )
    directory.flush()
    return token


def end_session(identity_id: uuid.UUID, session_id: uuid.UUID) -> None:
    """Sign out one browser of this identity. Safe to call twice."""
    directory.execute(
        delete(SignedSession).where(
            SignedSession.id == session_id, SignedSession.identity_id == identity_id
        )
    )


def ask_to_reset(email: str) -> None:
    """Send a link that sets a new password; the answer is the same whoever has it.

    Raises:
        InvalidError: It cannot be an e-mail address.
    """
    address = checked_email(email)
    known = queries.identity_of(address)
    if known is None:
        messages.no_sign_in_yet(Recipient("", address))
        return
    secret, valid_until = _new_token(TokenKind.RESET, known.email, "/", RESET_FOR)
    messages.reset_password(Recipient(known.name, known.email), secret, valid_until=valid_until)


def reset_password(secret: str, password: str) -> Identity:
    """Set a new password and end every session.

    Raises:
        NotFoundError: The link is used up or expired.
        InvalidError: The password cannot be used.
    """
    token = _open(TokenKind.RESET, secret)
    identity = queries.identity_of(token.email)
    if identity is None:
        raise NotFoundError("This link does not work any more; ask for a new one.")
    identity.password_hash = hash_password(checked_password(password))
    token.used_at = clock.now()
    directory.execute(delete(SignedSession).where(SignedSession.identity_id == identity.id))
    return identity


def touch(session: SignedSession) -> None:
    """Note that the session is in use, at most once an hour."""
    if clock.now() - session.last_seen_at > dt.timedelta(hours=1):
        directory.execute(
            update(SignedSession)
            .where(SignedSession.id == session.id)
            .values(last_seen_at=clock.now())
        )
        directory.commit()


def _new_token(
    kind: TokenKind, email: str, next_path: str, lasting: dt.timedelta
) -> tuple[str, dt.datetime]:
    secret, valid_until = new_secret(), clock.now() + lasting
    directory.add(
        IdentityToken(
            id=uuid.uuid4(),
            kind=kind,
            email=email,
            next_path=next_path,
            secret_hash=digest(secret),
            expires_at=valid_until,
        )
    )
    directory.flush()
    return secret, valid_until


def _open(kind: TokenKind, secret: str) -> IdentityToken:
    token = queries.open_token(kind, secret)
    if token is None:
        raise NotFoundError("This link does not work any more; ask for a new one.")
    return token
