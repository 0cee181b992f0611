"""One thing is done with many people: by somebody's rights, once each, and undone."""

import datetime as dt
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from saas import clock
from saas.db import db
from saas.errors import ConflictError, InvalidError, NotFoundError
from saas.orgs.invitations import invite_member
from saas.orgs.models import Invitation, Member, MemberState
from saas.orgs.services import change_role, restore_member
from saas.orientation.models import Orientation
from saas.people.models import Action, ChosenState
from saas.people.queries import directory
from saas.people.queries import selections as queries
from saas.people.queries.directory import Sought
from saas.people.services import selections as services
from saas.people.services.tags import tag_member
from saas.programs import queries as programs
from saas.programs.models import Participant, Side
from saas.scope import Role
from tests import factories

BASE = "/o/acme/people"


@pytest.fixture
def admin(acme, member):
    return member(acme, Role.ADMIN, "Adam")


@pytest.fixture
def three(acme, tenant):
    """Ann, Bo and Cy, known by address only."""
    with tenant(acme):
        return [factories.listed_member(name).id for name in ("Ann", "Bo", "Cy")]


@pytest.fixture
def do(acme, tenant, admin, three):
    """Do one thing with Ann, Bo and Cy; returns the selection's id."""

    def act(action, **given):
        with tenant(acme):
            row = services.choose(admin.scope, three)
            services.start_action(admin.scope, row.id, action, given)
            return row.id

    return act


@pytest.fixture
def fates(acme, tenant, admin):
    def read(selection_id):
        with tenant(acme) as scope:
            row = queries.selection(scope, selection_id)
            page = queries.chosen_page(row, tuple(ChosenState), 1)
            return [(each.member.name, each.state.value, each.why) for each in page.items]

    return read


def undo(admin, selection_id):
    return services.undo_action(admin.scope, selection_id)


def test_people_are_tagged_and_the_tag_is_taken_back_from_those_who_got_it(
    acme, tenant, admin, three, do, fates
):
    with tenant(acme) as scope:
        tag_member(scope, three[0], "board")
    done = do(Action.TAG, tag="Board")

    assert fates(done) == [
        ("Ann", "skipped", "They have this tag already."),
        ("Bo", "done", ""),
        ("Cy", "done", ""),
    ]
    with tenant(acme) as scope:
        undo(admin, done)
        undo(admin, done)
        assert directory.tags_of(scope, three) == {three[0]: ["board"]}
    assert [state for _, state, _ in fates(done)] == ["skipped", "undone", "undone"]


def test_a_detail_is_set_for_all_who_take_part_and_put_back(acme, tenant, admin, three, do, fates):
    with tenant(acme):
        cohort = factories.cohort(factories.program("Law"))
        bo, cy = (
            factories.participant(cohort, Side.MENTEE, person=SimpleNamespace(member_id=each))
            for each in three[1:]
        )
        bo.answers, cy.answers = {"site": "Oslo", "level": "3"}, {"site": "Bergen"}
    done = do(Action.DETAIL, detail="site", value=" Bergen ")

    assert [state for _, state, _ in fates(done)] == ["skipped", "done", "skipped"]
    with tenant(acme):
        places = {each.id: each for each in db.session.scalars(select(Participant))}
        assert places[bo.id].answers == {"site": "Bergen", "level": "3"}
        undo(admin, done)
        assert places[bo.id].answers == {"site": "Oslo", "level": "3"}
    gone = do(Action.DETAIL, detail="site", value="")
    with tenant(acme):
        place = db.session.get(Participant, (acme.id, bo.id))
        assert place.answers == {"level": "3"}
        place.answers = {"site": "Rome"}
        undo(admin, gone)
    assert [(state, why) for _, state, why in fates(gone)][1:] == [
        ("kept", "It was changed since."),
        ("undone", ""),
    ]


def test_a_tag_is_taken_away_and_comes_back(acme, tenant, admin, three, do):
    with tenant(acme) as scope:
        tag_member(scope, three[0], "board")
    done = do(Action.UNTAG, tag="board")
    with tenant(acme) as scope:
        assert directory.tags(scope) == []
        undo(admin, done)
        assert directory.tags(scope) == ["board"]


def test_people_are_invited_once_and_the_invitation_is_taken_back(
    acme, tenant, admin, three, do, fates, mails
):
    with tenant(acme):
        db.session.get(Member, (acme.id, three[0])).state = MemberState.ACTIVE
        invite_member(admin.scope, three[1])
    done = do(Action.INVITE)

    assert [(name, state) for name, state, _ in fates(done)] == [
        ("Ann", "skipped"), ("Bo", "skipped"), ("Cy", "done"),
    ]  # fmt: skip
    assert len(mails()) == 2
    with tenant(acme):
        undo(admin, done)
        open_now = select(Invitation).where(Invitation.revoked_at.is_(None))
        assert len(db.session.scalars(open_now).all()) == 1


