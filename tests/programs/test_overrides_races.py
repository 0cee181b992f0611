"""Two who change what a program says at the same moment; real commits."""

import pytest

from saas.db import bind_org, db
from saas.orgs.speech import change_words
from saas.programs import queries, services
from saas.programs.builtin.guidelines import GUIDELINES
from saas.programs.incoming import known_rows, seen_of
from saas.programs.models import Goal, Guideline
from saas.seen import fingerprint
from saas.words import Term, Words
from tests import factories
from tests.racing import during


@pytest.mark.parametrize("by", ["hand", "file"])
def test_of_two_who_change_an_entry_first_both_are_kept(fresh_app, town, by):
    org, program_id, goal = town
    texts = {**goal.texts, "explanation": "Ours."}

    def leave_out():
        services.leave_out_entry(org.scope, program_id, Goal, goal.id)

    def reword():
        if by == "hand":
            services.reword_entry(org.scope, program_id, Goal, goal.id, **texts)
        else:
            services.import_entries(org.scope, program_id, Goal, [texts])

    during(fresh_app, org, leave_out, reword)

    with fresh_app.app_context():
        bind_org(org.id)
        program = queries.program(org.scope, program_id)
        entry = queries.entry_of(org.scope, program, Goal, goal.id)
        # What a file brings is taken up again.
        assert (entry.left_out, entry.texts["explanation"]) == (by == "hand", "Ours.")


def test_a_file_does_not_undo_what_somebody_rewords_at_the_same_time(fresh_app, town):
    org, _program_id, goal = town
    row = {"title": goal.title, "explanation": "The file's."}
    seen = seen_of(known_rows([goal]), [row])

    raised = during(
        fresh_app,
        org,
        lambda: services.change_listed(org.scope, Goal, goal.id, explanation="By hand."),
        lambda: services.import_listed(org.scope, Goal, [row], seen),
    )

    assert ["Somebody else changed this list" in each for each in raised] == [True]


@pytest.mark.parametrize("where", ["organization", "program", "program, first", "program alone"])
def test_of_two_who_reword_at_once_the_second_is_told(fresh_app, town, where):
    org, program_id, goal = town
    if where == "program alone":
        with fresh_app.app_context():
            bind_org(org.id)
            goal = factories.goal(program_id=program_id)
            db.session.commit()
    texts = dict(goal.texts)
    if where == "program":
        with fresh_app.app_context():
            bind_org(org.id)
            texts["explanation"] = "Ours."
            services.reword_entry(org.scope, program_id, Goal, goal.id, **texts)
            db.session.commit()

    def reword(title):
        new, seen = {**texts, "title": title}, fingerprint(texts)
        if where == "organization":
            return lambda: services.change_listed(org.scope, Goal, goal.id, seen=seen, **new)

        def in_the_program():
            # As a page does, which reads it before anybody waits.
            program = queries.program(org.scope, program_id)
            read = queries.entry_of(org.scope, program, Goal, goal.id)
            services.reword_entry(org.scope, program_id, Goal, goal.id, seen=seen, **new)
            assert read.id == goal.id

        return in_the_program

    raised = during(fresh_app, org, reword("First"), reword("Second"))

    assert ["Somebody else saved this" in each for each in raised] == [True]


def test_an_undo_waits_for_somebody_who_rewords_and_then_replaces_nothing(fresh_app, town):
    org, _program_id, _goal = town
    with fresh_app.app_context():
        bind_org(org.id)
        row = factories.goal(title="Ours", builtin_key="expand_network")
        _row, given_up = services.say_as_built_in(org.scope, Goal, row.id)
        db.session.commit()

    raised = during(
        fresh_app,
        org,
        lambda: services.change_listed(org.scope, Goal, row.id, title="Since"),
        lambda: services.put_back_own(org.scope, Goal, row.id, given_up=given_up),
    )

    assert ["decided on again since then" in each for each in raised] == [True]


@pytest.mark.parametrize("where", ["organization", "program"])
def test_of_two_who_add_the_same_title_at_once_the_second_is_told(fresh_app, town, where):
    org, program_id, _goal = town

    def add(title):
        row = Goal(title=title, explanation="")
        if where == "organization":
            return services.add_listed(org.scope, row)
        return services.add_entry(org.scope, program_id, row)

    raised = during(fresh_app, org, lambda: add("Lead"), lambda: add("LEAD"))

    assert ["choose another title" in each for each in raised] == [True]


def test_what_comes_back_while_it_gets_another_title_has_none_of_another(fresh_app, town):
    org, _program_id, goal = town
    with fresh_app.app_context():
        bind_org(org.id)
        old = factories.goal(title="B")
        services.retire_listed(org.scope, Goal, old.id)
        db.session.commit()

    raised = during(
        fresh_app,
        org,
        lambda: services.change_listed(org.scope, Goal, old.id, title=goal.title),
        lambda: services.restore_listed(org.scope, Goal, old.id),
    )

    assert ["has the title “A”" in each for each in raised] == [True]


def test_new_words_replace_no_text_that_somebody_rewords_at_the_same_time(fresh_app, town):
    org, _program_id, _goal = town
    builtin = GUIDELINES["no_job_ask"]
    with fresh_app.app_context():
        bind_org(org.id)
        row = factories.guideline(**{**builtin, "builtin_key": "no_job_ask"})
        db.session.commit()

    def reword():
        services.change_listed(org.scope, Guideline, row.id, explanation="By hand.")

    def call_otherwise():
        change_words(org.scope, Words(mentor=Term("a", "coach", "coaches")))

    during(fresh_app, org, reword, call_otherwise)

    with fresh_app.app_context():
        bind_org(org.id)
        assert queries.listed_row(org.scope, Guideline, row.id).explanation == "By hand."
