"""Work goes on with the rights that whoever asked for it has by then."""

import pytest
from sqlalchemy import delete, func, select

from saas.db import db
from saas.orgs.services import change_role, remove_member
from saas.people.models import Action, ChosenState, MemberTag, Stage
from saas.people.queries import imports as queries
from saas.people.queries import selections as chosen
from saas.people.services import examining, imports, selections, taking_in, undoing
from saas.programs.models import ProgramAdmin
from saas.scope import Role
from tests import factories
from tests.people.seeing import people_of

GONE = "Whoever asked for this may not do it any more."


@pytest.fixture
def by_the_worker(monkeypatch):
    """Let all be long, and each step be one row."""
    for module in (imports, selections):
        monkeypatch.setattr(module, "AT_ONCE", 0)
    for module in (examining, taking_in, undoing, selections):
        monkeypatch.setattr(module, "CHUNK", 1)


@pytest.fixture
def adam(acme, tenant, member, cohort):
    """Adam is named for the program of the cohort, and an admin."""
    person = member(acme, Role.ADMIN, "Adam")
    with tenant(acme):
        row = ProgramAdmin(program_id=cohort.program_id, member_id=person.member_id)
        db.session.add(row)
    return person


def demote(scope, adam):
    change_role(scope, adam.member_id, Role.VIEWER)


def remove(scope, adam):
    remove_member(scope, adam.member_id)


def name_no_more(scope, adam):
    change_role(scope, adam.member_id, Role.PROGRAM_ADMIN)
    db.session.execute(delete(ProgramAdmin).where(ProgramAdmin.member_id == adam.member_id))


@pytest.fixture
def tag_three(acme, tenant, adam, by_the_worker):
    """Let Adam put a tag on three people, one of whom has it by now; returns the selection's id."""
    with tenant(acme):
        ids = [factories.listed_member(name).id for name in ("Ann", "Bo", "Cy")]
        row = selections.choose(adam.scope, ids)
        selections.start_action(adam.scope, row.id, Action.TAG, {"tag": "board"})
        selections.act_some(adam.scope, row.id)
        return row.id


@pytest.mark.parametrize("lose", [demote, remove, name_no_more])
def test_nothing_more_is_done_with_people_for_who_lost_the_right(
    acme, tenant, adam, tag_three, work, lose
):
    with tenant(acme) as scope:
        lose(scope, adam)
    work()

    with tenant(acme) as scope:
        row = chosen.selection(scope, tag_three)
        skipped = chosen.chosen_in(row, [ChosenState.SKIPPED], 9)
        assert row.finished_at
        assert [each.why for each in skipped] == [GONE, GONE]
        assert db.session.scalar(select(func.count()).select_from(MemberTag)) == 1


def test_nothing_more_is_undone_for_who_lost_the_right(acme, tenant, adam, tag_three, work):
    work()
    with tenant(acme) as scope:
        selections.undo_action(adam.scope, tag_three)
        selections.undo_some(scope, tag_three)
        demote(scope, adam)
    work()

    with tenant(acme) as scope:
        row = chosen.selection(scope, tag_three)
        assert row.undone_at
        assert [each.why for each in chosen.chosen_in(row, [ChosenState.KEPT], 9)] == [GONE, GONE]
        assert db.session.scalar(select(func.count()).select_from(MemberTag)) == 2


@pytest.fixture
def confirmed(acme, tenant, adam, looked_at, work, by_the_worker):
    """A file that Adam confirmed; the import's id."""
    import_id = looked_at("name,email\nAnn,ann@example.org\nBo,bo@example.org\n")
    work()
    with tenant(acme):
        imports.confirm_import(adam.scope, import_id, skip_bad=False)
    return import_id


@pytest.mark.parametrize("lose", [demote, remove, name_no_more])
def test_an_import_stops_once_who_confirmed_it_lost_the_right(
    acme, tenant, cohort, adam, confirmed, work, lose
):
    with tenant(acme) as scope:
        taking_in.take_in_some(scope, confirmed)
        lose(scope, adam)
    work()

    with tenant(acme) as scope:
        row = queries.managed_import(scope, confirmed)
        assert (row.stage, row.result["added"], row.result["stopped"]) == (Stage.ENDED, 1, GONE)
        assert len(people_of(scope, cohort)) == 1


@pytest.mark.parametrize("lose", [demote, remove, name_no_more])
def test_an_undo_stops_once_who_asked_for_it_lost_the_right(
    acme, tenant, cohort, adam, confirmed, work, lose
):
    work()
    with tenant(acme) as scope:
        imports.undo_import(adam.scope, confirmed)
        undoing.undo_some(scope, confirmed)
        lose(scope, adam)
    work()

    with tenant(acme) as scope:
        row = queries.managed_import(scope, confirmed)
        assert (row.stage, row.result["stopped"]) == (Stage.ENDED, GONE)
        assert len(people_of(scope, cohort)) == 1
        imports.undo_import(scope, confirmed)
    work()
    with tenant(acme) as scope:
        assert queries.managed_import(scope, confirmed).stage is Stage.UNDONE
