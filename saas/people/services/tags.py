"""Putting tags on members, and taking them away."""

import uuid

from sqlalchemy import delete, func
from sqlalchemy.dialects.postgresql import insert

from saas import clock
from saas.characters import in_one_line
from saas.db import db
from saas.errors import InvalidError
from saas.orgs import queries as orgs
from saas.people.models import MemberTag
from saas.scope import Scope

LONGEST = 40


def tag_member(scope: Scope, member_id: uuid.UUID, tag: str) -> bool:
    """Put a tag on a member; False when they have it. Safe to call twice.

    Raises:
        NotFoundError: No such member.
        InvalidError: It is no tag.
    """
    member = orgs.member(scope, member_id)
    statement = (
        insert(MemberTag)
        .values(
            org_id=scope.org_id,
            id=uuid.uuid4(),
            member_id=member.id,
            tag=checked_tag(tag),
            created_at=clock.now(),
        )
        .on_conflict_do_nothing(index_elements=["org_id", "member_id", "tag"])
        .returning(MemberTag.id)
    )
    return db.session.scalar(statement) is not None


def untag_member(scope: Scope, member_id: uuid.UUID, tag: str) -> bool:
    """Take a tag from a member; False when they do not have it. Safe to call twice."""
    statement = (
        delete(MemberTag)
        .where(
            MemberTag.org_id == scope.org_id,
            MemberTag.member_id == member_id,
            # Tags from before accents were kept on their letters may be written otherwise.
            func.normalize(MemberTag.tag) == checked_tag(tag),
        )
        .returning(MemberTag.id)
    )
    return db.session.scalar(statement) is not None


def checked_tag(tag: str) -> str:
    """Return a tag as it is kept: in small letters and one line.

    Raises:
        InvalidError: It is empty or too long.
    """
    tag = in_one_line(tag).lower()
    if not tag or len(tag) > LONGEST:
        raise InvalidError("tag", f"Enter a tag of 1 to {LONGEST} characters.")
    return tag
