import pytest
from werkzeug.datastructures import MultiDict

from saas.db import db
from saas.errors import InvalidError
from saas.intake import queries as intake
from saas.intake.builtin import BUILT_IN
from saas.intake.feeding import unfed
from saas.intake.layout import layout_from, without_question
from saas.intake.models import Question
from saas.intake.services.standard import furnish_intake
from saas.matching.engine import Rules
from saas.matching.engine.settings import ALIKE
from saas.matching.services.requests import RequestTerms, change_request_terms
from saas.matching.services.rules import rules_of, save_rules, stand_of
from saas.orgs.speech import change_words
from saas.programs import parts, queries, services
from saas.programs.builtin import templates as gallery
from saas.programs.builtin.guidelines import GUIDELINES
from saas.programs.forms import ClauseForm, GoalForm, GuidelineForm
from saas.programs.models import Clause, Goal, Guideline, Kind, MatchedBy, OrientationRule, Side
from saas.programs.services import Form, Kept
from saas.programs.services.catalogues import furnish_catalogues
from saas.scope import Role
from saas.words import Term, Words
from tests import factories
from tests.programs.services.test_programs import TERMS

TEMPLATES = "/o/acme/programs/templates"
GALLERY = "/o/acme/programs/gallery"
EVERY = list(gallery.NAMES)


@pytest.fixture
def furnished(acme, tenant):
    """Acme with the built-in guidelines, goals and clauses."""
    with tenant(acme) as scope:
        furnish_catalogues(scope)
    return acme


def titles(scope, program, kind):
    return [entry.title for entry in queries.entries_of(scope, program, kind) if entry.is_said]


@pytest.mark.parametrize("name", EVERY)
def test_every_template_becomes_a_whole_program(furnished, tenant, alice, name):
    page = alice.get(f"{GALLERY}/{name}").page
    assert page.select("#guidelines li")
    assert page.select("#questions li")
    assert "An orientation is offered" in page.select_one("#terms").get_text()

    made = alice.post(f"{GALLERY}/{name}/use", {}).headers["Location"]

    contents = gallery.builtin_templates()[name].contents
    assert alice.get(made).page.h1
    with tenant(furnished) as scope:
        [program] = queries.programs(scope)
        assert program.kind.value == contents["terms"]["kind"]
        assert program.orientation is OrientationRule.OPTIONAL
        added = {each["title"] for each in contents["guidelines"]["added"]}
        assert added <= set(titles(scope, program, Guideline))
        assert {each["title"] for each in contents["goals"]["added"]} <= set(
            titles(scope, program, Goal)
        )
        assert rules_of(program).weights["goals"] == contents["matching"]["weights"]["goals"]
        assert queries.newest_version(scope, program.id).guidelines
        assert bool(queries.cohorts_of(scope, [program])) == program.always_on


def lacking(scope, program):
    """What a program looks at or forbids, and its form does not ask of both sides."""
    return [each.label for each in unfed(intake.outline_asked(scope, program.id), program)]


def forbidden_by(rules):
    """The answers that have to be the same, or different; without one the rule forbids nothing."""
    return {
        each for each in ALIKE
        if getattr(rules, f"same_{each}") or getattr(rules, f"different_{each}")
    }  # fmt: skip


@pytest.mark.parametrize("name", EVERY)
def test_the_form_of_a_template_asks_all_that_it_looks_at(furnished, tenant, alice, name):
    with tenant(furnished) as scope:
        furnish_intake(scope)

    alice.post(f"{GALLERY}/{name}/use", {})

    with tenant(furnished) as scope:
        [program] = queries.programs(scope)
        assert lacking(scope, program) == []
        asked = list(intake.outline_asked(scope, program.id).questions)
        fed = [(each.feeds, each.audience) for each in asked if each.feeds]
        assert len(fed) == len(set(fed))
        must = {each.feeds for each in asked if each.required}
        assert forbidden_by(rules_of(program)) <= must


@pytest.mark.parametrize("name", EVERY)
def test_an_older_standard_form_is_asked_more_as_the_library_words_it(
    furnished, tenant, alice, name
):
    with tenant(furnished) as scope:
        furnish_intake(scope)
        [form] = intake.forms(scope)
        site = next(each for each in intake.questions(scope) if each.builtin_key == "site")
        form.layout = without_question(layout_from(form.layout), str(site.id)).as_json()
        site.label = "Which of our houses do you work in?"

    alice.post(f"{GALLERY}/{name}/use", {})

    with tenant(furnished) as scope:
        [program] = queries.programs(scope)
        assert lacking(scope, program) == []
        asked = intake.outline_asked(scope, program.id).questions
        assert [each.label for each in asked if each.feeds == "site"] == [site.label]


