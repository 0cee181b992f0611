import json
import uuid

import pytest

from saas.intake import queries
from saas.intake.asking import Expected
from saas.intake.kinds import QuestionKind
from saas.intake.layout import layout_from
from saas.intake.models import ProgramForm
from saas.intake.services import building
from saas.intake.services.questions import Wording, add_question
from saas.intake.services.standard import furnish_intake
from saas.intake.validating import check_schema
from saas.programs.models import Audience, Kind, ProgramAdmin
from saas.programs.services.versions import ensure_version
from saas.scope import Role
from tests import factories

BASE = "/o/acme/forms"


def wording(label, **values):
    usual = {"help": "", "options": (), "audience": Audience.BOTH, "feeds": None}
    return Wording(**{**usual, "label": label, **values})


@pytest.fixture
def form(acme, tenant):
    with tenant(acme) as scope:
        furnish_intake(scope)
        return queries.forms(scope)[0]


@pytest.fixture
def path(form):
    return f"{BASE}/{form.id}"


@pytest.fixture
def layout(acme, tenant, form):
    """The draft as it is now."""

    def read():
        with tenant(acme) as scope:
            return layout_from(queries.form(scope, form.id).layout)

    return read


@pytest.fixture
def pair(acme, tenant, form):
    """A yes-or-no question in the last section, and a text after it, which hangs on nothing yet."""
    with tenant(acme) as scope:
        yes = add_question(scope, QuestionKind.YES_NO, wording("Before?"))
        how = add_question(scope, QuestionKind.SHORT_TEXT, wording("How was it?"))
        for each in (yes, how):
            building.place_question(scope, form.id, "s6", each.id)
        return yes.id, how.id


def undo_on(page):
    """Where the button of a page leads that takes the last change back."""
    return page.page.select_one("form[action*='/undo']")["action"]


def test_the_list_says_how_each_form_stands(alice, form, pair, acme, tenant):
    with tenant(acme):
        factories.program("Careers")
    text = alice.get(BASE).page.select_one("#forms").get_text(" ", strip=True)

    assert "Version 1" in text
    assert "Changes not published" in text
    assert "asked by Careers" in text


def test_having_looked_through_the_form_is_noted(alice, form):
    assert "Does the form suit you?" in alice.get(BASE).text
    alice.post(f"{BASE}/review")
    assert "Does the form suit you?" not in alice.get(BASE).text


def test_a_form_is_made_renamed_retired_and_restored(alice, form, acme, tenant):
    alice.get(f"{BASE}/new")
    made = alice.post(f"{BASE}/new", {"name": "Short", "copied": str(form.id)}).location
    alice.post(f"{BASE}/new", {"name": "Short", "copied": ""}, expect=422)
    assert alice.get(made).page.h1.get_text(strip=True) == "Short"
    alice.get(f"{made}/rename")
    alice.post(f"{made}/rename", {"name": "Brief"})
    alice.post(f"{made}/retire")
    assert "Retired (1)" in alice.get(BASE).text
    alice.post(f"{made}/restore")
    assert "Retired" not in alice.get(BASE).text
    alice.post(f"{BASE}/new", {"name": "Other", "copied": str(uuid.uuid4())}, expect=404)


def test_sections_are_added_changed_moved_and_removed(alice, path, layout):
    alice.get(f"{path}/sections/new")
    alice.post(f"{path}/sections/new", {"title": "Extra", "text": "Why not."})
    alice.post(f"{path}/sections/new", {"title": " "}, expect=422)
    extra = layout().parts[-1]
    assert (extra.title, extra.text) == ("Extra", "Why not.")
    here = f"{path}/sections/{extra.id}"
    alice.get(here)
    alice.post(here, {"title": "More", "text": ""})
    alice.post(f"{here}/up")
    assert layout().parts[-2].title == "More"
    assert "No questions in this section" in alice.get(path).text
    alice.post(f"{here}/remove")
    assert "More" not in {each.title for each in layout().parts}
    alice.post(undo_on(alice.get(path)))
    assert "More" in {each.title for each in layout().parts}
    for action in ("up", "remove", "add"):
        alice.post(f"{path}/sections/unknown/{action}", {"title": "x"}, expect=404)


