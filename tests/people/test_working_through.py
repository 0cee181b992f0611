"""Long files: worked through by the worker, some rows at a time, once each; cancelled, undone."""

import datetime as dt

import pytest
from sqlalchemy import func, select

from saas.db import db
from saas.errors import ConflictError
from saas.jobs import OutboxEntry
from saas.orgs.invitations import invite_member
from saas.orgs.models import Invitation, Member, MemberState
from saas.people.models import RowState, Stage
from saas.people.queries import imports as queries
from saas.people.services import examining, taking_in, undoing
from saas.people.services import imports as services
from saas.people.services.taking_in import take_in_some
from saas.programs.models import Participant
from saas.scope import Role
from tests import factories
from tests.people.seeing import fates, people_of, rows_of

MANY = "name,email\n" + "".join(f"Person {n},p{n}@example.org\n" for n in range(240))


@pytest.fixture(autouse=True)
def short_steps(monkeypatch):
    """Let fewer rows be long: all that is done at once is less by as much."""
    monkeypatch.setattr(services, "AT_ONCE", 200)
    for module in (examining, taking_in, undoing):
        monkeypatch.setattr(module, "CHUNK", 100)


@pytest.fixture
def many(start, acme, tenant, work):
    """A long file, looked through by the worker; its import's id."""
    import_id = start(MANY + "Person 7 again,P7@example.org\n")
    with tenant(acme) as scope:
        columns = {"name": {"from": "name"}, "email": {"from": "email"}}
        services.map_columns(scope, import_id, columns)
        assert services.examine_import(scope, import_id).stage is Stage.EXAMINING
    work()
    return import_id


@pytest.fixture
def confirmed(many, acme, tenant):
    with tenant(acme) as scope:
        row = services.confirm_import(scope, many, skip_bad=True)
        assert row.stage is Stage.IMPORTING
    return many


def test_a_long_file_is_looked_through_in_chunks_that_know_of_each_other(many, acme, tenant):
    with tenant(acme) as scope:
        row = queries.managed_import(scope, many)
        assert (row.stage, row.progress) == (Stage.PREVIEW, 100)
        assert [(line, why) for line, state, why in fates(scope, many) if state == "bad"] == [
            (242, "P7@example.org is already used in row 9.")
        ]


def test_many_rows_are_taken_in_by_the_worker(confirmed, acme, tenant, cohort, work, count_queries):
    with tenant(acme) as scope:
        services.confirm_import(scope, confirmed, skip_bad=True)
        kinds = db.session.scalars(select(OutboxEntry.kind)).all()
        assert kinds.count("people.take_in") == 1

    with count_queries() as statements:
        work()

    assert len(statements) < 150  # far from one a person
    with tenant(acme) as scope:
        row = queries.managed_import(scope, confirmed)
        assert (row.result["added"], row.result["skipped"], row.progress) == (240, 1, 100)
        assert len(people_of(scope, cohort)) == 240


def test_a_worker_that_dies_is_followed_by_one_that_doubles_nothing(
    confirmed, acme, tenant, work, monkeypatch
):
    steps = []

    def dying(scope, import_id):
        if len(steps) == 2:
            raise MemoryError
        steps.append(import_id)
        return take_in_some(scope, import_id)

    monkeypatch.setattr("saas.people.jobs.take_in_some", dying)
    work(fails=True)
    with tenant(acme) as scope:
        assert len(rows_of(scope, confirmed, RowState.ADDED)) == 2 * taking_in.CHUNK
        for entry in db.session.scalars(select(OutboxEntry)):
            entry.due_at, entry.error = entry.created_at, None
    monkeypatch.undo()
    work()

    with tenant(acme) as scope:
        assert queries.managed_import(scope, confirmed).result["added"] == 240
        assert db.session.scalar(select(func.count()).select_from(Participant)) == 240
        assert db.session.scalar(select(func.count()).select_from(Member)) == 240


