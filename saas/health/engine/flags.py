"""What an average would hide: each flag has an owner and a first step, whatever the score."""

from collections.abc import Callable, Iterator, Mapping

from saas.health.engine.facts import SIDES
from saas.health.engine.reading import Flag, Owner
from saas.health.engine.seen import Seen

# A step that is the admin's is worded for the admin; an unanswered one for the side that owes it.
STEPS: Mapping[str, str] = {
    "low_rating": "Talk with each of the two, alone, and ask what would help.",
    "not_a_good_fit": (
        "Talk with each of them apart, and offer to match them again, without fault."
    ),
    "no_first_meeting": "Ask both whether they have met, and help them to find a first time.",
    "long_gap": "Ask both, with one click, whether they met elsewhere.",
    "sides_apart": "Talk with each of them apart about how it is going; never pass on a rating.",
    "sharp_fall": "Look at which signal fell, and get in touch with both this week.",
    "unanswered": "Answer what is waiting for you; a short reply is enough.",
}
FLAG_KEYS = tuple(STEPS)


def find(seen: Seen, trend: float | None) -> tuple[Flag, ...]:
    """Return the flags that stand, in the documented order."""
    return tuple(
        Flag(key, owner, STEPS[key])
        for key, owners in _RULES.items()
        for owner in owners(seen, trend)
    )


def _low_rating(seen: Seen, _trend: float | None) -> Iterator[Owner]:
    ratings = [seen.latest_rating(side) for side in SIDES]
    if any(it is not None and it <= seen.policy.thresholds.low_rating for it in ratings):
        yield "admin"


def _not_a_good_fit(seen: Seen, _trend: float | None) -> Iterator[Owner]:
    if any(map(seen.says_not_good, SIDES)):
        yield "admin"


def _no_first_meeting(seen: Seen, _trend: float | None) -> Iterator[Owner]:
    has_met = seen.held_on or any(it.met is not False for it in seen.facts.check_ins)
    is_due = seen.age(seen.facts.started_on) >= seen.policy.thresholds.first_meeting_days
    if is_due and not has_met and not seen.facts.one_meeting:
        yield "admin"


def _long_gap(seen: Seen, _trend: float | None) -> Iterator[Owner]:
    if seen.has_long_gap():
        yield "admin"


def _sides_apart(seen: Seen, _trend: float | None) -> Iterator[Owner]:
    mentee, mentor = (seen.latest_rating(side) for side in SIDES)
    if mentee is None or mentor is None:
        return
    if abs(mentee - mentor) >= seen.policy.thresholds.apart_points:
        yield "admin"


def _sharp_fall(seen: Seen, trend: float | None) -> Iterator[Owner]:
    if trend is not None and trend <= -seen.policy.thresholds.fall_points:
        yield "admin"


def _unanswered(seen: Seen, _trend: float | None) -> Iterator[Owner]:
    yield from (side for side in SIDES if seen.waits_for(side))


_RULES: Mapping[str, Callable[[Seen, float | None], Iterator[Owner]]] = {
    "low_rating": _low_rating,
    "not_a_good_fit": _not_a_good_fit,
    "no_first_meeting": _no_first_meeting,
    "long_gap": _long_gap,
    "sides_apart": _sides_apart,
    "sharp_fall": _sharp_fall,
    "unanswered": _unanswered,
}
