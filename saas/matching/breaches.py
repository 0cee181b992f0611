"""What keeps two people apart as things stand now, whenever they were put together.

Whatever could make two people partners asks here, the moment it does: sending a proposal, the
answer to one, the answer to a request, taking back that they parted. Rules are those of the
program now, not those of the run; and where it needs its orientation by now, both take it first.
"""

import dataclasses as dc
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from saas import clock
from saas.intake.answers import Answers
from saas.matching.crowd import Crowd, gather_some, groups_of
from saas.matching.engine import Exclusion as Ban
from saas.matching.engine import Rules
from saas.matching.engine.answers import week_of
from saas.matching.engine.bans import Kind
from saas.matching.engine.meeting import shared_week
from saas.matching.models import Proposal, ProposalState
from saas.matching.queries.places import Pair
from saas.matching.services.rules import rules_of
from saas.programs.models import Cohort
from saas.programs.queries import Among
from saas.scope import Scope
from saas.words import sealed


@dc.dataclass(frozen=True, slots=True)
class Breach:
    """Why two people are kept apart, in sentences for those who run the program.

    Attributes:
        rules: One for each rule that forbids them, whoever put them together.
        low: That they fit less than the program's minimum; empty where they do not, or a rule
            forbids them. Nobody is proposed so, but a pin is: an admin wanted it.
        untaken: Who of them has not taken the orientation that is needed before; empty where
            both have, and where they were asked or were partners before.
    """

    rules: tuple[str, ...]
    low: str = ""
    untaken: str = ""

    def of(self, proposal: Proposal) -> str:
        """Return what is wrong with a proposal, in one text; empty where it may stand."""
        sent = proposal.state is ProposalState.PUBLISHED
        certain = " ".join(filter(None, (*self.rules, self.untaken)))
        return certain or ("" if proposal.pinned or sent else self.low)


def breaches(
    scope: Scope,
    cohort: Cohort,
    pairs: Iterable[Pair],
    asked: Collection[Pair] = (),
    *,
    parted: Collection[Pair] = (),
    with_requests: bool = True,
) -> dict[Pair, Breach]:
    """Return what keeps pairs of participants apart now; those who may be partners are left out.

    A constant number of queries, and no fit but those of the pairs. Who does not take part any
    more is left out: their place is gone, whatever the rules say.

    Args:
        scope: Whose.
        cohort: With its program.
        pairs: Mentee and mentor each.
        asked: Those of them who were sent to each other: that alone keeps nobody apart.
        parted: Those of them whose partnership has ended: nor does that.
        with_requests: Whether a mentee's open requests count as wishes of theirs, as in a run.
    """
    wanted = sorted(set(pairs))
    if not wanted:
        return {}
    rules = rules_of(cohort.program)
    among = Among({each for pair in wanted for each in pair})
    crowd = gather_some(scope, cohort.id, rules, among, with_requests=with_requests)
    crowd = _free(crowd, {**dict.fromkeys(asked, "asked"), **dict.fromkeys(parted, "ended")})
    found = dict(_found(crowd, rules, wanted, frozenset(asked)))
    for pair in set(wanted).difference(asked, parted):
        if untaken := _untaken(crowd, pair):
            found[pair] = dc.replace(found.get(pair, Breach(())), untaken=untaken)
    return found


def breaches_of(scope: Scope, cohort: Cohort, rows: Iterable[Proposal]) -> dict[uuid.UUID, str]:
    """Return by its id what keeps each of some proposals from going on, in words.

    Of those that wait for a decision, or for an answer.
    """
    open_ = (ProposalState.PROPOSED, ProposalState.APPROVED, ProposalState.PUBLISHED)
    by_pair = {(row.mentee_id, row.mentor_id): row for row in rows if row.state in open_}
    asked = {at for at, row in by_pair.items() if row.state is ProposalState.PUBLISHED}
    found = breaches(scope, cohort, by_pair, asked)
    return {by_pair[at].id: said for at, each in found.items() if (said := each.of(by_pair[at]))}


