"""Two admins on one board, in every order: nothing is lost, nothing is overwritten unseen."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from saas.db import bind_org, db
from saas.errors import ConflictError
from saas.matching import swapping
from saas.matching.engine import SwapError
from saas.matching.models import BoardStep, Exclusion, Proposal, ProposalState, Run, Unplaced
from saas.matching.queries.look import STANDING, Look
from saas.matching.services import board, undoing
from saas.matching.services import swapping as swaps
from saas.matching.services.board import Decision
from saas.matching.services.steps import lock_board, standing
from saas.matching.services.swapping import Seen
from tests.matching.conftest import tenant_rows

SETTINGS = settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
ADMINS = st.integers(0, 1)
ACTS = st.one_of(
    st.tuples(st.just("look"), ADMINS),
    st.tuples(st.just("look"), ADMINS),
    st.tuples(st.just("decide"), ADMINS, st.integers(0, 9), st.sampled_from(list(Decision))),
    st.tuples(st.just("many"), ADMINS, st.sampled_from(list(board.MANY))),
    st.tuples(st.just("swap"), ADMINS, st.integers(0, 3), st.integers(0, 3)),
    st.tuples(st.just("swap"), ADMINS, st.integers(0, 3), st.integers(0, 3)),
    st.tuples(st.just("undo"), ADMINS, st.integers(0, 9)),
)


class Table:
    """A board, what each of two admins saw last, and what must hold whatever they do."""

    def __init__(self, scope, run_id, mentees, mentors):
        self.scope, self.run_id = scope, run_id
        self.mentees, self.mentors = mentees, mentors
        self.room = {row.id: row.capacity for row in (*mentees, *mentors)}
        self.pictures = {}  # What the board was before each step, by the step's id.
        self.now = self.picture()
        self.seen = [self.now, self.now]
        self.refused = 0

    def picture(self):
        """Return everything a board is: states, exclusions, who waits."""
        scope = self.scope
        rows = tenant_rows(Proposal, scope, Proposal.run_id == self.run_id).all()
        kept = tenant_rows(Exclusion, scope).all()
        left = tenant_rows(Unplaced, scope, Unplaced.run_id == self.run_id).all()
        run = tenant_rows(Run, scope, Run.id == self.run_id).one()
        return {
            "revision": run.revision,
            "rows": {row.id: (row.mentee_id, row.mentor_id) for row in rows},
            "states": {
                row.id: standing(row) for row in rows if row.state is not ProposalState.REPLACED
            },
            "apart": {(row.mentee_id, row.mentor_id) for row in kept},
            "left": {row.participant_id for row in left},
        }

    def act(self, name, admin, *given):
        """Do one thing on what an admin saw; whatever is refused changes nothing."""
        before = self.now
        try:
            with db.session.begin_nested():
                step = getattr(self, name)(admin, *given)
        except (ConflictError, SwapError):
            self.refused += 1
            assert self.picture() == before
            return
        self.now = self.picture()
        if step is not None:
            self.pictures[step.id] = before
        self.check(self.now)

    def look(self, admin):
        """See the board as it was after the last act: nothing has changed it since."""
        self.seen[admin] = self.now

    def decide(self, admin, at, decision):
        seen = self.seen[admin]["states"]
        known = sorted(seen, key=lambda each: self.seen[admin]["rows"][each])
        wanted = known[at % len(known)] if known else None
        if wanted is None:
            return None
        now = self.now["states"].get(wanted)
        step = board.decide(self.scope, self.run_id, wanted, decision, seen[wanted])
        # Only what was seen as it stands is decided on.
        assert now == seen[wanted]
        return step

    def many(self, admin, decision):
        seen = self.seen[admin]
        return board.decide_all(self.scope, self.run_id, Look(), decision, seen["revision"])

    def swap(self, admin, one, other):
        pair = self.mentees[one % len(self.mentees)].id, self.mentors[other % len(self.mentors)].id
        run = lock_board(self.scope, self.run_id)
        plan = swapping.plan(swapping.table_of(self.scope, run, pair[0], [pair[1]]), pair)
        seen = Seen(self.seen[admin]["revision"], plan.key)
        return swaps.swap(self.scope, self.run_id, pair, seen)

    def undo(self, _admin, at):
        rows = tenant_rows(BoardStep, self.scope, BoardStep.undone_at.is_(None))
        steps = rows.order_by(BoardStep.revision).all()
        if not steps:
            return
        step = steps[at % len(steps)]
        undoing.undo(self.scope, self.run_id, step.id)
        after, earlier = self.picture(), self.pictures[step.id]
        for key in map(str, step.before["proposals"]):
            wanted = {str(each): state for each, state in earlier["states"].items()}.get(key)
            assert {str(each): state for each, state in after["states"].items()}.get(key) == wanted

    def check(self, now):
        """Nobody has more than they take, nobody is with whom they are kept apart from."""
        pairs = [
            now["rows"][each]
            for each, state in now["states"].items()
            if ProposalState(state.split("+")[0]) in STANDING
        ]
        for person, most in self.room.items():
            assert sum(person in pair for pair in pairs) <= most
        assert not set(pairs) & now["apart"]
        served = {mentee for mentee, _ in pairs}
        assert {row.id for row in self.mentees} <= served | now["left"]
        steps = tenant_rows(BoardStep, self.scope, BoardStep.run_id == self.run_id).all()
        open_steps = [step for step in steps if step.undone_at is None]
        assert len(now["apart"]) == sum(len(step.before["exclusions"]) for step in open_steps)


@pytest.fixture
def opened(app, acme, ada, mentor, mentee, matched):
    wanted = ("network", "ideas", "network", "politics")
    mentors = [mentor(f"Mentor {at}", goals=[goal], capacity=1 + at % 2)
               for at, goal in enumerate(wanted)]  # fmt: skip
    mentees = [mentee(f"Mentee {at}", goals=[goal]) for at, goal in enumerate(wanted)]
    return matched(), mentees, mentors


def test_steps_and_undos_of_two_admins_lose_and_corrupt_nothing(app, acme, ada, opened):
    run, mentees, mentors = opened
    refused, undone, swapped = [], [], []

    @SETTINGS
    @given(st.lists(ACTS, min_size=10, max_size=16))
    def play(acts):
        with app.app_context():
            bind_org(acme.id)
            nested = db.session.begin_nested()
            table = Table(ada.scope, run.id, mentees, mentors)
            for name, *rest in acts:
                table.act(name, *rest)
            refused.append(table.refused)
            steps = tenant_rows(BoardStep, acme.scope, BoardStep.run_id == run.id).all()
            undone.append(sum(step.undone_at is not None for step in steps))
            swapped.append(sum(step.words.startswith("Put ") for step in steps))
            nested.rollback()

    play()

    # The proof is about something: there were conflicts, undos and swaps.
    assert all(sum(each) for each in (refused, undone, swapped)), (refused, undone, swapped)


def test_all_steps_undone_in_turn_bring_the_board_back(app, acme, ada, opened):
    run, mentees, mentors = opened
    compared = []

    @SETTINGS
    @given(st.lists(ACTS.filter(lambda act: act[0] != "undo"), min_size=3, max_size=12))
    def play(acts):
        with app.app_context():
            bind_org(acme.id)
            nested = db.session.begin_nested()
            table = Table(ada.scope, run.id, mentees, mentors)
            first = table.picture()
            for name, *rest in acts:
                table.act("look", rest[0])
                table.act(name, *rest)
            steps = tenant_rows(BoardStep, acme.scope, BoardStep.run_id == run.id)
            for step in steps.order_by(BoardStep.revision.desc()).all():
                undoing.undo(ada.scope, run.id, step.id)
                db.session.flush()
            last = table.picture()
            assert {key: last[key] for key in ("states", "apart", "left")} == {
                key: first[key] for key in ("states", "apart", "left")
            }
            compared.append(len(steps.all()))
            nested.rollback()

    play()

    assert sum(compared) > 10
