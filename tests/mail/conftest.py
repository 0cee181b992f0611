"""Sending needs real commits; the mail server is aiosmtpd on this machine, or a script."""

import pytest
from sqlalchemy import select

from saas.db import bind_org, db, directory
from saas.mail import sender
from saas.mail.letter import Letter
from saas.mail.models import Delivery, IdentityDelivery
from saas.mail.services import Promise, Recipient, post
from tests import factories

LETTER = Letter("Hello Ada", "<p>Hello</p>", "Hello\n")


@pytest.fixture
def org(fresh_app):
    with fresh_app.app_context():
        return factories.organization("acme")


@pytest.fixture
def promise(fresh_app, org):
    """Promise a message and commit: `promise("key", topic="digest")`."""

    def make(key, *, letter=LETTER, name="Ada", address="ada@example.org", **values):
        given = Promise(key, "run_finished", Recipient(name, address), **values)
        with fresh_app.app_context():
            bind_org(org.id)
            post(org.scope, given, letter)
            db.session.commit()

    return make


@pytest.fixture
def deliveries(fresh_app, org):
    """Return the rows of the organization's ledger, in the order they were promised."""

    def read():
        with fresh_app.app_context():
            bind_org(org.id)
            return db.session.scalars(select(Delivery).order_by(Delivery.created_at)).all()

    return read


@pytest.fixture
def identity_deliveries(fresh_app):
    def read():
        with fresh_app.app_context():
            return directory.scalars(select(IdentityDelivery)).all()

    return read


class ScriptedTransport:
    """Takes messages, or fails as told: one outcome a message, then it takes them all."""

    def __init__(self):
        self.sent, self.outcomes, self.closed = [], [], 0

    def send(self, message):
        outcome = self.outcomes.pop(0) if self.outcomes else None
        if outcome:
            raise outcome
        self.sent.append(message)

    def close(self):
        self.closed += 1


@pytest.fixture
def transport(monkeypatch):
    scripted = ScriptedTransport()
    monkeypatch.setattr(sender, "transport", lambda *_: scripted)
    return scripted


@pytest.fixture
def drain(fresh_app, org):
    def once():
        with fresh_app.app_context():
            sender.drain(org.id)

    return once


@pytest.fixture
def renderer(monkeypatch):
    """Register a renderer of the message "test" for one test."""
    monkeypatch.setattr(sender, "_renderers", {})

    def register(compose):
        sender.renders("run_finished")(compose)

    return register
