"""Two partners with sign-ins, made the way acceptance makes them."""

from dataclasses import dataclass
from typing import Any

from saas.partnerships import services
from saas.partnerships.models import Agreement
from saas.partnerships.services import Start
from saas.programs import queries as programs
from saas.programs.services import Publication, publish_version
from saas.scope import Role
from saas.seen import fingerprint
from tests import factories


@dataclass
class Partners:
    """A partnership as tests refer to it: its id, and a person on each side."""

    id: Any
    mentee: Any
    mentor: Any
    program_id: Any
    cohort_id: Any
    path: str


def partners(tenant, member, org, *, wishes=(), means=("Video",), program=None):
    """Make a mentee and a mentor of `org`, and start their partnership."""
    mentee, mentor = member(org, Role.MEMBER, "Ada Wong"), member(org, Role.MEMBER, "Grace Lee")
    with tenant(org) as scope:
        program = program or factories.program()
        cohort = factories.cohort(program)
        answers = {"means": list(means)}
        here = factories.mentee(cohort, person=mentee, goals=list(wishes), **answers)
        there = factories.mentor(cohort, person=mentor, **answers)
        row = services.start_partnership(scope, Start(cohort.id, here.id, there.id))
        path = f"/o/{org.slug}/partnerships/{row.id}"
        return Partners(row.id, mentee, mentor, program.id, cohort.id, path)


def publish(scope, program_id, *, note="", asks=True):
    """Publish what a program says now."""
    seen = fingerprint(programs.draft(scope, programs.program(scope, program_id)))
    return publish_version(scope, program_id, Publication(note, asks, seen))


def agreement_of(partnership):
    """A draft for a partnership that a factory made."""
    return Agreement(
        partnership_id=partnership.id,
        every_days=14,
        means=[],
        goals=[],
        clauses=[],
        guidelines=[],
        review_on=partnership.started_on,
    )
