"""Who of a partnership a piece of advice is for, and who gave it."""

from saas.partnerships.models import Advice, Partnership
from saas.programs.models import Side


def is_for(partnership: Partnership, advice: Advice, side: Side) -> bool:
    """Whether a side got it: the mentee; of two peers, whoever recorded it as what they got."""
    return side is receiver(advice.recorded_by, peers=partnership.is_of_peers)


def receiver(recorded_by: Side, *, peers: bool) -> Side:
    """Return the side that got what a side recorded: see `is_for`."""
    return recorded_by if peers else Side.MENTEE


def giver(partnership: Partnership, advice: Advice) -> Side:
    """Return the side that gave it."""
    return advice.recorded_by.other if partnership.is_of_peers else Side.MENTOR
