"""Findings of an import are put right in place."""

import pytest

from saas.errors import ConflictError, InvalidError, NotFoundError
from saas.people.models import RowState, Stage
from saas.people.services import imports as services
from saas.people.services.examining import fix_row, leave_out_row, take_back_row
from tests.people.seeing import fates, findings, rows_of

PEOPLE = (
    "Name,E-mail,Years of experience\n"
    "Ann,ann@example.org,3\n"
    "Bo,nowhere,many\n"
    "Cy,ann@example.org,2\n"
)


def row_at(scope, import_id, line):
    return next(each for each in rows_of(scope, import_id) if each.line == line)


@pytest.fixture
def people(looked_at):
    return looked_at(PEOPLE)


def test_a_row_put_right_is_looked_through_again_and_kept(acme, tenant, people):
    with tenant(acme) as scope:
        bo = row_at(scope, people, 3)
        assert len(bo.findings) == 2
        fix_row(scope, people, bo.id, {1: " bo@example.org "})
        assert [sentence for line, sentence in findings(scope, people) if line == 3] == [
            "Years of experience: “many” is not a number of years from 0 to 100."
        ]
        fix_row(scope, people, bo.id, {2: "4"})
    with tenant(acme) as scope:
        bo = row_at(scope, people, 3)
        assert (bo.state, bo.cells) == (RowState.ADDS, ["Bo", "bo@example.org", "4"])
        assert bo.original == ["Bo", "nowhere", "many"]
        row = services.confirm_import(scope, people, skip_bad=True)
        assert row.result["added"] == 2


def test_who_shares_an_address_is_looked_through_again_too(acme, tenant, people):
    with tenant(acme) as scope:
        ann = row_at(scope, people, 2)
        fix_row(scope, people, ann.id, {1: "ann.lee@example.org"})
        assert [line for line, _ in findings(scope, people)] == [3, 3]
        fix_row(scope, people, ann.id, {1: "ann@example.org"})
        assert [line for line, _ in findings(scope, people)] == [3, 3, 4]


def test_a_row_can_be_left_out_and_taken_back(acme, tenant, people):
    with tenant(acme) as scope:
        bo = row_at(scope, people, 3)
        leave_out_row(scope, people, bo.id)
        assert fates(scope, people)[1] == (3, "skips", "You left it out.")
        take_back_row(scope, people, bo.id)
        assert fates(scope, people)[1][1] == "bad"


def test_a_row_left_out_stays_out_when_the_columns_are_chosen_again(acme, tenant, people):
    with tenant(acme) as scope:
        leave_out_row(scope, people, row_at(scope, people, 2).id)
        leave_out_row(scope, people, row_at(scope, people, 3).id)
    with tenant(acme) as scope:
        columns = {"name": {"from": "Name"}, "email": {"from": "E-mail"}}
        services.map_columns(scope, people, columns)
        row = services.examine_import(scope, people)
        # Who shared the address of a row that is left out is taken in.
        assert fates(scope, people) == [
            (2, "skips", "You left it out."),
            (3, "skips", "You left it out."),
            (4, "adds", ""),
        ]
        assert (row.stage, row.progress) == (Stage.PREVIEW, 100)
        take_back_row(scope, people, row_at(scope, people, 3).id)
        assert fates(scope, people)[1][1] == "bad"


def test_a_row_that_could_not_be_read_can_be_typed(acme, tenant, looked_at):
    people = looked_at("name,email\nAnn,Lee,ann@example.org\n")
    with tenant(acme) as scope:
        ann = row_at(scope, people, 2)
        fix_row(scope, people, ann.id, {0: "Ann Lee", 1: "ann@example.org"})
        assert fates(scope, people) == [(2, "adds", "")]


def test_what_was_confirmed_or_is_unknown_is_not_changed(acme, tenant, people, looked_at):
    other = looked_at("name,email\nDee,dee@example.org\n")
    with tenant(acme) as scope:
        bo, dee = row_at(scope, people, 3), row_at(scope, other, 2)
        with pytest.raises(NotFoundError):
            fix_row(scope, people, dee.id, {0: "Di"})
        with pytest.raises(InvalidError, match="shorten it"):
            fix_row(scope, people, bo.id, {0: "x" * 100_001})
        services.confirm_import(scope, people, skip_bad=True)
        for act in (leave_out_row, take_back_row):
            with pytest.raises(ConflictError, match="cannot be changed"):
                act(scope, people, bo.id)
