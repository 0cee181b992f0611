"""How often one visitor may knock: kept in Redis, in memory while Redis is away."""

import hashlib
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from flask import Flask, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import current_user

P = ParamSpec("P")
R = TypeVar("R")

#: For what costs us or tempts guessers, and for what makes us write to an address.
PER_VISITOR = "20 per minute; 200 per hour"
PER_ADDRESS = "5 per hour"
#: For messages that somebody has sent to themselves.
PER_PERSON = "10 per hour"

limiter = Limiter(
    get_remote_address, in_memory_fallback_enabled=True, headers_enabled=True, swallow_errors=True
)


def init_app(app: Flask) -> None:
    """Count in the Redis of the settings."""
    app.config.setdefault("RATELIMIT_STORAGE_URI", _storage(app.config["REDIS_URL"]))
    app.config.setdefault("RATELIMIT_KEY_PREFIX", "rapport")
    limiter.init_app(app)


def _storage(redis_url: str) -> str:
    # The limits package names Redis over a socket differently than redis-py does.
    return redis_url.replace("unix://", "redis+unix://", 1)


def knocks(view: Callable[P, R]) -> Callable[P, R]:
    """Limit how often one visitor may post to a public view."""
    return limiter.limit(PER_VISITOR, methods=["POST"])(view)


def writes_to(field: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Limit how often anybody may have us write to the address in a form's field."""

    def key() -> str:
        address = request.form.get(field, "").strip().casefold()
        return hashlib.sha256(address.encode()).hexdigest()

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        limit = limiter.shared_limit(PER_ADDRESS, "letters", key_func=key, methods=["POST"])
        return limit(knocks(view))

    return decorate


def sends_tests(view: Callable[P, R]) -> Callable[P, R]:
    """Limit how often one person may have messages sent to themselves to try them."""

    def key() -> str:
        return (
            str(current_user.identity_id) if current_user.is_authenticated else get_remote_address()
        )

    return limiter.shared_limit(PER_PERSON, "tests", key_func=key, methods=["POST"])(view)
