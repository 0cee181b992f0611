"""Every setting, read once from the environment."""

import datetime as dt
import os
from collections.abc import Mapping
from urllib.parse import urlsplit

from sqlalchemy import URL

from saas.roles import parse

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class ConfigError(RuntimeError):
    """A setting is missing or wrong; the text is one sentence that says which."""


class Config:
    """Settings of a deployed process. A missing one stops it at start.

    Attributes:
        BASE_URL: Where people reach the application, without a slash at the end.
        MAIL_URL: smtp://[name:password@]host[:port], smtp+tls:// or smtps://; empty when
            mail is written to MAILBOX_DIR instead.
        PROXIES: How many proxies stand in front and tell the visitor's address; each must be
            trusted, since rate limits count by it.
        MAILBOX_DIR: Development only: the folder that takes what would have been sent.
        MESSAGES_DIR: The folder of the installation's own words for the messages about signing in;
            empty when they have the built-in ones.
        DEVELOPMENT: Whether static files are served as they are, so that a change shows at once.
    """

    WTF_CSRF_TIME_LIMIT = None
    MAX_CONTENT_LENGTH = 21 * 1024 * 1024
    MAX_FORM_MEMORY_SIZE = 2 * 1024 * 1024
    SQLALCHEMY_ENGINE_OPTIONS: Mapping[str, object] = {"pool_pre_ping": True}
    SESSION_COOKIE_HTTPONLY = True
    SESSION_COOKIE_SAMESITE = "Lax"
    SESSION_COOKIE_PATH = "/"
    #: As long as a session row lasts; the row, not the cookie, decides.
    PERMANENT_SESSION_LIFETIME = dt.timedelta(days=60)

    def __init__(self, environ: Mapping[str, str] = os.environ) -> None:
        self.SECRET_KEY = _required(environ, "SECRET_KEY")
        self.SQLALCHEMY_DATABASE_URI = _database(environ, "DATABASE_URL")
        self.SQLALCHEMY_BINDS = {
            "directory": _database(environ, "DATABASE_DIRECTORY_URL"),
            "relay": _database(environ, "DATABASE_RELAY_URL"),
        }
        self.REDIS_URL = _required(environ, "REDIS_URL")
        self.BASE_URL = _required(environ, "BASE_URL").rstrip("/")
        self.MAIL_URL = environ.get("MAIL_URL", "")
        self.MAILBOX_DIR = environ.get("MAILBOX_DIR", "")
        self.MAIL_FROM = environ.get("MAIL_FROM", "Rapport <rapport@localhost>")
        self.MESSAGES_DIR = environ.get("MESSAGES_DIR", "")
        if not (self.MAIL_URL or self.MAILBOX_DIR):
            raise ConfigError(
                "Set MAIL_URL (or, in development, MAILBOX_DIR) to say where mail goes."
            )
        if self.MAILBOX_DIR and urlsplit(self.BASE_URL).hostname not in LOOPBACK:
            raise ConfigError(
                "Leave MAILBOX_DIR out unless BASE_URL is on this machine: "
                "whoever reaches the application reads that mail."
            )
        self.DEVELOPMENT = bool(environ.get("DEVELOPMENT"))
        self.PROXIES = _whole(environ, "PROXIES", 0)
        self._secure_cookie()

    def _secure_cookie(self) -> None:
        address = urlsplit(self.BASE_URL)
        plain = address.scheme == "http"
        if plain and address.hostname not in LOOPBACK:
            raise ConfigError("BASE_URL must begin with https:// unless it is on this machine.")
        self.SESSION_COOKIE_SECURE = not plain
        self.SESSION_COOKIE_NAME = "rapport" if plain else "__Host-rapport"


def _required(environ: Mapping[str, str], name: str) -> str:
    value = environ.get(name, "")
    if not value:
        raise ConfigError(f"Set {name} in the environment.")
    return value


def _database(environ: Mapping[str, str], name: str) -> URL:
    return parse(_required(environ, name))


def _whole(environ: Mapping[str, str], name: str, usual: int) -> int:
    value = environ.get(name, str(usual))
    if not (value.isascii() and value.isdigit()):
        raise ConfigError(f"Set {name} to a whole number, 0 or more.")
    return int(value)
