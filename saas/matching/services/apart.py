"""Letting two be proposed to each other again of whom an admin said never again."""

import uuid

from saas.db import db
from saas.matching.models import Exclusion, ExclusionReason
from saas.matching.queries import apart as queries
from saas.programs import queries as programs
from saas.scope import Scope


def allow_again(scope: Scope, cohort_id: uuid.UUID, exclusion_id: uuid.UUID) -> Exclusion:
    """Take never again back, also once its board was replaced.

    What else keeps the two apart in their cohort (a rejection, what one of them declined, that
    they parted) still does.

    Raises:
        NotFoundError: Not a cohort of the actor's, or nobody says so of these two any more.
        ConflictError: The program is archived.
    """
    cohort = programs.managed_cohort(scope, cohort_id)
    programs.refuse_archived(cohort.program)
    row = queries.locked(scope, cohort.id, exclusion_id)
    row.everywhere_at = None
    if row.reason is ExclusionReason.EXCLUDED:
        db.session.delete(row)
    return row
