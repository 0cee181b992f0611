import datetime as dt
from unittest.mock import Mock

import pytest
import time_machine

from saas import clock
from saas.db import bind_org, db, directory
from saas.mail import sender
from saas.mail.gateway import AwayError, NotSentError, RefusedError, UnknownOutcomeError
from saas.mail.letter import Letter
from saas.mail.models import DeliveryState
from saas.mail.services import Promise, Recipient, post_to_identity, suppress
from tests.mail.conftest import LETTER


def states(deliveries):
    return [row.state for row in deliveries()]


def stop(fresh_app, org, topic):
    with fresh_app.app_context():
        bind_org(org.id)
        suppress(org.id, address="ADA@example.org", topic=topic)
        db.session.commit()


def test_a_promised_message_is_sent_once_and_its_text_forgotten(
    promise, drain, transport, deliveries
):
    promise("hello")

    drain()
    drain()

    (message,), (row,) = transport.sent, deliveries()
    assert message["Subject"] == "Hello Ada"
    assert message["To"] == "Ada <ada@example.org>"
    assert message["Message-ID"] == f"<{row.id}@127.0.0.1>"
    assert message.get_body(("plain",)).get_content() == "Hello\n"
    assert message.get_body(("html",)).get_content() == "<p>Hello</p>\n"
    assert (row.state, row.html, row.text, row.token) == (DeliveryState.SENT, None, None, None)
    assert row.sent_at is not None
    assert transport.closed == 2


def test_promising_with_the_same_key_twice_sends_once(promise, drain, transport):
    promise("hello")
    promise("hello")

    drain()

    assert len(transport.sent) == 1


def test_more_than_one_batch_is_sent_in_one_go(promise, drain, transport, monkeypatch):
    monkeypatch.setattr(sender, "BATCH", 2)
    for number in range(5):
        promise(str(number))

    drain()

    assert len(transport.sent) == 5


def test_a_long_drain_lets_other_work_pass_and_goes_on_behind_it(
    fresh_app, org, promise, drain, transport, monkeypatch
):
    queue = Mock()
    monkeypatch.setitem(fresh_app.extensions, "queue", queue)
    monkeypatch.setattr(sender, "BATCH", 2)
    monkeypatch.setattr(sender, "SHIFT", 0)
    for number in range(3):
        promise(f"key-{number}", address=f"p{number}@example.org")

    drain()
    assert len(transport.sent) == 2
    assert queue.enqueue_call.call_args.args == ("saas.mail.sender.drain",)
    assert queue.enqueue_call.call_args.kwargs["args"] == (org.id,)

    drain()
    drain()
    assert len(transport.sent) == 3


def test_mail_of_no_organization_has_a_ledger_of_its_own(
    fresh_app, drain, transport, identity_deliveries
):
    with fresh_app.app_context():
        post_to_identity(Promise("k", "test", Recipient("", "ada@example.org")), LETTER)
        directory.commit()
    drain()
    assert transport.sent == []

    with fresh_app.app_context():
        sender.drain_identities()

    assert transport.sent[0]["To"] == "ada@example.org"
    assert [row.state for row in identity_deliveries()] == [DeliveryState.SENT]


def test_what_certainly_did_not_leave_is_tried_again_later(promise, drain, transport, deliveries):
    transport.outcomes = [NotSentError("451 try later")]
    promise("hello")

    drain()
    (row,) = deliveries()
    assert (row.state, row.error, row.text) == (DeliveryState.QUEUED, "451 try later", "Hello\n")
    assert row.due_at > clock.now()

    with time_machine.travel(clock.now() + sender.FIRST_WAIT + dt.timedelta(seconds=1)):
        drain()
    assert states(deliveries) == [DeliveryState.SENT]
    assert deliveries()[0].error is None


def test_what_never_leaves_is_dead_after_a_while(promise, drain, transport, deliveries):
    transport.outcomes = [NotSentError("451 try later")] * sender.ATTEMPTS
    promise("hello")

    for attempt in range(sender.ATTEMPTS + 1):
        with time_machine.travel(clock.now() + dt.timedelta(days=attempt)):
            drain()

    assert states(deliveries) == [DeliveryState.DEAD]
    assert transport.outcomes == transport.sent == []


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (RefusedError("550 no such mailbox"), DeliveryState.BOUNCED),
        (UnknownOutcomeError("silence"), DeliveryState.UNKNOWN),
    ],
)
def test_what_is_refused_or_may_have_arrived_is_never_sent_again(
    promise, drain, transport, deliveries, outcome, state
):
    transport.outcomes = [outcome]
    promise("hello")

    drain()
    with time_machine.travel(clock.now() + dt.timedelta(days=1)):
        drain()

    (row,) = deliveries()
    assert (row.state, row.error, row.text) == (state, str(outcome), None)
    assert transport.sent == []


