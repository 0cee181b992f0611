import pytest
from sqlalchemy import select

from saas import clock
from saas.app import create_app
from saas.db import db
from saas.mail.models import Delivery, OwnWording
from saas.mail.registry import messages
from saas.orgs.letters import MissingValueError, compose
from saas.partnerships import queries
from saas.partnerships.message_list import THANKS_RECEIVED
from saas.partnerships.messages import thanks_received
from saas.partnerships.models import Thanks
from saas.programs.models import Side
from saas.scope import Role
from saas.web.limits import limiter
from tests import cluster, factories
from tests.browsing import Browser
from tests.conftest import TestConfig
from tests.partnerships import making

NOTE = "You helped me."
EDIT = "/o/acme/messages/thanks_received"


def words(response):
    return response.page.get_text(" ", strip=True)


def form_of(page):
    """The fields of the editor as a browser would send them."""
    fields = {}
    for tag in page.select("main form.form input[name], main form.form textarea[name]"):
        if tag.get("type") != "radio" or tag.has_attr("checked"):
            fields[tag["name"]] = (
                tag.text.lstrip("\r\n") if tag.name == "textarea" else tag["value"]
            )
    return fields


@pytest.fixture
def form(alice):
    """The editor of the thank-you note, some of it changed: `form(subject="Hi")`."""

    def fill(**changed):
        return {**form_of(alice.get(EDIT).page), **changed}

    return fill


@pytest.fixture
def partners(tenant, member, acme):
    return making.partners(tenant, member, acme)


class Counting(TestConfig):
    RATELIMIT_ENABLED = True


@pytest.fixture
def limited(app):
    """An application that counts knocks, over a database of its own."""
    with cluster.fresh_clone("app") as environment:
        app = create_app(Counting(environment))
        yield app
        limiter.enabled = False
        app.extensions["queue"].connection.close()
        for engine in db._app_engines[app].values():
            engine.dispose()


@pytest.fixture
def send(tenant, acme, partners, mails):
    """Send a thank-you note of Ada to Grace, and return the mail."""

    def sent():
        today = clock.today()
        with tenant(acme) as scope:
            row = queries.partnership(scope, partners.id)
            note = Thanks(partnership_id=row.id, by=Side.MENTEE, given_on=today, words=NOTE)
            db.session.add(note)
            db.session.flush()
            thanks_received(scope, row, note)
        return next(mail for mail in mails() if "helped" in str(mail))

    return sent


def test_a_message_without_a_button_asks_for_no_text_of_one_and_takes_none(alice):
    path = "/o/acme/messages/reader_named"
    typed = form_of(alice.get(path).page)
    assert "action" not in typed

    alice.post(path, {**typed, "subject": "One more reader", "action": "Open"})

    for place in ("", "/history", "?language=en"):
        assert "One more reader" in str(alice.get(f"{path}{place}").page)


class TestList:
    def test_every_message_is_listed_with_what_it_is_for(self, alice, app):
        shown = words(alice.get("/o/acme/messages"))

        with app.test_request_context():
            for each in messages():
                assert str(each.title) in shown
                assert str(each.purpose) in shown
        assert "Choose a new password" in shown

    def test_a_changed_one_says_by_whom(self, alice, form):
        alice.post(EDIT, form(subject="Thanks from {partner}"))

        row = alice.get("/o/acme/messages").page.select_one("#thanks_received")

        assert "Your own words" in row.text
        assert "Alice" in row.text

    def test_it_reads_as_often_for_many_as_for_few(self, alice, tenant, acme, form, count_queries):
        alice.post(EDIT, form(subject="Thanks"))
        with count_queries() as few:
            alice.get("/o/acme/messages")
        with tenant(acme):
            first = db.session.scalars(select(OwnWording)).one()
            same = {"language": "en", "number": 1, "text": first.text}
            for name in {each.name for each in messages()} - {first.message}:
                row = OwnWording(message=name, changed_by_id=first.changed_by_id, **same)
                db.session.add(row)

        with count_queries() as many:
            page = alice.get("/o/acme/messages").text

        assert page.count("Your own words") == len(messages())
        assert len(many) == len(few)


