"""Writing down what both signed."""

from saas.db import db
from saas.orgs import queries as orgs
from saas.partnerships.models import Agreement, Partnership, SignedAgreement
from saas.partnerships.queries.acceptances import versions_by_id
from saas.partnerships.record import Founded, as_text, digest_of, document_of
from saas.scope import Scope


def write_record(scope: Scope, partnership: Partnership, agreement: Agreement) -> SignedAgreement:
    """Write down an agreement that both have just signed; nothing ever changes it again."""
    number = None
    if agreement.program_version_id:
        number = versions_by_id(scope, [agreement.program_version_id])[
            agreement.program_version_id
        ].number
    founded = Founded(orgs.workspace(scope).name, number)
    text = as_text(document_of(agreement, partnership, founded))
    row = SignedAgreement(agreement_id=agreement.id, document=text, digest=digest_of(text))
    db.session.add(row)
    return row
