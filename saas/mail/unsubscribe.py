"""The link that ends one kind of mail from one organization: signed, idempotent, no sign-in."""

from typing import NamedTuple

from flask import current_app
from flask_babel import lazy_gettext as _l
from itsdangerous import BadSignature, URLSafeSerializer

from saas.errors import NotFoundError
from saas.web.address import address_of

#: What a person can stop, and how the page names it.
TOPICS = {"digest": _l("the weekly digest")}


class Wish(NamedTuple):
    """That an organization does not write to an address about a topic."""

    org_id: int
    address: str
    topic: str


def unsubscribe_url(org_id: int, address: str, topic: str) -> str:
    """Return the address that unsubscribes `address` from `topic` (RFC 8058)."""
    token = _signer().dumps([org_id, address.casefold(), topic])
    return address_of("mail_public.show_unsubscribe", token=token)


def read_token(token: str) -> Wish:
    """Return what a link asks for.

    Raises:
        NotFoundError: It was not made here.
    """
    try:
        org_id, address, topic = _signer().loads(token)
    except (BadSignature, ValueError) as error:
        raise NotFoundError(
            "This unsubscribe link is not complete; copy the whole address from the e-mail."
        ) from error
    return Wish(int(org_id), str(address), str(topic))


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="unsubscribe")