def test_one_bad_address_does_not_hold_up_the_others(promise, drain, transport, deliveries):
    promise("bad", address="ada@example.org\nBcc: everybody@example.org")
    promise("good")

    drain()

    assert states(deliveries) == [DeliveryState.QUEUED, DeliveryState.SENT]
    assert [message["To"] for message in transport.sent] == ["Ada <ada@example.org>"]


def test_a_name_that_no_header_takes_is_put_into_one_line(promise, drain, transport):
    promise("hello", name="Ada\r\nBcc: everybody@example.org\x07")

    drain()

    (message,) = transport.sent
    assert message["To"] == '"Ada Bcc: everybody@example.org" <ada@example.org>'
    assert message["Bcc"] is None


def test_a_name_keeps_the_joiners_that_its_letters_need(promise, drain, transport):
    promise("hello", name="علی\u200cرضا")

    drain()

    assert transport.sent[0]["To"].addresses[0].display_name == "علی\u200cرضا"


def test_when_the_server_is_away_the_rest_waits(promise, drain, transport, deliveries):
    transport.outcomes = [AwayError("connection refused")]
    promise("first")
    promise("second")

    drain()
    assert transport.sent == []

    with time_machine.travel(clock.now() + sender.LEASE + dt.timedelta(seconds=1)):
        drain()
    assert states(deliveries) == [DeliveryState.SENT] * 2


def test_a_server_that_is_away_for_long_costs_no_message(promise, drain, transport, deliveries):
    times = 3 * sender.ATTEMPTS
    transport.outcomes = [AwayError("connection refused")] * times
    promise("first")
    promise("second")

    for number in range(times):
        with time_machine.travel(clock.now() + number * 2 * sender.AWAY_FOR):
            drain()
    assert [(row.state, row.attempts, row.token) for row in deliveries()] == [
        (DeliveryState.QUEUED, 0, None)
    ] * 2

    with time_machine.travel(clock.now() + times * 2 * sender.AWAY_FOR):
        drain()
    assert states(deliveries) == [DeliveryState.SENT] * 2


class SenderDiedError(BaseException):
    """What no sender can catch, as when its process is killed."""


def test_a_sender_that_died_while_sending_leaves_it_unknown(promise, drain, transport, deliveries):
    transport.outcomes = [SenderDiedError()]
    promise("hello")
    with pytest.raises(SenderDiedError):
        drain()
    drain()
    assert states(deliveries) == [DeliveryState.SENDING]

    with time_machine.travel(clock.now() + sender.LEASE + dt.timedelta(seconds=1)):
        drain()

    assert states(deliveries) == [DeliveryState.UNKNOWN]
    assert transport.sent == []


def test_two_senders_share_the_work_and_send_nothing_twice(promise, drain, transport):
    for number in range(4):
        promise(str(number))
    first_send = transport.send

    def send_while_another_drains(message):
        transport.send = first_send
        drain()
        first_send(message)

    transport.send = send_while_another_drains

    drain()

    ids = [message["Message-ID"] for message in transport.sent]
    assert len(ids) == len(set(ids)) == 4


def test_a_message_composed_at_sending_says_what_is_true_then(promise, drain, transport, renderer):
    renderer(lambda scope, payload: Letter("Digest", "<p>x</p>", f"Week {payload['week']}\n"))
    promise("digest", letter=None, payload={"week": 7})

    drain()

    assert transport.sent[0].get_body(("plain",)).get_content() == "Week 7\n"


def test_a_message_with_nothing_to_say_is_not_sent(promise, drain, transport, deliveries, renderer):
    renderer(lambda scope, payload: None)
    promise("digest", letter=None)

    drain()

    assert (transport.sent, states(deliveries)) == ([], [DeliveryState.SUPPRESSED])


def test_a_message_that_cannot_be_composed_is_tried_again_and_given_up(
    promise, drain, transport, deliveries, renderer
):
    def fail(_scope, _payload):
        raise ValueError("no words")

    renderer(fail)
    promise("digest", letter=None)

    drain()
    assert deliveries()[0].error == "ValueError: no words"
    for attempt in range(1, sender.ATTEMPTS):
        with time_machine.travel(clock.now() + dt.timedelta(days=attempt)):
            drain()

    assert states(deliveries) == [DeliveryState.DEAD]


@pytest.mark.parametrize("stopped", ["digest", "all"])
def test_who_unsubscribed_since_gets_nothing(
    fresh_app, org, promise, drain, transport, deliveries, stopped
):
    promise("digest", topic="digest")
    promise("invitation")
    stop(fresh_app, org, stopped)

    drain()

    assert states(deliveries) == [DeliveryState.SUPPRESSED, DeliveryState.SENT]
    assert len(transport.sent) == 1


def test_only_what_can_be_stopped_says_how(promise, drain, transport):
    promise("digest", topic="digest")
    promise("invitation")

    drain()

    with_way_out, without = transport.sent
    assert with_way_out["List-Unsubscribe"].startswith("<http://127.0.0.1:8000/unsubscribe/")
    assert with_way_out["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert without["List-Unsubscribe"] is None
