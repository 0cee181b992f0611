import pytest
from sqlalchemy import select

from saas.db import db
from saas.errors import ConflictError
from saas.matching import swapping
from saas.matching.models import Proposal, ProposalState, Unplaced
from saas.matching.services.executing import execute_run
from saas.matching.services.requests.asking import Wanted, ask_mentor
from saas.matching.services.runs import start_run
from saas.matching.services.swapping import Seen, swap
from saas.orientation import queries, services
from saas.programs import queries as programs
from saas.programs.models import MatchedBy, OrientationRule
from saas.programs.services import archive_program
from tests import factories
from tests.orientation.conftest import take_all


def match(scope, cohort):
    run = start_run(scope, cohort.id)
    execute_run(scope, run.id, lambda percent, step: None)
    proposals = db.session.scalars(select(Proposal).where(Proposal.run_id == run.id)).all()
    unplaced = db.session.scalars(select(Unplaced).where(Unplaced.run_id == run.id)).all()
    return run, proposals, unplaced


def test_a_run_leaves_out_who_has_not_taken_it_and_says_so(acme, tenant, cohort, ada, grace):
    with tenant(acme) as scope:
        factories.mentee(cohort, name="Zoe Long")
        run, proposals, unplaced = match(scope, cohort)
        assert proposals == []
        assert {each.why for each in unplaced} == {
            "The orientation is not taken yet, and this program asks for it before matching."
        }
        assert "Grace Lee" in run.notes[0]

        for person, place in (ada, grace):
            take_all(person, place)
        run, proposals, unplaced = match(scope, cohort)

        assert [(each.mentee_id, each.mentor_id) for each in proposals] == [
            (ada[1].id, grace[1].id)
        ]
        assert [each.participant.member.name for each in unplaced] == ["Zoe Long"]
        assert run.notes == []


def test_what_was_approved_before_is_left_out_with_a_note(acme, tenant, cohort, ada, grace):
    with tenant(acme) as scope:
        program = programs.cohort(scope, cohort.id).program
        program.orientation = OrientationRule.OPTIONAL
        _run, [proposal], _unplaced = match(scope, cohort)
        proposal.state = ProposalState.APPROVED
        program.orientation = OrientationRule.REQUIRED
        take_all(*ada)

        run, proposals, _unplaced = match(scope, cohort)

        assert proposals == []
        assert run.notes[0] == (
            "Ada Wong with Grace Lee was kept before and is left out: no orientation taken yet."
        )


def test_nobody_puts_two_together_by_hand_before_both_have_taken_it(
    acme, tenant, cohort, ada, grace
):
    pair = ada[1].id, grace[1].id
    with tenant(acme) as scope:
        run, _proposals, _unplaced = match(scope, cohort)
        take_all(*ada)

        with pytest.raises(ConflictError, match="Grace Lee has not taken the orientation yet"):
            swap(scope, run.id, pair, Seen(run.revision, ""))

        take_all(*grace)
        plan = swapping.plan(swapping.table_of(scope, run, pair[0], [pair[1]]), pair)
        assert swap(scope, run.id, pair, Seen(run.revision, plan.key))


def test_where_it_is_only_offered_everybody_is_matched(acme, tenant, cohort, ada, grace):
    with tenant(acme) as scope:
        programs.cohort(scope, cohort.id).program.orientation = OrientationRule.OPTIONAL
        _run, proposals, unplaced = match(scope, cohort)

        assert len(proposals) == 1
        assert unplaced == []


def test_who_asks_for_a_mentor_takes_it_first(acme, tenant, cohort, ada, grace):
    person, place = ada
    with tenant(acme) as scope:
        programs.cohort(scope, cohort.id).program.matched_by = MatchedBy.REQUEST
        take_all(*grace)
        with pytest.raises(ConflictError, match="Take the orientation"):
            ask_mentor(person.scope, Wanted(place.id, grace[1].id, "Please."))
        take_all(person, place)

        assert ask_mentor(person.scope, Wanted(place.id, grace[1].id, "Please.")).id


def test_of_an_archived_program_the_orientation_is_only_read(acme, tenant, cohort, ada, alice):
    pages = (f"programs/{cohort.program_id}/orientation", f"cohorts/{cohort.id}/orientation")
    offered = "main form[method=post], main a[href$='/orientation/edit']"
    for path in pages:
        assert alice.get(f"/o/acme/{path}").page.select(offered)
    with tenant(acme) as scope:
        archive_program(scope, cohort.program_id)

    for path in pages:
        page = alice.get(f"/o/acme/{path}").page
        assert not page.select(offered)
        assert "archived: it can only be read" in page.select_one(".banner").text


def test_admins_see_who_has_not_taken_it_and_remind_them(
    acme, tenant, cohort, ada, grace, alice, mails
):
    with tenant(acme):
        take_all(*ada)
    path = f"/o/acme/cohorts/{cohort.id}/orientation"
    assert "1 of 2 have taken it" in alice.get(path).text
    listed = alice.get(f"{path}?state=open").page
    assert [row.text.strip().split("\n")[0] for row in listed.select("tbody th")] != []
    assert "Ada Wong" not in listed.find("tbody").text

    for _ in range(2):
        alice.post(f"{path}/remind")

    [mail] = mails()
    assert mail["To"].startswith("Grace Lee")
    assert "Your orientation for Careers" in mail["Subject"]
    with tenant(acme) as scope:
        assert queries.orientation(scope, grace[1].id).reminded_at is not None
        take_all(*grace)
        with pytest.raises(ConflictError, match="nobody to remind"):
            services.ask_to_remind(scope, cohort.id)


def test_members_see_neither_who_has_taken_it_nor_what_a_program_asks(cohort, bob, charlie):
    bob.get(f"/o/acme/cohorts/{cohort.id}/orientation", expect=403)
    charlie.get(f"/o/globex/cohorts/{cohort.id}/orientation", expect=404)
