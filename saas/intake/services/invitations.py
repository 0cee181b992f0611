"""Inviting people by e-mail to apply."""

import re
import uuid

from saas.errors import ConflictError, InvalidError
from saas.identity.secrets import checked_email, email_norm
from saas.intake import messages, queries
from saas.orgs import queries as orgs
from saas.orgs.invitations import invite_to_join
from saas.orgs.models import MemberState
from saas.programs import queries as programs
from saas.scope import Scope

MOST = 200
_NAMED = re.compile(r"[^,;\n<>]*<([^<>]*)>")
_BREAK = re.compile(r"[\s,;]+")


def invite_to_apply(scope: Scope, cohort_id: uuid.UUID, typed: str) -> list[str]:
    """Invite everybody whose address was typed, all or none of them; return the addresses.

    Members get a link to the page where they can apply; others are invited to join first.

    Raises:
        NotFoundError: The cohort is not the actor's to manage.
        ConflictError: Its intake is closed, its program is archived or winds down, or one was
            removed from the organization.
        InvalidError: One of them is no e-mail address, or there are too many.
    """
    cohort = programs.running_cohort(scope, cohort_id)
    if not cohort.takes_applications:
        raise ConflictError("Intake is closed; open it first, so that people can apply.")
    addresses = read_addresses(typed)
    members = queries.members_by_address(scope, addresses)
    slug = orgs.organization(scope.org_id).slug
    for address in addresses:
        member = members.get(email_norm(address))
        if member and member.state is MemberState.ACTIVE:
            messages.invited_to_apply(scope, member, cohort)
        else:
            path = f"/o/{slug}/cohorts/{cohort.id}/apply"
            invite_to_join(scope, email=address, next_path=path)
    return addresses


def read_addresses(typed: str) -> list[str]:
    """Return the addresses in a text, each once; of `Ada <ada@example.org>` the address.

    Raises:
        InvalidError: A part is no address, there is none, or there are too many.
    """
    parts = _BREAK.split(_NAMED.sub(r" \1 ", typed))
    found: dict[str, str] = {}
    for part in filter(None, parts):
        found.setdefault(email_norm(part), _checked(part))
    if not found:
        raise InvalidError("addresses", "Enter at least one e-mail address.")
    if len(found) > MOST:
        raise InvalidError("addresses", f"Invite at most {MOST} people at once.")
    return list(found.values())


def _checked(part: str) -> str:
    try:
        return checked_email(part)
    except InvalidError as error:
        raise InvalidError("addresses", f"“{part[:100]}” is not an e-mail address.") from error
