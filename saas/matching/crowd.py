"""The people of one cohort as the engine takes them, with the places they have left."""

import dataclasses as dc
import datetime as dt
import hashlib
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import numpy as np

from saas import clock
from saas.errors import ConflictError
from saas.intake.answers import Answers
from saas.matching.decided import decided
from saas.matching.declared import Declared
from saas.matching.engine import Exclusion as Ban
from saas.matching.engine import Market, Rules, open_market
from saas.matching.engine.answers import Ids
from saas.matching.engine.market import Integers as Positions
from saas.matching.engine.market import opened_by
from saas.matching.engine.meeting import shared_week
from saas.matching.engine.paired import Known, Tried, try_pairs
from saas.matching.engine.peopled import Peopled
from saas.matching.engine.pool import mirrored
from saas.matching.queries import places
from saas.matching.queries import requests as queries
from saas.matching.queries.places import Pair, Taken
from saas.matching.seats import Read, Seat, Who, read_seats, read_some
from saas.orientation.queries import not_ready
from saas.programs import queries as programs
from saas.programs.models import Participant, Side
from saas.programs.queries import Among
from saas.scope import Scope
from saas.words import sealed

if TYPE_CHECKING:
    from saas.matching.engine.wide import WideMarket

#: Answers that sentences quote: texts, and lists of texts.
TEXTS = ("name", "field", "aspired_field", "unit")
MANY = 4_000_000
"""So many possible pairs are held at once; with more, a run looks at them in parts."""
_EVERYTHING = attrgetter(*(each.name for each in dc.fields(Answers)))
ONE_POOL = "Peers are not compared one by one: exclude two, or pin two, and run again."
LISTS = ("goals", "support", "skills", "languages", "means")
_QUOTED = attrgetter(*TEXTS, *LISTS)


