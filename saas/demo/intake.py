"""How the sample's people came in: a program, two cohorts, applications and decisions."""

import datetime as dt
from collections.abc import Collection, Sequence
from functools import partial

from sqlalchemy import select

from saas import clock
from saas.db import db
from saas.demo.cast import ADMIN, PROGRAM_ADMIN, Applicant, applicants
from saas.demo.stage import Stage
from saas.intake import queries as intake
from saas.intake.models import Application, ApplicationState, Question
from saas.intake.services.applications import save_draft, start_application, submit_application
from saas.intake.services.decisions import approve_applications, decline_applications
from saas.orgs.services import list_member
from saas.programs import queries as programs
from saas.programs.models import AgreedPart, Audience, Clause, Cohort, Goal, Guideline, NextInLine
from saas.programs.services import (
    AgreementRules,
    assign_program_admin,
    change_agreement_rules,
    close_intake,
    create_cohort,
    create_program,
    make_link,
    open_intake,
    review_listed,
)
from saas.programs.services.cohorts import Plan
from saas.programs.services.programs import Terms
from saas.scope import Scope

PROGRAM = "Career partners"
FIRST, SECOND = "First cohort", "Second cohort"
WEEKS = 26
_TERMS = Terms(
    name=PROGRAM,
    description=(
        "Half a year with somebody who is a few steps ahead of you: an hour every other week, "
        "goals of your own, and an end that you both chose."
    ),
    every_days=14,
    weeks=WEEKS,
    mentor_capacity=1,
    answer_days=7,
    next_in_line=NextInLine.CONFIRM,
)
_AGREEMENT = AgreementRules(
    agreed_parts=list(AgreedPart),
    own_goals=True,
    allowed_means=[],
    review_weeks=[6, 13],
    waits_for_signatures=False,
)
_SORRY = (
    "Nobody in this cohort works near astronomy, so we could only have matched you badly. "
    "The observatory's own program has three astronomers; write to us for an introduction."
)
_NOT_YET = "I would like to help, and write the rest of this at the weekend."


def prepare(stage: Stage) -> None:
    """Note how the program was set up, and how people came into both cohorts."""
    stage.on(112, lambda: _set_up(stage))
    stage.on(108, lambda: _create_cohort(stage, FIRST, starts_in=24))
    _apply_all(stage, "first", range(104, 89, -1))
    stage.on(88, lambda: _decide(stage, FIRST))
    stage.on(86, lambda: close_intake(runs_program(stage), cohort(stage, FIRST).id))
    stage.on(14, lambda: open_intake(runs_program(stage), cohort(stage, FIRST).id))
    _apply_all(stage, "late", range(12, 9, -1))
    stage.on(9, lambda: _decide(stage, FIRST))
    stage.on(9, lambda: close_intake(runs_program(stage), cohort(stage, FIRST).id))
    stage.on(21, lambda: _create_cohort(stage, SECOND, starts_in=30))
    _apply_all(stage, "second", range(18, 3, -1))
    stage.on(3, lambda: _decide(stage, SECOND))
    _apply_all(stage, "second", (2, 1), fates=("waiting", "draft"))


def cohort(stage: Stage, name: str) -> Cohort:
    """Return a cohort of the sample by its name."""
    scope = stage.scope()
    [program] = programs.programs(scope)
    return next(each for each in programs.cohorts_of(scope, [program]) if each.name == name)


def runs_program(stage: Stage) -> Scope:
    """Return the scope of the program admin."""
    return stage.scope(PROGRAM_ADMIN.name)


def _set_up(stage: Stage) -> None:
    scope = stage.scope(ADMIN.name)
    for kind in (Guideline, Goal, Clause, Question):
        review_listed(scope, kind)
    program = create_program(scope, _TERMS)
    change_agreement_rules(scope, program.id, _AGREEMENT)
    assign_program_admin(scope, program.id, stage.members[PROGRAM_ADMIN.name])


def _create_cohort(stage: Stage, name: str, *, starts_in: int) -> None:
    scope = runs_program(stage)
    [program] = programs.programs(scope)
    first_day = clock.today() + dt.timedelta(days=starts_in)
    last_day = first_day + dt.timedelta(weeks=WEEKS)
    plan = Plan(name=name, starts_on=first_day, ends_on=last_day, open_to=Audience.BOTH)
    made = create_cohort(scope, program.id, plan)
    make_link(scope, made.id)
    open_intake(scope, made.id)


def _apply_all(
    stage: Stage,
    intake_round: str,
    days: Sequence[int],
    fates: Collection[str] = ("approved", "declined"),
) -> None:
    """Note the applications of a round, spread over these days."""
    chosen = [each for each in applicants() if each.round == intake_round and each.fate in fates]
    for number, each in enumerate(chosen):
        stage.on(days[number % len(days)], partial(_apply, stage, each))


def _apply(stage: Stage, applicant: Applicant) -> None:
    _list(stage, applicant)
    scope = stage.scope(applicant.name)
    name = SECOND if applicant.round == "second" else FIRST
    application = start_application(scope, cohort(stage, name), applicant.side)
    db.session.flush()
    keys = {each.builtin_key: str(each.id) for each in intake.questions(scope)}
    titles = {goal.builtin_key or "": goal.title for goal in programs.active_goals(scope)}
    answers = {keys[key]: raw for key, raw in applicant.typed(titles).items()}
    if applicant.fate == "draft":
        save_draft(scope, application.id, answers | {keys["more"]: _NOT_YET})
    else:
        submit_application(scope, application.id, answers)


def _list(stage: Stage, applicant: Applicant) -> None:
    if applicant.name not in stage.members:
        scope, email = stage.scope(), applicant.email
        member = list_member(scope, name=applicant.name, email=email, is_sample=True)
        stage.members[applicant.name] = member.id


def _decide(stage: Stage, name: str) -> None:
    scope, cohort_id = runs_program(stage), cohort(stage, name).id
    fates = {stage.members[each.name]: each.fate for each in applicants() if _known(stage, each)}
    waiting = db.session.scalars(
        select(Application).where(
            Application.org_id == scope.org_id,
            Application.cohort_id == cohort_id,
            Application.state == ApplicationState.SUBMITTED,
        )
    ).all()
    approved = [each.id for each in waiting if fates[each.member_id] == "approved"]
    declined = [each.id for each in waiting if fates[each.member_id] == "declined"]
    approve_applications(scope, cohort_id, approved)
    if declined:
        decline_applications(scope, cohort_id, declined, _SORRY)


def _known(stage: Stage, applicant: Applicant) -> bool:
    return applicant.name in stage.members
