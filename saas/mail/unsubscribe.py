"""The link that ends one kind of mail from one organization: signed, idempotent, no sign-in."""

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from saas.errors import NotFoundError

#: What a person can stop, and how the page names it.
TOPICS = {"digest": "the weekly digest"}


def unsubscribe_url(org_id: int, address: str, topic: str) -> str:
    """Return the address that unsubscribes `address` from `topic` (RFC 8058)."""
    token = _signer().dumps([org_id, address.casefold(), topic])
    return f"{current_app.config['BASE_URL']}/unsubscribe/{token}"


def read_token(token: str) -> tuple[int, str, str]:
    """Return (org id, address, topic) of a link.

    Raises:
        NotFoundError: It was not made here.
    """
    try:
        org_id, address, topic = _signer().loads(token)
    except (BadSignature, ValueError) as error:
        raise NotFoundError(
            "This unsubscribe link is not complete; copy the whole address from the e-mail."
        ) from error
    return int(org_id), str(address), str(topic)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="unsubscribe")