def test_an_undo_button_takes_back_its_own_change_and_no_later_one(alice, path, layout):
    alice.post(f"{path}/sections/s1/remove")
    stale = undo_on(alice.get(path))
    alice.post(f"{path}/sections/new", {"title": "Theirs"})
    theirs = layout()

    for undo in (stale, f"{path}/undo"):
        assert "changed again since then" in alice.post(undo, expect=409).text
    assert layout() == theirs
    alice.post(undo_on(alice.get(path)))
    assert "Theirs" not in {each.title for each in layout().parts}


def test_saving_a_section_as_it_is_offers_no_undo_of_what_was_before(alice, path):
    alice.post(f"{path}/sections/new", {"title": "Theirs"})
    assert alice.get(path).page.select_one("[data-undo]")
    alice.post(f"{path}/sections/s1", {"title": "Your work", "text": ""})

    assert not alice.get(path).page.select_one("[data-undo]")


def test_questions_of_the_library_are_added_moved_and_removed(alice, path, layout, acme, tenant):
    with tenant(acme) as scope:
        wishes = next(each for each in queries.questions(scope) if each.builtin_key == "wishes")
    page = alice.get(f"{path}/sections/s6/add").page
    assert "Whom could you imagine" in page.get_text()
    alice.post(f"{path}/sections/s6/add", {"question_id": str(wishes.id)})
    assert layout().part("s6").places[-1].id == str(wishes.id)
    part = alice.post(f"{path}/questions/{wishes.id}/up", htmx=True)
    assert part.location == path
    assert layout().part("s6").places[0].id == str(wishes.id)
    alice.post(f"{path}/questions/{wishes.id}", {"section": "s1", "required": "y"})
    assert layout().place(str(wishes.id)).required
    assert layout().part_of(str(wishes.id)).id == "s1"
    alice.post(f"{path}/questions/{wishes.id}/remove")
    assert str(wishes.id) not in {each.id for each in layout().places}
    alice.get(f"{path}/questions/{wishes.id}", expect=404)
    alice.post(f"{path}/sections/s6/add", {"question_id": "nonsense"}, expect=404)


def test_the_builder_remarks_on_what_only_one_side_can_be_asked(alice, path, acme, tenant, form):
    with tenant(acme) as scope:
        audience = Audience.MENTEE
        yes = add_question(scope, QuestionKind.YES_NO, wording("Before?", audience=audience))
        how = add_question(scope, QuestionKind.SHORT_TEXT, wording("How was it?"))
        for each in (yes, how):
            building.place_question(scope, form.id, "s6", each.id)
        building.set_condition(scope, form.id, how.id, yes.id, Expected(any_of=(True,)))

    for page in (path, f"{path}/publish"):
        assert "Mentors are never asked “How was it?”" in alice.get(page).text


def test_a_condition_is_set_shown_and_removed(alice, path, layout, pair):
    yes, how = pair
    here = f"{path}/questions/{how}"
    assert f"/when/{yes}" in alice.get(here).text
    alice.get(f"{here}/when/{yes}")
    alice.post(f"{here}/when/{yes}", {}, expect=422)
    alice.post(f"{here}/when/{yes}", {"answer": "yes"})
    assert layout().place(str(how)).when[0].expected == Expected(any_of=(True,))
    assert "Asked after yes to “Before?”" in alice.get(path).text
    assert alice.get(f"{here}/when/{yes}").page.select_one("[value=yes]").has_attr("checked")
    alice.post(f"{path}/questions/{how}/up")
    assert "cannot be published yet" in alice.get(path).text
    alice.post(f"{here}/when/{yes}/remove")
    assert layout().place(str(how)).when == ()
    alice.get(f"{here}/when/{how}", expect=404)


def test_a_prerequisite_is_set_shown_and_removed(alice, path, layout, pair, acme, tenant):
    _yes, how = pair
    with tenant(acme) as scope:
        years = next(each for each in queries.questions(scope) if each.feeds == "years_experience")
    here = f"{path}/questions/{years.id}/prerequisite"
    alice.get(here)
    alice.post(here, {"least": "5", "most": "", "refusal": "Five years, please."})
    assert layout().place(str(years.id)).must == Expected(least=5)
    assert "To take part: at least 5" in alice.get(path).text
    page = alice.get(f"{path}/questions/{years.id}").page
    assert "so it must be answered" in page.text
    assert not page.select("input[name=required]")
    alice.post(f"{path}/questions/{years.id}", {"section": "s1"})
    assert layout().place(str(years.id)).required
    alice.post(here, {"least": "500", "refusal": ""}, expect=422)
    alice.post(f"{here}/remove")
    assert layout().place(str(years.id)).must is None
    alice.get(f"{path}/questions/{how}/prerequisite", expect=404)


