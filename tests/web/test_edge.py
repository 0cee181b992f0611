"""The edge of a request: what it refuses, when it commits, and the addresses it writes."""

from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from psycopg.errors import (
    DeadlockDetected,
    ForeignKeyViolation,
    NotNullViolation,
    QueryCanceled,
)
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, OperationalError

from saas.db import db, directory
from saas.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from saas.orgs.models import Organization
from saas.programs.models import Goal
from saas.web import errors, time_zones, transaction
from saas.web.address import address_of, is_inside
from tests.web.pages import build_app


class TestTransaction:
    @pytest.mark.parametrize(
        ("method", "status", "kept"),
        [("GET", 200, False), ("POST", 303, True), ("POST", 422, False), ("POST", 409, False)],
    )
    def test_only_an_unsafe_successful_request_commits(self, app, acme, method, status, kept):
        with app.test_request_context(method=method):
            directory.get_one(Organization, acme.id).name = "Changed"

            transaction._settle(app.response_class(status=status))

        with app.app_context():
            name = directory.scalar(select(Organization.name))
        assert (name == "Changed") is kept


class TestErrors:
    @pytest.mark.parametrize(
        ("error", "status"),
        [
            (NotFoundError("No such thing."), 404),
            (ForbiddenError("Ask an admin."), 403),
            (ConflictError("Too late."), 409),
            (InvalidError("name", "Too short."), 422),
        ],
    )
    def test_a_domain_error_is_a_page_with_its_sentence(self, error, status):
        app = build_app()
        errors.init_app(app)

        @app.get("/")
        def fail():
            raise error

        answer = app.test_client().get("/")
        assert answer.status_code == status
        assert str(error) in answer.text

    @pytest.mark.parametrize(
        ("method", "referrer", "back"),
        [
            ("POST", "http://localhost/versions?since=2#top", "/versions?since=2"),
            ("GET", "http://localhost/versions", "/versions"),
            ("POST", "http://localhost/fails", "/fails"),
            ("GET", "http://localhost/fails", None),
            ("GET", "http://localhost/fails?page=2", "/fails?page=2"),
            ("POST", "http://elsewhere.example/versions", None),
            ("POST", "http://localhost:81/versions", None),
            ("POST", "http://localhost//elsewhere.example", None),
            ("POST", "javascript:alert(1)", None),
            ("POST", "http://[", None),
            ("POST", None, None),
        ],
    )
    def test_a_refusal_leads_back_to_the_page_before_where_that_is_ours(
        self, method, referrer, back
    ):
        app = build_app()
        errors.init_app(app)

        @app.route("/fails", methods=["GET", "POST"])
        def fail():
            raise ConflictError("Too late.")

        answer = app.test_client().open(
            "/fails", method=method, headers={"Referer": referrer} if referrer else {}
        )

        links = {link.text: link["href"] for link in BeautifulSoup(answer.text, "lxml")("a")}
        assert links.get("Back to where you were") == back
        assert "Go to the start page" in links

    def test_what_another_site_sent_is_not_blamed_on_the_role(self, stranger):
        answer = stranger.client.post("/sign-in", headers={"Sec-Fetch-Site": "cross-site"})

        assert answer.status_code == 403
        assert "sent from another site" in answer.text

    def test_a_bug_is_a_page_that_tells_nothing_of_it(self):
        app = build_app()
        errors.init_app(app)

        @app.get("/")
        def fail():
            raise RuntimeError("secret detail")

        answer = app.test_client().get("/")
        assert answer.status_code == 500
        assert "secret detail" not in answer.text
        assert "nothing was changed" in answer.text

    @pytest.mark.parametrize(
        ("kind", "error", "status", "said"),
        [
            (OperationalError, DeadlockDetected(), 409, "at the same moment; please try again"),
            (IntegrityError, ForeignKeyViolation(), 409, "at the same moment; please try again"),
            (IntegrityError, NotNullViolation(), 500, "nothing was changed"),
            (OperationalError, QueryCanceled(), 500, "nothing was changed"),
        ],
    )
    def test_who_lost_to_a_change_of_the_same_moment_is_asked_to_try_again(
        self, app, alice, monkeypatch, kind, error, status, said
    ):
        def view(**_path):
            raise kind("SELECT", {}, error)

        monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
        monkeypatch.setitem(app.view_functions, "org.programs.add_goal", view)

        assert said in alice.post("/o/acme/goals/new", expect=status).text

    @pytest.mark.parametrize("flushes", [True, False], ids=["in the view", "at the commit"])
    def test_what_the_database_refuses_is_a_page_too(self, app, alice, monkeypatch, flushes):
        def view(**_path):
            db.session.add(Goal())
            if flushes:
                db.session.flush()
            return ""

        monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
        monkeypatch.setitem(app.view_functions, "org.programs.add_goal", view)

        answer = alice.post("/o/acme/goals/new", expect=500)
        assert "nothing was changed" in answer.page.select_one("main").get_text()


class TestUnreadable:
    @pytest.mark.parametrize("path", ["/sign-in?next=%00", "/mailbox/%00", "/?%00=x"])
    def test_a_nul_in_an_address_is_refused(self, stranger, path):
        stranger.get(path, expect=400)

    def test_a_nul_in_a_form_is_refused(self, stranger):
        stranger.post("/sign-in", {"email": "a\0@example.org", "password": "x"}, expect=400)


class TestAddresses:
    def test_an_address_begins_with_the_base_url_where_there_is_no_request(self, app):
        with app.app_context():
            assert address_of("identity.sign_in") == "http://127.0.0.1:8000/sign-in"

    @pytest.mark.parametrize("path", ["/", "/o/acme/?q=x#y", "/invitations/1.abc"])
    def test_a_path_is_inside(self, path):
        assert is_inside(path)

    @pytest.mark.parametrize(
        "path",
        ["", "x", "//x.example", "/\\x.example", "https://x.example", "/a\\b", "/\n/x", "/" * 600],
    )
    def test_a_way_out_is_not(self, path):
        assert not is_inside(path)

    @given(st.text(max_size=40))
    def test_nothing_that_names_a_host_is_inside(self, text):
        if is_inside(text):
            assert text[0] == "/"
            assert text[1:2] not in ("/", "\\")


def test_every_time_zone_offered_exists_and_has_a_name():
    offered = [zone for zones in time_zones.groups().values() for zone in zones]

    assert ("Europe/Oslo", "Oslo") in offered
    assert ("America/Argentina/Buenos_Aires", "Argentina, Buenos Aires") in offered
    assert all(ZoneInfo(name) and label for name, label in offered)
