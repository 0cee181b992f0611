"""The page of a program's matching rules."""

import pytest

from saas.orgs.speech import change_words
from saas.programs.models import Kind, Program
from saas.scope import Role
from tests.matching.conftest import tenant_rows
from tests.own_words import PEERED


@pytest.fixture
def admin(ada, sign_in):
    return sign_in(ada)


def test_near_fields_groups_and_sites_are_kept_as_typed(admin, acme, tenant, cohort):
    with tenant(acme) as scope:
        tenant_rows(Program, scope).one().kind = Kind.GROUP
    path = f"/o/acme/programs/{cohort.program_id}/matching"
    page = admin.get(path).page
    data = {
        field["name"]: field.get("value", "")
        for field in page.select("main form input")
        if field["type"] not in ("radio", "checkbox") or field.has_attr("checked")
    }
    near = "Law, Compliance\nData science, Statistics"

    groups = {"group_minutes": "90", "group_least": "3"}
    admin.post(path, {**data, **groups, "near_fields": near, "same_site": "y"})

    with tenant(acme) as scope:
        rules = tenant_rows(Program, scope).one().rules
    assert rules["near_fields"] == [["Law", "Compliance"], ["Data science", "Statistics"]]
    assert (rules["group_hours"], rules["same_site"]) == (1.5, True)
    page = admin.get(path).page
    assert page.select_one("#near_fields").text.split() == near.split()
    assert page.select_one("#group_minutes")["value"] == "90"


def test_only_programs_of_groups_ask_about_groups(admin, acme, tenant, cohort):
    path = f"/o/acme/programs/{cohort.program_id}/matching"
    assert admin.get(path).page.select_one("#group_minutes") is None

    with tenant(acme) as scope:
        tenant_rows(Program, scope).one().kind = Kind.GROUP

    page = admin.get(path).page
    assert page.select_one("#group_minutes")
    assert not page.select("#objective-field input[value=stable]")


def test_the_rules_are_changed(admin, acme, tenant, cohort):
    path = f"/o/acme/programs/{cohort.program_id}/matching"
    page = admin.get(path).page
    data = {
        field["name"]: field.get("value", "")
        for field in page.select("main form input")
        if field["type"] not in ("radio", "checkbox") or field.has_attr("checked")
    }

    admin.post(path, {**data, "minimum": "40", "weight_goals": "50", "objective": "best_fit"})

    with tenant(acme) as scope:
        rules = tenant_rows(Program, scope).one().rules
    assert (rules["minimum"], rules["objective"], rules["weights"]["goals"]) == (
        0.4,
        "best_fit",
        50,
    )
    assert rules["common_language"] is True


def rules_on(page):
    """Return what the form of the rules carries."""
    return {
        field["name"]: field.get("value", "")
        for field in page.select("main form input")
        if field["type"] not in ("radio", "checkbox") or field.has_attr("checked")
    }


def test_rules_that_somebody_else_changed_meanwhile_are_not_overwritten_unseen(
    admin, acme, tenant, member, sign_in, cohort
):
    with tenant(acme) as scope:
        change_words(scope, PEERED)
    path = f"/o/acme/programs/{cohort.program_id}/matching"
    other = sign_in(member(acme, Role.ADMIN))
    mine, theirs = rules_on(admin.get(path).page), rules_on(other.get(path).page)
    other.post(path, {**theirs, "minimum": "40", "weight_goals": "50"})

    page = admin.post(path, {**mine, "minimum": "30"}, expect=409).page

    assert "Somebody else changed these rules" in page.select_one(".error-summary").text
    assert page.select_one("#minimum")["value"] == "30"
    assert "30 here, 40 as it is saved" in page.text
    assert "Goals the peer mentor helps with" in page.select_one("main .card").text
    with tenant(acme) as scope:
        rules = tenant_rows(Program, scope).one().rules
    assert (rules["minimum"], rules["weights"]["goals"]) == (0.4, 50)

    admin.post(path, rules_on(page))

    with tenant(acme) as scope:
        rules = tenant_rows(Program, scope).one().rules
    assert (rules["minimum"], rules["weights"]["goals"]) == (0.3, 20)


def test_saving_the_same_rules_twice_is_saving_them_once(admin, cohort):
    path = f"/o/acme/programs/{cohort.program_id}/matching"
    mine = {**rules_on(admin.get(path).page), "minimum": "30"}

    for _time in range(2):
        admin.post(path, mine)

    assert admin.get(path).page.select_one("#minimum")["value"] == "30"


@pytest.mark.parametrize(
    "wrong",
    [
        {"minimum": "101"},
        {"objective": "luck"},
        {"same_unit": "y", "different_unit": "y"},
        {"gap_at_least": "5", "gap_at_most": "2"},
        {"near_fields": "Law"},
    ],
)
def test_rules_that_cannot_be_used_change_nothing(admin, acme, tenant, cohort, wrong):
    path = f"/o/acme/programs/{cohort.program_id}/matching"
    page = admin.get(path).page
    data = {
        field["name"]: field.get("value", "")
        for field in page.select("main form input")
        if field["type"] not in ("radio", "checkbox") or field.has_attr("checked")
    }

    page = admin.post(path, {**data, **wrong}, expect=422).page

    assert page.select_one(".error-summary li")
    with tenant(acme) as scope:
        assert tenant_rows(Program, scope).one().rules == {}


def test_what_peers_wish_is_one_weight(admin, acme, tenant, cohort):
    with tenant(acme) as scope:
        tenant_rows(Program, scope).one().kind = Kind.PEER
    path = f"/o/acme/programs/{cohort.program_id}/matching"
    page = admin.get(path).page
    labels = [each.get_text(strip=True) for each in page.select("label[for^=weight_]")]
    assert len(labels) == len(set(labels))
    assert page.select_one("#weight_mentee_wish")["value"] == "10"

    admin.post(path, rules_on(page))

    with tenant(acme) as scope:
        weights = tenant_rows(Program, scope).one().rules["weights"]
    assert (weights["mentee_wish"], weights["mentor_wish"]) == (10, 0)
