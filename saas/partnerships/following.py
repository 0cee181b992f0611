"""What follows when both sides accept a proposal: they become partners, in that transaction."""

from saas.matching.acceptance import Accepted, on_accepted
from saas.partnerships.services import Start, start_partnership
from saas.scope import Scope


@on_accepted
def become_partners(scope: Scope, accepted: Accepted) -> None:
    """Make the two partners. Safe to call twice."""
    start_partnership(
        scope,
        Start(accepted.cohort_id, accepted.mentee_id, accepted.mentor_id, accepted.proposal_id),
    )
