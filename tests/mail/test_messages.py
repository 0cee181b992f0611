import pytest

from saas import clock
from saas.db import directory
from saas.mail import messages
from saas.mail.services import Recipient
from tests.browsing import path_in

ADA = Recipient("Ada", "ada@example.org")
SENT = {
    "Confirm your address": (
        lambda: messages.verify_email(ADA, "s3cret", valid_until=clock.now()),
        "/verify/s3cret",
    ),
    "You already have a sign-in": (lambda: messages.already_signed_up(ADA), "/sign-in"),
    "Choose a new password": (
        lambda: messages.reset_password(ADA, "s3cret", valid_until=clock.now()),
        "/reset/s3cret",
    ),
    "There is no sign-in for this address yet": (lambda: messages.no_sign_in_yet(ADA), "/sign-up"),
    "Your password was changed": (lambda: messages.password_changed(ADA), "/reset"),
}


@pytest.mark.parametrize("subject", SENT)
def test_each_message_names_the_address_and_leads_somewhere(app, mails, subject):
    send, path = SENT[subject]
    with app.app_context():
        send()
        directory.commit()

    (message,) = mails()

    text = message.get_body(("plain",)).get_content()
    assert message["Subject"] == subject
    assert "ada@example.org" in text
    assert path_in(message, path) == path
    assert f"http://127.0.0.1:8000{path}" in message.get_body(("html",)).get_content()


def test_asking_twice_writes_twice(app, mails):
    with app.app_context():
        messages.already_signed_up(ADA)
        messages.already_signed_up(ADA)
        directory.commit()

    assert len(mails()) == 2
