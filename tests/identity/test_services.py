import datetime as dt

import pytest
import time_machine
from argon2 import PasswordHasher
from sqlalchemy import func, select

from saas import clock
from saas.db import directory
from saas.errors import ConflictError, InvalidError, NotFoundError
from saas.identity import queries, services
from saas.identity.models import Identity, IdentityToken, SignedSession, SignInFailure, TokenKind
from saas.mail.models import IdentityDelivery
from tests.identity.conftest import PASSWORD


@pytest.fixture
def context(app, database):
    with app.app_context():
        yield


def promised():
    return [row.message for row in directory.scalars(select(IdentityDelivery)).all()]


def secret_for(kind, email, lasting=services.VERIFY_FOR):
    secret, _ = services._new_token(kind, email, "/organizations/new", lasting)
    return secret


def count(model):
    return directory.scalar(select(func.count()).select_from(model))


def fail(times, email="ada@example.org"):
    for _ in range(times):
        with pytest.raises(InvalidError, match="do not go together"):
            services.sign_in(email, "wrong wrong wrong", browser="")


def test_asking_to_sign_up_writes_to_a_new_address(context):
    services.ask_to_sign_up("new@example.org", "/organizations/new")

    assert promised() == ["verify_email"]
    assert count(IdentityToken) == 1


def test_asking_to_sign_up_with_a_known_address_tells_only_its_owner(context, ada):
    services.ask_to_sign_up("ADA@example.org", "/")

    assert promised() == ["already_signed_up"]
    assert count(IdentityToken) == 0


def test_the_link_makes_an_identity_once(context):
    secret = secret_for(TokenKind.VERIFY, "new@example.org")

    identity, onward = services.complete_sign_up(secret, name=" New  Person ", password=PASSWORD)

    assert (identity.name, identity.email) == ("New Person", "new@example.org")
    assert onward == "/organizations/new"
    with pytest.raises(NotFoundError):
        services.complete_sign_up(secret, name="Again", password=PASSWORD)


def test_a_link_ends(context):
    secret = secret_for(TokenKind.VERIFY, "new@example.org")

    with time_machine.travel(clock.now() + services.VERIFY_FOR), pytest.raises(NotFoundError):
        services.complete_sign_up(secret, name="New", password=PASSWORD)


def test_a_link_to_verify_does_not_reset(context, ada):
    secret = secret_for(TokenKind.VERIFY, ada.email)

    with pytest.raises(NotFoundError):
        services.reset_password(secret, PASSWORD)


def test_an_address_that_got_an_identity_meanwhile_is_a_conflict(context, ada):
    secret = secret_for(TokenKind.VERIFY, "Ada@Example.org")

    with pytest.raises(ConflictError, match="already has a sign-in"):
        services.complete_sign_up(secret, name="New", password=PASSWORD)


@pytest.mark.parametrize("name", ["", "   ", "x" * 201, "\x07\u200c"])
def test_a_name_that_is_none_is_refused(context, name):
    with pytest.raises(InvalidError, match="Enter your name") as error:
        services.new_identity("new@example.org", name=name, password=PASSWORD)

    assert error.value.field == "name"


def test_a_name_is_kept_in_one_line_with_the_joiners_that_its_letters_need(context):
    typed = " علی\u200cرضا\v کریمی\x07"

    identity = services.new_identity("new@example.org", name=typed, password=PASSWORD)

    assert identity.name == "علی\u200cرضا کریمی"


def test_signing_in_starts_a_session_and_forgets_failures(context, ada):
    fail(2)

    token = services.sign_in("ADA@example.org", PASSWORD, browser="Firefox")

    assert queries.live_session(token).identity_id == ada.identity_id
    assert count(SignInFailure) == 0


@pytest.mark.parametrize("email", ["ada@example.org", "nobody@example.org", "no address"])
def test_a_wrong_password_and_an_unknown_address_get_one_answer(context, ada, email):
    fail(1, email)