@dc.dataclass(frozen=True, slots=True)
class Crowd:
    """Who takes part in a cohort now, and what keeps some of them apart.

    The engine knows people by their member's id, so that somebody on both sides is one person.

    Attributes:
        seats: Who takes part, on which side.
        answers: By participant; the capacity is what is left of it.
        taken: Who is together, was asked to be, or keeps a place on a board.
        pool: Whether all are in one pool: each is then on both sides.
        declared: Who is kept apart by what anybody said, in whichever place of theirs.
        there: The members who have a place left as mentees, and as mentors; of everybody, though
            only some were read, and whoever stands on a board.
        unready: Who has not taken the orientation that the program asks for first.
    """

    seats: dict[uuid.UUID, Seat]
    answers: dict[uuid.UUID, Answers]
    bans: tuple[Ban, ...]
    taken: Taken
    pool: bool
    declared: Declared
    there: Ids
    unready: frozenset[uuid.UUID]

    def who(self, participant_id: uuid.UUID) -> Who:
        """Return how a page names a participant."""
        return Who(participant_id, self.answers[participant_id].name)

    def market(self, rules: Rules, mentees: Collection[uuid.UUID] | None = None) -> Market:
        """Score these mentees, or all, with all mentors; for so many that all pairs can be held."""
        sides = self._sides(mentees)
        people = [[_sealed(self.answers[each]) for each in side] for side in sides]
        return open_market(people[0], people[1], rules, pool=self.pool, **self._circumstances())

    def wide(self, rules: Rules, on: dt.date) -> "WideMarket":
        """Open the market of all who have places left as it was on a day, without holding pairs."""
        from saas.matching.engine.wide import open_wide

        people = [[_sealed(self.answers[each]) for each in side]
                  for side in self._sides(self.waiting())]  # fmt: skip
        return open_wide(people[0], people[1], rules, **{**self._circumstances(), "on": on})

    def whole(self, rules: Rules) -> "Market | WideMarket":
        """Open the market of all who have places left, held pair by pair where they are few."""
        waiting = self.waiting()
        if not self.pool and len(waiting) * len(self.on(Side.MENTOR)) > MANY:
            # What compiles takes a second to load: only where it is needed, never in the web.
            return self.wide(rules, clock.today())
        return self.market(rules, waiting)

    def on_board(
        self, rules: Rules, mentees: Collection[uuid.UUID], standing: Iterable[Pair]
    ) -> Market:
        """Score these mentees with all mentors, with anyone for those whom the run opened.

        Args:
            rules: Of the run.
            mentees: Of whom all that stands on the board is given.
            standing: What stands there, sent or not.
        """
        market = self.market(rules, mentees)
        return opened_by(market, self.positions(market, standing))

    def tried(self, rules: Rules, pairs: Iterable[Pair]) -> dict[Pair, Tried]:
        """Return what rules say of some pairs, of whom both take part, without scoring others."""
        people = [[_sealed(self.answers[each]) for each in side] for side in self._sides(None)]
        known = Known(**self._circumstances())
        ids = {
            (self.answers[one].id, self.answers[other].id): (one, other)
            for one, other in pairs
            if one in self.answers and other in self.answers
        }
        found = try_pairs((people[0], people[1]), rules, ids, known, pool=self.pool)
        return {ids[pair]: each for pair, each in found.items()}

    def _circumstances(self) -> dict[str, Any]:
        return {
            "on": clock.today(),
            "exclusions": self.bans,
            "managers": self.declared.managers,
            "declared": self.declared.said(),
            "there": self.there,
        }

    def on(self, side: Side) -> list[uuid.UUID]:
        """Return the participants of one side, in the order of the market's rows or columns."""
        return [each.id for each in self.seats.values() if self.pool or each.side is side]

    def _sides(
        self, mentees: Collection[uuid.UUID] | None
    ) -> tuple[list[uuid.UUID], list[uuid.UUID]]:
        chosen = [each for each in self.on(Side.MENTEE) if mentees is None or each in mentees]
        return chosen, chosen if self.pool else self.on(Side.MENTOR)

    def pair(self, mentee: str, mentor: str) -> Pair:
        """Return the participants that two ids of the engine mean."""
        return next(self.pairs([(mentee, mentor)]))

    def pairs(self, found: Iterable[tuple[str, str]]) -> Iterator[Pair]:
        """Return the participants that ids of the engine mean, mentee first."""
        ids = self.by_member()
        return ((ids[Side.MENTEE, one], ids[Side.MENTOR, other]) for one, other in found)

    def by_member(self) -> dict[tuple[Side, str], uuid.UUID]:
        """Return the participant of each side and id of the engine."""
        seats = self.seats.values()
        if self.pool:
            return {(side, str(each.member_id)): each.id for each in seats for side in Side}
        return {(each.side, str(each.member_id)): each.id for each in seats}

    def position(self, market: Peopled, participant_id: uuid.UUID) -> int | None:
        """Return the place of a participant in a market; None when they are not in it."""
        person = self.answers.get(participant_id)
        if person is None:
            return None
        mentee = self.seats[participant_id].side is Side.MENTEE
        people = market.mentees if mentee else market.mentors
        return next((at for at, each in enumerate(people) if each.id == person.id), None)

    def places(self, market: Peopled, pairs: Iterable[Pair]) -> dict[Pair, tuple[int, int]]:
        """Return where pairs stand in a market; those of others are left out."""
        rows = {person.id: row for row, person in enumerate(market.mentees)}
        cols = {person.id: col for col, person in enumerate(market.mentors)}
        known = [pair for pair in pairs if self.answers.keys() >= set(pair)]
        found = {
            (one, other): (rows.get(self.answers[one].id), cols.get(self.answers[other].id))
            for one, other in known
        }
        return {
            pair: (row, col)
            for pair, (row, col) in found.items()
            if row is not None and col is not None
        }

    def positions(self, market: Peopled, pairs: Iterable[Pair]) -> Positions:
        """Return the places of pairs in a market, shape (n, 2), sorted; others are left out."""
        inside = sorted(self.places(market, pairs).values())
        if self.pool:
            return mirrored(inside)
        return np.array(inside, np.int64).reshape(-1, 2)

    def without(self, ids: Collection[uuid.UUID]) -> "Crowd":
        """Return the same people, of whom these have no place for anybody."""
        none = {
            row_id: dc.replace(answers, capacity=0)
            for row_id, answers in self.answers.items()
            if row_id in ids
        }
        return dc.replace(self, answers={**self.answers, **none})

    def among(self, ids: Iterable[uuid.UUID], answers: Mapping[uuid.UUID, Answers]) -> "Crowd":
        """Return some of the people, in this order, with these answers."""
        seats = {each: self.seats[each] for each in ids}
        left = {each: answers[each] for each in seats}
        free = ((seats[at].side, each.id) for at, each in left.items() if each.capacity)
        return dc.replace(self, seats=seats, answers=left, there=_there(free, pool=self.pool))

    def waiting(self) -> frozenset[uuid.UUID]:
        """Return the mentees who have a place left."""
        return frozenset(each for each in self.on(Side.MENTEE) if self.answers[each].capacity > 0)

    def digest(self, participant_id: uuid.UUID, **otherwise: Any) -> bytes:
        """Return eight bytes for all that is read of one person, some of it `otherwise`."""
        read = dc.replace(self.answers[participant_id], **otherwise)
        text = repr((self.seats[participant_id].side, *_EVERYTHING(read)))
        return hashlib.blake2b(text.encode(), digest_size=8).digest()

    def digest_of_bans(self, people: Collection[uuid.UUID]) -> bytes:
        """Return eight bytes for who of some people is kept apart by decisions or declarations."""
        ids = frozenset(self.answers[each].id for each in people if each in self.answers)
        text = repr((self._decisions(), self.declared.among(ids)))
        return hashlib.blake2b(text.encode(), digest_size=8).digest()

    def fingerprint(self) -> str:
        """Return the sha256 of everything that is read of the people, in any order."""
        texts = sorted(
            repr((self.seats[at].side, *_EVERYTHING(each))) for at, each in self.answers.items()
        )
        apart = repr(dc.astuple(self.declared))
        return hashlib.sha256("\n".join((*texts, *self._decisions(), apart)).encode()).hexdigest()

    def _decisions(self) -> list[str]:
        return sorted(repr(dc.astuple(ban)) for ban in self.bans)


