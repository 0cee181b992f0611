import pytest
from itsdangerous import URLSafeSerializer
from sqlalchemy import select

from saas.db import db
from saas.mail.letter import Letter
from saas.mail.models import Suppression
from saas.mail.services import Promise, Recipient, is_suppressed, post
from saas.mail.unsubscribe import unsubscribe_url

HTML = '<html><head></head><body><a href="https://example.org/x">Go</a></body></html>'
LETTER = Letter("Your <week>", HTML, "See https://example.org/x\n")


@pytest.fixture
def path(app, acme):
    with app.app_context():
        url = unsubscribe_url(acme.id, "Ada@example.org", "digest")
    return url.removeprefix("http://127.0.0.1:8000")


def stopped(tenant, org):
    with tenant(org):
        return is_suppressed(org.id, address="ada@EXAMPLE.org", topic="digest")


def words(response):
    return response.page.get_text(" ", strip=True)


class TestUnsubscribing:
    def test_looking_changes_nothing(self, stranger, path, tenant, acme):
        assert "ada@example.org gets the weekly digest" in words(stranger.get(path))

        assert not stopped(tenant, acme)

    def test_one_click_stops_it_without_a_cookie_however_often(self, stranger, path, tenant, acme):
        for _ in range(2):
            answer = stranger.post(path, {"List-Unsubscribe": "One-Click"}, expect=200)

            assert "Set-Cookie" not in answer.headers
        assert stopped(tenant, acme)
        with tenant(acme):
            assert len(db.session.scalars(select(Suppression)).all()) == 1

    def test_the_button_stops_it_and_another_starts_it_again(self, stranger, path, tenant, acme):
        stranger.post(stranger.get(path).page.select_one("main form")["action"], {})
        page = stranger.get(path)
        assert "You are unsubscribed" in words(page)
        assert stopped(tenant, acme)

        stranger.post(page.page.select_one("main form")["action"])

        assert not stopped(tenant, acme)

    def test_it_stops_in_one_organization_only(self, stranger, path, tenant, globex):
        stranger.post(path, {"List-Unsubscribe": "One-Click"}, expect=200)

        assert not stopped(tenant, globex)

    def test_mail_programs_may_post_from_elsewhere_and_nobody_else(self, app, path):
        elsewhere = {"Sec-Fetch-Site": "cross-site"}
        client = app.test_client()

        assert client.post(path, headers=elsewhere).status_code == 303
        assert client.post(f"{path}/undo", headers=elsewhere).status_code == 403

    @pytest.mark.parametrize("token", ["x", "WzEsImEiLCJkaWdlc3QiXQ.forged"])
    def test_a_link_that_was_not_made_here_is_refused(self, stranger, token):
        stranger.get(f"/unsubscribe/{token}", expect=404)
        stranger.post(f"/unsubscribe/{token}", expect=404)

    def test_a_link_about_something_unknown_is_refused(self, app, stranger, acme):
        signer = URLSafeSerializer(app.config["SECRET_KEY"], salt="unsubscribe")
        token = signer.dumps([acme.id, "ada@example.org", "everything"])

        assert "nothing of this kind" in words(stranger.get(f"/unsubscribe/{token}", expect=404))


class TestMailbox:
    @pytest.fixture
    def sent(self, tenant, acme, mails):
        with tenant(acme) as scope:
            to = Recipient("Ada", "ada@example.org")
            post(scope, Promise("k", "digest", to, topic="digest"), LETTER)
        return mails()

    def test_it_lists_what_was_sent(self, stranger, sent):
        (row,) = stranger.get("/mailbox").page.select("tbody tr")

        assert "Your <week>" in row.text
        assert "Ada <ada@example.org>" in row.text

    def test_it_is_empty_at_first(self, stranger, mails):
        assert "No messages yet" in words(stranger.get("/mailbox"))

    def test_a_message_is_shown_as_text_with_headers_and_links(self, stranger, sent):
        link = stranger.get("/mailbox").page.select_one("tbody a")["href"]

        page = stranger.get(link).page

        assert page.select_one("pre a")["href"] == "https://example.org/x"
        assert "List-Unsubscribe-Post" in page.select_one("#headers").text
        assert page.select_one("iframe")["src"] == f"{link}/html"

    def test_its_html_may_do_nothing_but_lead_away(self, stranger, sent):
        link = stranger.get("/mailbox").page.select_one("tbody a")["href"]

        answer = stranger.get(f"{link}/html")

        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "sandbox" in policy
        assert "allow-scripts" not in policy
        assert answer.page.select_one("base")["target"] == "_top"
        assert "frame-src 'self'" in stranger.get(link).headers["Content-Security-Policy"]

    @pytest.mark.parametrize(
        "name", ["..", "..%2F..%2Fetc%2Fpasswd", "x", "20261123T120000-not-an-id", "%00"]
    )
    def test_no_name_leads_out_of_the_folder(self, stranger, name):
        for path in (f"/mailbox/{name}", f"/mailbox/{name}/html"):
            status = stranger.client.get(path).status_code
            assert status in (400, 404)

    def test_there_is_none_where_mail_really_goes_out(self, app, stranger, sent, monkeypatch):
        link = stranger.get("/mailbox").page.select_one("tbody a")["href"]
        monkeypatch.setitem(app.config, "MAILBOX_DIR", "")

        for path in ("/mailbox", link, f"{link}/html"):
            stranger.get(path, expect=404)