def test_an_import_that_is_cancelled_keeps_who_is_in_and_can_be_undone(
    confirmed, acme, tenant, cohort, work
):
    with tenant(acme) as scope:
        take_in_some(scope, confirmed)
        row = services.cancel_import(scope, confirmed)
        assert (row.stage, row.result["added"]) == (Stage.ENDED, taking_in.CHUNK)
        assert rows_of(scope, confirmed, RowState.SKIPPED)[0].why == taking_in.CANCELLED
    work()
    with tenant(acme) as scope:
        assert len(people_of(scope, cohort)) == taking_in.CHUNK
        services.cancel_import(scope, confirmed)
        services.undo_import(scope, confirmed)
    work()
    with tenant(acme) as scope:
        assert people_of(scope, cohort) == []
        assert queries.managed_import(scope, confirmed).stage is Stage.UNDONE


def test_what_changed_before_the_worker_came_skips_that_row_alone(
    confirmed, acme, tenant, cohort, work
):
    with tenant(acme):
        place = factories.mentee(cohort)
        place.member.email = place.member.email_norm = "p8@example.org"

    work()

    with tenant(acme) as scope:
        row = queries.managed_import(scope, confirmed)
        assert (row.result["added"], row.result["skipped"]) == (239, 2)
        assert rows_of(scope, confirmed, RowState.SKIPPED)[0].why == (
            "p8@example.org already takes part."
        )


def test_what_is_not_under_way_is_not_cancelled(many, acme, tenant):
    with tenant(acme) as scope, pytest.raises(ConflictError, match="not under way"):
        services.cancel_import(scope, many)


FIVE = "name,email,field\n" + "".join(
    f"{name},{name.lower()}@example.org,Law\n" for name in ("Ann", "Bo", "Cy", "Dee", "Eve", "Flo")
)


def test_undoing_takes_out_whom_nothing_depends_on_and_names_the_others(
    acme, tenant, cohort, looked_at
):
    with tenant(acme):
        flo = factories.mentee(cohort, field="Art", capacity=4)
        flo.member.email = flo.member.email_norm = "flo@example.org"
        factories.listed_member("Eve", "eve@example.org")
    import_id = looked_at(FIVE, updates=True)
    with tenant(acme) as scope:
        services.confirm_import(scope, import_id, skip_bad=False)
    with tenant(acme) as scope:
        places = {place.member.email: place for place, _ in people_of(scope, cohort)}
        factories.partnership(cohort, mentee=places["ann@example.org"])
        places["bo@example.org"].member.state = MemberState.ACTIVE
        places["cy@example.org"].answers = {"field": "Art"}
        invite_member(scope, places["dee@example.org"].member_id)
    with tenant(acme) as scope:
        row = services.undo_import(scope, import_id)
        services.undo_import(scope, import_id)

        assert (row.stage, row.result["undone"], row.result["kept"]) == (Stage.UNDONE, 3, 3)
        assert [each.why for each in rows_of(scope, import_id, RowState.KEPT)] == [
            "Ann has been in a match run or has a partnership.",
            "Bo has signed in.",
            "The answers of Cy were changed after the import.",
        ]
    with tenant(acme) as scope:
        known = {each.email for each in db.session.scalars(select(Member))}
        assert {"ann@example.org", "bo@example.org", "eve@example.org"} < known
        assert "dee@example.org" not in known
        (invitation,) = db.session.scalars(select(Invitation))
        assert invitation.revoked_at
        flo = db.session.get(Participant, (acme.id, flo.id))
        assert (flo.answers, flo.capacity) == ({"field": "Art"}, 4)


def test_an_import_that_has_not_ended_cannot_be_undone(acme, tenant, looked_at):
    import_id = looked_at(FIVE)
    with tenant(acme) as scope, pytest.raises(ConflictError, match="Nothing of this import"):
        services.undo_import(scope, import_id)


def test_whoever_confirmed_a_long_import_is_told_what_came_of_it(
    many, acme, tenant, member, mails, monkeypatch
):
    monkeypatch.setattr("saas.people.messages.LONG", dt.timedelta(0))
    admin = member(acme, Role.ADMIN, "Alice")
    with tenant(acme):
        services.confirm_import(admin.scope, many, skip_bad=True)

    (mail,) = mails()
    assert "people.csv is imported" in mail["subject"]
    said = " ".join(mail.get_body(("plain",)).get_content().split())
    assert "Added: 240. Updated: 0. Rows skipped: 1;" in said