def test_guessing_slows_down_and_never_locks(context, ada):
    fail(services.FREE_TRIES)

    with pytest.raises(InvalidError, match="wait a few minutes"):
        services.sign_in("ada@example.org", PASSWORD, browser="")
    with time_machine.travel(clock.now() + dt.timedelta(seconds=3)):
        assert services.sign_in("ada@example.org", PASSWORD, browser="")


def test_an_address_that_nobody_has_slows_down_alike(context):
    fail(services.FREE_TRIES, "nobody@example.org")

    with pytest.raises(InvalidError, match="wait a few minutes"):
        services.sign_in("nobody@example.org", PASSWORD, browser="")


def test_the_wait_doubles_up_to_minutes():
    waits = [services.wait_after(tries).total_seconds() for tries in (4, 5, 6, 7, 100)]

    assert waits == [0, 2, 4, 8, services.LONGEST_WAIT.total_seconds()]


def test_a_password_hashed_with_old_parameters_is_hashed_again(context, ada):
    identity = directory.get(Identity, ada.identity_id)
    old = identity.password_hash = PasswordHasher(1, 8, 1).hash(PASSWORD)

    services.sign_in(ada.email, PASSWORD, browser="")

    assert identity.password_hash != old
    assert services.sign_in(ada.email, PASSWORD, browser="")


def test_a_reset_ends_every_session_and_every_other_link_and_tells_the_person(context, ada):
    token = services.sign_in(ada.email, PASSWORD, browser="")
    first = secret_for(TokenKind.RESET, ada.email)
    second = secret_for(TokenKind.RESET, ada.email)

    services.reset_password(second, "eight geese in a row")

    assert queries.live_session(token) is None
    with pytest.raises(NotFoundError):
        services.reset_password(first, PASSWORD)
    assert "password_changed" in promised()
    assert services.sign_in(ada.email, "eight geese in a row", browser="")


def test_asking_to_reset_an_unknown_address_says_so_by_mail_only(context):
    services.ask_to_reset("nobody@example.org")

    assert promised() == ["no_sign_in_yet"]


def test_a_session_ends_after_idling_and_in_the_end(context, ada):
    token = services.sign_in(ada.email, PASSWORD, browser="")
    session = queries.live_session(token)

    with time_machine.travel(clock.now() + queries.IDLE + dt.timedelta(minutes=1)):
        assert queries.live_session(token) is None
    session.last_seen_at = clock.now() + services.SESSION_FOR
    directory.flush()
    with time_machine.travel(clock.now() + services.SESSION_FOR):
        assert queries.live_session(token) is None


def test_use_is_noted_once_an_hour(context, ada):
    token = services.sign_in(ada.email, PASSWORD, browser="")
    directory.commit()
    begun = queries.live_session(token).last_seen_at

    with time_machine.travel(begun + dt.timedelta(minutes=50)):
        services.touch(queries.live_session(token))
        assert seen_at(token) == begun
    with time_machine.travel(begun + dt.timedelta(minutes=70)):
        services.touch(queries.live_session(token))
        assert seen_at(token) > begun


def seen_at(token):
    directory.expire_all()
    return queries.live_session(token).last_seen_at


def test_one_cannot_end_the_session_of_somebody_else(context, ada):
    session = queries.live_session(services.sign_in(ada.email, PASSWORD, browser=""))
    other = services.new_identity("bob@example.org", name="Bob", password=PASSWORD)

    services.end_session(other.id, session.id)
    assert count(SignedSession) == 1
    services.end_session(ada.identity_id, session.id)
    assert count(SignedSession) == 0


def test_what_is_past_use_is_deleted_and_nothing_else(context, ada):
    fail(1)
    services.sign_in("ada@example.org", PASSWORD, browser="")
    fail(1)
    secret_for(TokenKind.RESET, ada.email, dt.timedelta(hours=1))

    services.forget_old()
    assert [count(each) for each in (SignedSession, IdentityToken, SignInFailure)] == [1, 1, 1]
    with time_machine.travel(clock.now() + dt.timedelta(days=61)):
        services.forget_old()
    assert [count(each) for each in (SignedSession, IdentityToken, SignInFailure)] == [0, 0, 0]
    assert count(Identity) == 1
