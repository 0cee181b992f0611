"""Messages of this feature: one function each."""

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from saas.db import newest
from saas.mail.registry import Message, latest
from saas.mail.services import Promise, Recipient
from saas.mail.values import Value, Values
from saas.orgs import queries
from saas.orgs.letters import send_promised
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


@dataclass(frozen=True, slots=True)
class Purpose:
    """What an invitation is for besides membership.

    Attributes:
        message: The one that says so.
        values: Those that it needs besides those of every invitation.
        sentence: Says so where it is accepted.
    """

    message: Message
    values: Values
    sentence: str


PurposeFinder = Callable[[Scope, Invitation], Purpose | None]
_finders: list[PurposeFinder] = []


def finds_purpose(finder: PurposeFinder) -> PurposeFinder:
    """Register what finds that an invitation leads to something of a feature.

    It returns None where the invitation leads elsewhere.
    """
    _finders.append(finder)
    return finder


def purpose_of(scope: Scope, row: Invitation) -> Purpose | None:
    """Return what an invitation is for besides membership; None where it is for nothing else."""
    found = (finder(scope, row) for finder in _finders)
    return next((each for each in found if each), None)


def invitation(scope: Scope, offer: Offer) -> None:
    """Send an invitation to join the organization, in words that say what for."""
    row = offer.invitation
    purpose = purpose_of(scope, row)
    message, more = (purpose.message, purpose.values) if purpose else (INVITATION, {})
    url = address_of("orgs_public.show_invitation", token=offer.token)
    values = {**invitation_values(scope, row), **more, "invitation_url": url}
    promise = Promise(f"invitation:{row.id}", message.name, Recipient("", row.email))
    listed = queries.member_by_email(scope, row.email)
    language = listed.language if listed else None
    send_promised(scope, promise, message, values, language=language)


@latest(INVITATION)
def _latest_invitation(scope: Scope) -> Values | None:
    row = newest(Invitation)
    return invitation_values(scope, row) if row else None


def invitation_values(scope: Scope, row: Invitation) -> dict[str, Value]:
    """Return what every invitation says: who invites whereto, as what, and until when."""
    workspace = queries.workspace(scope)
    inviter = row.invited_by_id and queries.member(scope, row.invited_by_id).name
    return {
        "inviter": inviter or workspace.name,
        "organization": workspace.name,
        "role": str(ROLE_NAMES[row.role]).lower(),
        "valid_until": row.expires_at.astimezone(ZoneInfo(workspace.time_zone)),
    }
