"""Letting two be proposed to each other again of whom an admin said never again."""

import uuid
from dataclasses import dataclass

from saas.db import db
from saas.matching.models import ExclusionReason
from saas.matching.queries import apart as queries
from saas.programs import queries as programs
from saas.scope import Scope


@dataclass(frozen=True, slots=True)
class Allowed:
    """Two of whom never again was taken back.

    Attributes:
        names: Of the mentee and of the mentor.
        here: Whether nothing else keeps them apart in their cohort.
        elsewhere: Whether it was said in another cohort as well, where it still stands.
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
    cohort = programs.managed_cohort(scope, cohort_id)
    programs.refuse_archived(cohort.program)
    row = queries.one_kept_apart(scope, cohort.id, exclusion_id)
    names = row.mentee.member.name, row.mentor.member.name
    said = queries.of_the_same(scope, row)
    lifted = [each for each in said if each.cohort_id == cohort.id]
    for each in lifted:
        each.everywhere_at = None
        if each.reason is ExclusionReason.EXCLUDED:
            db.session.delete(each)
    here = all(each.reason is ExclusionReason.EXCLUDED for each in lifted)
    return Allowed(names, here, elsewhere=len(said) > len(lifted))
