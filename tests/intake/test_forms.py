import uuid

import pytest

from saas.db import db
from saas.errors import ConflictError, InvalidError, NotFoundError
from saas.intake import queries
from saas.intake.asking import Asked, Expected
from saas.intake.checking import can_be, problems
from saas.intake.kinds import QuestionKind
from saas.intake.layout import layout_from
from saas.intake.models import ApplicationState
from saas.intake.reading import says
from saas.intake.schema import outline_of, schema_of
from saas.intake.services import applications, building, publishing
from saas.intake.services import forms as services
from saas.intake.services.questions import Wording, add_question, change_question
from saas.intake.services.standard import furnish_intake
from saas.orgs.speech import change_words
from saas.programs.models import Audience, ProgramAdmin, Side
from saas.scope import Role, Scope
from saas.words import words_from
from tests import factories


@pytest.fixture
def scope(acme, tenant):
    with tenant(acme) as scope:
        furnish_intake(scope)
        yield scope


@pytest.fixture
def form(scope):
    return queries.forms(scope)[0]


def wording(label="Why?", **values):
    usual = {"help": "", "options": (), "audience": Audience.BOTH, "feeds": None}
    return Wording(**{**usual, "label": label, **values})


def seen(scope, form):
    return publishing.fingerprint(schema_of(queries.draft_outline(scope, form)))


def publish(scope, form, note=""):
    return publishing.publish_form(scope, form.id, note=note, seen=seen(scope, form))


def asked(scope, form):
    return {each.label: each for each in queries.draft_outline(scope, form).questions}


@pytest.fixture
def visited(scope, form):
    """A yes-or-no question at the end of the form, and one after it that hangs on it."""
    yes = add_question(scope, QuestionKind.YES_NO, wording("Have you had a mentor?"))
    how = add_question(scope, QuestionKind.SHORT_TEXT, wording("How was it?"))
    for each in (yes, how):
        building.place_question(scope, form.id, "s6", each.id)
    building.set_condition(scope, form.id, how.id, yes.id, Expected(any_of=(True,)))
    building.change_place(scope, form.id, how.id, section="s6", required=True)
    return yes, how


def test_a_change_reaches_applicants_when_it_is_published(scope, form, visited):
    newest = queries.newest_form_version(scope, form.id)
    assert "How was it?" not in {each.label for each in outline_of(newest.schema).questions}

    version = publish(scope, form, "Asks about before.")

    assert (version.number, version.note) == (2, "Asks about before.")
    assert "How was it?" in {each.label for each in outline_of(version.schema).questions}
    assert newest.schema != version.schema


def test_what_says_nothing_new_is_not_published(scope, form):
    with pytest.raises(ConflictError, match="nothing to publish"):
        publish(scope, form)


def test_what_was_changed_meanwhile_is_not_published(scope, form, visited):
    before = seen(scope, form)
    building.remove_question(scope, form.id, visited[1].id)

    with pytest.raises(ConflictError, match="changed meanwhile"):
        publishing.publish_form(scope, form.id, note="", seen=before)


def test_the_last_change_can_be_undone_and_done_again(scope, form):
    before = form.layout
    change = building.remove_section(scope, form.id, "s1")
    after = form.layout

    assert services.undo_change(scope, form.id, change).layout == before
    again = services.last_change(form)
    assert services.undo_change(scope, form.id, again).layout == after


def test_to_undo_a_change_twice_is_to_undo_it_once(scope, form):
    before = form.layout
    change = building.remove_section(scope, form.id, "s1")

    for _press in range(2):
        assert services.undo_change(scope, form.id, change).layout == before


def test_an_undo_takes_back_no_change_that_somebody_else_made_since(scope, form):
    mine = building.remove_section(scope, form.id, "s1")
    building.add_section(scope, form.id, "Theirs")
    theirs = form.layout

    for change in (mine, None):
        with pytest.raises(ConflictError, match="changed again since then"):
            services.undo_change(scope, form.id, change)
    assert form.layout == theirs


def test_to_save_what_is_saved_is_no_change_to_undo(scope, form, visited):
    yes, how = visited
    expected = Expected(any_of=(True,))

    assert building.set_condition(scope, form.id, how.id, yes.id, expected) is None
    assert building.place_question(scope, form.id, "s6", yes.id) is None


def test_a_change_is_known_again_when_the_database_gave_its_numbers_back(scope, form):
    years = next(each for each in queries.questions(scope) if each.kind is QuestionKind.NUMBER)
    change = building.set_prerequisite(scope, form.id, years.id, Expected(least=5.0), "")
    db.session.flush()
    db.session.expire_all()

    assert services.last_change(queries.form(scope, form.id)) == change


def test_there_is_nothing_to_undo_at_first(scope, form):
    with pytest.raises(ConflictError, match="nothing to undo"):
        services.undo_change(scope, form.id, None)


