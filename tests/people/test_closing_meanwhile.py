"""A program that takes nobody in any more, while a file for it waits or is being taken in."""

import pytest

from saas.errors import ConflictError
from saas.people.models import RowState, Stage
from saas.people.queries import imports as queries
from saas.people.services import examining, taking_in, undoing
from saas.people.services import imports as services
from saas.programs.services import archive_program, restore_program, wind_down_program
from tests import factories
from tests.people.seeing import fates, people_of, rows_of

PEOPLE = "name,email\nAnn,ann@example.org\nBo,bo@example.org\nCy,nowhere\n"
CLOSED = {
    "archived": "This program is archived; restore it to add people to it.",
    "winding down": "This program is winding down and takes nobody in.",
}


@pytest.fixture
def close(acme, tenant, cohort):
    """Archive the program of the cohort, or let it wind down while something of it goes on."""

    def end(how):
        with tenant(acme) as scope:
            if how == "archived":
                archive_program(scope, cohort.program_id)
            else:
                other = factories.cohort(cohort.program)
                factories.partnership(other)
                wind_down_program(scope, cohort.program_id, "wind down")

    return end


@pytest.fixture
def restore(acme, tenant, cohort):
    def take_back():
        with tenant(acme) as scope:
            restore_program(scope, cohort.program_id)

    return take_back


@pytest.fixture
def by_the_worker(monkeypatch):
    """Let every file be long, and each step be one row."""
    monkeypatch.setattr(services, "AT_ONCE", 0)
    for module in (examining, taking_in, undoing):
        monkeypatch.setattr(module, "CHUNK", 1)


@pytest.mark.parametrize("how", CLOSED)
def test_a_file_that_waits_takes_nobody_in_and_stays_as_it_is(
    acme, tenant, cohort, looked_at, close, restore, how
):
    import_id = looked_at(PEOPLE)
    close(how)

    with tenant(acme) as scope:
        columns = queries.managed_import(scope, import_id).mapping["columns"]
        before = fates(scope, import_id)
        cy = rows_of(scope, import_id, RowState.BAD)[0].id
        for act in (
            lambda: services.confirm_import(scope, import_id, skip_bad=True),
            lambda: services.map_columns(scope, import_id, columns),
            lambda: services.examine_import(scope, import_id),
            lambda: examining.fix_row(scope, import_id, cy, {1: "cy@example.org"}),
            lambda: examining.leave_out_row(scope, import_id, cy),
            lambda: examining.take_back_row(scope, import_id, cy),
        ):
            with pytest.raises(ConflictError, match=CLOSED[how]):
                act()
        assert fates(scope, import_id) == before
        assert people_of(scope, cohort) == []
    restore()
    with tenant(acme) as scope:
        row = services.confirm_import(scope, import_id, skip_bad=True)
        assert row.result["added"] == 2


def test_a_file_that_waits_can_be_forgotten(acme, tenant, looked_at, close):
    import_id = looked_at(PEOPLE)
    close("archived")

    with tenant(acme) as scope:
        services.discard_import(scope, import_id)


@pytest.mark.parametrize("how", CLOSED)
def test_a_long_import_stops_where_it_is_and_says_why(
    acme, tenant, cohort, looked_at, close, work, by_the_worker, how
):
    import_id = looked_at(PEOPLE)
    work()
    with tenant(acme) as scope:
        services.confirm_import(scope, import_id, skip_bad=True)
        taking_in.take_in_some(scope, import_id)
    close(how)
    work()

    with tenant(acme) as scope:
        row = queries.managed_import(scope, import_id)
        assert (row.stage, row.result["added"], row.result["skipped"]) == (Stage.ENDED, 1, 2)
        assert row.result["stopped"] == CLOSED[how]
        assert fates(scope, import_id)[1] == (3, "skipped", CLOSED[how])
        assert len(people_of(scope, cohort)) == 1


def test_nobody_is_taken_out_of_an_archived_program(
    acme, tenant, cohort, looked_at, close, restore
):
    import_id = looked_at(PEOPLE)
    with tenant(acme) as scope:
        services.confirm_import(scope, import_id, skip_bad=True)
    close("archived")

    with tenant(acme) as scope:
        with pytest.raises(ConflictError, match="archived; restore it to take people out"):
            services.undo_import(scope, import_id)
        assert len(people_of(scope, cohort)) == 2
    restore()
    with tenant(acme) as scope:
        assert services.undo_import(scope, import_id).stage is Stage.UNDONE


def test_people_are_taken_out_of_a_program_that_winds_down(acme, tenant, cohort, looked_at, close):
    import_id = looked_at(PEOPLE)
    with tenant(acme) as scope:
        services.confirm_import(scope, import_id, skip_bad=True)
    close("winding down")

    with tenant(acme) as scope:
        services.undo_import(scope, import_id)
        assert people_of(scope, cohort) == []


def test_a_long_undo_stops_where_it_is_and_can_be_asked_for_again(
    acme, tenant, cohort, looked_at, close, restore, work, by_the_worker
):
    import_id = looked_at(PEOPLE)
    work()
    with tenant(acme) as scope:
        services.confirm_import(scope, import_id, skip_bad=True)
    work()
    with tenant(acme) as scope:
        services.undo_import(scope, import_id)
        undoing.undo_some(scope, import_id)
    close("archived")
    work()

    with tenant(acme) as scope:
        row = queries.managed_import(scope, import_id)
        assert row.stage is Stage.ENDED
        assert "restore it to take people out" in row.result["stopped"]
        assert len(people_of(scope, cohort)) == 1
    restore()
    with tenant(acme) as scope:
        services.undo_import(scope, import_id)
    work()
    with tenant(acme) as scope:
        row = queries.managed_import(scope, import_id)
        assert (row.stage, row.result["undone"]) == (Stage.UNDONE, 2)
        assert "stopped" not in row.result
