"""The agreement: signed by both, and reviewed on time."""

from saas.health.engine.facts import Agreement
from saas.health.engine.reading import Measure
from saas.health.engine.seen import Seen
from saas.health.engine.words import Sentence


def measure(seen: Seen) -> Measure:
    """Measure the share of signatures there are of those due, half of it once a review is late.

    A state, not an event: it holds until it changes, so it does not fade.
    """
    agreement = seen.facts.agreement
    if agreement is None:
        return Measure(None, Sentence("There is no agreement yet."))
    signed = _signed(agreement)
    is_due = seen.age(seen.facts.started_on) > seen.policy.thresholds.signing_days
    if not signed and not is_due:
        return Measure(None, Sentence("The agreement is not signed yet and need not be so soon."))
    share = signed / 2 if is_due else 1.0
    return Measure(share / 2 if is_overdue(seen) else share, _evidence(seen, agreement))


def is_overdue(seen: Seen) -> bool:
    """Say whether the day to look at the agreement again has passed."""
    agreement = seen.facts.agreement
    return bool(agreement and agreement.review_on and agreement.review_on < seen.on)


def _signed(agreement: Agreement) -> int:
    days = (agreement.mentee_signed_on, agreement.mentor_signed_on)
    return sum(day is not None for day in days)


def _evidence(seen: Seen, agreement: Agreement) -> Sentence:
    values = {"signed": _signed(agreement), "day": agreement.review_on}
    if agreement.review_on is None:
        return Sentence("The agreement has {signed} of 2 signatures; no review is planned.", values)
    if is_overdue(seen):
        return Sentence(
            "The agreement has {signed} of 2 signatures; its review was due on {day}.", values
        )
    return Sentence("The agreement has {signed} of 2 signatures; its review is on {day}.", values)
