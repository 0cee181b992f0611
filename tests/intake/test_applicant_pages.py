import uuid

import pytest

from saas.intake import queries
from saas.intake.asking import Asked, Expected
from saas.intake.availability import DAYS
from saas.intake.kinds import MOST_SLOTS, QuestionKind
from saas.intake.models import ApplicationState
from saas.intake.routes.applications import as_shown
from saas.intake.schema import schema_of
from saas.intake.services import building
from saas.intake.services.publishing import fingerprint, publish_form
from saas.intake.services.questions import Wording, add_question
from saas.orgs.links import token_for
from saas.programs import queries as programs
from saas.programs.models import Audience, Side
from saas.programs.services.versions import ensure_version
from tests import factories

BASE = "/o/acme"


def name_of(questions, feeds):
    asked = next(each for each in questions() if each.feeds == feeds)
    return f"q_{asked.id.replace('-', '')}"


def test_a_member_starts_an_application(browser, cohort, kept):
    page = browser.get(f"{BASE}/cohorts/{cohort.id}/apply").page
    assert "Why a mentor" in page.get_text()

    response = browser.post(f"{BASE}/cohorts/{cohort.id}/apply", {"side": "mentor"})

    assert response.location == f"{BASE}/applications/{kept().id}"
    assert kept().side is Side.MENTOR


def test_a_side_must_be_named(browser, cohort):
    browser.post(f"{BASE}/cohorts/{cohort.id}/apply", {"side": "both"}, expect=422)


def test_a_closed_intake_takes_nobody_and_says_so(browser, acme, tenant):
    with tenant(acme):
        closed = factories.cohort(intake_open=False)

    page = browser.get(f"{BASE}/cohorts/{closed.id}/apply").page
    assert "Applications are closed at the moment." in page.get_text()
    assert page.select("form input[name=side]") == []
    browser.post(f"{BASE}/cohorts/{closed.id}/apply", {"side": "mentee"}, expect=409)


def test_the_form_shows_the_questions_of_the_side_and_who_sees_private_answers(browser, draft):
    text = browser.get(draft).page.get_text(" ", strip=True)

    assert "Which kinds of support do you hope for?" in text
    assert "How many mentees can you take?" not in text
    assert "never shown to the other side" in text


def test_what_is_typed_is_saved_by_itself(browser, draft, kept, questions):
    data = {name_of(questions, "years_experience"): "a few"}

    response = browser.post(f"{draft}/draft", data, htmx=True, expect=200)

    assert response.page.get_text(strip=True).startswith("Saved ")
    assert list(kept().answers.values()) == ["a few"]
    assert 'value="a few"' in browser.get(draft).text


def test_a_draft_is_saved_without_scripts_too(browser, draft, kept, fields):
    assert browser.post(f"{draft}/draft", fields()).location == draft
    assert kept().state is ApplicationState.DRAFT
    assert kept().answers


def test_a_good_application_is_sent_and_can_be_changed(browser, draft, kept, fields, questions):
    browser.post(draft, fields())
    assert kept().state is ApplicationState.SUBMITTED
    assert "waits for a decision" in browser.get(draft).text

    browser.post(draft, fields(field="Art"))

    field = next(each for each in questions() if each.feeds == "field")
    assert kept().answers[field.id] == "Art"


def test_weekdays_become_five_times(browser, draft, kept, fields, questions):
    name = name_of(questions, "availability")

    browser.post(draft, {**fields(), f"{name}-day": "weekdays"})

    asked = next(each for each in questions() if each.feeds == "availability")
    assert kept().answers[asked.id] == [
        f"{day} 09:00-10:00" for day in ("mon", "tue", "wed", "thu", "fri")
    ]


@pytest.mark.parametrize("more", [0, 1])
def test_every_row_is_kept_and_one_too_many_told(browser, draft, kept, fields, questions, more):
    name, count = name_of(questions, "availability"), MOST_SLOTS + more
    # One an hour, of a quarter, then of two, through the week.
    times = [
        (day, f"{hour:02}:00", f"{hour:02}:{end}")
        for end in (15, 30)
        for day in DAYS
        for hour in range(24)
    ]
    days, starts, ends = zip(*times[:count], strict=True)
    rows = {f"{name}-day": [*days], f"{name}-from": [*starts], f"{name}-to": [*ends]}

    response = browser.post(draft, {**fields(), **rows}, expect=422 if more else 303)

    asked = next(each for each in questions() if each.feeds == "availability")
    if more:
        told = response.page.select_one(f"#{name}-error").get_text()
        assert f"takes at most {MOST_SLOTS} times" in told
        assert len(response.page.select(f"#{name}-rows select")) == count
    else:
        assert len(kept().answers[asked.id]) == count