class TestEditor:
    def test_it_begins_with_the_built_in_words(self, form):
        assert form()["subject"] == "{partner} says thank you"

    def test_what_is_saved_goes_out(self, alice, form, send):
        alice.post(EDIT, form(subject="A note from {partner}", body="Dear {name}:\n\n{words}"))

        mail = send()

        assert mail["Subject"] == "A note from Ada Wong"
        assert "Dear Grace Lee:" in mail.get_body(("plain",)).get_content()
        assert "Dear Grace Lee:" in mail.get_body(("html",)).get_content()

    @pytest.mark.parametrize(
        ("part", "typed", "sentence"),
        [
            ("subject", "", "Write something here."),
            ("subject", "x" * 151, "Shorten this to at most 150 characters."),
            ("subject", "Hello {nmae}", "use {name}"),
            ("body", "Nothing of what was written", "The message needs {words}"),
            ("body", "{words}\n\n<script>alert(1)</script>", "HTML is not shown"),
            ("body", "{words}\n\n[x](javascript:alert(1))", "cannot be a link"),
        ],
    )
    def test_what_cannot_be_used_is_said_at_its_field(self, alice, form, part, typed, sentence):
        answer = alice.post(EDIT, form(**{part: typed}), expect=422)

        assert sentence in answer.page.select_one(f"#{part}-error").text
        assert form_of(answer.page)[part] == typed
        assert form()[part] != typed

    def test_an_empty_form_is_refused(self, alice):
        assert "Write something here." in words(alice.post(EDIT, {}, expect=422))

    def test_two_admins_at_once_do_not_overwrite_each_other(self, alice, form):
        first, second = form(subject="First"), form(subject="Second")
        alice.post(EDIT, first)

        answer = alice.post(EDIT, second, expect=409)

        assert "Somebody else changed this message" in words(answer)
        assert form_of(answer.page)["subject"] == "Second"
        assert form()["subject"] == "First"

    def test_after_the_sentence_the_second_can_save_again(self, alice, form):
        second = form(subject="Second")
        alice.post(EDIT, form(subject="First"))

        again = form_of(alice.post(EDIT, second, expect=409).page)
        alice.post(EDIT, again)

        assert form()["subject"] == "Second"

    @pytest.mark.parametrize("seen", ["", "x", "-1", "99999999999999999999", "1e3", "²"])
    def test_a_made_up_number_of_a_change_saves_nothing(self, alice, form, seen):
        alice.post(EDIT, form(subject="Mine", seen=seen), expect=409)

        assert form()["subject"] != "Mine"

    def test_a_message_that_is_none_is_not_found(self, alice):
        for path in ("made_up", "verify_email", "made_up/preview", "made_up/history"):
            alice.get(f"/o/acme/messages/{path}", expect=404)
        for path in ("made_up", "made_up/preview", "made_up/reset", "made_up/history/1/restore"):
            alice.post(f"/o/acme/messages/{path}", {}, expect=404)

    def test_placeholders_are_listed_with_what_they_mean(self, alice):
        shown = words(alice.get(EDIT))

        assert "{words}" in shown
        assert "The note; a preview never shows a real one" in shown


class TestPreview:
    def test_it_shows_the_latest_case_and_never_the_note(self, alice, send, form):
        send()

        for look in ("light", "dark", "text"):
            shown = words(alice.post(f"{EDIT}/preview", form(look=look), expect=200))
            assert "Ada" in shown
            assert NOTE not in shown

    def test_it_shows_samples_where_there_is_no_case(self, alice, form):
        shown = words(alice.post(f"{EDIT}/preview", form(), expect=200))

        assert "Grace Weber" in shown
        assert "there is no such case here yet" in words(alice.get(EDIT))

    def test_it_shows_what_is_not_saved(self, alice, form):
        shown = alice.post(f"{EDIT}/preview", form(heading="Look here"), expect=200)

        assert "Look here" in words(shown)
        assert form()["heading"] != "Look here"

    def test_it_says_what_is_wrong(self, alice, form):
        shown = words(alice.post(f"{EDIT}/preview", form(heading="{nmae}"), expect=200))

        assert "There is no placeholder {nmae}" in shown

    def test_dark_is_dark_and_light_is_light_whatever_the_device(self, alice):
        dark = alice.get(f"{EDIT}/preview?look=dark").text
        light = alice.get(f"{EDIT}/preview?look=light").text

        assert "@media all" in dark
        assert "@media not all" in light
        assert "prefers-color-scheme: dark" not in dark + light

    def test_an_unknown_look_is_light(self, alice):
        light = alice.get(f"{EDIT}/preview?look=light").text

        assert alice.get(f"{EDIT}/preview?look=made+up").text == light

    def test_nothing_runs_in_it_and_nothing_opens(self, alice):
        policy = alice.get(f"{EDIT}/preview").headers["Content-Security-Policy"]

        assert "script-src" not in policy
        assert policy.endswith("sandbox")
        assert "frame-ancestors 'self'" in policy

    @pytest.mark.parametrize("look", ["light", "text"])
    def test_every_message_can_be_previewed(self, alice, app, send, look):
        send()
        for each in messages():
            shown = alice.get(f"/o/acme/messages/{each.name}/preview?look={look}")
            assert shown.page.body.text.strip()
            assert shown.page.body.find(string=lambda words: "{name}" in words) is None


