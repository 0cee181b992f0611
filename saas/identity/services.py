"""Signing up, signing in and out, and resetting a password."""

import datetime as dt
import uuid

from sqlalchemy import delete, update

from saas import clock
from saas.characters import in_one_line
from saas.db import at_once, directory, found, refusing
from saas.errors import InvalidError
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
#: Tries within the window before the next has to wait: 2 s, then twice as long each time.
FREE_TRIES = 5
WINDOW = dt.timedelta(minutes=15)
LONGEST_WAIT = dt.timedelta(minutes=8)
GONE = "This link does not work any more; ask for a new one."


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
    token = open_token(TokenKind.VERIFY, secret)
    identity = new_identity(token.email, name=name, password=password)
    token.used_at = clock.now()
    return identity, token.next_path


def new_identity(email: str, *, name: str, password: str) -> Identity:
    """Create an identity for an address that is already proved.

    Raises:
        InvalidError: The name or the password cannot be used.
        ConflictError: The address has an identity already.
    """
    identity = Identity(
        id=uuid.uuid4(),
        name=checked_name(name),
        email=email,
        email_norm=email_norm(email),
        password_hash=hash_password(checked_password(password)),
        verified_at=clock.now(),
    )
    with refusing("This address already has a sign-in; sign in with its password.", directory):
        directory.add(identity)
    return identity


def sign_in(email: str, password: str, *, browser: str) -> str:
    """Start a session and return its token.

    The try is counted at once, before the password is looked at, so that many guesses sent
    together see each other; signing in forgets the count.

    Raises:
        InvalidError: The two do not go together, or were wrong too often just now.
    """
    _pace(email)
    identity = queries.identity_of(email)
    stored = identity.password_hash if identity else None
    if not password_matches(stored, password) or identity is None:
        raise InvalidError(None, "The e-mail address and the password do not go together.")
    if stored and needs_rehash(stored):
        identity.password_hash = hash_password(password)
    _forget_failures(identity)
    return start_session(identity, browser=browser)


def _pace(email: str) -> None:
    tries, last = queries.recent_failures(email, WINDOW)
    if last and clock.now() < last + wait_after(tries):
        raise InvalidError(
            None, "Too many wrong passwords for this address; wait a few minutes and try again."
        )
    with at_once() as session:
        session.add(SignInFailure(id=uuid.uuid4(), email_norm=email_norm(email)[:320]))


def wait_after(tries: int) -> dt.timedelta:
    """Return how long to wait after this many tries in a row that failed."""
    if tries < FREE_TRIES:
        return dt.timedelta(0)
    return min(dt.timedelta(seconds=2 ** min(tries - FREE_TRIES + 1, 20)), LONGEST_WAIT)


def _forget_failures(identity: Identity) -> None:
    directory.execute(delete(SignInFailure).where(SignInFailure.email_norm == identity.email_norm))


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


def end_session_at_once(session_id: uuid.UUID) -> None:
    """End a session whatever becomes of the request. Safe to call twice."""
    with at_once() as directly:
        directly.execute(delete(SignedSession).where(SignedSession.id == session_id))


def end_sessions(identity_id: uuid.UUID) -> None:
    """Sign this identity out everywhere, as after any change of its rights."""
    directory.execute(delete(SignedSession).where(SignedSession.identity_id == identity_id))


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
    """Set a new password, end every session and every other reset link, and tell the person.

    Raises:
        NotFoundError: The link is used up or expired.
        InvalidError: The password cannot be used.
    """
    token = open_token(TokenKind.RESET, secret)
    identity = found(queries.identity_of(token.email), GONE)
    identity.password_hash = hash_password(checked_password(password))
    directory.execute(
        update(IdentityToken)
        .where(
            IdentityToken.kind == TokenKind.RESET,
            IdentityToken.email == token.email,
            IdentityToken.used_at.is_(None),
        )
        .values(used_at=clock.now())
    )
    _forget_failures(identity)
    end_sessions(identity.id)
    messages.password_changed(Recipient(identity.name, identity.email))
    return identity


def open_token(kind: TokenKind, secret: str) -> IdentityToken:
    """Return the token of a link.

    Raises:
        NotFoundError: The link is used up or expired.
    """
    return found(queries.open_token(kind, secret), GONE)


def touch(session: SignedSession) -> None:
    """Note that the session is in use, at most once an hour, whatever becomes of the request."""
    now = clock.now()
    if now - session.last_seen_at > dt.timedelta(hours=1):
        with at_once() as directly:
            directly.execute(
                update(SignedSession)
                .where(SignedSession.id == session.id)
                .values(last_seen_at=now)
                .execution_options(synchronize_session=False)
            )


def forget_old() -> None:
    """Delete what is past use: ended sessions, links, and failures nobody counts any more."""
    now = clock.now()
    directory.execute(
        delete(SignedSession).where(
            (SignedSession.expires_at <= now) | (SignedSession.last_seen_at <= now - queries.IDLE)
        )
    )
    directory.execute(delete(IdentityToken).where(IdentityToken.expires_at <= now))
    directory.execute(delete(SignInFailure).where(SignInFailure.created_at <= now - WINDOW))


def checked_name(name: str) -> str:
    """Return a person's name in one line.

    Raises:
        InvalidError: It is empty or too long.
    """
    name = in_one_line(name)
    if not name or len(name) > 200:
        raise InvalidError("name", "Enter your name, in at most 200 characters.")
    return name


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