def test_a_condition_looks_back_and_never_forward(scope, form, visited):
    yes, how = visited
    with pytest.raises(InvalidError, match="earlier question"):
        building.set_condition(scope, form.id, yes.id, how.id, Expected(any_of=(True,)))
    with pytest.raises(InvalidError, match="Nobody can answer so"):
        building.set_condition(scope, form.id, how.id, yes.id, Expected(least=1))
    with pytest.raises(InvalidError, match="Nobody can answer so"):
        building.set_condition(scope, form.id, how.id, yes.id, Expected())


def test_a_span_that_ends_before_it_begins_is_refused():
    years = Asked(id="years", label="Years?", kind=QuestionKind.NUMBER)
    assert can_be(years, Expected(least=5, most=5))
    assert not can_be(years, Expected(least=9, most=5))
    assert says(Expected(least=2_000_000)) == "at least 2000000"


def test_a_form_whose_condition_hangs_in_the_air_is_not_published(scope, form, visited):
    yes, how = visited
    building.move_question(scope, form.id, how.id, up=True)

    (problem,) = problems(queries.draft_outline(scope, form))
    assert problem.question == str(how.id)
    with pytest.raises(ConflictError, match="does not come before it"):
        publish(scope, form)
    building.remove_condition(scope, form.id, how.id, yes.id)
    publish(scope, form)


def test_a_choice_that_is_gone_is_found_where_a_condition_names_it(scope, form):
    color = add_question(scope, QuestionKind.ONE, wording("Color?", options=("Red", "Blue")))
    shade = add_question(scope, QuestionKind.SHORT_TEXT, wording("Shade?"))
    for each in (color, shade):
        building.place_question(scope, form.id, "s6", each.id)
    building.set_condition(scope, form.id, shade.id, color.id, Expected(any_of=("Red",)))

    change_question(scope, color.id, wording("Color?", options=("Green", "Blue")))

    (problem,) = problems(queries.draft_outline(scope, form))
    assert "nobody can answer so any more" in problem.sentence


def test_a_prerequisite_must_be_answered_and_can_be_said_kindly(scope, form, visited):
    yes, _ = visited
    building.set_prerequisite(scope, form.id, yes.id, Expected(any_of=(True,)), "Come to one.")

    question = asked(scope, form)["Have you had a mentor?"]
    assert (question.required, question.refusal) == (True, "Come to one.")
    building.set_prerequisite(scope, form.id, yes.id, None, "")
    assert asked(scope, form)["Have you had a mentor?"].must is None


def test_a_prerequisite_is_required_whatever_is_said_beside_it(scope, form, visited):
    must = Expected(any_of=(True,))
    building.set_prerequisite(scope, form.id, visited[0].id, must, "Come to one.")

    building.change_place(scope, form.id, visited[0].id, section="s6", required=False)

    assert asked(scope, form)["Have you had a mentor?"].required


def test_who_leaves_a_prerequisite_blank_cannot_send_it_also_to_a_form_of_before(
    acme, tenant, cohort, typed, member
):
    ben, answers = member(acme, Role.MEMBER, "Ben"), typed()
    with tenant(acme) as scope:
        (form,) = queries.forms(scope)
        more = add_question(scope, QuestionKind.YES_NO, wording("Attended?"))
        building.place_question(scope, form.id, "s6", more.id)
        building.set_prerequisite(scope, form.id, more.id, Expected(any_of=(True,)), "")
        schema = schema_of(queries.draft_outline(scope, form))
        schema["properties"][str(more.id)]["x-required"] = False
        loose = [each for each in schema["allOf"] if each != {"required": [str(more.id)]}]
        publishing.add_version(scope, form, {**schema, "allOf": loose})
        row = applications.start_application(ben.scope, cohort, Side.MENTEE)

        with pytest.raises(InvalidError, match="Attended"):
            applications.submit_application(ben.scope, row.id, answers)


def test_a_form_begins_as_a_copy_and_goes_its_own_way(scope, form):
    copy = services.create_form(scope, "Short form", form.id)
    building.remove_section(scope, copy.id, "s1")

    assert len(layout_from(form.layout).parts) == len(layout_from(copy.layout).parts) + 1
    with pytest.raises(InvalidError, match="has this name"):
        services.create_form(scope, "Short form")
    with pytest.raises(InvalidError, match="Enter a name"):
        services.rename_form(scope, copy.id, " ")
    with pytest.raises(NotFoundError):
        services.create_form(scope, "Other", uuid.uuid4())


def test_programs_share_a_form_or_choose_their_own(scope, form):
    one, other = factories.program("One"), factories.program("Other")
    short = services.create_form(scope, "Short form", form.id)
    with pytest.raises(ConflictError, match="Publish this form"):
        publishing.choose_form(scope, one.id, short.id)
    publish(scope, short)

    publishing.choose_form(scope, one.id, short.id)

    assert queries.form_of(scope, one.id) is short
    assert queries.form_of(scope, other.id) is form
    assert queries.programs_by_form(scope) == {short.id: [one], form.id: [other]}
    with pytest.raises(ConflictError, match="“One” asks this form"):
        services.retire_form(scope, short.id)
    publishing.choose_form(scope, one.id, form.id)
    assert services.retire_form(scope, short.id).retired_at
    with pytest.raises(ConflictError, match="Publish this form"):
        publishing.choose_form(scope, one.id, short.id)