class TestTrying:
    def test_a_test_goes_to_whoever_asks_and_says_what_it_is(self, alice, form, mails):
        typed = form(subject="Not saved", heading="Look here")

        answer = alice.post(f"{EDIT}/test", typed, expect=200)
        (mail,) = mails()

        text = mail.get_body(("plain",)).get_content()
        assert mail["Subject"] == "[Test] Not saved"
        assert mail["To"].addresses[0].display_name == "Alice"
        assert "This is a test that you asked for" in text
        assert "Look here" in text
        assert "A test is on its way" in words(answer)
        assert form_of(answer.page)["subject"] == "Not saved"
        assert form()["subject"] != "Not saved"

    def test_it_stands_in_the_ledger_as_a_test(self, alice, form, tenant, acme):
        alice.post(f"{EDIT}/test", form(), expect=200)

        with tenant(acme):
            (row,) = db.session.scalars(select(Delivery)).all()
        assert row.key.startswith("test:")
        assert (row.message, row.payload, row.topic) == ("thanks_received", {"test": True}, None)

    def test_what_cannot_be_used_is_not_sent(self, alice, form, mails):
        answer = alice.post(f"{EDIT}/test", form(body="Without"), expect=422)

        assert "The message needs {words}" in words(answer)
        assert mails() == []

    def test_nobody_can_have_themselves_flooded(self, limited):
        with limited.app_context():
            admin = factories.member(factories.organization("acme"), Role.ADMIN, "Alice")
        with limited.app_context():
            alice = Browser(limited.test_client(), factories.session_token(admin))
        typed = form_of(alice.get(EDIT).page)

        answers = [alice.client.post(f"{EDIT}/test", data=typed).status_code for _ in range(11)]

        assert answers == [200] * 10 + [429]


class TestGoingBack:
    def test_one_click_brings_the_built_in_words_back(self, alice, form):
        alice.post(EDIT, form(subject="Mine"))

        alice.post(f"{EDIT}/reset", {"seen": "1"})

        assert form()["subject"] == "{partner} says thank you"
        assert "Built-in" in words(alice.get(EDIT))

    def test_with_built_in_words_there_is_nothing_to_go_back_from(self, alice, tenant, acme):
        alice.post(f"{EDIT}/reset", {"seen": "0"})

        with tenant(acme):
            assert db.session.scalars(select(OwnWording)).all() == []

    def test_somebody_faster_is_told(self, alice, form):
        alice.post(EDIT, form(subject="First"))
        alice.post(EDIT, form(subject="Second"))

        answer = alice.post(f"{EDIT}/reset", {"seen": "1"}, expect=409)

        assert "Somebody else changed this message" in words(answer)
        assert form()["subject"] == "Second"

    def test_the_history_shows_each_change_and_restores_it(self, alice, form):
        alice.post(EDIT, form(subject="First"))
        alice.post(EDIT, form(subject="Second"))
        alice.post(f"{EDIT}/reset", {"seen": "2"})

        shown = words(alice.get(f"{EDIT}/history"))
        alice.post(f"{EDIT}/history/1/restore", {"seen": "3"})

        assert shown.index("Built-in words") < shown.index("Second") < shown.index("First")
        assert "Alice" in shown
        assert form()["subject"] == "First"

    def test_a_change_that_is_none_is_not_found(self, alice, form):
        alice.post(EDIT, form(subject="First"))

        alice.post(f"{EDIT}/history/7/restore", {"seen": "1"}, expect=404)

    def test_a_history_without_changes_says_so(self, alice):
        assert "Never changed" in words(alice.get(f"{EDIT}/history"))


class TestRights:
    @pytest.mark.parametrize("role", [Role.MEMBER, Role.VIEWER, Role.PROGRAM_ADMIN])
    def test_only_admins_read_and_change_them(self, acme, member, sign_in, role):
        browser = sign_in(member(acme, role, "Somebody"))

        for path in ("/o/acme/messages", EDIT, f"{EDIT}/preview", f"{EDIT}/history"):
            browser.get(path, expect=403)
        for path in (
            EDIT,
            f"{EDIT}/preview",
            f"{EDIT}/test",
            f"{EDIT}/reset",
            f"{EDIT}/history/1/restore",
        ):
            browser.post(path, {}, expect=403)

    def test_another_organization_keeps_its_own_words(self, alice, charlie, form):
        alice.post(EDIT, form(subject="Only of acme"))

        theirs = form_of(charlie.get("/o/globex/messages/thanks_received").page)

        assert theirs["subject"] == "{partner} says thank you"
        charlie.get(EDIT, expect=404)
        charlie.post(EDIT, {}, expect=404)


def test_words_that_miss_a_placeholder_of_today_do_not_stop_a_message(tenant, acme, send):
    with tenant(acme) as scope:
        old = "subject: Old {gone}\nheading: h\npreview: p\nwhy: w\n---\n{words}\n"
        db.session.add(
            OwnWording(
                org_id=scope.org_id, message="thanks_received", language="en", number=1, text=old
            )
        )

    assert send()["Subject"] == "Ada Wong says thank you"


def test_a_message_without_a_value_is_a_bug(tenant, acme):
    with tenant(acme) as scope, pytest.raises(MissingValueError, match="words"):
        compose(scope, THANKS_RECEIVED, {"name": "Ada"}, language=None)