@pytest.mark.parametrize("kind", list(Kind))
def test_the_standard_form_asks_all_that_a_new_program_looks_at(furnished, tenant, kind):
    with tenant(furnished) as scope:
        furnish_intake(scope)
        program = services.create_program(scope, {**TERMS, "name": "New"}, Form(kind))

        assert lacking(scope, program) == []


@pytest.mark.parametrize("name", EVERY)
def test_a_question_of_a_template_that_matching_reads_is_the_built_in_one(name):
    questions = gallery.builtin_templates()[name].contents["questions"]
    for each in questions:
        if key := each.get("feeds"):
            asked = {part: BUILT_IN[key][part] for part in ("label", "help", "kind", "audience")}
            assert {part: each[part] for part in asked} == asked


def test_a_template_of_peers_says_what_counts_in_their_words(acme, alice):
    matching = alice.get(f"{GALLERY}/peer").page.select_one("#matching").get_text()

    assert "Goals they share" in matching
    assert "As many peers as possible get a peer" in matching


@pytest.mark.parametrize("name", EVERY)
def test_a_template_is_a_program_of_its_own_kind_in_every_part(name):
    contents = gallery.builtin_templates()[name].contents
    others = [gallery.builtin_templates()[each].contents for each in EVERY if each != name]

    assert {"guidelines", "goals", "clauses"} <= {part for part in contents if contents[part]}
    assert contents["terms"]["orientation"] != "off"
    assert contents["terms"]["description"]
    own = {each["label"] for each in contents["questions"] if not each.get("feeds")}
    assert own
    for other in others:
        assert contents["matching"]["weights"] != other["matching"]["weights"]
        assert own.isdisjoint(each["label"] for each in other["questions"])


@pytest.mark.parametrize("name", EVERY)
def test_what_a_template_says_could_have_been_typed(app, name):
    contents = gallery.builtin_templates()[name].contents
    forms = {"guidelines": GuidelineForm, "goals": GoalForm, "clauses": ClauseForm}
    Rules.from_dict(contents["matching"])
    with app.test_request_context():
        for part, form in forms.items():
            for texts in contents[part].get("added", ()):
                asked = form(data=texts)
                typed = {
                    field.name: [field._value()] if hasattr(field, "_value") else [field.data or ""]
                    for field in asked
                }
                again = form(formdata=_multi(typed))
                assert again.validate(), (texts["title"], again.errors)
            known = {"guidelines": GUIDELINES}.get(part)
            for changed in contents[part].get("changed", ()) if known else ():
                assert changed["row"] in known


def _multi(typed):
    return MultiDict([(name, str(each)) for name, values in typed.items() for each in values])


def test_a_programs_own_questions_are_asked_in_a_form_of_its_own(furnished, tenant, alice):
    with tenant(furnished) as scope:
        furnish_intake(scope)
    alice.post(f"{GALLERY}/career/use", {})
    alice.post(f"{GALLERY}/career/use", {})

    label = "Where would you like to be in three years?"
    with tenant(furnished) as scope:
        rows = db.session.query(Question).where(Question.org_id == scope.org_id).all()
        assert [row.retired_at for row in rows if row.label == label] == [None]
        first, second = queries.programs(scope)
        forms = [intake.form_of(scope, each.id) for each in (first, second)]
        assert [each.name for each in forms] == ["Career partners", "Career partners 2"]
        asked = [each.label for each in intake.outline_now(scope, first.id, Side.MENTEE).questions]
        assert label in asked
        assert len(asked) > 10
        copy = services.duplicate_program(scope, first.id)
        assert intake.form_of(scope, copy.id) is forms[0]


def test_a_template_is_in_the_organizations_own_words(furnished, tenant, alice):
    with tenant(furnished) as scope:
        change_words(scope, Words(mentor=Term("a", "coach", "coaches")))

    alice.post(f"{GALLERY}/career/use", {})

    with tenant(furnished) as scope:
        [program] = queries.programs(scope)
        said = [entry.texts for entry in queries.entries_of(scope, program, Guideline)]
        question = next(each for each in said if each["title"] == "Come with a question")
        assert "lets your coach think" in question["explanation"]
        shared = next(each for each in said if each["title"] == "Share the detour, too")
        assert shared["audience"] == "mentor"


def test_an_unknown_template_and_a_member_are_refused(acme, alice, bob):
    alice.get(f"{GALLERY}/nothing", expect=404)
    alice.post(f"{GALLERY}/nothing/use", {}, expect=404)
    bob.get(TEMPLATES, expect=403)