def gather(
    scope: Scope,
    cohort_id: uuid.UUID,
    rules: Rules,
    drafted: Iterable[Pair] = (),
    *,
    with_requests: bool = True,
    until: dt.datetime | None = None,
) -> Crowd:
    """Read the people of a cohort, without holding their rows, in a constant number of queries.

    Args:
        scope: Whose.
        cohort_id: The cohort.
        rules: Whose limits on places hold.
        drafted: Pairs that stand on a board and take places although nobody was asked yet.
        with_requests: Whether a mentee's open requests count as wishes of theirs, before those
            that they named when they applied.
        until: Of what was decided, sent and asked, only what was by this moment.
    """
    read = read_seats(scope, cohort_id)
    wished = queries.open_pairs(scope, cohort_id, until) if with_requests else ()
    read.answers.update(_asking(read.answers, wished))
    return _crowd(scope, cohort_id, rules, drafted, read, until)


def gather_some(
    scope: Scope,
    cohort_id: uuid.UUID,
    rules: Rules,
    among: Among,
    drafted: Iterable[Pair] = (),
    *,
    with_requests: bool = True,
) -> Crowd:
    """Read some people of a cohort as `gather` reads all: rules and fits are those of all.

    Groups hang together with everybody in them, so there all are read.
    """
    if rules.group_hours:
        return gather(scope, cohort_id, rules, drafted, with_requests=with_requests)
    wished = queries.open_pairs(scope, cohort_id) if with_requests else ()
    asked = {other for one, other in wished if one in among.people}
    among = among._replace(people=asked.union(among.people))
    read = read_some(scope, cohort_id, among)
    read.answers.update(_asking(read.answers, wished))
    return _crowd(scope, cohort_id, rules, drafted, read)


