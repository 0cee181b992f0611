import pytest

from saas.intake import queries
from saas.intake.schema import schema_of
from saas.intake.services.building import remove_section
from saas.intake.services.forms import create_form, retire_form
from saas.intake.services.made_of import put_form
from saas.intake.services.publishing import choose_form, has_changed, publish_form
from saas.intake.services.standard import furnish_intake
from saas.programs import services
from saas.programs.services import Kept
from saas.seen import fingerprint
from tests import factories


@pytest.fixture
def scope(acme, tenant):
    with tenant(acme) as scope:
        furnish_intake(scope)
        yield scope


def publish(scope, form):
    seen = fingerprint(schema_of(queries.draft_outline(scope, form)))
    return publish_form(scope, form.id, note="", seen=seen)


@pytest.fixture
def form(scope):
    """A form of a program's own, once published."""
    form = create_form(scope, "Mine", queries.forms(scope)[0].id)
    publish(scope, form)
    return form


@pytest.fixture
def program(scope, form):
    program = factories.program("Women in Law")
    choose_form(scope, program.id, form.id)
    return program


@pytest.fixture
def template(scope, program):
    return services.save_template(scope, program.id, Kept("Law", "")).contents


def asked(scope, program):
    return list(queries.outline_asked(scope, program.id).questions)


def test_a_template_whose_form_is_as_it_was_begins_programs_that_ask_it(scope, form, template):
    begun = services.begin_program(scope, "Careers", template)

    assert queries.form_of(scope, begun.id) is form


def test_a_template_keeps_the_questions_that_it_was_kept_with(scope, form, program, template):
    before = asked(scope, program)
    remove_section(scope, form.id, "s1")
    publish(scope, form)
    assert asked(scope, program) != before

    begun = services.begin_program(scope, "Careers", template)

    assert asked(scope, begun) == before
    own = queries.form_of(scope, begun.id)
    assert own.name == "Careers"
    # Its draft says the same, so that it can be gone on with.
    assert not has_changed(scope, own)


def test_what_is_a_draft_only_is_not_kept_and_not_waited_for(scope, form, program, template):
    before = asked(scope, program)
    remove_section(scope, form.id, "s1")

    begun = services.begin_program(scope, "Careers", template)

    assert asked(scope, begun) == before


def test_a_template_whose_form_is_retired_asks_its_questions_all_the_same(
    scope, form, program, template
):
    before = asked(scope, program)
    choose_form(scope, program.id, queries.forms(scope)[0].id)
    retire_form(scope, form.id)

    begun = services.begin_program(scope, "Careers", template)

    assert asked(scope, begun) == before
    assert queries.form_of(scope, begun.id) is not form


def test_a_template_kept_before_versions_were_noted_asks_the_newest(scope, form, template):
    begun = factories.program("Careers")
    put_form(scope, begun, {"form_id": str(form.id), "name": form.name})

    assert queries.form_of(scope, begun.id) is form


def test_a_form_that_is_not_there_leaves_the_standard_one(scope, template):
    begun = factories.program("Careers")
    put_form(scope, begun, {"form_id": "00000000-0000-0000-0000-000000000000", "name": "Gone"})

    assert queries.form_of(scope, begun.id).builtin_key
