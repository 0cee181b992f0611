"""Handing a message to a mail server, or to a folder in development."""

import contextlib
import pathlib
import smtplib
from email.message import EmailMessage
from typing import Protocol
from urllib.parse import unquote, urlsplit

#: Seconds to wait for the mail server.
TIMEOUT = 20


class NotSentError(RuntimeError):
    """The message certainly did not leave; try again later."""


class AwayError(NotSentError):
    """The server cannot be reached or takes nothing from us, so no other message leaves either."""


class RefusedError(RuntimeError):
    """The server refused the message for good."""


class UnknownOutcomeError(RuntimeError):
    """The server fell silent after the message was handed over; it may have arrived."""


class Transport(Protocol):
    """Something that takes messages, over one connection that is kept open."""

    def send(self, message: EmailMessage) -> None:
        """Hand over one message, or raise one of this module's errors."""

    def close(self) -> None:
        """End the connection."""


def transport(mail_url: str, mailbox_dir: str) -> Transport:
    """Return the transport that the settings name."""
    return Smtp(mail_url) if mail_url else Mailbox(mailbox_dir)


class Mailbox:
    """A folder of messages, one file each, that the development mailbox page shows."""

    def __init__(self, folder: str) -> None:
        self._folder = pathlib.Path(folder)

    def send(self, message: EmailMessage) -> None:
        """Write the message; its name sorts by the time of its Date header."""
        self._folder.mkdir(parents=True, exist_ok=True)
        stamp = message["Date"].datetime.strftime("%Y%m%dT%H%M%S")
        name = message["Message-ID"].strip("<>").partition("@")[0]
        target = self._folder / f"{stamp}-{name}.eml"
        draft = target.with_suffix(".part")
        draft.write_bytes(message.as_bytes())
        draft.replace(target)

    def close(self) -> None:
        """Nothing is open."""


class Smtp:
    """A mail server. smtp:// is plain, smtp+tls:// upgrades with STARTTLS, smtps:// is TLS."""

    def __init__(self, url: str) -> None:
        self._url = urlsplit(url)
        self._server: smtplib.SMTP | None = None

    def send(self, message: EmailMessage) -> None:
        """Hand over one message; only silence after DATA leaves its fate unknown."""
        server = self._before_data(message)
        try:
            code, answer = server.data(message.as_bytes())
        except smtplib.SMTPDataError as error:
            self.close()
            raise _refusal(error.smtp_code, error.smtp_error) from error
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise UnknownOutcomeError(str(error)) from error
        if code != 250:
            raise _refusal(code, answer)

    def close(self) -> None:
        """Say goodbye, as far as the server still listens."""
        if self._server:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self._server.quit()
        self._server = None

    def _before_data(self, message: EmailMessage) -> smtplib.SMTP:
        """Say whom the message is from and to, over a new connection where the kept one ended."""
        kept = self._server is not None
        try:
            return self._announced(message)
        except AwayError:
            # Servers end a connection that was idle, or has carried enough messages.
            if not kept:
                raise
            return self._announced(message)

    def _announced(self, message: EmailMessage) -> smtplib.SMTP:
        try:
            server = self._server = self._server or self._connect()
            code, answer = server.mail(message["From"].addresses[0].addr_spec)
            if code != 250:
                # It is the sender that is refused, so it would be for every message.
                self.close()
                raise AwayError(_words(code, answer))
            code, answer = server.rcpt(message["To"].addresses[0].addr_spec)
            if code not in (250, 251):
                server.rset()
                raise _refusal(code, answer)
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise AwayError(f"{type(error).__name__}: {error}") from error
        return server

    def _connect(self) -> smtplib.SMTP:
        host, port = self._url.hostname or "localhost", self._url.port or 0
        kind = smtplib.SMTP_SSL if self._url.scheme == "smtps" else smtplib.SMTP
        server = kind(host, port, timeout=TIMEOUT)
        server.ehlo()
        if self._url.scheme == "smtp+tls":
            server.starttls()
            server.ehlo()
        if self._url.username:
            server.login(unquote(self._url.username), unquote(self._url.password or ""))
        return server


def _refusal(code: int, answer: bytes | str) -> NotSentError | RefusedError:
    kind = RefusedError if 500 <= code < 600 else NotSentError
    return kind(_words(code, answer))


def _words(code: int, answer: bytes | str) -> str:
    words = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    return f"{code} {words}"
