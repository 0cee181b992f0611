import uuid

import pytest

from saas.db import db
from saas.errors import NotFoundError
from saas.programs import queries, services
from saas.programs.models import Clause, Goal, Guideline
from saas.programs.services.catalogues import furnish_catalogues
from tests import factories


def titles(scope, kind, **options):
    return [row.title for row in queries.listed(scope, kind, **options)]


def three(*, retired=()):
    rows = [factories.goal(title=name, position=place) for place, name in enumerate("ABC")]
    for row in rows:
        row.retired_at = row.created_at if row.title in retired else None
    return rows


def test_a_new_workspace_has_ten_guidelines_six_goals_and_the_clauses(acme, tenant):
    with tenant(acme) as scope:
        furnish_catalogues(scope)

        assert [row.builtin_key for row in queries.active_guidelines(scope)][:2] == [
            "respect_time",
            "consider_advice",
        ]
        assert len(queries.active_guidelines(scope)) == 10
        assert len(queries.active_goals(scope)) == 6
        assert queries.active_clauses(scope)[-1].title == "We end it well"


def test_furnishing_twice_keeps_what_was_changed(acme, tenant):
    with tenant(acme) as scope:
        furnish_catalogues(scope)
        first, second = queries.active_guidelines(scope)[:2]
        services.change_listed(scope, Guideline, first.id, title="Be on time")
        services.retire_listed(scope, Guideline, second.id)

        furnish_catalogues(scope)

        assert len(queries.active_guidelines(scope)) == 9
        assert queries.active_guidelines(scope)[0].title == "Be on time"


def test_a_new_row_goes_to_the_end(acme, tenant):
    with tenant(acme) as scope:
        three()

        services.add_listed(scope, Goal(title="D", explanation=""))

        assert titles(scope, Goal) == ["A", "B", "C", "D"]


def test_the_first_row_of_an_empty_list_can_be_added(acme, tenant):
    with tenant(acme) as scope:
        services.add_listed(scope, Clause(title="We listen", body="Always."))

        assert titles(scope, Clause) == ["We listen"]


def test_a_row_moves_up_and_down(acme, tenant):
    with tenant(acme) as scope:
        a, _b, c = three()

        services.move_listed(scope, Goal, c.id, up=True)
        services.move_listed(scope, Goal, a.id, up=False)

        assert titles(scope, Goal) == ["C", "A", "B"]


def test_the_first_row_cannot_move_up_nor_the_last_down(acme, tenant):
    with tenant(acme) as scope:
        a, _b, c = three()

        services.move_listed(scope, Goal, a.id, up=True)
        services.move_listed(scope, Goal, c.id, up=False)

        assert titles(scope, Goal) == ["A", "B", "C"]


def test_a_row_moves_past_retired_ones(acme, tenant):
    with tenant(acme) as scope:
        _a, _b, c = three(retired={"B"})

        services.move_listed(scope, Goal, c.id, up=True)

        assert titles(scope, Goal) == ["C", "A"]


def test_rows_in_one_place_can_be_told_apart_by_moving(acme, tenant):
    with tenant(acme) as scope:
        factories.goal(title="A", position=0)
        later = factories.goal(title="B", position=0)

        services.move_listed(scope, Goal, later.id, up=True)

        assert titles(scope, Goal) == ["B", "A"]


def test_a_retired_row_is_no_longer_offered_and_comes_back_in_its_place(acme, tenant):
    with tenant(acme) as scope:
        _a, b, _c = three()

        services.retire_listed(scope, Goal, b.id)
        assert titles(scope, Goal) == ["A", "C"]
        assert titles(scope, Goal, retired=True) == ["B"]

        services.restore_listed(scope, Goal, b.id)
        assert titles(scope, Goal) == ["A", "B", "C"]


def test_retiring_twice_keeps_the_first_time(acme, tenant):
    with tenant(acme) as scope:
        goal = factories.goal()
        first = services.retire_listed(scope, Goal, goal.id).retired_at

        assert services.retire_listed(scope, Goal, goal.id).retired_at == first


def test_whoever_changes_a_list_has_looked_through_it(acme, tenant):
    with tenant(acme) as scope:
        goal = factories.goal()
        assert not queries.has_reviewed(scope, Goal)

        services.move_listed(scope, Goal, goal.id, up=True)
        services.review_listed(scope, Goal)

        assert queries.has_reviewed(scope, Goal)
        assert not queries.has_reviewed(scope, Guideline)


@pytest.mark.parametrize(
    "act",
    [
        lambda scope, row_id: services.change_listed(scope, Goal, row_id, title="X"),
        lambda scope, row_id: services.move_listed(scope, Goal, row_id, up=True),
        lambda scope, row_id: services.retire_listed(scope, Goal, row_id),
        lambda scope, row_id: services.restore_listed(scope, Goal, row_id),
    ],
)
def test_the_rows_of_another_organization_cannot_be_touched(acme, globex, tenant, act):
    with tenant(globex):
        theirs = factories.goal(title="Theirs").id
    with tenant(acme) as scope, pytest.raises(NotFoundError):
        act(scope, theirs)
    with tenant(globex):
        assert db.session.get(Goal, (globex.id, theirs)).title == "Theirs"


def test_a_row_that_does_not_exist_is_not_found(acme, tenant):
    with tenant(acme) as scope, pytest.raises(NotFoundError, match="go back to the list"):
        queries.listed_row(scope, Goal, uuid.uuid4())
