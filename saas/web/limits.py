"""How often one visitor may knock: kept in Redis, in memory while Redis is away."""

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

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