def test_a_reminder_follows_an_invitation_after_a_day(acme, tenant, admin, three, do, fates, mails):
    with tenant(acme):
        invite_member(admin.scope, three[0])
        invite_member(admin.scope, three[1]).created_at -= dt.timedelta(days=2)
    done = do(Action.REMIND)

    assert fates(done) == [
        ("Ann", "skipped", "They were invited within the last day."),
        ("Bo", "done", ""),
        ("Cy", "skipped", "There is no open invitation to remind them of; invite them instead."),
    ]
    assert len(mails()) == 3
    with tenant(acme), pytest.raises(ConflictError, match="cannot be undone"):
        undo(admin, done)


def test_people_are_added_to_a_cohort_and_taken_out_unless_matched(
    acme, tenant, admin, three, do, fates, cohort
):
    with tenant(acme):
        before = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
        earlier = {"cohort_id": cohort.id, "side": Side.MENTOR, "capacity": 2}
        db.session.add(Participant(member_id=three[2], withdrawn_at=before, **earlier))
    done = do(Action.ADD, cohort_id=str(cohort.id), side="mentor")
    again = do(Action.ADD, cohort_id=str(cohort.id), side="mentor")

    assert {why for _, _, why in fates(again)} == {"They take part there already."}
    with tenant(acme):
        places = {each.member_id: each for each in db.session.scalars(select(Participant))}
        assert [places[each].capacity for each in three] == [3, 3, 2]
        factories.partnership(cohort, mentor=places[three[0]])
    with tenant(acme):
        undo(admin, done)
    assert [state for _, state, _ in fates(done)] == ["kept", "undone", "undone"]
    with tenant(acme):
        left = {each.member_id: each for each in db.session.scalars(select(Participant))}
        assert left[three[0]].withdrawn_at is None
        assert three[1] not in left
        assert left[three[2]].withdrawn_at == before


def test_whoever_did_something_since_they_were_added_stays(
    acme, tenant, admin, three, do, fates, cohort
):
    done = do(Action.ADD, cohort_id=str(cohort.id), side="mentor")
    with tenant(acme):
        places = {each.member_id: each for each in db.session.scalars(select(Participant))}
        places[three[0]].answers = {"field": "Law"}
        for each in three[1:]:
            taken = ["welcome"] if each == three[1] else []
            db.session.add(Orientation(participant_id=places[each].id, taken=taken))
    with tenant(acme):
        undo(admin, done)

    assert fates(done) == [
        ("Ann", "kept", "Ann has answers there by now."),
        ("Bo", "kept", "Bo has begun the orientation."),
        ("Cy", "undone", ""),
    ]


def test_nobody_is_added_to_or_taken_out_of_an_archived_program(
    acme, tenant, admin, do, fates, cohort
):
    given = {"cohort_id": str(cohort.id), "side": "mentor"}
    done = do(Action.ADD, **given)
    with tenant(acme) as scope:
        programs.cohort(scope, cohort.id).program.winding_down_at = clock.now()
    with pytest.raises(ConflictError, match="winding down and takes nobody in"):
        do(Action.ADD, **given)
    with tenant(acme) as scope:
        programs.cohort(scope, cohort.id).program.archived_at = clock.now()
    with pytest.raises(ConflictError, match="archived; restore it to add people"):
        do(Action.ADD, **given)
    with tenant(acme), pytest.raises(ConflictError, match="archived; restore it to take"):
        undo(admin, done)

    assert {state for _, state, _ in fates(done)} == {"done"}


def test_people_are_removed_and_come_back_with_their_role(acme, tenant, member, admin, fates):
    owner, viewer = member(acme, Role.OWNER, "Olga"), member(acme, Role.VIEWER, "Vera")
    with tenant(acme):
        ids = [each.member_id for each in (admin, owner, viewer)]
        row = services.choose(admin.scope, ids)
        services.start_action(admin.scope, row.id, Action.REMOVE, {})
    assert fates(row.id) == [
        ("Adam", "skipped", "You cannot remove yourself."),
        ("Olga", "skipped", "Only an owner can remove an owner."),
        ("Vera", "done", ""),
    ]
    with tenant(acme):
        undo(admin, row.id)
        vera = db.session.get(Member, (acme.id, viewer.member_id))
        assert (vera.state, vera.role) == (MemberState.ACTIVE, Role.VIEWER)


