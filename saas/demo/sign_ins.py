"""Five of the made-up people can sign in; one password does for all of them."""

import base64
import hashlib
import hmac
from dataclasses import dataclass

from flask import current_app

from saas.db import directory
from saas.demo.cast import ADMIN, MENTEE, MENTOR, OWNER, PROGRAM_ADMIN, address_of
from saas.identity import queries
from saas.identity.models import Identity
from saas.identity.secrets import hash_password, password_matches
from saas.identity.services import new_identity


@dataclass(frozen=True, slots=True)
class SignIn:
    """A way into the sample.

    Attributes:
        part: What they are there, in words.
    """

    part: str
    name: str
    email: str


SIGN_INS = tuple(
    SignIn(part, name, address_of(name))
    for part, name in (
        ("Owner", OWNER.name),
        ("Admin", ADMIN.name),
        ("Program admin", PROGRAM_ADMIN.name),
        ("Mentor", MENTOR),
        ("Mentee", MENTEE),
    )
)


def password() -> str:
    """Return the password of the sample: this installation's own, and the same every time."""
    key = current_app.config["SECRET_KEY"].encode()
    mixed = hmac.new(key, b"sign-ins of the sample", hashlib.sha256).digest()
    text = base64.b32encode(mixed).decode().casefold()
    return f"{text[:4]}-{text[4:8]}-{text[8:12]}"


def ensure_identities() -> dict[str, Identity]:
    """Return the five identities by name, made or given their password again where needed."""
    secret = password()
    return {each.name: _ensure(each, secret) for each in SIGN_INS}


def _ensure(wanted: SignIn, secret: str) -> Identity:
    known = queries.identity_of(wanted.email)
    if known is None:
        return new_identity(wanted.email, name=wanted.name, password=secret)
    if not password_matches(known.password_hash, secret):
        known.password_hash = hash_password(secret)
        directory.flush()
    return known
