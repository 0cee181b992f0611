import asyncio
import socket
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from aiosmtpd.controller import Controller

from saas.mail import gateway


class Server:
    """What a mail server answers, by command; "250 OK" to the rest."""

    def __init__(self, **answers):
        self.answers, self.received = answers, []

    async def handle_MAIL(self, _server, _session, envelope, address, _options):  # noqa: N802
        answer = self.answers.pop("mail_once", self.answers.get("mail", "250 OK"))
        if answer.startswith("250"):
            envelope.mail_from = address
        return answer

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        answer = self.answers.get("rcpt", "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, _session, envelope):  # noqa: N802
        answer = self.answers.get("data", "250 OK")
        if answer == "silence":
            server.transport.abort()
            await asyncio.sleep(0)
        self.received.append(envelope)
        return answer


@pytest.fixture
def serve():
    """Start a server with these answers: `serve(rcpt="550 …")`, and return it with its address."""
    running = []

    def start(**answers):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        server = Server(**answers)
        controller = Controller(server, hostname="127.0.0.1", port=port)
        controller.start()
        running.append(controller)
        return server, f"smtp://127.0.0.1:{port}"

    yield start
    for controller in running:
        controller.stop()


@pytest.fixture
def smtp():
    """Open a transport that is closed in the end."""
    opened = []

    def open_one(url):
        opened.append(gateway.transport(url, ""))
        return opened[-1]

    yield open_one
    for each in opened:
        each.close()


def message(to="ada@example.org"):
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"], made["Subject"] = "Rapport <r@example.org>", to, "Grüße"
    made["Date"] = "Mon, 23 Nov 2026 12:00:00 +0000"
    made["Message-ID"] = "<3f8e7a52-0000-4000-8000-000000000000@example.org>"
    made.set_content("Hello\n.\nend\n")
    return made


def test_messages_go_over_one_connection(serve, smtp):
    server, url = serve()
    transport = smtp(url)

    transport.send(message())
    transport.send(message("bea@example.org"))

    assert [envelope.rcpt_tos for envelope in server.received] == [
        ["ada@example.org"],
        ["bea@example.org"],
    ]
    assert b"\r\n.\r\nend" in server.received[0].content


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ({"rcpt": "550 no such mailbox"}, gateway.RefusedError),
        ({"rcpt": "450 later"}, gateway.NotSentError),
        ({"data": "554 looks like spam"}, gateway.RefusedError),
        ({"data": "451 later"}, gateway.NotSentError),
        ({"data": "silence"}, gateway.UnknownOutcomeError),
    ],
)
def test_each_answer_is_told_apart(serve, smtp, answers, error):
    _, url = serve(**answers)
    transport = smtp(url)

    with pytest.raises(error) as raised:
        transport.send(message())

    assert not isinstance(raised.value, gateway.AwayError)


def test_after_a_refusal_the_next_message_goes(serve, smtp):
    server, url = serve(rcpt="550 no such mailbox")
    transport = smtp(url)
    with pytest.raises(gateway.RefusedError):
        transport.send(message())

    server.answers.clear()
    transport.send(message())

    assert len(server.received) == 1


@pytest.mark.parametrize(
    "answer", ["530 authentication required", "550 unknown sender", "451 busy"]
)
def test_a_server_that_refuses_the_sender_blames_no_message(serve, smtp, answer):
    server, url = serve(mail=answer)
    transport = smtp(url)

    with pytest.raises(gateway.AwayError, match=answer):
        transport.send(message())

    server.answers.clear()
    transport.send(message())
    assert len(server.received) == 1


@pytest.mark.parametrize("how", ["421 too many messages", "closed"])
def test_a_kept_connection_that_the_server_ends_is_opened_again(serve, smtp, how):
    server, url = serve()
    transport = smtp(url)
    transport.send(message())

    if how == "closed":
        transport._server.sock.close()
    else:
        server.answers["mail_once"] = how
    transport.send(message("bea@example.org"))

    assert len(server.received) == 2


def test_a_server_that_is_away_is_told_apart_from_a_message_that_is_refused(smtp):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    with pytest.raises(gateway.AwayError):
        smtp(f"smtp://127.0.0.1:{port}").send(message())


def test_in_development_a_message_becomes_a_file_that_sorts_by_time(tmp_path):
    gateway.transport("", str(tmp_path / "mailbox")).send(message())

    (path,) = (tmp_path / "mailbox").iterdir()
    assert path.name == "20261123T120000-3f8e7a52-0000-4000-8000-000000000000.eml"
    assert b"Hello" in path.read_bytes()
