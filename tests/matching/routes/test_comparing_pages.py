import uuid

import pytest

from saas.orgs.services import remove_member
from saas.orgs.speech import change_words
from saas.programs.models import Participant
from saas.programs.services import withdraw_participant
from saas.scope import Role
from tests.matching.conftest import tenant_rows
from tests.own_words import PEERED


@pytest.fixture
def admin(ada, sign_in):
    return sign_in(ada)


@pytest.fixture
def run(matched, mentor, mentee):
    for number in range(4):
        mentor(f"Mentor {number}", years_experience=5 + number), mentee(f"Mentee {number}")
    return matched()


@pytest.fixture
def board(run):
    return f"/o/acme/runs/{run.id}"


def test_mentors_stand_side_by_side_with_words_points_places_and_cost(admin, board, run, proposals):
    row = proposals(run)[0]

    page = admin.get(f"{board}/compare?mentee={row.mentee_id}").page

    table = page.select_one("table.beside")
    assert len(table.select("thead .ring")) == 3
    assert "Proposed now" in table.text
    assert "Places left" in table.text
    assert "points of fit" in table.text or "The same fit in all" in table.text
    assert len(table.select("form")) == 2


def test_one_button_swaps_and_one_takes_it_back(admin, board, run, proposals):
    row = proposals(run)[0]
    page = admin.get(f"{board}/compare?mentee={row.mentee_id}").page
    form = page.select_one("table.beside form")
    data = {field["name"]: field["value"] for field in form.select("input")}

    where = admin.post(form["action"], data).location
    page = admin.get(where).page

    assert "Put " in page.select_one("#notices").text
    standing = [each for each in proposals(run) if each.state.value == "proposed"]
    assert len(standing) == 4
    assert row.id not in {each.id for each in standing}
    admin.post(page.select_one("#notices [data-undo]").find_parent("form")["action"])
    assert {each.id for each in proposals(run) if each.state.value == "proposed"} >= {row.id}


def test_who_swaps_on_an_old_board_is_told_in_one_sentence(admin, board, run, proposals):
    row, other = proposals(run)[:2]
    page = admin.get(f"{board}/compare?mentee={row.mentee_id}").page
    form = page.select_one("table.beside form")
    data = {field["name"]: field["value"] for field in form.select("input")}
    admin.post(f"{board}/proposals/{other.id}/decide", {"decision": "pin", "seen": "proposed"})

    page = admin.post(form["action"], data, expect=409).page

    assert "The board was changed meanwhile" in page.text


def test_whose_place_is_given_away_since_they_were_removed_is_said(
    acme, tenant, ada, admin, board, run, proposals
):
    row, other = proposals(run)[:2]
    with tenant(acme) as scope:
        gone = tenant_rows(Participant, scope, Participant.id == row.mentee_id).one().member
        name = gone.name
        remove_member(ada.scope, gone.id)

    page = admin.get(f"{board}/compare?mentee={other.mentee_id}&mentor={row.mentor_id}").page

    said = " ".join(page.select_one(f"#cost-{row.mentor_id}").text.split())
    assert f"{name}: from " in said
    assert "to nobody; they take part no longer" in said


def test_other_mentors_are_found_by_name(admin, board, run, proposals):
    row = proposals(run)[0]
    path = f"{board}/compare?mentee={row.mentee_id}&mentor={row.mentor_id}"

    assert len(admin.get(path).page.select("#others tbody tr")) == 3
    assert len(admin.get(f"{path}&name=nobody").page.select("#others tbody tr")) == 0


def test_strangers_are_not_compared(admin, board, run, proposals):
    row = proposals(run)[0]

    assert admin.get(f"{board}/compare", expect=303).location.endswith(board)
    admin.get(f"{board}/compare?mentee={uuid.uuid4()}", expect=404)
    admin.get(f"{board}/compare?mentee={row.mentor_id}", expect=404)
    admin.get(f"{board}/compare?mentee={row.mentee_id}&mentor={uuid.uuid4()}", expect=404)
    admin.post(f"{board}/swap", {"mentee": "x", "mentor": ""}, expect=404)


@pytest.mark.parametrize("how", ["withdrawn", "removed"])
@pytest.mark.parametrize("side", ["mentee", "mentor"])
def test_the_board_leads_to_no_comparison_of_whoever_takes_part_no_longer(
    acme, tenant, ada, admin, board, run, proposals, side, how
):
    row = proposals(run)[0]
    gone = getattr(row, f"{side}_id")
    with tenant(acme) as scope:
        place = tenant_rows(Participant, scope, Participant.id == gone).one()
        name = place.member.name
        if how == "withdrawn":
            withdraw_participant(ada.scope, gone)
        else:
            remove_member(ada.scope, place.member_id)

    detail = admin.get(f"{board}/proposals/{row.id}").page.select_one("#detail")

    links = [each["href"] for each in detail.select("a[href]")]
    compares = [each for each in links if "/compare?" in each]
    says = f"{name} takes part no longer, so there is nobody to compare for them."
    assert (bool(compares), says in detail.text) == (side == "mentor", side == "mentee")
    for each in links:
        admin.get(each)


def test_viewers_compare_and_change_nothing(acme, member, sign_in, board, run, proposals):
    viewer = sign_in(member(acme, Role.VIEWER))
    row = proposals(run)[0]

    page = viewer.get(f"{board}/compare?mentee={row.mentee_id}").page

    assert not page.select("table.beside form")
    viewer.post(f"{board}/swap", {"mentee": str(row.mentee_id)}, expect=403)


def test_comparing_costs_no_more_queries_with_more_people(
    admin, board, run, proposals, mentor, mentee, matched, count_queries
):
    row = proposals(run)[0]
    admin.get(board)
    with count_queries() as few:
        admin.get(f"{board}/compare?mentee={row.mentee_id}")
    for _number in range(10):
        mentor(), mentee()
    more = matched()

    with count_queries() as many:
        admin.get(f"/o/acme/runs/{more.id}/compare?mentee={row.mentee_id}")

    assert len(many) == len(few)


def test_why_two_cannot_be_put_together_is_said_once_and_changes_no_name(
    admin, acme, tenant, matched, mentor, mentee, published
):
    mentor("Bo"), mentor("Cy")
    person = mentee("Abe Mentee")
    with tenant(acme) as scope:
        change_words(scope, PEERED)
    run = matched()
    published(run)

    page = admin.get(f"/o/acme/runs/{run.id}/compare?mentee={person.id}").page

    assert "Abe Mentee has a peer mentor or was asked already" in page.text
