"""A row of a ledger as a message that a mail server takes."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import urlsplit

from flask import current_app

from saas import clock
from saas.characters import in_one_line
from saas.mail.ledger import Row
from saas.mail.models import Delivery
from saas.mail.unsubscribe import unsubscribe_url


def envelope(row: Row) -> EmailMessage:
    """Return the message; its id is the row's, so that a server can tell a repetition."""
    base = urlsplit(current_app.config["BASE_URL"]).hostname
    message = EmailMessage(policy=SMTP)
    message["Subject"] = row.subject
    message["From"] = current_app.config["MAIL_FROM"]
    # A header refuses line breaks, and a name is no reason not to write to somebody.
    message["To"] = Address(in_one_line(row.to_name), addr_spec=row.to_address)
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = f"<{row.id}@{base}>"
    message["Auto-Submitted"] = "auto-generated"
    if isinstance(row, Delivery) and row.topic:
        url = unsubscribe_url(row.org_id, row.to_address, row.topic)
        message["List-Unsubscribe"] = f"<{url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(row.text or "")
    message.add_alternative(row.html or "", subtype="html")
    return message
