"""Make one of anything, with sensible defaults and everything overridable.

Rows of a tenant are made inside `with tenant(org):`; those of the directory in any context.
"""

import datetime as dt
import itertools
import uuid
from dataclasses import dataclass

from saas import clock
from saas.db import bind_org, db, directory
from saas.identity.models import Identity
from saas.identity.services import start_session
from saas.intake.kinds import QuestionKind
from saas.intake.layout import Layout, Part, Place
from saas.intake.models import Application, ApplicationState, Form, Question
from saas.matching.models import Proposal, Run, RunState
from saas.orgs.models import Member, Membership, MemberState, Organization, Workspace
from saas.partnerships.models import Partnership
from saas.programs.models import (
    Audience,
    Clause,
    Cohort,
    Goal,
    Guideline,
    Participant,
    Program,
    Side,
)
from saas.scope import Role, Scope

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Org:
    """An organization, as tests refer to it."""

    id: int
    slug: str

    @property
    def scope(self):
        return Scope(self.id, None, Role.OWNER)


@dataclass(frozen=True)
class Person:
    """A member with an identity, as tests refer to them."""

    org: Org
    member_id: uuid.UUID
    identity_id: uuid.UUID
    name: str
    email: str
    role: Role

    @property
    def scope(self):
        return Scope(self.org.id, self.member_id, self.role)


def identity(name=None, email=None):
    row = _identity(name, email)
    directory.commit()
    return row


def organization(slug, *, name=None):
    founder = _identity(f"Founder of {slug}")
    row = Organization(
        slug=slug,
        name=name or slug.title(),
        brand_color="#0f766e",
        founder_id=founder.id,
        ready_at=clock.now(),
    )
    directory.add(row)
    directory.commit()
    bind_org(row.id)
    db.session.add(Workspace(name=row.name, brand_color=row.brand_color))
    db.session.commit()
    return Org(row.id, slug)


def member(org, role=Role.MEMBER, name=None):
    """An active member who can sign in. Needs a context of its own: it binds the session."""
    who = _identity(name)
    bind_org(org.id)
    row = listed_member(name=who.name, email=who.email)
    row.role, row.state, row.identity_id = role, MemberState.ACTIVE, who.id
    directory.add(Membership(org_id=org.id, identity_id=who.id, member_id=row.id))
    directory.commit()
    db.session.commit()
    return Person(org, row.id, who.id, who.name, who.email, role)


def session_token(person):
    token = start_session(directory.get_one(Identity, person.identity_id), browser="test")
    directory.commit()
    return token


def listed_member(name=None, email=None):
    name = name or f"Person {next(_numbers)}"
    address = email or f"member-{next(_numbers)}@example.org"
    return _saved(Member(name=name, email=address, email_norm=address.casefold()))


def program(name=None, **values):
    return _saved(Program(name=name or f"Program {next(_numbers)}", **values))


def cohort(of=None, **values):
    values = {
        "name": f"Cohort {next(_numbers)}",
        "starts_on": clock.today(),
        "ends_on": clock.today() + dt.timedelta(days=180),
        **values,
    }
    return _saved(Cohort(program_id=(of or program()).id, **values))


def participant(cohort, side, *, person=None, name=None, capacity=1, **answers):
    """A member's place in the cohort; `person` is a `Person`, or a new member is listed."""
    member_id = person.member_id if person else listed_member(name).id
    return _saved(
        Participant(
            cohort_id=cohort.id,
            member_id=member_id,
            side=side,
            capacity=capacity,
            answers=answers,
        )
    )


def mentor(cohort, **values):
    return participant(cohort, Side.MENTOR, **values)


def mentee(cohort, **values):
    return participant(cohort, Side.MENTEE, **values)


def guideline(**values):
    values = {
        "title": f"Guideline {next(_numbers)}",
        "explanation": "Why.",
        "audience": Audience.BOTH,
        "behavior": "What.",
        "position": next(_numbers),
        **values,
    }
    return _saved(Guideline(**values))


def goal(**values):
    values = {
        "title": f"Goal {next(_numbers)}",
        "explanation": "",
        "position": next(_numbers),
        **values,
    }
    return _saved(Goal(**values))


def clause(**values):
    values = {
        "title": f"Clause {next(_numbers)}",
        "body": "We agree.",
        "position": next(_numbers),
        **values,
    }
    return _saved(Clause(**values))


def question(**values):
    values = {
        "label": f"Question {next(_numbers)}",
        "help": "",
        "kind": QuestionKind.SHORT_TEXT,
        "audience": Audience.BOTH,
        "position": next(_numbers),
        **values,
    }
    return _saved(Question(**values))


def form(*questions, section="s1", **values):
    """A form whose draft asks these questions in one section."""
    places = tuple(Place(str(each.id)) for each in questions)
    layout = Layout((Part(section, f"Section {next(_numbers)}", places=places),))
    return _saved(Form(**{"name": f"Form {next(_numbers)}", "layout": layout.as_json(), **values}))


def application(cohort, side=Side.MENTEE, *, person=None, **values):
    member_id = person.member_id if person else listed_member().id
    values = {"state": ApplicationState.SUBMITTED, "submitted_at": clock.now(), **values}
    return _saved(Application(cohort_id=cohort.id, member_id=member_id, side=side, **values))


def run(cohort, **values):
    return _saved(Run(cohort_id=cohort.id, **{"state": RunState.DONE, "rules": {}, **values}))


def proposal(run, mentor, mentee, **values):
    values = {"fit": 7500, "reasons": ["Both speak English"], "parts": [], **values}
    return _saved(
        Proposal(
            run_id=run.id,
            cohort_id=run.cohort_id,
            mentor_id=mentor.id,
            mentee_id=mentee.id,
            **values,
        )
    )


def partnership(cohort, mentor=None, mentee=None, **values):
    return _saved(
        Partnership(
            cohort_id=cohort.id,
            mentor_id=(mentor or globals()["mentor"](cohort)).id,
            mentee_id=(mentee or globals()["mentee"](cohort)).id,
            **{"started_on": clock.today(), **values},
        )
    )


def _identity(name=None, email=None):
    """Somebody who can sign in once the directory is committed."""
    name = name or f"Person {next(_numbers)}"
    address = email or f"{name.lower().replace(' ', '.')}-{next(_numbers)}@example.org"
    row = Identity(
        id=uuid.uuid4(),
        name=name,
        email=address,
        email_norm=address.casefold(),
        verified_at=clock.now(),
    )
    directory.add(row)
    directory.flush()
    return row


def _saved(row):
    db.session.add(row)
    db.session.flush()
    return row
