"""Messages of this feature: one function each."""

from dataclasses import dataclass

from saas.mail.letter import compose
from saas.mail.services import Promise, Recipient, post
from saas.orgs import queries
from saas.orgs.models import Invitation
from saas.orgs.words import ROLE_NAMES
from saas.scope import Scope
from saas.web.address import address_of
from saas.web.format import day_and_time


@dataclass(frozen=True, slots=True)
class Offer:
    """An invitation and the token of its link, which nobody but the mail knows."""

    invitation: Invitation
    token: str


def invitation(scope: Scope, offer: Offer) -> None:
    """Send an invitation to join the organization."""
    row, workspace = offer.invitation, queries.workspace(scope)
    inviter = queries.member(scope, scope.actor_id).name if scope.actor_id else workspace.name
    values = {
        "inviter": inviter,
        "organization": workspace.name,
        "role": str(ROLE_NAMES[row.role]).lower(),
        "valid_until": day_and_time(row.expires_at, workspace.time_zone),
        "invitation_url": address_of("orgs_public.show_invitation", token=offer.token),
    }
    promise = Promise(f"invitation:{row.id}", "invitation", Recipient("", row.email))
    post(scope, promise, compose("invitation", values, queries.frame(scope)))
