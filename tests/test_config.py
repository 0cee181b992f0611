"""Settings: a missing or dangerous one stops the process with a sentence that names it."""

import pytest
from sqlalchemy import make_url

from saas.config import Config, ConfigError

GOOD = {
    "SECRET_KEY": "secret",
    "DATABASE_URL": "postgresql+psycopg://app@db/rapport",
    "DATABASE_DIRECTORY_URL": "postgresql+psycopg://directory@db/rapport",
    "DATABASE_RELAY_URL": "postgresql+psycopg://relay@db/rapport",
    "REDIS_URL": "redis://queue:6379/0",
    "BASE_URL": "https://rapport.example",
    "MAIL_URL": "smtp://mail:25",
}
REQUIRED = sorted(set(GOOD) - {"MAIL_URL"})


def config(**changed):
    return Config({name: value for name, value in (GOOD | changed).items() if value is not None})


def test_each_role_of_the_database_has_an_address_of_its_own():
    made = config()

    names = [make_url(url).username for url in (made.SQLALCHEMY_DATABASE_URI, *_binds(made))]

    assert names == ["app", "directory", "relay"]


def _binds(made):
    return made.SQLALCHEMY_BINDS["directory"], made.SQLALCHEMY_BINDS["relay"]


@pytest.mark.parametrize("value", [None, ""])
@pytest.mark.parametrize("name", REQUIRED)
def test_a_missing_setting_is_named(name, value):
    with pytest.raises(ConfigError, match=rf"^Set {name} in the environment\.$"):
        config(**{name: value})


def test_mail_must_go_somewhere():
    with pytest.raises(ConfigError, match=r"^Set MAIL_URL "):
        config(MAIL_URL=None)


def test_mail_may_go_to_a_folder():
    made = config(MAIL_URL=None, MAILBOX_DIR="mailbox", BASE_URL="http://127.0.0.1:8000")

    assert made.MAILBOX_DIR == "mailbox"


@pytest.mark.parametrize("mail", [None, "smtp://mail:25"])
def test_mail_that_everybody_can_read_stays_on_this_machine(mail):
    with pytest.raises(ConfigError, match="MAILBOX_DIR"):
        config(MAIL_URL=mail, MAILBOX_DIR="mailbox")


def test_over_https_the_cookie_is_bound_to_this_host():
    made = config()

    assert made.SESSION_COOKIE_SECURE
    assert made.SESSION_COOKIE_NAME.startswith("__Host-")
    assert (made.SESSION_COOKIE_HTTPONLY, made.SESSION_COOKIE_PATH) == (True, "/")


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "[::1]:8000"])
def test_over_http_on_this_machine_the_cookie_is_plain(host):
    made = config(BASE_URL=f"http://{host}")

    assert not made.SESSION_COOKIE_SECURE
    assert not made.SESSION_COOKIE_NAME.startswith("__Host-")


@pytest.mark.parametrize("host", ["rapport.example", "127.0.0.1.example", "192.168.0.4"])
def test_over_http_from_elsewhere_nothing_starts(host):
    with pytest.raises(ConfigError, match="https://"):
        config(BASE_URL=f"http://{host}")


def test_an_address_keeps_no_slash_at_its_end():
    assert config(BASE_URL="https://rapport.example/").BASE_URL == "https://rapport.example"
