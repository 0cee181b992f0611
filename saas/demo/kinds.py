"""A second program of the sample, of another kind: a circle of mentees with one mentor."""

import datetime as dt

from saas import clock
from saas.db import db
from saas.demo.cast import ADMIN, MENTEE, MENTOR
from saas.demo.stage import Stage
from saas.partnerships.services import Start, start_partnership
from saas.programs import queries as programs
from saas.programs.builtin.templates import builtin_templates
from saas.programs.models import Audience, Cohort, Participant, Side
from saas.programs.services import add_participant, begin_program, create_cohort
from saas.programs.services.cohorts import Plan
from saas.scope import Scope

TEMPLATE = "leadership"
#: In the circle beside the two who have sign-ins; all of them are in the first cohort, too.
OTHERS = 2


def prepare(stage: Stage) -> None:
    """Note that a circle began, from a template, after everything else."""
    stage.on(0, lambda: _begin(stage))


def _begin(stage: Stage) -> None:
    scope = stage.scope(ADMIN.name)
    template = builtin_templates()[TEMPLATE]
    people = _people(stage)
    program = begin_program(scope, template.name, template.contents)
    today = clock.today()
    plan = Plan(
        name=str(today.year),
        starts_on=today,
        ends_on=today + dt.timedelta(weeks=program.weeks),
        open_to=Audience.BOTH,
    )
    cohort = create_cohort(scope, program.id, plan)
    db.session.flush()
    places = [_take_in(scope, cohort, each) for each in people]
    mentor = next(each for each in places if each.side is Side.MENTOR)
    for each in places:
        if each.side is Side.MENTEE:
            start_partnership(scope, Start(cohort.id, each.id, mentor.id))


def _people(stage: Stage) -> list[Participant]:
    """Return the mentor and the mentees of the circle, as they take part elsewhere."""
    scope = stage.scope()
    named = [stage.members[MENTOR], stage.members[MENTEE]]
    rows = [programs.participation_of(scope, member_id)[0] for member_id in named]
    ids = {each.member_id for each in rows}
    others = (
        each
        for each in programs.participants(scope, rows[0].cohort_id, Side.MENTEE)
        if each.member_id not in ids
    )
    return [*rows, *(each for each, _number in zip(others, range(OTHERS), strict=False))]


def _take_in(scope: Scope, cohort: Cohort, place: Participant) -> Participant:
    capacity = cohort.program.mentor_capacity if place.side is Side.MENTOR else 1
    return add_participant(
        scope, cohort, place.member, side=place.side, capacity=capacity, answers=place.answers
    )
