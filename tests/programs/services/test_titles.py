"""Titles: no two that a list offers are alike."""

import pytest

from saas.errors import ConflictError, InvalidError
from saas.programs import parts, queries, services
from saas.programs.models import Clause, Goal, Guideline, Kind
from saas.programs.services.catalogues import furnish_catalogues
from saas.programs.services.templates import Kept
from saas.programs.titles import said_twice
from tests import factories
from tests.partnerships.making import publish

MAKERS = {Guideline: factories.guideline, Goal: factories.goal, Clause: factories.clause}


@pytest.fixture(params=MAKERS, ids=lambda kind: kind.__tablename__)
def kind(request):
    return request.param


def texts(kind, title):
    return {**MAKERS[kind]().texts, "title": title}


def said(scope, program, kind):
    return [entry.title for entry in queries.entries_of(scope, program, kind) if entry.is_said]


class TestOfTheOrganization:
    def test_a_title_that_is_offered_is_not_added(self, acme, tenant, kind):
        with tenant(acme) as scope:
            MAKERS[kind](title="Lead a team")

            with pytest.raises(InvalidError, match="choose another title") as raised:
                services.add_listed(scope, kind(**texts(kind, "lead  a team")))
            assert raised.value.field == "title"

    def test_a_row_is_not_reworded_to_the_title_of_another(self, acme, tenant, kind):
        with tenant(acme) as scope:
            row = MAKERS[kind](title="Lead")
            MAKERS[kind](title="Speak")

            assert services.change_listed(scope, kind, row.id, title="LEAD").title == "LEAD"
            with pytest.raises(InvalidError, match="choose another title"):
                services.change_listed(scope, kind, row.id, title="speak")

    def test_a_retired_row_keeps_nobody_from_its_title_and_comes_back_no_more(
        self, acme, tenant, kind
    ):
        with tenant(acme) as scope:
            old = MAKERS[kind](title="Lead")
            services.retire_listed(scope, kind, old.id)
            new = services.add_listed(scope, kind(**texts(kind, "lead")))

            with pytest.raises(ConflictError, match="has the title “Lead”"):
                services.restore_listed(scope, kind, old.id)

            services.change_listed(scope, kind, new.id, title="Speak")
            assert services.restore_listed(scope, kind, old.id).retired_at is None
            services.restore_listed(scope, kind, old.id)

    def test_copies_have_titles_of_their_own(self, acme, tenant, kind):
        with tenant(acme) as scope:
            row = MAKERS[kind](title="Lead")

            copies = [services.duplicate_listed(scope, kind, row.id) for _ in range(2)]

            assert [copy.title for copy in copies] == ["Lead (copy)", "Lead (copy 2)"]

    def test_a_row_does_not_go_back_to_words_whose_title_another_has(self, acme, tenant, kind):
        with tenant(acme) as scope:
            furnish_catalogues(scope)
            row = queries.listed(scope, kind)[0]
            built_in = row.title
            services.change_listed(scope, kind, row.id, title="Ours")
            other = services.add_listed(scope, kind(**texts(kind, built_in)))

            with pytest.raises(ConflictError, match="has the title"):
                services.say_as_built_in(scope, kind, row.id)

            services.change_listed(scope, kind, other.id, title="Theirs")
            _row, given_up = services.say_as_built_in(scope, kind, row.id)
            services.change_listed(scope, kind, other.id, title="ours")
            with pytest.raises(ConflictError, match="has the title “Ours”"):
                services.put_back_own(scope, kind, row.id, given_up=given_up)