@pytest.mark.parametrize(("side", "shown"), [("mentee", "hope for"), ("mentor", "can offer")])
def test_the_preview_shows_what_a_side_sees_and_tries_answers_out(alice, path, side, shown):
    page = alice.get(f"{path}/preview?side={side}").page
    assert shown in page.get_text(" ")

    response = alice.post(f"{path}/preview?side={side}", {}, expect=422)

    assert "Answer “Which field do you work in?”." in response.text


def test_the_preview_speaks_of_the_programs_that_ask_the_form(alice, path, form, acme, tenant):
    with tenant(acme) as scope:
        careers, peers = factories.program("Careers"), factories.program("Peers", kind=Kind.PEER)
        for each in (careers, peers):
            factories._saved(ProgramForm(program_id=each.id, form_id=form.id))
        factories.goal(title="Teach what I know", program_id=peers.id)
        ensure_version(scope, peers)

    first = alice.get(f"{path}/preview").page
    asked = {each.get_text(strip=True): each["href"] for each in first.select("nav.seg a")}
    assert [*asked] == ["Careers", "Peers", "Mentee", "Mentor"]
    assert "Teach what I know" not in first.get_text()

    page = alice.get(asked["Peers"]).page
    assert [each.get_text(strip=True) for each in page.select("nav.seg a")] == ["Careers", "Peers"]
    assert "Teach what I know" in page.get_text()
    alice.post(page.select_one("form.form")["action"], {}, expect=422)


def test_publishing_shows_what_changes_and_makes_a_version(alice, path, pair):
    page = alice.get(f"{path}/publish").page
    assert "Before? New" in page.select_one("#changes").get_text(" ", strip=True)
    seen = page.select_one("[name=seen]")["value"]
    assert "changed meanwhile" in alice.post(f"{path}/publish", {"seen": "x"}, expect=409).text

    alice.post(f"{path}/publish", {"note": "Asks about before.", "seen": seen})

    text = alice.get(f"{path}/versions").page.get_text(" ", strip=True)
    assert "Asks about before." in text
    assert "nothing to publish" in alice.get(f"{path}/publish").text
    alice.get(f"{path}/versions/1?side=mentor")
    for number in ("9", "9" * 40):
        alice.get(f"{path}/versions/{number}", expect=404)
    response = alice.get(f"{path}/versions/2/schema.json")
    check_schema(json.loads(response.text))
    assert response.headers["Content-Disposition"].startswith("attachment")


def test_a_program_admin_chooses_among_the_forms_of_their_program(
    alice, form, path, acme, tenant, member, sign_in
):
    with tenant(acme):
        program = factories.program("Careers")
    admin = member(acme, Role.PROGRAM_ADMIN, "Paula")
    with tenant(acme):
        factories._saved(ProgramAdmin(program_id=program.id, member_id=admin.member_id))
    paula = sign_in(admin)
    here = f"/o/acme/programs/{program.id}/form"
    assert "Intake form" in paula.get(here).text
    paula.post(here, {"form": str(form.id)})
    paula.post(here, {"form": str(uuid.uuid4())}, expect=404)
    paula.post(here, {"form": "nonsense"}, expect=404)
    paula.get(path, expect=403)


def test_only_admins_build_forms(bob, path, pair):
    yes, how = pair
    for page in ("", "/preview", "/publish", "/versions", "/rename", f"/questions/{how}"):
        bob.get(path + page, expect=403)
    for action in ("/undo", "/retire", f"/questions/{how}/up", f"/questions/{how}/when/{yes}"):
        bob.post(path + action, {"answer": "yes"}, expect=403)


def test_the_builder_costs_the_same_however_long_the_form_is(alice, path, count_queries):
    with count_queries() as statements:
        alice.get(path)

    assert len(statements) <= 10
