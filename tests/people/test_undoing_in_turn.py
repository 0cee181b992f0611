"""The same people taken in by files and with many at once, and that undone in any order."""

import pytest
from sqlalchemy import select

from saas.db import db
from saas.orgs.models import Member
from saas.people.models import Action, ChosenState, RowState, Stage
from saas.people.queries import imports as queries
from saas.people.queries import selections as chosen
from saas.people.services import imports, selections
from saas.programs.models import Side
from saas.programs.services import withdraw_participant
from saas.scope import Role
from tests import factories
from tests.people.seeing import people_of, rows_of

LATER_IMPORT = "A later import has Flo, too."
LATER_ADDITION = "Flo was added to this cohort again since."


@pytest.fixture
def admin(acme, member):
    return member(acme, Role.ADMIN, "Adam")


@pytest.fixture
def take_in(acme, tenant, looked_at):
    """Take Flo in from a file; returns the import's id."""

    def act(said="field\nFlo,flo@example.org,Law\n", side=Side.MENTEE):
        import_id = looked_at(f"name,email,{said}", side, updates=True)
        with tenant(acme) as scope:
            assert imports.confirm_import(scope, import_id, skip_bad=False).result["skipped"] == 0
        return import_id

    return act


@pytest.fixture
def add(acme, tenant, admin, cohort):
    """Add Flo with many at once; returns the selection's id."""

    def act():
        with tenant(acme):
            row = selections.choose(admin.scope, [flo().id])
            given = {"cohort_id": str(cohort.id), "side": "mentee"}
            selections.start_action(admin.scope, row.id, Action.ADD, given)
            assert chosen.chosen_counts(row)[ChosenState.DONE] == 1
            return row.id

    return act


@pytest.fixture
def withdraw(acme, tenant, cohort):
    def act():
        with tenant(acme) as scope:
            withdraw_participant(scope, people_of(scope, cohort)[0][0].id)

    return act


@pytest.fixture
def undo(acme, tenant, admin):
    """Undo an import, or an addition; returns why Flo was kept."""

    def act(row_id, kind="import"):
        with tenant(acme) as scope:
            if kind == "addition":
                row = selections.undo_action(admin.scope, row_id)
                return [each.why for each in chosen.chosen_in(row, [ChosenState.KEPT], 1)]
            assert imports.undo_import(scope, row_id).stage is Stage.UNDONE
            return [each.why for each in rows_of(scope, row_id, RowState.KEPT)]

    return act


@pytest.fixture
def taking_part(acme, tenant, cohort):
    """Whether Flo takes part; None while nobody knows her."""

    def read():
        with tenant(acme) as scope:
            return bool(people_of(scope, cohort)) if flo() else None

    return read


def flo():
    return db.session.scalar(select(Member).where(Member.email == "flo@example.org"))


def test_whom_a_later_import_took_in_again_stays(take_in, withdraw, undo, taking_part):
    first = take_in()
    withdraw()
    later = take_in()

    assert undo(first) == [LATER_IMPORT]
    assert taking_part()
    assert undo(later) == []
    assert not taking_part()


def test_whom_many_at_once_took_in_again_stays(take_in, add, withdraw, undo, taking_part):
    first = take_in()
    withdraw()
    later = add()

    assert undo(first) == [LATER_ADDITION]
    assert taking_part()
    assert undo(later, "addition") == []
    assert not taking_part()


@pytest.mark.parametrize("again", ["import", "addition"])
def test_whom_something_later_took_in_again_after_an_addition_stays(
    acme, tenant, take_in, add, withdraw, undo, taking_part, again
):
    with tenant(acme):
        factories.listed_member("Flo", "flo@example.org")
    first = add()
    withdraw()
    later = take_in("field\nFlo,flo@example.org,\n") if again == "import" else add()

    why = LATER_IMPORT if again == "import" else LATER_ADDITION
    assert undo(first, "addition") == [why]
    assert taking_part()
    assert undo(later, again) == []
    assert not taking_part()


def test_an_earlier_import_does_not_keep_whom_a_later_one_updated(take_in, undo, taking_part):
    first = take_in()
    later = take_in("field\nFlo,flo@example.org,IT\n")

    assert undo(later) == []
    assert undo(first) == []
    assert taking_part() is None


def test_who_was_kept_for_a_later_import_goes_once_that_is_undone(take_in, undo, taking_part):
    first = take_in()
    later = take_in("field\nFlo,flo@example.org,IT\n")

    assert undo(first) == [LATER_IMPORT]
    assert undo(later) == []
    assert undo(first) == []
    assert taking_part() is None


def test_who_stayed_for_a_later_import_goes_once_that_is_undone(
    acme, tenant, take_in, undo, taking_part, alice
):
    first = take_in()
    later = take_in(side=Side.MENTOR)

    assert undo(first) == []
    assert undo(later) == []
    assert taking_part() is False
    page = f"/o/acme/imports/{first}"
    assert "Undo what came later first" in alice.get(page).text
    alice.post(f"{page}/undo")
    assert taking_part() is None
    assert "Undo what came later first" not in alice.get(page).text
    with tenant(acme) as scope:
        result = queries.managed_import(scope, first).result
        assert (result["added"], result["undone"], result["kept"]) == (1, 1, 0)


def test_who_is_kept_for_something_else_is_kept_again(take_in, withdraw, undo):
    first = take_in()
    withdraw()

    assert undo(first) == undo(first) == ["Flo was withdrawn after the import."]
