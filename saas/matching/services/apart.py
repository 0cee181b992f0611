"""Letting two be proposed to each other again whom an admin kept apart."""

import uuid
from dataclasses import dataclass

from saas.db import db
from saas.matching.models import Exclusion, ExclusionReason
from saas.matching.queries import apart as queries
from saas.programs import queries as programs
from saas.programs.models import Cohort
from saas.scope import Scope


@dataclass(frozen=True, slots=True)
class Allowed:
    """Two whom an admin let be proposed to each other again.

    Attributes:
        names: Of the mentee and of the mentor.
        here: Whether nothing else keeps them apart in their cohort.
        elsewhere: Whether never again was said in another cohort as well, where it still stands.
    """

    names: tuple[str, str]
    here: bool
    elsewhere: bool


def allow_again(scope: Scope, cohort_id: uuid.UUID, exclusion_id: uuid.UUID) -> Allowed:
    """Take never again back, also once its board was replaced, whichever of the two mentors.

    What else keeps the two apart in their cohort (a rejection, what one of them declined, that
    they parted) still does.

    Raises:
        NotFoundError: Not a cohort of the actor's, or nobody says so of these two any more.
        ConflictError: The program is archived.
    """
    cohort = _open(scope, cohort_id)
    row = queries.never_again(scope, cohort.id, exclusion_id)
    names, besides = _names(row), queries.besides(scope, cohort.id, [row])
    said = queries.of_the_same(scope, row)
    lifted = [each for each in said if each.cohort_id == cohort.id]
    for each in lifted:
        each.everywhere_at = None
        if each.reason is ExclusionReason.EXCLUDED:
            db.session.delete(each)
    here = not besides and all(each.reason is ExclusionReason.EXCLUDED for each in lifted)
    return Allowed(names, here, elsewhere=len(said) > len(lifted))


def lift_rejection(scope: Scope, cohort_id: uuid.UUID, exclusion_id: uuid.UUID) -> Allowed:
    """Take a rejection back, also once its board was replaced.

    Raises:
        NotFoundError: Not a cohort of the actor's, or no rejection alone keeps these two apart.
        ConflictError: The program is archived.
    """
    cohort = _open(scope, cohort_id)
    row = queries.rejected(scope, cohort.id, exclusion_id)
    names, said = _names(row), queries.of_the_same(scope, row)
    here = not queries.besides(scope, cohort.id, [row])
    db.session.delete(row)
    return Allowed(names, here, elsewhere=bool(said))


def _open(scope: Scope, cohort_id: uuid.UUID) -> Cohort:
    cohort = programs.managed_cohort(scope, cohort_id)
    programs.refuse_archived(cohort.program)
    return cohort


def _names(row: Exclusion) -> tuple[str, str]:
    return row.mentee.member.name, row.mentor.member.name
