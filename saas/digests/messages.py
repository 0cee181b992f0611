"""The weekly digest, written when it is sent: silent when nothing matters by then."""

import dataclasses
import uuid
from typing import Any

from saas.db import db
from saas.digests.contents import Pages, contents
from saas.digests.services import MESSAGE, TOPIC
from saas.mail.letter import Letter, Values, compose
from saas.mail.sender import renders
from saas.mail.unsubscribe import unsubscribe_url
from saas.orgs import queries as orgs
from saas.orgs.models import Member, MemberState
from saas.scope import Scope


@renders(MESSAGE)
def digest(scope: Scope, payload: dict[str, Any]) -> Letter | None:
    """Write a member's digest; None when there is nothing to say, or nobody to say it to."""
    member = db.session.get(Member, (scope.org_id, uuid.UUID(payload["member_id"])))
    if member is None or member.state is MemberState.REMOVED:
        return None
    items = contents(Scope(scope.org_id, member.id, member.role))
    if not items:
        return None
    pages = Pages(orgs.organization(scope.org_id).slug)
    values: Values = {
        "name": member.name,
        "organization": orgs.workspace(scope).name,
        "items": items,
        "home_url": pages.of("reports.show_overview"),
    }
    # The page behind it stops the digest, and takes it up again.
    manage = unsubscribe_url(scope.org_id, member.email, TOPIC)
    frame = dataclasses.replace(orgs.frame(scope), manage_url=manage)
    return compose(MESSAGE, values, frame)