@pytest.fixture
def original(furnished, tenant):
    """A group program that says much in its own way."""
    with tenant(furnished) as scope:
        program = services.create_program(scope, {**TERMS, "name": "Circles"}, Form(Kind.GROUP))
        save_rules(scope, program.id, {"minimum": 0.3}, stand_of(program))
        terms = RequestTerms(
            matched_by=MatchedBy.BLENDED, open_requests=2, request_days=9, message_required=False
        )
        change_request_terms(scope, program.id, terms)
        rows = queries.entries_of(scope, program, Guideline)
        texts = {**rows[0].texts, "title": "Come in time"}
        services.reword_entry(scope, program.id, Guideline, rows[0].id, **texts)
        services.leave_out_entry(scope, program.id, Guideline, rows[1].id)
        own = Guideline(title="Bring a case", explanation="", audience="both", behavior="Brings.")
        services.add_entry(scope, program.id, own)
        services.move_entry(scope, program.id, Guideline, own.id, up=True)
        clause = Clause(title="Nothing leaves the room", body="We agree.")
        services.add_entry(scope, program.id, clause)
        factories.mentee(factories.cohort(program))
        return program


def test_a_duplicate_says_the_same_and_has_nobody_in_it(furnished, tenant, original):
    with tenant(furnished) as scope:
        copy = services.duplicate_program(scope, original.id)

        assert copy.name == "Copy of Circles"
        assert parts.take(scope, copy) == parts.take(scope, original)
        for kind in (Guideline, Goal, Clause):
            assert titles(scope, copy, kind) == titles(scope, original, kind)
        assert "Come in time" in titles(scope, copy, Guideline)
        assert not queries.cohorts_of(scope, [copy])
        assert not queries.program_admins(scope, copy.id)


def test_a_duplicate_keeps_what_is_said_of_rows_that_are_retired(furnished, tenant, original):
    with tenant(furnished) as scope:
        rows = queries.entries_of(scope, original, Guideline)
        before = titles(scope, original, Guideline)
        for row in rows[:3]:
            services.retire_listed(scope, Guideline, row.id)
        template = services.save_template(scope, original.id, Kept("Ours", ""))
        lines = [line for part in parts.told(template.contents) for line in part.lines]
        copies = [
            services.duplicate_program(scope, original.id),
            services.begin_program(scope, "Ours", template.contents),
        ]
        for row in rows[:3]:
            services.restore_listed(scope, Guideline, row.id)

        assert before[0] == "Come in time"
        assert all(titles(scope, copy, Guideline) == before for copy in copies)
    assert not {"Come in time", "Left out of what the organization says: 1"} & {
        title for title, _ in lines
    }


def test_a_duplicate_goes_its_own_way(furnished, tenant, original):
    with tenant(furnished) as scope:
        copy = services.duplicate_program(scope, original.id)
        before = titles(scope, original, Guideline)
        [own] = [each for each in queries.entries_of(scope, copy, Guideline)
                 if each.title == "Bring a case"]  # fmt: skip

        services.leave_out_entry(scope, copy.id, Guideline, own.id)

        assert titles(scope, original, Guideline) == before
        assert services.duplicate_program(scope, original.id).name == "Copy of Circles 2"


def test_a_program_is_kept_as_a_template_and_begun_from(furnished, tenant, original, alice):
    alice.post(
        f"/o/acme/programs/{original.id}/template", {"name": "Our circles", "description": "Good."}
    )
    page = alice.get(TEMPLATES).page
    href = next(a["href"] for a in page.select("h2 a") if a.text.strip() == "Our circles")

    alice.post(f"{href}/use", {})

    with tenant(furnished) as scope:
        made = queries.program_named(scope, "Our circles")
        assert parts.take(scope, made)["guidelines"] == parts.take(scope, original)["guidelines"]


def test_a_removed_template_is_gone_until_that_is_undone(furnished, tenant, original, alice):
    with tenant(furnished) as scope:
        row = services.save_template(scope, original.id, Kept("Ours", ""))

    alice.post(f"{TEMPLATES}/{row.id}/remove", {})
    alice.get(f"{TEMPLATES}/{row.id}", expect=404)
    assert "Ours" not in alice.get(TEMPLATES).page.select_one("main").text

    alice.post(f"{TEMPLATES}/{row.id}/restore", {})
    alice.get(f"{TEMPLATES}/{row.id}")


def test_two_templates_do_not_have_one_name(furnished, tenant, original):
    with tenant(furnished) as scope:
        services.save_template(scope, original.id, Kept("Ours", ""))

        with pytest.raises(InvalidError) as error:
            services.save_template(scope, original.id, Kept("Ours", ""))

    assert error.value.field == "name"


def test_a_program_admin_begins_no_programs(furnished, tenant, original, member, sign_in):
    pat = member(furnished, Role.PROGRAM_ADMIN, "Pat")
    with tenant(furnished) as scope:
        services.assign_program_admin(scope, original.id, pat.member_id)

    browser = sign_in(pat)

    browser.post(f"/o/acme/programs/{original.id}/duplicate", {}, expect=403)
    assert "Duplicate" not in browser.get(f"/o/acme/programs/{original.id}").text
