"""How the sample's people were matched: two runs of the first cohort, and one of the second."""

import uuid
from collections.abc import Iterator

from sqlalchemy import select

from saas.db import db
from saas.demo.cast import MENTOR
from saas.demo.intake import FIRST, SECOND, cohort, runs_program
from saas.demo.stage import Stage
from saas.matching.models import Answer, Proposal, ProposalState, Run
from saas.matching.queries import runs
from saas.matching.services.answers import Reply, answer_proposal
from saas.matching.services.board import Decision, approve_above, decide
from saas.matching.services.executing import execute_run
from saas.matching.services.next_in_line import draft_next
from saas.matching.services.publishing import WORD, Confirmation, mail_proposals, publish
from saas.matching.services.runs import start_run
from saas.matching.services.steps import standing
from saas.programs import queries as programs
from saas.programs.services import change_capacity, withdraw_participant

#: The mentor who declined in the first round, and whose mentee waited until the second.
DECLINES = "Ruth Abebe"
WHY = "I have changed schools, and the first term takes all of me."
#: Who of the second round accepted both; the other mentor has not answered yet.
LATE = "Tendai Moyo"
#: They ended well, and do not look for another partner in this cohort.
PARTED = ("Anahí Quispe", "Grace Mwangi")
_YES = Reply(Answer.ACCEPTED)


def prepare(stage: Stage) -> None:
    """Note the runs, what was decided about them, and what people answered."""
    stage.on(84, lambda: _run(stage, FIRST))
    stage.on(83, lambda: _publish(stage, FIRST))
    stage.on(81, lambda: _answer_all(stage, mentees=True))
    stage.on(80, lambda: _answer_all(stage, mentees=False))
    stage.on(79, lambda: _withdraw(stage, DECLINES))
    stage.on(17, lambda: _withdraw(stage, *PARTED))
    stage.on(6, lambda: _make_room(stage))
    stage.on(5, lambda: _run(stage, FIRST))
    stage.on(4, lambda: _publish(stage, FIRST))
    stage.on(3, lambda: _answer_all(stage, mentees=True))
    stage.on(2, lambda: _answer_late(stage))
    stage.on(1, lambda: _run(stage, SECOND))
    stage.on(0, lambda: _review(stage))


def _run(stage: Stage, name: str) -> None:
    scope = runs_program(stage)
    run = start_run(scope, cohort(stage, name).id)
    db.session.flush()
    execute_run(scope, run.id, lambda _percent, _step: None)


def _latest(stage: Stage, name: str) -> Run:
    scope = runs_program(stage)
    run = runs.latest_done(scope, cohort(stage, name).id)
    if run is None:
        raise LookupError(f"{name} has no run")
    return run


def _publish(stage: Stage, name: str) -> None:
    scope, run = runs_program(stage), _latest(stage, name)
    approve_above(scope, run.id, 0, run.revision)
    db.session.flush()
    publish(scope, run.id, Confirmation(WORD, str(uuid.uuid4()), run.revision))
    db.session.flush()
    mail_proposals(scope, run.id)


def _answer_all(stage: Stage, *, mentees: bool) -> None:
    """Everybody of one side accepts what they were sent; but one mentor declines."""
    for proposal in _open(stage):
        place = proposal.mentee if mentees else proposal.mentor
        name = place.member.name
        reply = Reply(Answer.DECLINED, WHY) if name == DECLINES else _YES
        answer_proposal(stage.scope(name), proposal.id, reply)
        db.session.flush()
        if reply.answer is Answer.DECLINED:
            draft_next(runs_program(stage), proposal.id)


def _answer_late(stage: Stage) -> None:
    for proposal in _open(stage):
        if proposal.mentee.member.name == LATE:
            answer_proposal(stage.scope(proposal.mentor.member.name), proposal.id, _YES)


def _withdraw(stage: Stage, *names: str) -> None:
    for name in names:
        [place] = programs.participation_of(stage.scope(), stage.members[name])
        withdraw_participant(runs_program(stage), place.id)


def _make_room(stage: Stage) -> None:
    """The mentor with the sign-in takes one more, and so finds a proposal to answer."""
    scope = runs_program(stage)
    [place] = programs.participation_of(stage.scope(), stage.members[MENTOR])
    change_capacity(scope, place.id, 3)


def _review(stage: Stage) -> None:
    """Decide about some of the second cohort, so that its board is half done."""
    scope, run = runs_program(stage), _latest(stage, SECOND)
    rows = list(
        db.session.scalars(
            select(Proposal)
            .where(Proposal.org_id == scope.org_id, Proposal.run_id == run.id)
            .order_by(Proposal.fit.desc(), Proposal.id)
        )
    )
    for row, decision in zip(rows, (Decision.APPROVE, Decision.PIN), strict=False):
        decide(scope, run.id, row.id, decision, standing(row))


def _open(stage: Stage) -> Iterator[Proposal]:
    statement = select(Proposal).where(
        Proposal.org_id == stage.org_id, Proposal.state == ProposalState.PUBLISHED
    )
    return iter(db.session.scalars(statement.order_by(Proposal.created_at, Proposal.id)).all())
