"""A message that cannot be composed."""

import pytest
from sqlalchemy import select

from saas.db import db, refusing
from saas.errors import ConflictError
from saas.mail.models import Delivery, DeliveryState
from saas.matching.message_list import PROPOSAL_TO_MENTEE
from saas.orgs import letters
from saas.orgs.models import Member
from saas.scope import Role
from tests import factories


@pytest.fixture
def unwritable(monkeypatch):
    """Let no message be composed that says this to somebody."""
    write = letters.write

    def write_or_fail(wording, values, frame):
        if "Law" in str(values):
            raise OSError("no template")
        return write(wording, values, frame)

    monkeypatch.setattr(letters, "write", write_or_fail)


def test_it_is_dead_and_keeps_nobody_else_from_theirs(acme, tenant, unwritable):
    values = PROPOSAL_TO_MENTEE.examples
    with tenant(acme) as scope:
        for number, other in enumerate(["Ada", "Law", "Grace"]):
            reader = factories.listed_member(f"Reader {number}")
            told = {**values, "other": other}
            letters.send(scope, PROPOSAL_TO_MENTEE, str(number), reader, told)

        rows = db.session.scalars(select(Delivery).order_by(Delivery.key)).all()

    assert [(row.state, row.error, row.text is None) for row in rows] == [
        (DeliveryState.QUEUED, None, False),
        (DeliveryState.DEAD, "OSError: no template", True),
        (DeliveryState.QUEUED, None, False),
    ]


def test_it_does_not_undo_what_it_tells_of(acme, member, sign_in, unwritable):
    admin = sign_in(member(acme, Role.ADMIN, "Law"))

    admin.post("/o/acme/people/invitations", {"email": "ben@example.org", "role": "member"})

    assert "ben@example.org" in admin.get("/o/acme/people/invitations").text


def test_what_the_database_refuses_meanwhile_is_said_as_ever(acme, tenant):
    def add_again(scope, ben):
        with refusing("Somebody was here first."):
            db.session.add(Member(name="Ben", email=ben.email, email_norm=ben.email_norm))
            letters.send(scope, PROPOSAL_TO_MENTEE, "1", ben, PROPOSAL_TO_MENTEE.examples)

    with tenant(acme) as scope:
        ben = factories.listed_member("Ben", "ben@example.org")

        with pytest.raises(ConflictError, match="Somebody"):
            add_again(scope, ben)
