"""What goes with members and places that an undo takes out was decided about, key by key."""

import pytest

from saas.db import Base
from saas.orgs.models import Member
from saas.people.models import ImportRow
from saas.people.services.changed_since import OF_MEMBERS, made_as
from saas.people.services.holding import GOING_WITH, SAYS
from saas.programs.models import Participant

#: Columns of members that an undo need not ask: who they are, and what follows from the others.
OF_NOBODYS_HAND = {"org_id", "id", "created_at", "email_norm", "identity_id", "is_sample"}
#: Columns of places that `changed_since` compares.
COMPARED = {"answers", "capacity", "withdrawn_at", "requests_paused_at"}
#: And those it need not: whose they are, and what only a match run writes, which refers to them.
OF_A_PLACE = {"org_id", "id", "created_at", "cohort_id", "member_id", "side", "waited"}


def keys_to(tables):
    return {
        (key, list(key.columns)[-1])
        for table in Base.metadata.tables.values()
        for key in table.foreign_key_constraints
        if key.referred_table.name in tables
    }


def test_every_row_that_goes_with_a_member_or_place_was_decided_about():
    going = {key.split(".")[0] for key, holds in GOING_WITH.items() if holds is None}
    keys = keys_to({Member.__tablename__, Participant.__tablename__} | going)

    cascading = {str(column) for key, column in keys if key.ondelete == "CASCADE"}

    assert cascading == set(GOING_WITH), (
        "Say in saas/people/services/holding.py whether these rows keep whom an undo takes out."
    )


def test_nothing_holds_on_to_a_row_that_just_goes():
    going = {key.split(".")[0] for key, holds in GOING_WITH.items() if holds is None}

    assert {str(column) for key, column in keys_to(going) if key.ondelete != "CASCADE"} == set()


def test_every_row_that_keeps_a_place_says_in_which_words():
    keys = keys_to({Participant.__tablename__})

    assert {column.table.name for key, column in keys if key.ondelete != "CASCADE"} == set(SAYS)


@pytest.mark.parametrize(
    ("kind", "known"),
    [(Member, set(OF_MEMBERS) | OF_NOBODYS_HAND), (Participant, COMPARED | OF_A_PLACE)],
)
def test_every_column_of_members_and_places_was_decided_about(kind, known):
    assert {column.name for column in kind.__table__.columns} == known


def test_every_compared_column_of_a_member_is_known_as_an_import_makes_it():
    row = ImportRow(name="Ann", email="ann@example.org", time_zone=None)

    assert set(made_as(row)) == set(OF_MEMBERS)
