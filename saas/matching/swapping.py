"""What it does to a board to put two people together: who moves where, at what cost."""

import hashlib
import uuid
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from typing import Any

import numpy as np
from flask_babel import gettext as _

from saas.matching import drafting
from saas.matching.crowd import MANY, Crowd, gather, gather_some, refuse_pool
from saas.matching.engine import Market, Move, Rules, SwapError, swap, who_changes, why_unmatched
from saas.matching.engine.market import Integers
from saas.matching.engine.needed import needed
from saas.matching.models import Proposal, Run
from saas.matching.queries import places
from saas.matching.queries.places import Pair
from saas.matching.seats import Who
from saas.orientation.queries import not_ready
from saas.programs.models import Side
from saas.programs.queries import Among
from saas.scope import Scope
from saas.web.speaking import say


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A board with everything needed to weigh swaps for one mentee.

    Attributes:
        pairs: Positions of what stands and may move, shape (n, 2).
        standing: The proposals behind them, by the ids of the two people.
        at: Where everybody stands in the market, on their side.
        mentees, mentors: Who stands where.
        unready: Who has not taken the orientation that the program asks for first.
    """

    run: Run
    crowd: Crowd
    market: Market
    pairs: Integers
    standing: dict[Pair, Proposal]
    at: dict[uuid.UUID, int]
    mentees: tuple[uuid.UUID, ...]
    mentors: tuple[uuid.UUID, ...]
    unready: frozenset[uuid.UUID]

    def ids(self, pairs: Integers) -> set[Pair]:
        """Return the two people of each pair of positions."""
        return {(self.mentees[row], self.mentors[col]) for row, col in pairs}


@dataclass(frozen=True, slots=True)
class Mover:
    """A mentee whose mentors change; fits from 0 to 100, None without a mentor.

    Attributes:
        here: Whether they take part; who does not only stands on the board still.
    """

    mentee: Who
    before: tuple[Who, ...]
    after: tuple[Who, ...]
    fit_before: int | None
    fit_after: int | None
    here: bool = True


@dataclass(frozen=True, slots=True)
class Plan:
    """What putting two people together does.

    Attributes:
        change: Of the summed fit, in hundredths, as the board shows fits.
        served: How many more mentees have a mentor; below 0 when somebody loses theirs.
        movers: The mentee asked for first.
        gone: Proposals that give way.
        rows: Proposals that come, as `drafting.proposal_row` gives them.
        waiting: Why each who loses their mentor waits, and what would help.
        key: Two plans with the same key do the same.
    """

    pair: Pair
    change: float
    served: int
    movers: tuple[Mover, ...]
    gone: tuple[Proposal, ...]
    rows: tuple[dict[str, Any], ...]
    waiting: dict[uuid.UUID, tuple[str, str | None]]
    key: str


def table_of(scope: Scope, run: Run, mentee_id: uuid.UUID, mentors: Iterable[uuid.UUID]) -> Table:
    """Read a board for weighing swaps of one mentee with some mentors."""
    rules, unready = Rules.from_dict(run.rules), not_ready(scope, run.cohort_id)
    near = _near(scope, run, mentee_id, set(mentors))
    standing = {_pair(row): row for row in places.drafted(scope, run.id, near)}
    fixed = {
        pair
        for pair, row in standing.items()
        if (drafting.is_kept(row) or unready & set(pair)) and pair[0] != mentee_id
    }
    if near is None:
        crowd = gather(scope, run.cohort_id, rules, fixed)
        moving = set(crowd.waiting()) - unready
    else:
        fixed |= {pair for pair in places.drafted_pairs(scope, run.id) if pair[0] not in near}
        crowd = gather_some(scope, run.cohort_id, rules, Among(near, mentors=True), fixed)
        moving = near
    refuse_pool(crowd)
    current = {other for one, other in standing if one == mentee_id}
    crowd = crowd.without(unready - current)
    free = {pair: row for pair, row in standing.items() if pair not in fixed}
    weighed = moving | {mentee_id} | {pair[0] for pair in free}
    market = crowd.on_board(rules, weighed, places.placed_pairs(scope, run.id, near))
    mentees, mentors = _sides(crowd, market)
    at = {each: place for side in (mentees, mentors) for place, each in enumerate(side)}
    pairs = sorted((at[one], at[other]) for one, other in free if {one, other} <= at.keys())
    # What a rule forbids by now is weighed as if it were not there, and gives way to any change.
    positions = np.array([each for each in pairs if market.fit[each] >= 0], np.int64).reshape(-1, 2)
    return Table(run, crowd, market, positions, free, at, mentees, mentors, unready)


def _near(
    scope: Scope, run: Run, mentee_id: uuid.UUID, mentors: Set[uuid.UUID]
) -> set[uuid.UUID] | None:
    """Return who of a large board may move: who has one of the mentors; None where all may."""
    if run.mentees * run.mentors <= MANY:
        return None
    pairs = places.drafted_pairs(scope, run.id)
    return {mentee_id, *(one for one, other in pairs if other in mentors)}


def _pair(row: Proposal) -> Pair:
    return row.mentee_id, row.mentor_id


def plan(table: Table, pair: Pair) -> Plan:
    """Weigh putting two people together who stand in the market.

    Raises:
        SwapError: It cannot be done; the text is one sentence, in the organization's words.
    """
    crowd, asked = table.crowd, (table.at[pair[0]], table.at[pair[1]])
    _check(table, pair, asked)
    try:
        found = swap(table.market, table.pairs, asked)
    except SwapError as error:
        raise SwapError(say(error)) from error
    market, after = found.market, needed(table.pairs, found.pairs, asked)
    moves = who_changes(market, table.pairs, market, after)
    before_ids, after_ids = table.ids(table.pairs), table.ids(after)
    new = sorted(after_ids - before_ids)
    lost = _given_away(table, before_ids, after_ids)
    rows = [
        drafting.proposal_row(table.run, market, each, (table.at[each[0]], table.at[each[1]]))
        for each in new
    ]
    moving = {one for one, _ in new}
    left = {one for one, _ in {*before_ids, *map(_pair, lost)}} - {one for one, _ in after_ids}
    why = {each: why_unmatched(market, after, table.at[each]) for each in left & table.at.keys()}
    fits = market.fit
    change = float(fits[tuple(after.T)].sum() - fits[tuple(table.pairs.T)].sum())
    return Plan(
        pair=pair,
        change=round(100 * change, 1),
        served=len({one for one, _ in after_ids}) - len({one for one, _ in before_ids}),
        movers=(*_movers(crowd, moves, pair[0]), *(_losing(table, row) for row in lost)),
        gone=tuple(
            row
            for each, row in sorted(table.standing.items())
            if each not in after_ids and (each in before_ids or each[0] in moving or row in lost)
        ),
        rows=tuple(rows),
        waiting=dict.fromkeys(left, (drafting.GIVEN_AWAY, drafting.BACK))
        | {each: (found.why, found.remedy) for each, found in why.items()},
        key=_key((before_ids ^ after_ids).union(map(_pair, lost)), change),
    )


def _given_away(table: Table, before: Set[Pair], after: Set[Pair]) -> list[Proposal]:
    """Return what stands without being weighed and whose place goes to somebody else.

    The mentee takes part no longer, or a rule forbids the two by now; of several with one mentor
    those who fit less give way. Who gets another mentor leaves what stands anyway.
    """
    new = after - before
    moving, room = {one for one, _mentor in new}, table.market.mentor_places()
    found: list[Proposal] = []
    for mentor in sorted({other for _mentee, other in new}):
        rows = [
            row
            for each, row in table.standing.items()
            if each[1] == mentor and each not in before and each[0] not in moving
        ]
        used = sum(other == mentor for _, other in after)
        over = used + len(rows) - int(room[table.at[mentor]])
        found += sorted(rows, key=lambda row: (row.fit, row.id))[: max(0, over)]
    return found


def _losing(table: Table, row: Proposal) -> Mover:
    """Tell of somebody whose place is given away."""
    here = row.mentee_id in table.at
    who, mentor = Who(row.mentee_id, row.mentee.member.name), table.crowd.who(row.mentor_id)
    return Mover(who, (mentor,), (), round(row.fit / 100), None, here=here)


def _check(table: Table, pair: Pair, asked: tuple[int, int]) -> None:
    one, other = (table.crowd.answers[each].name for each in pair)
    for each in pair:
        if each in table.unready:
            name = table.crowd.answers[each].name
            raise SwapError(
                _(
                    "%(name)s has not taken the orientation yet, and this program asks for it "
                    "before matching; remind them first.",
                    name=name,
                )
            )
    if pair in table.standing:
        raise SwapError(f"{one} and {other} are proposed for each other already.")
    if not table.market.mentee_places()[asked[0]]:
        raise SwapError(
            _("%(name)s has a mentor or was asked already; there is nothing to swap.", name=one)
        )
    if not table.market.mentor_places()[asked[1]]:
        raise SwapError(
            f"Every place of {other} is taken by partners, by people who were asked, or by "
            "approved or pinned proposals; reject or unpin one of these first."
        )
    if table.market.fit[asked] < table.market.rules.minimum:
        raise SwapError(_("Their fit is under the program's minimum."))


def _sides(crowd: Crowd, market: Market) -> tuple[tuple[uuid.UUID, ...], tuple[uuid.UUID, ...]]:
    ids = crowd.by_member()
    return (
        tuple(ids[Side.MENTEE, each.id] for each in market.mentees),
        tuple(ids[Side.MENTOR, each.id] for each in market.mentors),
    )


def _movers(crowd: Crowd, moves: Sequence[Move], first: uuid.UUID) -> tuple[Mover, ...]:
    by_member = crowd.by_member()
    found = [
        Mover(
            crowd.who(by_member[Side.MENTEE, each.mentee]),
            tuple(crowd.who(by_member[Side.MENTOR, mentor]) for mentor in each.before),
            tuple(crowd.who(by_member[Side.MENTOR, mentor]) for mentor in each.after),
            _mean(each.fit_before, len(each.before)),
            _mean(each.fit_after, len(each.after)),
        )
        for each in moves
    ]
    return tuple(sorted(found, key=lambda each: each.mentee.id != first))


def _mean(fit: float, count: int) -> int | None:
    return round(100 * fit / count) if count else None


def _key(changed: set[Pair], change: float) -> str:
    said = f"{sorted(changed)} {change:.4f}"
    return hashlib.sha256(said.encode()).hexdigest()[:32]
