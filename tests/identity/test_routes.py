import pytest
from sqlalchemy import func, select

from saas.app import create_app
from saas.db import directory
from saas.identity import queries, services
from saas.identity.models import Identity, SignedSession
from saas.mail.models import IdentityDelivery
from saas.web.limits import limiter
from tests.browsing import Browser, path_in
from tests.conftest import TestConfig
from tests.identity.conftest import PASSWORD


def count(app, model):
    with app.app_context():
        return directory.scalar(select(func.count()).select_from(model))


def sign_in(browser, email="ada@example.org", password=PASSWORD, *, onward="/", expect=303):
    return browser.post(
        "/sign-in", {"email": email, "password": password, "next": onward}, expect=expect
    )


def cookie(browser):
    with browser.client.session_transaction() as held:
        return held.get("_user_id")


def words(response):
    return response.page.get_text(" ", strip=True)


def test_the_first_page_offers_a_start_and_names_the_sample(stranger):
    page = stranger.get("/").page

    links = {link.text.strip(): link["href"] for link in page.select("main a")}
    assert links == {
        "Create your organization": "/sign-up?next=/organizations/new",
        "Sign in": "/sign-in",
    }
    assert page.find("code").text == "python3 dev.py demo"


def test_signing_up_by_mail_makes_an_identity_and_goes_on(app, stranger, mails):
    stranger.post("/sign-up", {"email": "new@example.org", "next": "/organizations/new"})
    (message,) = mails()
    link = path_in(message, "/verify/")
    form = stranger.get(link)
    assert "new@example.org is confirmed" in words(form)
    assert count(app, Identity) == 0

    done = stranger.post(link, {"name": "New Person", "password": PASSWORD})

    assert done.location == "/organizations/new"
    assert "New Person" in words(stranger.get("/sessions"))


def test_a_known_address_gets_the_same_answer_and_another_mail(stranger, ada, mails):
    known = stranger.post("/sign-up", {"email": ada.email})
    unknown = stranger.post("/sign-up", {"email": "new@example.org"})

    assert (known.status, known.location, known.data) == (
        unknown.status,
        unknown.location,
        unknown.data,
    )
    assert {message["To"]: message["Subject"] for message in mails()} == {
        "Ada Lovelace <ada@example.org>": "You already have a sign-in",
        "new@example.org": "Confirm your address",
    }


@pytest.mark.parametrize("email", ["", "nonsense", "x" * 400 + "@example.org"])
@pytest.mark.parametrize("path", ["/sign-up", "/reset"])
def test_what_is_no_address_is_refused_and_nothing_is_sent(app, stranger, path, email):
    answer = stranger.post(path, {"email": email}, expect=422)

    assert answer.page.select_one("#email-error")
    assert count(app, IdentityDelivery) == 0


def test_a_weak_password_is_refused_and_the_link_stays_good(app, stranger, mails):
    stranger.post("/sign-up", {"email": "new@example.org"})
    link = path_in(mails()[0], "/verify/")

    answer = stranger.post(link, {"name": "New", "password": "short"}, expect=422)

    assert "at least 12" in answer.page.select_one("#password-error").text
    assert count(app, Identity) == 0
    stranger.post(link, {"name": "New", "password": PASSWORD})


@pytest.mark.parametrize("path", ["/verify/made-up", "/reset/made-up"])
def test_a_link_that_never_was_is_not_found(stranger, path):
    assert "does not work any more" in words(stranger.get(path, expect=404))
    stranger.post(path, {"name": "New", "password": PASSWORD}, expect=404)


def test_signing_in_goes_where_one_wanted_with_a_new_cookie(stranger, ada):
    sign_in(stranger)
    first = cookie(stranger)

    answer = sign_in(stranger, onward="/sessions")

    assert answer.location == "/sessions"
    assert first
    assert cookie(stranger) not in (None, first)


@pytest.mark.parametrize(
    "onward", ["https://evil.example", "//evil.example", "/\\evil.example", "x"]
)
def test_signing_in_never_leads_out_of_the_application(stranger, ada, onward):
    assert sign_in(stranger, onward=onward).location == "/"


