import uuid

import pytest

from saas.errors import ConflictError, NotFoundError
from saas.programs import queries, services
from saas.programs.inheriting import Origin
from saas.programs.models import Goal, Guideline
from tests import factories


def three():
    return [factories.goal(title=name, position=place) for place, name in enumerate("ABC")]


def said(scope, program, kind=Goal):
    return [entry.title for entry in queries.entries_of(scope, program, kind) if entry.is_said]


def test_a_program_says_what_the_organization_says(acme, tenant):
    with tenant(acme) as scope:
        three()

        entries = queries.entries_of(scope, factories.program(), Goal)

        assert [(entry.title, entry.origin) for entry in entries] == [
            ("A", Origin.INHERITED),
            ("B", Origin.INHERITED),
            ("C", Origin.INHERITED),
        ]


def test_a_program_rewords_for_itself_alone_and_the_rest_follows_the_organization(acme, tenant):
    with tenant(acme) as scope:
        here, there = factories.program(), factories.program()
        row = factories.guideline(title="Be on time", explanation="Always.")

        texts = {**row.texts, "title": "Be early"}
        entry = services.reword_entry(scope, here.id, Guideline, row.id, **texts)
        services.change_listed(scope, Guideline, row.id, explanation="Nearly always.")

        assert entry.origin is Origin.CHANGED
        changed = queries.entry_of(scope, here, Guideline, row.id)
        assert (changed.title, changed.texts["explanation"]) == ("Be early", "Nearly always.")
        assert said(scope, there, Guideline) == ["Be on time"]


def test_rewording_to_the_same_words_is_inheriting(acme, tenant):
    with tenant(acme) as scope:
        program, row = factories.program(), factories.goal(title="A")

        entry = services.reword_entry(scope, program.id, Goal, row.id, **row.texts)

        assert entry.origin is Origin.INHERITED


def test_what_is_left_out_comes_back_in_its_place_and_words(acme, tenant):
    with tenant(acme) as scope:
        program = factories.program()
        _a, b, _c = three()
        services.reword_entry(scope, program.id, Goal, b.id, **{**b.texts, "title": "Bee"})

        services.leave_out_entry(scope, program.id, Goal, b.id)
        services.leave_out_entry(scope, program.id, Goal, b.id)
        assert said(scope, program) == ["A", "C"]

        services.take_up_entry(scope, program.id, Goal, b.id)
        assert said(scope, program) == ["A", "Bee", "C"]


def test_what_the_organization_retires_no_program_says(acme, tenant):
    with tenant(acme) as scope:
        program = factories.program()
        a, _b, _c = three()
        services.reword_entry(scope, program.id, Goal, a.id, **{**a.texts, "title": "Ay"})

        services.retire_listed(scope, Goal, a.id)
        assert said(scope, program) == ["B", "C"]

        services.restore_listed(scope, Goal, a.id)
        assert said(scope, program) == ["Ay", "B", "C"]


def test_what_the_organization_retired_meanwhile_is_neither_reworded_nor_said_again(acme, tenant):
    with tenant(acme) as scope:
        program = factories.program()
        a, _b, _c = three()
        services.leave_out_entry(scope, program.id, Goal, a.id)
        services.retire_listed(scope, Goal, a.id)

        with pytest.raises(ConflictError, match="Your organization retired this one"):
            services.reword_entry(scope, program.id, Goal, a.id, **{**a.texts, "title": "Ay"})
        with pytest.raises(ConflictError, match="Your organization retired this one"):
            services.take_up_entry(scope, program.id, Goal, a.id)

        services.restore_listed(scope, Goal, a.id)
        services.take_up_entry(scope, program.id, Goal, a.id)
        assert said(scope, program) == ["A", "B", "C"]


def test_what_a_program_adds_only_it_says_and_it_can_retire_it(acme, tenant):
    with tenant(acme) as scope:
        here, there = factories.program(), factories.program()
        three()

        row = services.add_entry(scope, here.id, Goal(title="D", explanation=""))
        assert (said(scope, here), said(scope, there)) == (["A", "B", "C", "D"], ["A", "B", "C"])
        assert [goal.title for goal in queries.active_goals(scope)] == ["A", "B", "C"]

        services.leave_out_entry(scope, here.id, Goal, row.id)
        assert said(scope, here) == ["A", "B", "C"]
        services.take_up_entry(scope, here.id, Goal, row.id)
        assert said(scope, here) == ["A", "B", "C", "D"]


def test_a_program_has_an_order_of_its_own_and_can_give_it_up(acme, tenant):
    with tenant(acme) as scope:
        here, there = factories.program(), factories.program()
        a, b, c = three()
        services.leave_out_entry(scope, here.id, Goal, b.id)

        services.move_entry(scope, here.id, Goal, c.id, up=True)
        services.take_up_entry(scope, here.id, Goal, b.id)

        assert (said(scope, here), said(scope, there)) == (["C", "B", "A"], ["A", "B", "C"])
        factories.goal(title="Since then")
        assert said(scope, here) == ["C", "B", "A", "Since then"]
        services.inherit_order(scope, here.id, Goal)
        assert said(scope, here) == ["A", "B", "C", "Since then"]
        services.move_entry(scope, here.id, Goal, a.id, up=True)
        assert said(scope, here) == ["A", "B", "C", "Since then"]


@pytest.mark.parametrize(
    "act",
    [
        lambda *them: services.reword_entry(*them, title="X"),
        lambda *them: services.inherit_entry(*them),
        lambda *them: services.put_back_entry(*them, given_up=1),
        lambda *them: services.leave_out_entry(*them),
        lambda *them: services.take_up_entry(*them),
        lambda *them: services.move_entry(*them, up=True),
    ],
)
def test_the_rows_of_others_cannot_be_touched(acme, globex, tenant, act):
    with tenant(globex):
        theirs = factories.goal().id
    with tenant(acme) as scope:
        program, other = factories.program(), factories.program()
        of_other = services.add_entry(scope, other.id, Goal(title="Theirs", explanation="")).id
        for row_id in (theirs, of_other, uuid.uuid4()):
            with pytest.raises(NotFoundError):
                act(scope, program.id, Goal, row_id)
        assert said(scope, program) == []