def test_whoever_was_brought_back_since_keeps_the_role_they_came_back_with(
    acme, tenant, member, admin, fates
):
    olga = member(acme, Role.OWNER, "Olga")
    bob, eve = (member(acme, Role.ADMIN, name) for name in ("Bob", "Eve"))
    with tenant(acme):
        row = services.choose(admin.scope, [bob.member_id, eve.member_id])
        services.start_action(admin.scope, row.id, Action.REMOVE, {})
    with tenant(acme):
        restore_member(olga.scope, bob.member_id)
        change_role(olga.scope, eve.member_id, Role.VIEWER)
    with tenant(acme):
        undo(admin, row.id)

    assert fates(row.id) == [
        ("Bob", "kept", "They were brought back since."),
        ("Eve", "undone", ""),
    ]
    with tenant(acme):
        roles = [db.session.get(Member, (acme.id, each.member_id)).role for each in (bob, eve)]
        assert roles == [Role.MEMBER, Role.VIEWER]


def test_everybody_who_is_sought_is_done_by_the_worker_and_can_be_cancelled(
    acme, tenant, admin, work
):
    with tenant(acme):
        for number in range(60):
            factories.listed_member(f"Person {number}")
        row = services.choose(admin.scope, Sought(words="person"))
        services.start_action(admin.scope, row.id, Action.TAG, {"tag": "new"})
        other = services.choose_again(admin.scope, row.id)
        services.start_action(admin.scope, other.id, Action.TAG, {"tag": "other"})
        services.act_some(admin.scope, other.id)
        services.cancel_action(admin.scope, other.id)
        assert (row.total, row.finished_at, row.under_way) == (60, None, True)
    work()
    with tenant(acme) as scope:
        done = queries.chosen_counts(queries.selection(scope, row.id))
        assert done[ChosenState.DONE] == 60
        cancelled = queries.chosen_counts(queries.selection(scope, other.id))
        assert cancelled[ChosenState.DONE] == services.CHUNK
        undo(admin, row.id)
    work()
    with tenant(acme) as scope:
        assert queries.selection(scope, row.id).undone_at
        assert directory.tags(scope) == ["other"]


def test_rights_that_are_gone_do_not_work_later(acme, tenant, admin, three, fates):
    with tenant(acme):
        row = services.choose(admin.scope, three)
        db.session.get(Member, (acme.id, admin.member_id)).role = Role.MEMBER
        services.start_action(admin.scope, row.id, Action.INVITE, {})

    assert {state for _, state, _ in fates(row.id)} == {"skipped"}


def test_nobody_and_what_was_done_and_strange_choices_are_refused(
    acme, tenant, admin, member, three, do
):
    with tenant(acme), pytest.raises(ConflictError, match="at least one"):
        services.choose(admin.scope, [])
    done = do(Action.TAG, tag="x")
    other = member(acme, Role.ADMIN, "Another")
    with tenant(acme):
        with pytest.raises(ConflictError, match="already"):
            services.choose(admin.scope, three, done)
        with pytest.raises(NotFoundError):
            services.choose(other.scope, three, done)
        chosen = services.choose(admin.scope, three)
        with pytest.raises(InvalidError):
            services.start_action(admin.scope, chosen.id, Action.TAG, {"tag": " "})


def test_the_way_from_the_directory_to_the_result(alice, acme, tenant, three, cohort):
    page = alice.get(BASE).page
    marked = [each["value"] for each in page.select("input[name=member_id]")][:1]
    here = alice.post(f"{BASE}/choose", {"member_id": marked}).location
    more = {"q": "", "everybody": "yes", "selection_id": here.rsplit("/", 1)[1]}
    assert (
        "1 person are chosen" not in alice.get(f"{BASE}?selection_id={more['selection_id']}").text
    )
    assert alice.post(f"{BASE}/choose", more).location == here
    page = alice.get(here).page
    assert "4 people chosen" in page.select_one("h1").get_text()

    told = alice.post(f"{here}/act", {"action": "add"}, expect=422).page
    assert "Choose a cohort" in told.select_one(".error-summary").get_text()
    told = alice.post(f"{here}/act", {"action": "fly"}, expect=422).page
    assert "Choose what is to be done" in told.select_one(".error-summary").get_text()
    alice.post(f"{here}/act", {"action": "tag", "tag": ""}, expect=422)
    alice.post(f"{here}/act", {"action": "detail", "value": "Oslo"}, expect=422)
    alice.post(f"{here}/act", {"action": "add", "cohort_id": str(cohort.id), "side": "mentee"})
    assert "Done" in alice.get(here, htmx=True).page.select_one("#selection dl").get_text()
    assert len(alice.get(f"{here}/export/csv").text.splitlines()) == 5
    alice.post(f"{here}/act", {"action": "remove"}, expect=422)
    alice.post(f"{here}/undo")
    assert "Undone" in alice.get(here).text
    alice.post(f"{here}/cancel", expect=409)
    assert alice.post(f"{here}/again").location != here
