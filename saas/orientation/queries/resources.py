"""Reads of what there is to read."""

import uuid
from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import undefer

from saas.db import db, found
from saas.orgs.models import Member
from saas.orgs.speech import knows, learns
from saas.orientation.models import Resource
from saas.programs.models import (
    Audience,
    Cohort,
    Kind,
    Participant,
    Program,
)
from saas.scope import Role, Scope

_READABLE = "readable_resources"
"""A fact that every page of a member needs, for what stands beside it."""
NO_RESOURCE = _l("This resource does not exist, or it is not for you.")


def resources(scope: Scope, *, topic: str = "") -> Sequence[Resource]:
    """Return the resources that are for the actor, in order; of one topic, where it is given."""
    statement = _for(scope).order_by(Resource.position, Resource.created_at, Resource.id)
    if topic:
        statement = statement.where(Resource.topic == topic)
    return db.session.scalars(statement).all()


def topics(scope: Scope) -> Sequence[str]:
    """Return the topics of the resources that are for the actor, in the order of the alphabet."""
    statement = _for(scope).with_only_columns(Resource.topic).distinct()
    return sorted(topic for topic in db.session.scalars(statement) if topic)


def has_resources(scope: Scope) -> bool:
    """Return whether there is something to read, or something to keep."""
    return scope.role.covers(Role.ADMIN) or knows(_READABLE)


def document(scope: Scope, resource_id: uuid.UUID) -> Resource:
    """Return a document that is for the actor, with its content.

    Raises:
        NotFoundError: There is none, or it is not for them.
    """
    row = db.session.scalar(
        _for(scope)
        .where(Resource.id == resource_id, Resource.filename.is_not(None))
        .options(undefer(Resource.content))
    )
    return found(row, NO_RESOURCE)


def _for(scope: Scope) -> Select[Resource]:
    """Staff read everything; members what is for a side on which they take part."""
    statement = select(Resource).where(
        Resource.org_id == scope.org_id, Resource.retired_at.is_(None)
    )
    if scope.role.covers(Role.VIEWER):
        return statement
    return statement.where(_is_for(scope.actor_id))


def _is_for(member_id: Any) -> ColumnElement[bool]:
    """Whether a resource is for a side on which a member takes part."""
    pool = exists().where(
        Cohort.org_id == Participant.org_id,
        Cohort.id == Participant.cohort_id,
        Program.org_id == Cohort.org_id,
        Program.id == Cohort.program_id,
        Program.kind == Kind.PEER,
    )
    on_side = exists().where(
        Participant.org_id == Resource.org_id,
        Participant.member_id == member_id,
        Participant.withdrawn_at.is_(None),
        or_(Participant.side == Resource.audience, pool.correlate(Participant)),
    )
    return or_(Resource.audience == Audience.BOTH, on_side.correlate(Resource, Member))


_staff = Member.role.in_([role for role in Role if role.covers(Role.VIEWER)])
learns(
    _READABLE,
    exists()
    .where(
        Resource.org_id == Member.org_id,
        Resource.retired_at.is_(None),
        or_(_staff, _is_for(Member.id)),
    )
    .correlate(Member),
)