@pytest.mark.parametrize("email", ["ada@example.org", "nobody@example.org"])
def test_a_wrong_password_is_refused_and_says_nothing_more(stranger, ada, email):
    answer = sign_in(stranger, email, "wrong wrong wrong", expect=422)

    assert "do not go together" in words(answer)
    assert cookie(stranger) is None


def test_a_wrong_password_is_counted_although_the_request_is_refused(fresh_app):
    sign_in(Browser(fresh_app.test_client()), password="wrong wrong wrong", expect=422)

    with fresh_app.app_context():
        assert queries.recent_failures("ada@example.org", services.WINDOW)[0] == 1


def test_signing_out_ends_the_row_so_that_a_kept_cookie_is_worth_nothing(app, stranger, ada):
    sign_in(stranger)
    kept = cookie(stranger)

    stranger.post("/sign-out")

    assert count(app, SignedSession) == 0
    Browser(app.test_client(), kept).get("/sessions", expect=303)


def test_a_reset_signs_in_here_and_out_everywhere_else(app, stranger, ada, mails):
    elsewhere = Browser(app.test_client())
    sign_in(elsewhere)
    stranger.post("/reset", {"email": ada.email})
    (message,) = mails()

    stranger.post(path_in(message, "/reset/"), {"password": "eight geese in a row"})

    stranger.get("/sessions")
    elsewhere.get("/sessions", expect=303)
    assert [each["Subject"] for each in mails()][-1] == "Your password was changed"
    sign_in(elsewhere, expect=422)


def test_resetting_an_unknown_address_gets_the_same_answer(stranger, ada, mails):
    known = stranger.post("/reset", {"email": ada.email})
    unknown = stranger.post("/reset", {"email": "nobody@example.org"})

    assert (known.status, known.location, known.data) == (
        unknown.status,
        unknown.location,
        unknown.data,
    )
    assert len(mails()) == 2


def test_one_sees_and_ends_ones_sessions(app, stranger, ada):
    other = Browser(app.test_client())
    sign_in(other)
    sign_in(stranger)
    page = stranger.get("/sessions").page
    (form,) = page.select("form[action$='/end']")

    stranger.post(form["action"])

    other.get("/sessions", expect=303)
    assert len(stranger.get("/sessions").page.select("main li")) == 1


def test_whoever_is_not_signed_in_is_sent_to_sign_in_and_back(stranger):
    assert stranger.get("/sessions", expect=303).location == "/sign-in?next=/sessions"


def test_whoever_is_signed_in_is_not_asked_again(stranger, ada):
    sign_in(stranger)

    assert stranger.get("/sign-in?next=/sessions", expect=302).location == "/sessions"
    assert stranger.get("/", expect=302).location == "/organizations"


def test_the_cookie_is_out_of_reach_of_scripts(stranger, ada):
    header = sign_in(stranger).headers["Set-Cookie"]

    assert "HttpOnly" in header
    assert "SameSite=Lax" in header


@pytest.fixture
def limited(environment, database):
    """An application that counts knocks."""
    config = TestConfig(environment)
    config.RATELIMIT_ENABLED = True
    app = create_app(config)
    yield app
    limiter.enabled = False
    app.extensions["queue"].connection.close()


def test_knocking_too_often_is_refused_for_a_while(limited):
    browser = Browser(limited.test_client())

    answers = [browser.client.post("/sign-in").status_code for _ in range(21)]

    assert answers == [422] * 20 + [429]
    assert "Too many tries" in words(browser.post("/sign-in", expect=429))


def test_one_address_is_not_written_to_without_end(limited):
    browser = Browser(limited.test_client())

    for path in ("/sign-up", "/reset", "/sign-up", "/reset", "/sign-up"):
        browser.post(path, {"email": "not an address"}, expect=422)
    answer = browser.post("/sign-up", {"email": "NOT an address"}, expect=429)

    assert "Retry-After" in answer.headers