@pytest.mark.parametrize(
    ("feeds", "value", "says"),
    [
        ("field", "", "Answer “Which field do you work in?”."),
        ("years_experience", "101", "a number from 0 to 100"),
        ("time_zone", "Mars", "is not a time zone"),
        ("support", ["Magic"], "“Magic” is not offered"),
        ("conflicts", ["nobody@"], "“nobody@” is not an e-mail address"),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_told_at_its_question(browser, draft, kept, fields, feeds, value, says):
    response = browser.post(draft, fields(**{feeds: value}), expect=422)

    assert says in response.page.select_one(".error-summary").get_text()
    assert (kept().state, kept().answers) == (ApplicationState.DRAFT, {})


def test_half_a_weekly_time_is_told_at_its_question(browser, draft, fields, questions):
    name = name_of(questions, "availability")

    response = browser.post(draft, {**fields(), f"{name}-to": ""}, expect=422)

    (line,) = response.page.select(".error-summary li")
    assert "is not a weekly time" in line.get_text()
    assert response.page.select_one(line.a["href"]).name == "select"


def test_only_the_row_of_a_wrong_weekly_time_is_marked(browser, draft, fields, questions):
    name = name_of(questions, "availability")
    rows = {
        f"{name}-day": ["mon", "tue"],
        f"{name}-from": ["09:00"] * 2,
        f"{name}-to": ["10:00", ""],
    }

    page = browser.post(draft, {**fields(), **rows}, expect=422).page

    marked = [each["aria-label"] for each in page.select(f"#{name}-field [aria-invalid]")]
    assert marked == ["Day, row 2", "From, row 2", "To, row 2"]
    assert page.select_one(page.select_one(".error-summary a")["href"])["aria-label"] == marked[0]


def test_withdrawing_offers_to_undo_it(browser, draft, kept):
    browser.post(f"{draft}/withdraw")
    assert "You have withdrawn" in browser.get(draft).text
    browser.post(f"{draft}/resume")
    assert kept().state is ApplicationState.DRAFT


def test_a_day_that_was_answered_is_read_like_every_other_day(app):
    begins = Asked(id="begins", label="When can you begin?", kind=QuestionKind.DATE)
    with app.test_request_context():
        assert as_shown(begins, "2027-03-01") == "1 Mar 2027"
        assert as_shown(begins, None) == ""


def test_a_decision_is_shown_with_its_reason(browser, draft, acme, tenant, kept, fields):
    browser.post(draft, fields())
    with tenant(acme) as scope:
        row = queries.application(scope, kept().id)
        row.state, row.reason = ApplicationState.DECLINED, "Next year."

    assert "Next year." in browser.get(draft).text
    browser.post(draft, fields(), expect=409)
    browser.post(f"{draft}/draft", fields(), expect=409)
    browser.post(f"{draft}/withdraw", expect=409)


def test_the_list_shows_ones_own_applications(browser, draft, alice):
    assert "Women in Law" in browser.get(f"{BASE}/applications").text
    assert "You have not applied yet" in alice.get(f"{BASE}/applications").text


def test_somebody_elses_application_is_as_unknown_as_any(alice, charlie, draft, kept):
    unknown = f"{BASE}/applications/{uuid.uuid4()}"
    for path in (draft, unknown):
        alice.get(path, expect=404)
        alice.post(path, {}, expect=404)
        for action in ("draft", "withdraw", "resume"):
            alice.post(f"{path}/{action}", {}, expect=404)
    charlie.get(draft.replace("acme", "globex"), expect=404)
    assert kept().state is ApplicationState.DRAFT


def test_the_public_page_tells_a_stranger_what_it_is_about_and_no_more(stranger, cohort, door, ben):
    page = stranger.get(door).page

    assert "Women in Law" in page.get_text()
    assert "Why a mentor" in page.get_text()
    assert ben.name not in page.get_text()
    form = page.select_one("form[action='/sign-up']")
    assert form.select_one("[name=next]")["value"] == door


def test_a_stranger_who_posts_signs_in_first(stranger, cohort, door):
    assert "/sign-in?next=" in stranger.post(door, {"side": "mentee"}).location


def test_somebody_signed_in_joins_by_applying(cohort, door, charlie, acme, tenant, globex):
    assert "Apply as a mentee" in charlie.get(door).text

    response = charlie.post(door, {"side": "mentee"})

    assert response.location.startswith(f"{BASE}/applications/")
    charlie.get(response.location)
    assert "You take part" not in charlie.get(f"{BASE}/cohorts/{cohort.id}/apply").text


def test_a_closed_door_says_so(stranger, charlie, cohort, door, acme, tenant):
    with tenant(acme) as scope:
        programs.cohort(scope, cohort.id).intake_open = False

    assert "Applications are closed at the moment." in stranger.get(door).text
    charlie.post(door, {"side": "mentee"}, expect=409)
    with tenant(acme) as scope:
        assert queries.counts(scope, cohort.id)[ApplicationState.DRAFT] == 0


@pytest.mark.parametrize("token", ["x", "1.", "0.wrong", "99999.open-sesame", "open-sesame"])
def test_a_wrong_link_leads_nowhere(stranger, cohort, token):
    stranger.get(f"/apply/{token}", expect=404)


def test_a_link_of_one_organization_is_none_of_another(stranger, cohort, globex):
    stranger.get(f"/apply/{token_for(globex.id, 'open-sesame')}", expect=404)


@pytest.fixture
def before(acme, tenant, cohort):
    """Names of a yes-or-no question, which must be yes, and of one asked only after yes."""

    def wording(label):
        return Wording(label=label, help="", options=(), audience=Audience.BOTH, feeds=None)

    with tenant(acme) as scope:
        (form,) = queries.forms(scope)
        yes = add_question(scope, QuestionKind.YES_NO, wording("Have you had a mentor?"))
        how = add_question(scope, QuestionKind.SHORT_TEXT, wording("How was it?"))
        for each in (yes, how):
            building.place_question(scope, form.id, "s6", each.id)
        building.set_condition(scope, form.id, how.id, yes.id, Expected(any_of=(True,)))
        building.change_place(scope, form.id, how.id, section="s6", required=False)
        seen = fingerprint(schema_of(queries.draft_outline(scope, form)))
        publish_form(scope, form.id, note="", seen=seen)
        return yes.id, how.id


def test_what_is_not_asked_is_neither_shown_nor_sent(browser, before, draft, fields, kept):
    yes, how = (f"q_{each.hex}" for each in before)
    part = browser.get(draft).page.select_one(f"#ask-{before[1]}")
    assert part.has_attr("hidden")
    assert part.has_attr("disabled")

    told = browser.post(f"{draft}/draft", {yes: "yes"}, htmx=True, expect=200)
    assert told.page.select_one("[data-hidden]")["data-hidden"] == ""
    told = browser.post(f"{draft}/draft", {yes: "no"}, htmx=True, expect=200)
    assert f"ask-{before[1]}" in told.page.select_one("[data-hidden]")["data-hidden"]
    browser.post(draft, {**fields(), yes: "no", how: "Fine"})
    assert str(before[1]) not in kept().answers


def test_without_scripts_sending_shows_first_what_the_answers_bring_up(
    browser, before, draft, fields, kept
):
    yes, how = (f"q_{each.hex}" for each in before)
    response = browser.post(draft, {**fields(), yes: "yes"}, expect=422)
    assert "bring up 1 more question" in response.text
    assert not response.page.select_one(f"#ask-{before[1]}").has_attr("hidden")

    browser.post(draft, {**fields(), yes: "yes", how: "Fine", "shown": str(before[1])})

    assert kept().answers[str(before[1])] == "Fine"
    assert kept().state is ApplicationState.SUBMITTED


def test_what_was_typed_into_a_question_comes_back_when_it_is_asked_again(
    browser, before, draft, kept
):
    yes, how = (f"q_{each.hex}" for each in before)
    browser.post(f"{draft}/draft", {yes: "yes", how: "Fine", "shown": str(before[1])}, htmx=True,
                 expect=200)  # fmt: skip
    browser.post(f"{draft}/draft", {yes: "no"}, htmx=True, expect=200)

    assert kept().answers[str(before[1])] == "Fine"


def test_applicants_read_the_prerequisites_before_they_begin(
    browser, stranger, acme, tenant, cohort, before, door
):
    with tenant(acme) as scope:
        (form,) = queries.forms(scope)
        building.set_prerequisite(scope, form.id, before[0], Expected(any_of=(True,)), "Had one.")
        seen = fingerprint(schema_of(queries.draft_outline(scope, form)))
        publish_form(scope, form.id, note="", seen=seen)

    for page in (browser.get(f"{BASE}/cohorts/{cohort.id}/apply"), stranger.get(door)):
        assert "Before you apply" in page.text
        assert "Had one." in page.text


def test_goals_are_those_the_program_published(browser, acme, tenant, cohort, draft):
    with tenant(acme) as scope:
        version = ensure_version(scope, cohort.program)
        titles = ["Speak in public", "Lead a team"]
        version.goals = [{"id": title, "title": title} for title in titles]

    assert "Speak in public" in browser.get(draft).text
