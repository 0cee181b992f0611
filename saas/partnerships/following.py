"""What matching and partnerships have to tell each other."""

import uuid
from collections.abc import Iterable

from saas.matching.acceptance import Accepted, on_accepted, tells_partners
from saas.partnerships import queries
from saas.partnerships.services import Start, start_partnership
from saas.scope import Scope


@on_accepted
def become_partners(scope: Scope, accepted: Accepted) -> None:
    """Make two who accepted each other partners, in that transaction. Safe to call twice."""
    start_partnership(
        scope,
        Start(accepted.cohort_id, accepted.mentee_id, accepted.mentor_id, accepted.proposal_id),
    )


@tells_partners
def partners_in(scope: Scope, cohort_id: uuid.UUID) -> Iterable[tuple[uuid.UUID, uuid.UUID]]:
    """Return the partners of a cohort who are together, mentee first."""
    return queries.partners_in(scope, cohort_id)
