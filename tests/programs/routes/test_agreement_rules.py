import pytest

from saas.programs import parts, queries
from saas.programs.services import Kept, duplicate_program, save_template
from tests import factories
from tests.web.test_revising import typed_on

RULES = {
    "goals": "y", "rhythm": "y", "review_weeks": "12, 4", "waits_for_signatures": "y",
    "allowed_means": ["Video"],
}  # fmt: skip


@pytest.fixture
def program(acme, tenant):
    with tenant(acme):
        return factories.program(name="Careers")


@pytest.fixture
def path(program):
    return f"/o/acme/programs/{program.id}/clauses"


def test_an_admin_says_what_partnerships_settle(acme, tenant, program, path, alice):
    page = alice.get(f"{path}/rules").page
    assert {each["name"] for each in page.find_all("input", checked=True)} == {
        "goals",
        "own_goals",
        "rhythm",
        "means",
        "allowed_means",
        "length",
    }

    alice.post(f"{path}/rules", RULES)

    with tenant(acme) as scope:
        row = queries.program(scope, program.id)
        assert (row.agreed_parts, row.own_goals) == (["goals", "rhythm"], False)
        assert (row.review_weeks, row.waits_for_signatures) == ([4, 12], True)
    text = alice.get(path).text
    assert "Their goals" in text
    assert "Until when" not in text
    assert "after 4 and 12 weeks" in text
    assert "wait until both have signed" in text


@pytest.mark.parametrize("weeks", ["soon", "0", "521", "-4", "4.5", "٣", ",".join(["7"] * 13)])
def test_weeks_that_are_none_are_refused_and_kept(path, alice, weeks):
    page = alice.post(f"{path}/rules", {**RULES, "review_weeks": weeks}, expect=422).page

    assert "numbers of weeks" in page.find(class_="error-summary").text
    assert page.find("input", {"name": "review_weeks"})["value"] == weeks


def test_no_review_is_after_the_end_of_partnerships_whose_length_is_set(alice, acme, tenant, path):
    with tenant(acme) as scope:
        [program] = queries.programs(scope)
        program.weeks = 10

    page = alice.post(f"{path}/rules", {**RULES, "review_weeks": "4, 12"}, expect=422).page

    assert "last 10 weeks" in page.find(id="review_weeks-error").text
    alice.post(f"{path}/rules", {**RULES, "review_weeks": "4, 10"})
    alice.post(f"{path}/rules", {**RULES, "review_weeks": "4, 12", "length": "y"})


def plan(program, acme, tenant, **values):
    """Let a program say how long partnerships last and when they look at what they agreed on."""
    with tenant(acme) as scope:
        row = queries.program(scope, program.id)
        row.agreed_parts, row.review_weeks = ["rhythm"], [4, 12]
        for name, value in values.items():
            setattr(row, name, value)


def test_partnerships_do_not_end_before_a_review_that_is_planned(alice, acme, tenant, program):
    plan(program, acme, tenant)
    address = f"/o/acme/programs/{program.id}/edit"
    terms = typed_on(alice.get(address).page)

    page = alice.post(address, {**terms, "weeks": "11"}, expect=422).page

    assert "after 12 weeks" in page.find(id="weeks-error").text
    alice.post(address, {**terms, "weeks": "12"})
    plan(program, acme, tenant, agreed_parts=["length"])
    alice.post(address, {**typed_on(alice.get(address).page), "weeks": "11"})


@pytest.mark.parametrize("page", ["edit", "clauses/rules"])
def test_a_length_before_a_review_that_was_said_earlier_can_stay(
    alice, acme, tenant, program, page
):
    plan(program, acme, tenant, weeks=6)
    address = f"/o/acme/programs/{program.id}/{page}"

    alice.post(address, typed_on(alice.get(address).page))


def test_letting_the_program_say_the_length_asks_for_reviews_until_then(
    alice, acme, tenant, program, path
):
    plan(program, acme, tenant, weeks=6, agreed_parts=["length"])
    rules = typed_on(alice.get(f"{path}/rules").page)
    del rules["length"]

    page = alice.post(f"{path}/rules", rules, expect=422).page

    assert "last 6 weeks" in page.find(id="review_weeks-error").text


def test_the_page_says_what_no_paragraph_is_about(acme, tenant, path, alice):
    assert (
        "No paragraph is about: What stays between the two and How it ends" in alice.get(path).text
    )
    with tenant(acme):
        factories.clause(kind="ending")
        factories.clause(kind="confidentiality")
    assert "No paragraph is about" not in alice.get(path).text


def test_members_and_others_do_not_change_it(path, bob, charlie):
    bob.get(f"{path}/rules", expect=403)
    charlie.post(f"{path}/rules", RULES, expect=404)


def ticked(page):
    return [
        each["value"] for each in page.find_all("input", {"name": "allowed_means"}, checked=True)
    ]


def test_an_admin_says_by_which_means_they_may_meet(acme, tenant, program, path, alice):
    every = ["In person", "Video", "Phone", "Chat"]
    assert ticked(alice.get(f"{path}/rules").page) == every

    alice.post(f"{path}/rules", {**RULES, "allowed_means": ["Video", "Phone"]})

    with tenant(acme) as scope:
        assert queries.program(scope, program.id).allowed_means == ["Video", "Phone"]
    assert "Video and Phone" in alice.get(path).text
    assert ticked(alice.get(f"{path}/rules").page) == ["Video", "Phone"]
    alice.post(f"{path}/rules", {**RULES, "allowed_means": every})
    with tenant(acme) as scope:
        assert queries.program(scope, program.id).allowed_means == []
    assert "By which means" not in alice.get(path).text


def test_one_means_is_allowed_at_least(path, alice):
    page = alice.post(f"{path}/rules", {**RULES, "allowed_means": []}, expect=422).page

    assert "Choose at least one" in page.find(id="allowed_means-error").text


def test_copies_and_templates_of_a_program_allow_the_same_means(acme, tenant, program):
    with tenant(acme) as scope:
        queries.program(scope, program.id).allowed_means = ["Phone"]

        assert duplicate_program(scope, program.id).allowed_means == ["Phone"]
        kept = save_template(scope, program.id, Kept("Calls", ""))
        told = [title for part in parts.told(kept.contents) for title, _text in part.lines]
        assert "Means of meeting: Phone" in told
