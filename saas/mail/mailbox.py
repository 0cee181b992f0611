"""What the development mailbox holds: messages that would have been sent, one file each."""

import email
import email.policy
import pathlib
import re
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage

from saas.errors import NotFoundError

#: What `saas.mail.gateway.Mailbox` calls a file: a time and a message's id, and no path.
NAME = re.compile(r"[0-9]{8}T[0-9]{6}-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
#: Links open in the whole window, not in the frame that shows the message.
BASE = '<base target="_top">'


@dataclass(frozen=True, slots=True)
class Sent:
    """A message in the mailbox; `name` is its file's, without the ending."""

    name: str
    to: str
    subject: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Opened:
    """A message in full."""

    sent: Sent
    headers: tuple[tuple[str, str], ...]
    html: str
    text: str


def list_sent(folder: str, most: int) -> list[Sent]:
    """Return the newest messages first, at most so many."""
    paths = sorted(pathlib.Path(folder).glob("*.eml"), reverse=True)
    return [_sent(path.stem, _read(path)) for path in paths[:most] if NAME.fullmatch(path.stem)]


def open_sent(folder: str, name: str) -> Opened:
    """Return one message.

    Raises:
        NotFoundError: There is none of this name.
    """
    path = pathlib.Path(folder) / f"{name}.eml"
    if not NAME.fullmatch(name) or not path.is_file():
        raise NotFoundError("That message is not in the mailbox any more.")
    message = _read(path)
    headers = tuple((key, str(value)) for key, value in message.items())
    return Opened(_sent(name, message), headers, _body(message, "html"), _body(message, "plain"))


def _read(path: pathlib.Path) -> EmailMessage:
    return email.message_from_bytes(path.read_bytes(), policy=email.policy.default)


def _sent(name: str, message: EmailMessage) -> Sent:
    at = message["Date"].datetime
    return Sent(name, str(message["To"]), str(message["Subject"]), at)


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part else ""


def framed(html: str) -> str:
    """Return the HTML of a message with links that leave its frame."""
    return html.replace("<head>", f"<head>{BASE}", 1) if "<head>" in html else BASE + html