def _free(crowd: Crowd, pairs: Mapping[Pair, Kind]) -> Crowd:
    """Return the same people without one kind of ban on each of some pairs, either way round."""
    known = crowd.answers
    lifted = {
        Ban(known[each[0]].id, known[each[1]].id, kind)
        for pair, kind in pairs.items()
        if known.keys() >= set(pair)
        for each in (pair, pair[::-1])
    }
    return dc.replace(crowd, bans=tuple(ban for ban in crowd.bans if ban not in lifted))


def _found(
    crowd: Crowd, rules: Rules, pairs: Sequence[Pair], asked: frozenset[Pair]
) -> Iterator[tuple[Pair, Breach]]:
    apart = dict(_never_free(crowd, rules, pairs, asked)) if rules.group_hours else {}
    tried = crowd.tried(rules, pairs)
    fits = {pair: each.fit for pair, each in tried.items() if pair not in asked}
    twice = dict(_both_ways(crowd, fits))
    for pair, each in tried.items():
        also = filter(None, [twice.get(pair), apart.get(pair)])
        if forbidden := (*each.forbidden, *also):
            yield pair, Breach(forbidden)
        elif each.fit < rules.minimum:
            yield pair, Breach((), _low(crowd, pair, each.fit, rules.minimum))


def _both_ways(crowd: Crowd, fits: Mapping[Pair, float]) -> Iterator[tuple[Pair, str]]:
    """Go through the pairs of two members who stand here the other way round with a better fit."""
    known = crowd.answers
    ids = {pair: tuple(known[each].id for each in pair) for pair in fits}
    ways = {both: (fits[pair], *both) for pair, both in ids.items()}
    for pair, both in ids.items():
        better = ways.get(both[::-1])
        if better and both[0] != both[1] and better > ways[both]:
            names = [sealed(known[each].name) for each in pair]
            yield pair, "{} and {} stand here twice, once each way round.".format(*names)


def _untaken(crowd: Crowd, pair: Pair) -> str:
    late = [each for each in pair if each in crowd.unready and each in crowd.answers]
    if not late:
        return ""
    names = " and ".join(sealed(crowd.answers[each].name) for each in late)
    has = "has" if len(late) == 1 else "have"
    return f"{names} {has} not taken the orientation, which is needed first; remind them."


def _low(crowd: Crowd, pair: Pair, fit: float, minimum: float) -> str:
    one, other = (sealed(crowd.answers[each].name) for each in pair)
    has, wants = (f"{each * 100:.0f}" for each in (fit, minimum))
    return (
        f"{one} and {other} fit by {has} of 100, under the minimum of {wants}; pin them to keep "
        "them together all the same."
    )


def _never_free(
    crowd: Crowd, rules: Rules, pairs: Sequence[Pair], asked: frozenset[Pair]
) -> Iterator[tuple[Pair, str]]:
    """Go through the pairs that leave a group without a weekly time that all of it shares.

    A group is a mentor with their partners, where one of those who were asked says yes; with
    whoever was asked, too, where others join, one after the other. Who comes into a group that
    shares no time anyway is not to blame.
    """
    length = round((rules.group_hours or 0) * 60)
    together, taken = crowd.taken.partners, crowd.taken.partners | crowd.taken.asked
    certain = groups_of(crowd.answers, together - asked)
    groups = groups_of(crowd.answers, taken.difference(pairs))
    for one, other in pairs:
        if one not in crowd.answers or other not in crowd.answers:
            continue
        known = (certain if (one, other) in asked else groups).get(other, [])
        group = [crowd.answers[other], *known]
        if _meets(group, length) and not _meets([*group, crowd.answers[one]], length):
            names = [sealed(crowd.answers[each].name) for each in (one, other)]
            yield (one, other), "{} shares no weekly time with the group of {}.".format(*names)
        elif (one, other) not in asked:
            groups.setdefault(other, []).append(crowd.answers[one])


def _meets(group: Sequence[Answers], length: int) -> bool:
    """Whether a group shares a weekly time, or nobody in it said when they are free."""
    return not any(map(week_of, group)) or shared_week(group, length, clock.today()) is not None
