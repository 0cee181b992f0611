"""An applicant and an admin act in any order: what counts as sent was sent whole."""

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from saas.db import bind_org, db
from saas.errors import DomainError
from saas.intake.models import ApplicationState
from saas.intake.services import applications, decisions
from saas.intake.validating import faults
from saas.programs.models import Participant, Side
from saas.scope import Role

SETTINGS = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
DECIDED = (ApplicationState.APPROVED, ApplicationState.DECLINED)
ACTS = st.one_of(
    st.tuples(st.sampled_from(["start", "withdraw", "resume", "approve", "decline", "undo"])),
    st.tuples(st.sampled_from(["draft", "send"]), st.sampled_from(["whole", "partly", "nothing"])),
)


class Walk:
    """One application, and what must hold whatever is done with it."""

    def __init__(self, admin, applicant, cohort, answers):
        self.admin, self.applicant, self.cohort = admin, applicant, cohort
        self.typed = {"whole": answers, "partly": dict([*answers.items()][1:]), "nothing": {}}
        self.row = applications.start_application(applicant, cohort, Side.MENTEE)
        self.reached, self.refused = set(), 0

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

    def picture(self):
        row = self.row
        return row.state, row.answers, row.form_version, row.submitted_at, row.decided_at

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
        places = db.session.scalars(
            select(Participant).where(Participant.org_id == self.admin.org_id)
        ).all()
        assert [each.answers["field"] for each in places] == (
            ["Law"] if row.state is ApplicationState.APPROVED else []
        )


def test_what_counts_as_sent_was_sent_whole_in_every_order_of_steps(
    app, acme, tenant, cohort, member, typed
):
    ben, answers = member(acme, Role.MEMBER, "Ben"), typed()
    reached, refused = set(), []

    @SETTINGS
    @given(st.lists(ACTS, min_size=10, max_size=30))
    def play(acts):
        with app.app_context():
            bind_org(acme.id)
            nested = db.session.begin_nested()
            walk = Walk(acme.scope, ben.scope, cohort, answers)
            for name, *rest in acts:
                walk.act(name, *rest)
            reached.update(walk.reached)
            refused.append(walk.refused)
            nested.rollback()

    play()

    # The proof is about something: every state was reached, and much was refused.
    assert reached == set(ApplicationState)
    assert sum(refused) > len(refused)
