"""Pages of mail: ending one kind of it, and the mailbox of development."""

from flask import Blueprint, Response, abort, current_app, make_response, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from saas.db import bind_org
from saas.errors import NotFoundError
from saas.mail import mailbox, services
from saas.mail.unsubscribe import TOPICS, Wish, read_token
from saas.web.htmx import render, see_other
from saas.web.security_headers import POLICY

public = Blueprint("mail_public", __name__)

MOST = 200
#: A message may look as it likes and open links in the whole window, and do nothing else.
MESSAGE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; "
    "sandbox allow-top-navigation-by-user-activation "
    "allow-popups allow-popups-to-escape-sandbox"
)


@public.get("/unsubscribe/<token>")
def show_unsubscribe(token: str) -> Response:
    """Ask whether to stop; a mail scanner that follows the link changes nothing."""
    wish = _opened(token)
    return render(
        "mail/unsubscribe.html",
        token=token,
        wish=wish,
        topic=TOPICS[wish.topic],
        stopped=services.is_suppressed(wish.org_id, address=wish.address, topic=wish.topic),
    )


@public.post("/unsubscribe/<token>")
def unsubscribe_one_click(token: str) -> AnyResponse:
    """Stop at once, for the button of the page and for mail programs (RFC 8058)."""
    wish = _opened(token)
    services.suppress(wish.org_id, address=wish.address, topic=wish.topic)
    if request.form.get("List-Unsubscribe") == "One-Click":
        return make_response("You are unsubscribed.\n", 200, {"Content-Type": "text/plain"})
    return see_other(url_for(".show_unsubscribe", token=token))


@public.post("/unsubscribe/<token>/undo")
def resubscribe(token: str) -> AnyResponse:
    """Go on writing."""
    wish = _opened(token)
    services.unsuppress(wish.org_id, address=wish.address, topic=wish.topic)
    return see_other(url_for(".show_unsubscribe", token=token))


@public.get("/mailbox")
def list_mailbox() -> Response:
    """List what would have been sent, newest first."""
    return render("mailbox/list.html", messages=mailbox.list_sent(_folder(), MOST))


@public.get("/mailbox/<name>")
def show_message(name: str) -> Response:
    """Show one message: as a mail program would, as text, and its headers."""
    response = render("mailbox/message.html", message=mailbox.open_sent(_folder(), name))
    response.headers["Content-Security-Policy"] = f"{POLICY}; frame-src 'self'"
    return response


@public.get("/mailbox/<name>/html")
def show_message_html(name: str) -> Response:
    """Answer with the HTML of a message alone, for the frame that shows it."""
    message = mailbox.open_sent(_folder(), name)
    response = make_response(mailbox.framed(message.html))
    response.headers["Content-Security-Policy"] = MESSAGE_POLICY
    return response


def _folder() -> str:
    folder = str(current_app.config["MAILBOX_DIR"])
    if not folder:
        abort(404)
    return folder


def _opened(token: str) -> Wish:
    wish = read_token(token)
    if wish.topic not in TOPICS:
        raise NotFoundError("There is nothing of this kind to unsubscribe from.")
    bind_org(wish.org_id)
    return wish
