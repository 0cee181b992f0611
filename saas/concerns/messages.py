"""Messages about concerns, one function each: that there is something, never what."""

from flask_babel import gettext as _

from saas.concerns.message_list import CONCERN_ANSWERED, CONCERN_RAISED, READER_NAMED
from saas.concerns.models import Concern, ConcernEntry, ConcernReader
from saas.mail.values import Values
from saas.orgs import queries as orgs
from saas.orgs.letters import send
from saas.orgs.models import Member
from saas.programs import queries as programs
from saas.scope import Scope
from saas.web.address import address_of


def concern_raised(
    scope: Scope, concern: Concern, reader: Member, entry: ConcernEntry | None = None
) -> None:
    """Tell a reader that there is a concern, or something new in one."""
    key = f"{(entry or concern).id}:{reader.id}"
    send(scope, CONCERN_RAISED, key, reader, _values(scope, concern, reader))


def concern_answered(scope: Scope, concern: Concern, entry: ConcernEntry) -> None:
    """Tell whoever raised a concern that there is an answer."""
    to = concern.raised_by
    send(scope, CONCERN_ANSWERED, str(entry.id), to, _values(scope, concern, to))


def reader_named(scope: Scope, row: ConcernReader, member: Member, to: Member) -> None:
    """Tell somebody who reads concerns that another one does now."""
    named = programs.program(scope, row.program_id).name if row.program_id else None
    values: Values = {
        "name": to.name,
        "organization": orgs.workspace(scope).name,
        "reader": member.name,
        "namer": orgs.acting(scope).name,
        "what": named or str(_("the whole organization")),
    }
    send(scope, READER_NAMED, f"{row.id}:{to.id}", to, values)


def _values(scope: Scope, concern: Concern, to: Member) -> Values:
    slug = orgs.organization(scope.org_id).slug
    url = address_of("org.concerns.show_concern", org_slug=slug, concern_id=concern.id)
    return {"name": to.name, "organization": orgs.workspace(scope).name, "concern_url": url}
