"""Messages to identities: one function each. They belong to no organization.

Whoever runs the installation words them (`saas.mail.folder`).

Messages of an organization are in the `messages` module of the feature that sends them.
"""

import datetime as dt
import uuid

from saas import clock
from saas.mail import message_list
from saas.mail.folder import wording_of
from saas.mail.letter import Frame, Letter, write
from saas.mail.registry import AnyMessage
from saas.mail.services import Promise, Recipient, post_to_identity
from saas.mail.values import Values
from saas.mail.wording import Wording
from saas.web.address import address_of
from saas.web.format import day_and_time

FRAME = Frame("Rapport")
#: An identity has no time zone of its own.
ZONE = "UTC"


def verify_email(to: Recipient, secret: str, *, valid_until: dt.datetime) -> None:
    """Send the link that proves an address, to go on signing up."""
    values = {
        "email": to.address,
        "confirm_url": address_of("identity.verify", secret=secret),
        "valid_until": day_and_time(valid_until, ZONE),
    }
    _promise(message_list.VERIFY_EMAIL, to, values)


def already_signed_up(to: Recipient) -> None:
    """Say that an address someone wanted to sign up with has a sign-in."""
    values = {
        "name": to.name,
        "email": to.address,
        "sign_in_url": address_of("identity.sign_in"),
        "reset_url": address_of("identity.ask_to_reset"),
    }
    _promise(message_list.ALREADY_SIGNED_UP, to, values)


def reset_password(to: Recipient, secret: str, *, valid_until: dt.datetime) -> None:
    """Send the link that sets a new password."""
    values = {
        "email": to.address,
        "reset_url": address_of("identity.reset_password", secret=secret),
        "valid_until": day_and_time(valid_until, ZONE),
    }
    _promise(message_list.RESET_PASSWORD, to, values)


def no_sign_in_yet(to: Recipient) -> None:
    """Say that an address whose password someone wanted to reset has no sign-in."""
    values = {"email": to.address, "sign_up_url": address_of("identity.sign_up")}
    _promise(message_list.NO_SIGN_IN_YET, to, values)


def password_changed(to: Recipient) -> None:
    """Tell someone that their password is a new one."""
    values = {
        "name": to.name,
        "email": to.address,
        "changed_at": day_and_time(clock.now(), ZONE),
        "reset_url": address_of("identity.ask_to_reset"),
    }
    _promise(message_list.PASSWORD_CHANGED, to, values)


def sample(message: AnyMessage, wording: Wording) -> Letter:
    """Write a message with samples in place of what stands in it."""
    return write(wording, message.examples, FRAME)


def _promise(message: AnyMessage, to: Recipient, values: Values) -> None:
    # Each request is a message of its own; how often one may ask is limited at the edge.
    promise = Promise(key=f"{message.name}:{uuid.uuid4()}", message=message.name, to=to)
    post_to_identity(promise, write(wording_of(message), values, FRAME))
