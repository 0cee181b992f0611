"""Writing down what both signed."""

import uuid

from saas.db import db
from saas.orgs import queries as orgs
from saas.orgs.speech import speaking_of_peers
from saas.partnerships.models import Agreement, Partnership, SignedAgreement
from saas.partnerships.queries.acceptances import versions_by_id
from saas.partnerships.record import Founded, as_text, digest_of, document_of
from saas.programs.models import Side
from saas.programs.words import SIDES
from saas.scope import Scope


def write_record(scope: Scope, partnership: Partnership, agreement: Agreement) -> SignedAgreement:
    """Write down an agreement that both have just signed; nothing ever changes it again."""
    founded = _founded(scope, partnership, agreement.program_version_id)
    text = as_text(document_of(agreement, partnership, founded))
    row = SignedAgreement(agreement_id=agreement.id, document=text, digest=digest_of(text))
    db.session.add(row)
    return row


def _founded(scope: Scope, partnership: Partnership, version_id: uuid.UUID | None) -> Founded:
    number = versions_by_id(scope, [version_id])[version_id].number if version_id else None
    organization = orgs.workspace(scope)
    with speaking_of_peers(peers=partnership.cohort.program.is_pool):
        roles = {side: str(SIDES[side]) for side in Side}
    return Founded(organization.name, organization.time_zone, roles, number)
