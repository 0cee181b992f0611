"""An applicant and admins act in any order: what counts as sent was sent whole, places are kept."""

from random import Random

import pytest
from sqlalchemy import select

from saas.db import db
from saas.errors import DomainError
from saas.intake.models import ApplicationState
from saas.intake.services import applications, decisions
from saas.intake.validating import faults
from saas.programs.models import Participant, Side
from saas.programs.services.participants import place_as_json
from saas.scope import Role
from tests import factories

WALKS, STEPS = 15, 30
BY_HAND = {"field": "Medicine", "by_hand": "yes"}
DECIDED = (ApplicationState.APPROVED, ApplicationState.DECLINED)
ACTS = [
    *([each] for each in ("start", "withdraw", "resume", "decline", "take_out")),
    *([each] for each in ("approve", "approve", "approve", "undo", "take_in", "take_in")),
    *(["send", how] for how in ("whole", "whole", "whole", "partly", "nothing")),
    *(["draft", how] for how in ("whole", "partly", "nothing")),
]


class Walk:
    """One application, and what must hold whatever is done with it."""

    def __init__(self, admin, applicant, cohort, answers):
        self.admin, self.applicant, self.cohort = admin, applicant, cohort
        self.typed = {"whole": answers, "partly": dict([*answers.items()][1:]), "nothing": {}}
        self.row = applications.start_application(applicant, cohort, Side.MENTEE)
        self.reached, self.refused, self.by_hand = set(), 0, None

    def act(self, name, *given):
        """Do one thing; whatever is refused changes nothing."""
        before = self.picture()
        try:
            with db.session.begin_nested():
                getattr(self, name)(*given)
        except DomainError:
            self.refused += 1
            db.session.refresh(self.row)
            assert self.picture() == before
        self.check()

    def start(self):
        applications.start_application(self.applicant, self.cohort, Side.MENTEE)

    def draft(self, how):
        applications.save_draft(self.applicant, self.row.id, self.typed[how])

    def send(self, how):
        applications.submit_application(self.applicant, self.row.id, self.typed[how])

    def withdraw(self):
        applications.withdraw_application(self.applicant, self.row.id)

    def resume(self):
        applications.resume_application(self.applicant, self.row.id)

    def approve(self):
        decisions.approve_applications(self.admin, self.cohort.id, [self.row.id])

    def decline(self):
        decisions.decline_applications(self.admin, self.cohort.id, [self.row.id], "No room.")

    def undo(self):
        decisions.undo_decisions(self.admin, self.cohort.id, [self.row.id])

    def take_in(self):
        """Another admin adds them while they wait, as a file or the directory does."""
        if self.place() is None and self.row.state is ApplicationState.SUBMITTED:
            factories.mentee(self.cohort, person=self.row, capacity=3, **BY_HAND)
            self.by_hand = self.place().id

    def take_out(self):
        if self.place() and self.row.state is not ApplicationState.APPROVED:
            db.session.delete(self.place())
            db.session.flush()

    def place(self):
        return db.session.scalar(select(Participant).where(Participant.org_id == self.admin.org_id))

    def picture(self):
        row, place = self.row, self.place()
        taken_in = place and place_as_json(place)
        return row.state, row.answers, row.form_version, row.submitted_at, row.decided_at, taken_in

    def check(self):
        """What was sent has a version and no faults, and only who is approved takes part."""
        row = self.row
        self.reached.add(row.state)
        assert (row.form_version is None) == (row.submitted_at is None)
        if row.state is ApplicationState.DRAFT:
            assert row.form_version is None
        elif row.state is not ApplicationState.WITHDRAWN:
            assert row.form_version is not None
            assert not faults(row.form_version.schema, row.side, row.answers)
        assert (row.decided_at is not None) == (row.state in DECIDED)
        self.check_place()

    def check_place(self):
        """An approval takes in, or puts its answers over those of a place; undone, that is back."""
        place = self.place()
        if place is None:
            assert self.row.state is not ApplicationState.APPROVED
        elif self.row.state is ApplicationState.APPROVED:
            if place.id == self.by_hand:
                self.reached.add("approved by hand")
            assert place.answers["field"] == "Law"
            assert ("by_hand" in place.answers) == (place.id == self.by_hand)
        else:
            assert (place.id, place.answers, place.capacity) == (self.by_hand, BY_HAND, 3)


@pytest.fixture
def walk(acme, tenant, cohort, member, typed):
    """Go one way, chosen by a seed, from an application just started; what it was like."""
    ben, answers = member(acme, Role.MEMBER, "Ben"), typed()

    def go(seed):
        with tenant(acme) as scope:
            nested = db.session.begin_nested()
            walked = Walk(scope, ben.scope, cohort, answers)
            for name, *given in Random(seed).choices(ACTS, k=STEPS):  # noqa: S311
                walked.act(name, *given)
            nested.rollback()
            return walked

    return go


def test_what_counts_as_sent_was_sent_whole_in_every_order_of_steps(walk):
    walks = [walk(seed) for seed in range(WALKS)]

    # The proof is about something: every state was reached, and much was refused.
    reached = set().union(*(each.reached for each in walks))
    assert reached == {*ApplicationState, "approved by hand"}
    assert sum(each.refused for each in walks) > WALKS