def test_of_the_forms_of_other_programs_a_program_admin_knows_nothing(scope, form):
    theirs, other = factories.program("Careers"), factories.program("Secret circle")
    secret, free = (services.create_form(scope, name, form.id) for name in ("Secret", "Free"))
    for each in (secret, free):
        publish(scope, each)
    publishing.choose_form(scope, other.id, secret.id)
    paula = Scope(scope.org_id, factories.listed_member("Paula").id, Role.PROGRAM_ADMIN)
    factories._saved(ProgramAdmin(program_id=theirs.id, member_id=paula.actor_id))

    assert queries.forms_to_choose(paula) == [form, free]
    with pytest.raises(NotFoundError):
        publishing.choose_form(paula, theirs.id, secret.id)

    publishing.choose_form(scope, theirs.id, secret.id)

    assert queries.forms_to_choose(paula) == [form, free, secret]


def test_the_standard_form_stays(scope, form):
    with pytest.raises(ConflictError, match="so it stays"):
        services.retire_form(scope, form.id)


def test_new_words_reach_applicants_unless_somebody_has_a_draft(scope, form):
    mine = services.create_form(scope, "Mine", form.id)
    publish(scope, mine)
    building.remove_section(scope, mine.id, "s1")

    change_words(scope, words_from({"mentee": ["a", "learner", "learners"]}))

    numbers = [queries.newest_form_version(scope, each.id).number for each in (form, mine)]
    texts = str(queries.newest_form_version(scope, form.id).schema)
    assert numbers == [2, 1]
    assert "How many learners can you take?" in texts


def test_what_was_sent_is_answered_to_its_version_for_good(acme, tenant, cohort, typed, member):
    ben = member(acme, Role.MEMBER, "Ben")
    first, second = typed(), typed(field="Art")
    with tenant(acme) as scope:
        (form,) = queries.forms(scope)
        row = applications.start_application(ben.scope, cohort, Side.MENTEE)
        applications.submit_application(ben.scope, row.id, first)
        building.remove_section(scope, form.id, "s2")
        publish(scope, form)

        applications.submit_application(ben.scope, row.id, second)

        assert row.state is ApplicationState.SUBMITTED
        assert queries.application(scope, row.id).form_version.number == 1
        assert "Art" in row.answers.values()


def test_a_draft_goes_on_with_the_newest_version(acme, tenant, cohort, typed, member):
    ben = member(acme, Role.MEMBER, "Ben")
    answers = typed()
    with tenant(acme) as scope:
        (form,) = queries.forms(scope)
        row = applications.start_application(ben.scope, cohort, Side.MENTEE)
        applications.save_draft(ben.scope, row.id, answers)
        more = add_question(scope, QuestionKind.DATE, wording("Since when?"))
        building.place_question(scope, form.id, "s6", more.id)
        building.change_place(scope, form.id, more.id, section="s6", required=True)
        publish(scope, form)

        with pytest.raises(InvalidError, match="Since when"):
            applications.submit_application(ben.scope, row.id, answers)
        applications.submit_application(ben.scope, row.id, {**answers, str(more.id): "2026-01-31"})

        assert row.answers[str(more.id)] == "2026-01-31"
        assert queries.application(scope, row.id).form_version.number == 2


def test_what_is_not_asked_after_other_answers_is_left_out(acme, tenant, cohort, typed, member):
    ben = member(acme, Role.MEMBER, "Ben")
    with tenant(acme) as scope:
        (form,) = queries.forms(scope)
        yes = add_question(scope, QuestionKind.YES_NO, wording("Before?"))
        how = add_question(scope, QuestionKind.SHORT_TEXT, wording("How?"))
        for each in (yes, how):
            building.place_question(scope, form.id, "s6", each.id)
        building.set_condition(scope, form.id, how.id, yes.id, Expected(any_of=(True,)))
        building.change_place(scope, form.id, how.id, section="s6", required=True)
        publish(scope, form)
        row = applications.start_application(ben.scope, cohort, Side.MENTEE)
        answers = {**typed(), str(how.id): "Well"}

        with pytest.raises(InvalidError, match="How"):
            applications.submit_application(
                ben.scope, row.id, {**answers, str(yes.id): "yes", str(how.id): ""}
            )
        applications.submit_application(ben.scope, row.id, {**answers, str(yes.id): "no"})

        assert row.answers[str(yes.id)] is False
        assert str(how.id) not in row.answers


def test_a_version_whose_schema_was_written_otherwise_is_not_seen_as_changed(scope, form):
    link = add_question(scope, QuestionKind.LINK, wording("Your page?"))
    building.place_question(scope, form.id, "s6", link.id)
    version = publish(scope, form)
    assert version.schema["properties"][str(link.id)]["format"] == "iri"

    said = version.schema["properties"][str(link.id)] | {"format": "uri"}
    version.schema = version.schema | {
        "properties": version.schema["properties"] | {str(link.id): said}
    }
    db.session.flush()

    assert not publishing.has_changed(scope, form)
    change_question(scope, link.id, wording("Your site?"))
    assert publishing.has_changed(scope, form)