def _crowd(
    scope: Scope,
    cohort_id: uuid.UUID,
    rules: Rules,
    drafted: Iterable[Pair],
    read: Read,
    until: dt.datetime | None = None,
) -> Crowd:
    seats, answers = read.seats, read.answers
    pool = programs.cohort(scope, cohort_id).program.is_pool
    unready = not_ready(scope, cohort_id)
    taken = places.taken(scope, cohort_id, until)
    counts = taken.counts()
    free = (
        place
        for at, place in read.places.items()
        if at not in unready and _limited(place.capacity, place.side, rules) > counts[at]
    )
    there = _there(((place.side, place.member) for place in free), pool=pool)
    taken = dc.replace(taken, drafted=frozenset(drafted))
    counts = taken.counts()
    left = {
        at: _with_places(each, max(0, _limited(each.capacity, seats[at].side, rules) - counts[at]))
        for at, each in answers.items()
    }
    if rules.group_hours:
        left |= _grouped(left, taken, round(rules.group_hours * 60))
    here = frozenset(seat.member_id for seat in seats.values())
    bans = decided(scope, cohort_id, read.members, here, taken, until)
    return Crowd(seats, left, bans, taken, pool, read.declared, there, unready)


def _there(people: Iterable[tuple[Side, str]], *, pool: bool) -> Ids:
    """Return the members who are there on either side; in a pool everybody is on both."""
    found: dict[Side, set[str]] = {side: set() for side in Side}
    for own, member in people:
        for side in Side if pool else (own,):
            found[side].add(member)
    return frozenset(found[Side.MENTEE]), frozenset(found[Side.MENTOR])


def refuse_pool(crowd: Crowd) -> None:
    """Refuse what looks at two sides, where all are in one pool.

    Raises:
        ConflictError: They are.
    """
    if crowd.pool:
        raise ConflictError(ONE_POOL)


def _sealed(answers: Answers) -> Answers:
    """Return what the engine may put into sentences, so that nobody's own words are changed."""
    quoted: dict[str, Any] = {}
    for name, given in zip((*TEXTS, *LISTS), _QUOTED(answers), strict=True):
        if given:
            said = sealed(given) if isinstance(given, str) else tuple(map(sealed, given))
            if said != given:
                quoted[name] = said
    return dc.replace(answers, **quoted) if quoted else answers


def places_of(participant: Participant, rules: Rules) -> int:
    """Return how many partnerships somebody can have at once, within the program's limit."""
    return _limited(participant.capacity, participant.side, rules)


def _limited(capacity: int, side: Side, rules: Rules) -> int:
    limit = rules.mentors_per_mentee if side is Side.MENTEE else rules.mentees_per_mentor
    return capacity if limit is None else min(capacity, limit)


def _with_places(answers: Answers, capacity: int) -> Answers:
    return answers if answers.capacity == capacity else dc.replace(answers, capacity=capacity)


def _grouped(
    answers: dict[uuid.UUID, Answers], taken: Taken, length: int
) -> dict[uuid.UUID, Answers]:
    """Return the answers of the mentors who have a group: free when all of it is."""
    found = {}
    for mentor, group in groups_of(answers, taken.pairs()).items():
        person = dc.replace(answers[mentor], group_of=len(group))
        shared = shared_week([person, *group], length, clock.today())
        if shared:
            person = dc.replace(person, time_zone=shared[0], availability=shared[1])
        found[mentor] = person
    return found


def groups_of(
    answers: Mapping[uuid.UUID, Answers], pairs: Iterable[Pair]
) -> dict[uuid.UUID, list[Answers]]:
    """Return the mentees of each mentor, of pairs whose answers are known."""
    found: dict[uuid.UUID, list[Answers]] = {}
    for mentee, mentor in sorted(pairs):
        if mentee in answers and mentor in answers:
            found.setdefault(mentor, []).append(answers[mentee])
    return found


def _asking(answers: dict[uuid.UUID, Answers], asked: Iterable[Pair]) -> dict[uuid.UUID, Answers]:
    """Return the answers of those who are asking mentors, with these as their first wishes."""
    wished: dict[uuid.UUID, list[str]] = {}
    for mentee, mentor in asked:
        if mentee in answers and mentor in answers:
            wished.setdefault(mentee, []).append(answers[mentor].id)
    return {
        mentee: dc.replace(
            answers[mentee], prefers=tuple(dict.fromkeys((*ids, *answers[mentee].prefers)))
        )
        for mentee, ids in wished.items()
    }
