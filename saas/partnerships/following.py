"""What partnerships tell, and hear from, matching and programs."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable

from saas.jobs import enqueue
from saas.matching.acceptance import (
    Accepted,
    on_accepted,
    tells_partners,
    tells_partners_elsewhere,
)
from saas.partnerships import queries
from saas.partnerships.queries import elsewhere
from saas.partnerships.services import Start, start_partnership
from saas.partnerships.services.texts import renew_drafts
from saas.programs.life import on_winding_down, tells_partnered
from saas.programs.models import Program, ProgramVersion
from saas.programs.publishing import on_published
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


@tells_partners_elsewhere
def partners_elsewhere(
    scope: Scope, cohort_id: uuid.UUID, until: dt.datetime | None
) -> Iterable[tuple[uuid.UUID, uuid.UUID]]:
    """Return members of a cohort who are together in another one, mentee first."""
    return elsewhere.partners_elsewhere(scope, cohort_id, until)


@tells_partnered
def partnered(scope: Scope, participant_ids: Collection[uuid.UUID]) -> Collection[uuid.UUID]:
    """Return which of some participants have a partner now."""
    return queries.partnered(scope, participant_ids)


@on_published
def follow_version(scope: Scope, version: ProgramVersion) -> None:
    """Found agreements that nobody has signed on what the program says now."""
    renew_drafts(scope, version)


@on_winding_down
def tell_partners(scope: Scope, program: Program) -> None:
    """Have those whose partnerships last told that their program winds down."""
    at = program.winding_down_at.isoformat() if program.winding_down_at else ""
    enqueue(
        scope,
        "partnerships.tell_winding_down",
        key=f"partnerships.tell_winding_down:{program.id}:{at}",
        program_id=str(program.id),
    )
