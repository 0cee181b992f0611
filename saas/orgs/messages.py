"""Messages of this feature: one function each."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from saas.db import newest
from saas.mail.letter import Value, Values
from saas.mail.registry import latest
from saas.mail.services import Promise, Recipient, post
from saas.orgs import queries
from saas.orgs.letters import compose
from saas.orgs.message_list import INVITATION
from saas.orgs.models import Invitation
from saas.orgs.words import ROLE_NAMES
from saas.scope import Scope
from saas.web.address import address_of


@dataclass(frozen=True, slots=True)
class Offer:
    """An invitation and the token of its link, which nobody but the mail knows."""

    invitation: Invitation
    token: str


def invitation(scope: Scope, offer: Offer) -> None:
    """Send an invitation to join the organization."""
    row = offer.invitation
    url = address_of("orgs_public.show_invitation", token=offer.token)
    values = {**_values(scope, row), "invitation_url": url}
    promise = Promise(f"invitation:{row.id}", INVITATION.name, Recipient("", row.email))
    listed = queries.member_by_email(scope, row.email)
    language = listed.language if listed else None
    post(scope, promise, compose(scope, INVITATION, values, language=language))


@latest(INVITATION)
def _latest_invitation(scope: Scope) -> Values | None:
    row = newest(Invitation)
    return _values(scope, row) if row else None


def _values(scope: Scope, row: Invitation) -> dict[str, Value]:
    workspace = queries.workspace(scope)
    inviter = row.invited_by_id and queries.member(scope, row.invited_by_id).name
    return {
        "inviter": inviter or workspace.name,
        "organization": workspace.name,
        "role": str(ROLE_NAMES[row.role]).lower(),
        "valid_until": row.expires_at.astimezone(ZoneInfo(workspace.time_zone)),
    }
