"""The people of one cohort as the engine takes them, with the places they have left."""

import dataclasses as dc
import hashlib
import json
import uuid
from collections.abc import Collection, Iterable, Iterator
from typing import Any

import numpy as np

from saas import clock
from saas.intake.answers import Answers
from saas.intake.canonical import Known, answers_of
from saas.matching.engine import Exclusion as Ban
from saas.matching.engine import Market, Rules, open_market
from saas.matching.engine.market import Integers as Positions
from saas.matching.models import ExclusionReason
from saas.matching.queries import places
from saas.matching.queries import requests as queries
from saas.matching.queries.places import Pair, Taken
from saas.programs import queries as programs
from saas.programs.models import Participant, Side
from saas.scope import Scope
from saas.words import sealed

#: Answers that sentences quote: texts, and lists of texts.
TEXTS = ("name", "field", "aspired_field", "unit")
LISTS = ("goals", "support", "skills", "languages", "means")
_ALREADY_TRIED = (ExclusionReason.REJECTED, ExclusionReason.DECLINED)


@dc.dataclass(frozen=True, slots=True)
class Crowd:
    """Who takes part in a cohort now, and what keeps some of them apart.

    The engine knows people by their member's id, so that somebody on both sides is one person.

    Attributes:
        answers: By participant; the capacity is what is left of it.
        taken: Who is together, or was asked to be.
    """

    participants: dict[uuid.UUID, Participant]
    answers: dict[uuid.UUID, Answers]
    bans: tuple[Ban, ...]
    taken: Taken

    def side(self, side: Side) -> list[Participant]:
        """Return who takes part on one side."""
        return [each for each in self.participants.values() if each.side is side]

    def market(self, rules: Rules, mentees: Collection[uuid.UUID] | None = None) -> Market:
        """Score these mentees, or all, with all mentors."""
        chosen = [each for each in self.side(Side.MENTEE) if mentees is None or each.id in mentees]
        return open_market(
            [_sealed(self.answers[each.id]) for each in chosen],
            [_sealed(self.answers[each.id]) for each in self.side(Side.MENTOR)],
            rules,
            on=clock.today(),
            exclusions=self.bans,
            managers=[(each.id, each.manager_id) for each in self.answers.values()
                      if each.manager_id],
        )  # fmt: skip

    def pair(self, mentee: str, mentor: str) -> Pair:
        """Return the participants that two ids of the engine mean."""
        return next(self.pairs([(mentee, mentor)]))

    def pairs(self, found: Iterable[tuple[str, str]]) -> Iterator[Pair]:
        """Return the participants that ids of the engine mean, mentee first."""
        ids = {(each.side, str(each.member_id)): each.id for each in self.participants.values()}
        return ((ids[Side.MENTEE, one], ids[Side.MENTOR, other]) for one, other in found)

    def position(self, market: Market, participant_id: uuid.UUID) -> int | None:
        """Return the place of a participant in a market; None when they are not in it."""
        person = self.answers.get(participant_id)
        if person is None:
            return None
        mentee = self.participants[participant_id].side is Side.MENTEE
        people = market.mentees if mentee else market.mentors
        return next((at for at, each in enumerate(people) if each.id == person.id), None)

    def positions(self, market: Market, pairs: Iterable[Pair]) -> Positions:
        """Return the places of pairs in a market, shape (n, 2), sorted; others are left out."""
        rows = {person.id: row for row, person in enumerate(market.mentees)}
        cols = {person.id: col for col, person in enumerate(market.mentors)}
        known = [pair for pair in pairs if self.answers.keys() >= set(pair)]
        found = [(rows.get(self.answers[one].id), cols.get(self.answers[other].id))
                 for one, other in known]  # fmt: skip
        inside = sorted((row, col) for row, col in found if row is not None and col is not None)
        return np.array(inside, np.int64).reshape(-1, 2)

    def waiting(self) -> frozenset[uuid.UUID]:
        """Return the mentees who have a place left."""
        return frozenset(
            each.id for each in self.side(Side.MENTEE) if self.answers[each.id].capacity > 0
        )

    def fingerprint(self) -> str:
        """Return the sha256 of everything that is read of the people, in any order."""
        texts = sorted(json.dumps(dc.asdict(each), default=str) for each in self.answers.values())
        return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def gather(
    scope: Scope,
    cohort_id: uuid.UUID,
    rules: Rules,
    drafted: Iterable[Pair] = (),
    *,
    with_requests: bool = True,
) -> Crowd:
    """Read the people of a cohort. The number of queries does not depend on how many they are.

    Args:
        scope: Whose.
        cohort_id: The cohort.
        rules: Whose limits on places hold.
        drafted: Pairs that stand on a board and take places although nobody was asked yet.
        with_requests: Whether a mentee's open requests count as wishes of theirs, before those
            that they named when they applied.
    """
    people = programs.participants(scope, cohort_id)
    known = Known((each, each.member) for each in people)
    taken = places.taken(scope, cohort_id)
    taken = Taken(taken.partners, taken.asked | frozenset(drafted))
    counts = taken.counts()
    answers = {each.id: answers_of(each, each.member, known) for each in people}
    if with_requests:
        answers |= _asking(answers, queries.open_pairs(scope, cohort_id))
    left = {
        each.id: dc.replace(
            answers[each.id],
            capacity=max(0, places_of(each, rules) - counts[each.id]),
            waited=each.waited or None,
        )
        for each in people
    }
    by_id = {each.id: each for each in people}
    return Crowd(by_id, left, tuple(_bans(scope, cohort_id, by_id, taken)), taken)


def _sealed(answers: Answers) -> Answers:
    """Return what the engine may put into sentences, so that nobody's own words are changed."""
    texts = {name: sealed(text) for name in TEXTS if (text := getattr(answers, name))}
    lists = {name: tuple(map(sealed, words)) for name in LISTS if (words := getattr(answers, name))}
    quoted: dict[str, Any] = {**texts, **lists}
    return dc.replace(answers, **quoted)


def places_of(participant: Participant, rules: Rules) -> int:
    """Return how many partnerships somebody can have at once, within the program's limit."""
    mentee = participant.side is Side.MENTEE
    limit = rules.mentors_per_mentee if mentee else rules.mentees_per_mentor
    return participant.capacity if limit is None else min(participant.capacity, limit)


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


def _bans(
    scope: Scope, cohort_id: uuid.UUID, people: dict[uuid.UUID, Participant], taken: Taken
) -> Iterable[Ban]:
    def ban(pair: Pair, kind: str) -> Iterable[Ban]:
        mentee, mentor = people.get(pair[0]), people.get(pair[1])
        if mentee and mentor:
            yield Ban(str(mentee.member_id), str(mentor.member_id), kind)  # type: ignore[arg-type]

    for pair in taken.partners | taken.asked:
        yield from ban(pair, "partners")
    for each in places.exclusions(scope, cohort_id):
        kind = "rejected" if each.reason in _ALREADY_TRIED else "never_again"
        yield from ban((each.mentee_id, each.mentor_id), kind)