class TestOfAProgram:
    @pytest.fixture
    def program(self, acme, tenant):
        with tenant(acme):
            return factories.program()

    def test_it_adds_no_title_that_it_says(self, acme, tenant, kind, program):
        with tenant(acme) as scope:
            inherited = MAKERS[kind](title="Lead")

            with pytest.raises(InvalidError, match="choose another title"):
                services.add_entry(scope, program.id, kind(**texts(kind, "lead")))

            services.leave_out_entry(scope, program.id, kind, inherited.id)
            services.add_entry(scope, program.id, kind(**texts(kind, "lead")))
            with pytest.raises(ConflictError, match="has the title “Lead”"):
                services.take_up_entry(scope, program.id, kind, inherited.id)

    def test_what_it_left_out_already_it_takes_up_twice(self, acme, tenant, kind, program):
        with tenant(acme) as scope:
            row = MAKERS[kind](title="Lead")
            services.leave_out_entry(scope, program.id, kind, row.id)

            for _ in range(2):
                services.take_up_entry(scope, program.id, kind, row.id)

            assert said(scope, program, kind) == ["Lead"]

    def test_its_own_words_take_no_title_that_it_says(self, acme, tenant, kind, program):
        with tenant(acme) as scope:
            first, second = MAKERS[kind](title="Lead"), MAKERS[kind](title="Speak")

            with pytest.raises(InvalidError, match="choose another title"):
                services.reword_entry(
                    scope, program.id, kind, second.id, **{**second.texts, "title": "Lead"}
                )

            words = {**first.texts, "title": "Guide"}
            services.reword_entry(scope, program.id, kind, first.id, **words)
            words = {**second.texts, "title": "lead"}
            services.reword_entry(scope, program.id, kind, second.id, **words)
            with pytest.raises(ConflictError, match="has the title “Lead”"):
                services.inherit_entry(scope, program.id, kind, first.id)

    def test_words_are_not_put_back_whose_title_another_has(self, acme, tenant, kind, program):
        with tenant(acme) as scope:
            row = MAKERS[kind](title="Lead")
            words = {**row.texts, "title": "Guide"}
            services.reword_entry(scope, program.id, kind, row.id, **words)
            _entry, given_up = services.inherit_entry(scope, program.id, kind, row.id)
            services.add_entry(scope, program.id, kind(**texts(kind, "guide")))

            with pytest.raises(ConflictError, match="has the title “Guide”"):
                services.put_back_entry(scope, program.id, kind, row.id, given_up=given_up)

    def test_its_copies_have_titles_of_their_own(self, acme, tenant, kind, program):
        with tenant(acme) as scope:
            row = MAKERS[kind](title="Lead")

            for _ in range(2):
                services.duplicate_entry(scope, program.id, kind, row.id)

            assert said(scope, program, kind) == ["Lead", "Lead (copy)", "Lead (copy 2)"]

    def test_two_of_one_title_are_not_published(self, acme, tenant, kind, program):
        with tenant(acme) as scope:
            MAKERS[kind](title="Lead", program_id=program.id)
            row = services.add_listed(scope, kind(**texts(kind, "lead")))

            with pytest.raises(ConflictError, match="have the title “lead”; reword or leave out"):
                publish(scope, program.id)

            services.leave_out_entry(scope, program.id, kind, row.id)
            assert "Lead" in [
                item["title"] for item in publish(scope, program.id).contents[kind.__tablename__]
            ]

    def test_a_program_like_it_has_no_two_of_one_title(self, acme, tenant, kind, program):
        with tenant(acme) as scope:
            services.add_entry(scope, program.id, kind(**texts(kind, "Lead")))
            contents = parts.take(scope, program)
            services.add_listed(scope, kind(**texts(kind, "lead")))

            made = services.begin_program(scope, "Another", contents)

            titles = [title for title in said(scope, made, kind) if "ead" in title]
            assert titles == ["lead", "Lead (copy)"]

    def test_what_it_calls_otherwise_has_no_title_of_another_in_a_program_like_it(
        self, acme, tenant, kind, program
    ):
        with tenant(acme) as scope:
            row = MAKERS[kind](title="Lead")
            services.reword_entry(scope, program.id, kind, row.id, **texts(kind, "Guide"))
            template = services.save_template(scope, program.id, Kept("Circles", ""))
            services.add_listed(scope, kind(**texts(kind, "guide")))

            for made in (
                services.begin_program(scope, "Another", template.contents),
                services.duplicate_program(scope, program.id),
            ):
                contents = queries.newest_version(scope, made.id).contents
                titles = {item["title"] for item in contents[kind.__tablename__]}
                assert titles >= {"guide", "Guide (copy)"}
                assert said_twice(contents) == []

    def test_what_it_calls_otherwise_keeps_its_title_where_no_other_has_it(
        self, acme, tenant, kind, program
    ):
        with tenant(acme) as scope:
            first, second, third = (MAKERS[kind](title=each) for each in ("Lead", "Speak", "Write"))
            services.leave_out_entry(scope, program.id, kind, third.id)
            for row, title in ((first, "Guide"), (second, "Lead"), (first, "Speak")):
                services.reword_entry(scope, program.id, kind, row.id, **texts(kind, title))
            services.add_entry(scope, program.id, kind(**texts(kind, "Write")))

            made = services.duplicate_program(scope, program.id)

            assert said(scope, made, kind) == said(scope, program, kind)

    def test_the_first_version_does_not_say_two_of_one_title_either(
        self, acme, tenant, kind, program
    ):
        with tenant(acme) as scope:
            for _ in range(2):
                MAKERS[kind](title="Lead")

            with pytest.raises(
                ConflictError, match="have the title “Lead” in a program of this kind"
            ):
                services.ensure_version(scope, program)
            assert queries.newest_version(scope, program.id) is None


def test_a_kind_that_says_a_title_of_the_organization_says_where_to_mend_it(acme, tenant):
    with tenant(acme) as scope:
        furnish_catalogues(scope)
        title = "Be clear about what you want to ask"
        ours = services.add_listed(scope, Guideline(**texts(Guideline, title)))
        contents = {"terms": {"kind": Kind.FLASH}}

        with pytest.raises(ConflictError) as raised:
            services.begin_program(scope, "Flash", contents)

        assert str(raised.value) == (
            f"Two under “Guidelines” have the title “{title}” in a program of this kind; "
            "give one of yours there another title first."
        )
        services.change_listed(scope, Guideline, ours.id, title="Ask well")
        assert services.begin_program(scope, "Flash again", contents).kind is Kind.FLASH
