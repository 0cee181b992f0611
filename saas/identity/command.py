"""`messages`: see and try the messages about signing in, and begin to word them."""

import contextlib
import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import click
from flask import Flask

from saas.config import Config, ConfigError
from saas.errors import InvalidError
from saas.identity.secrets import checked_email
from saas.mail.envelope import envelope
from saas.mail.folder import own_wordings
from saas.mail.gateway import NotSentError, RefusedError, UnknownOutcomeError, transport
from saas.mail.letter import Letter
from saas.mail.message_list import IDENTITY
from saas.mail.messages import sample
from saas.mail.models import IdentityDelivery
from saas.mail.preview import as_test, framed
from saas.mail.registry import AnyMessage
from saas.mail.wording import Wording, written


@click.command()
@click.argument("name", required=False, metavar="[NAME]", type=click.Choice(list(IDENTITY)))
@click.option("--html", "page", type=click.File("w", "utf-8"), help="Write it as HTML to a file.")
@click.option("--dark", is_flag=True, help="With --html: as on a dark screen.")
@click.option("--to", metavar="ADDRESS", help="Send it to an address, marked as a test.")
@click.option("--start", is_flag=True, help="Write the built-in words to a file, to change them.")
def messages(
    name: str | None, page: TextIO | None, to: str | None, *, dark: bool, start: bool
) -> None:
    """List the messages about signing in, or show one as it goes out, with samples.

    A file NAME.md in the folder MESSAGES_DIR replaces the built-in words of a message; the form
    of these files is described in docs/messages.md.
    """
    if dark and not page:
        raise click.UsageError("Use --dark together with --html.")
    if start and (page or to):
        raise click.UsageError("Use --start alone; --html and --to are for words that are there.")
    if name is None and (page or to or start):
        raise click.UsageError(f"Say which message: {', '.join(IDENTITY)}.")
    with _explained():
        if name is None:
            _list()
        elif start:
            _start(IDENTITY[name])
        else:
            _show(IDENTITY[name], page, to, "dark" if dark else "light")


def _list() -> None:
    own = _own()
    for message in IDENTITY.values():
        kind = "own words" if message.name in own else "built-in words"
        click.echo(f"{message.name}: {message.title} ({kind})")
        for name, each in message.placeholders.items():
            click.echo(f"  {{{name}}}  {each.meaning}{' (needed)' if each.required else ''}")


def _start(message: AnyMessage) -> None:
    if not (folder := os.environ.get("MESSAGES_DIR")):
        raise ConfigError("Set MESSAGES_DIR in the environment.")
    path = Path(folder, f"{message.name}.md")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8") as file:
        file.write(written(message.built_in))
    click.echo(f"Wrote {path}. Change it, look at it, then start web and worker again.")


def _show(message: AnyMessage, page: TextIO | None, to: str | None, look: str) -> None:
    wording = _own().get(message.name, message.built_in)
    letter, address = sample(message, wording), checked_email(to) if to else None
    if page:
        page.write(framed(letter, look))
    if address:
        _send(message, wording, address)
    if not (page or address):
        click.echo(f"Subject: {letter.subject}\n\n{letter.text}", nl=False)


def _send(message: AnyMessage, wording: Wording, to: str) -> None:
    """Hand a test to the mail server at once: whoever waits for it sees what it answers."""
    letter = sample(message, as_test(wording))
    app = Flask("saas")
    app.config.from_object(Config())
    post = transport(app.config["MAIL_URL"], app.config["MAILBOX_DIR"])
    with app.app_context(), contextlib.closing(post):
        post.send(envelope(_row(letter, to)))
    click.echo(f"Sent a test to {to}.")


def _row(letter: Letter, to: str) -> IdentityDelivery:
    return IdentityDelivery(
        id=uuid.uuid4(),
        to_name="",
        to_address=to,
        subject=letter.subject,
        html=letter.html,
        text=letter.text,
    )


def _own() -> dict[str, Wording]:
    return own_wordings(os.environ.get("MESSAGES_DIR", ""))


@contextlib.contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except (ConfigError, InvalidError) as error:
        raise click.ClickException(str(error)) from error
    except (NotSentError, RefusedError, UnknownOutcomeError) as error:
        raise click.ClickException(f"The mail server did not take it: {error}") from error
    except FileExistsError as error:
        raise click.ClickException(
            f"{error.filename} is there already; change it, or delete it first."
        ) from error
    except OSError as error:
        raise click.ClickException(f"{error.strerror}: {error.filename}.") from error
