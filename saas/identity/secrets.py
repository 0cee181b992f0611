"""Tokens, passwords and addresses: how each is made, stored and compared."""

import functools
import hashlib
import pathlib
import secrets
import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from email_validator import EmailNotValidError, validate_email

from saas.errors import InvalidError

PASSWORD_LENGTH = 12
#: Those long enough to be chosen here that guessers try first, in lower case, one a line.
_FIRST_GUESSES = pathlib.Path(__file__).with_name("first_guesses.txt")

# OWASP's argon2id parameters: 46 MiB, one pass, one lane.
_hasher = PasswordHasher(time_cost=1, memory_cost=47104, parallelism=1)
# Each hash takes 46 MiB; two at once keep a burst of sign-ins from exhausting a small machine.
_gate = threading.BoundedSemaphore(2)


def new_secret() -> str:
    """Return 256 random bits, safe in an address."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> bytes:
    """Return what is stored of a secret: its sha256."""
    return hashlib.sha256(secret.encode()).digest()


def checked_email(address: str) -> str:
    """Return the address in its canonical spelling, in ASCII, as every mail server takes it.

    Raises:
        InvalidError: It cannot be an e-mail address.
    """
    canonical = _ascii_email(address)
    if canonical is None:
        raise InvalidError("email", "Enter an e-mail address such as ada@example.org.")
    return canonical


def email_norm(address: str) -> str:
    """Return the address as it is compared; something that is no address compares as it is."""
    return (_ascii_email(address) or address.strip()).casefold()


def checked_password(password: str) -> str:
    """Return the password.

    Raises:
        InvalidError: It is too short, too long, or one of those that are guessed first.
    """
    if len(password) < PASSWORD_LENGTH:
        raise InvalidError("password", f"Choose at least {PASSWORD_LENGTH} characters.")
    if len(password) > 1000:
        raise InvalidError("password", "Choose at most 1,000 characters.")
    if password.casefold() in _first_guesses():
        raise InvalidError(
            "password", "This password is among those that attackers try first; choose another."
        )
    return password


def hash_password(password: str) -> str:
    """Return the argon2id hash. Costs about 46 MiB and 50 ms."""
    with _gate:
        return _hasher.hash(password)


def password_matches(stored: str | None, password: str) -> bool:
    """Whether the password is the stored one; takes as long when nothing is stored."""
    with _gate:
        try:
            return _hasher.verify(stored or _decoy(), password) and stored is not None
        except (VerificationError, InvalidHashError):
            return False


def needs_rehash(stored: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(stored)


def _ascii_email(address: str) -> str | None:
    if "@" not in address:  # a name, most often; the check would take a hundred times as long
        return None
    try:
        return validate_email(
            address.strip(),
            allow_smtputf8=False,
            check_deliverability=False,
            test_environment=True,
        ).ascii_email
    except EmailNotValidError:
        return None


@functools.cache
def _decoy() -> str:
    return _hasher.hash(secrets.token_urlsafe(16))


@functools.cache
def _first_guesses() -> frozenset[str]:
    return frozenset(_FIRST_GUESSES.read_text(encoding="utf-8").split())
