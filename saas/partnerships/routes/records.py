"""What both signed, to take away: as a PDF to read, and as the record behind it."""

import uuid

from flask import Response
from flask_babel import lazy_gettext as _l

from saas.db import found
from saas.orgs import queries as orgs
from saas.orgs.tenancy import current_scope
from saas.partnerships import queries
from saas.partnerships.routes.blueprint import blueprint
from saas.partnerships.services.acting import check_signs

NOT_SIGNED = _l("Both have to sign this version first; then it can be taken away.")


@blueprint.get("/partnerships/<uuid:partnership_id>/agreement/<int:number>.<any(pdf, json):kind>")
def download_agreement(partnership_id: uuid.UUID, number: int, kind: str) -> Response:
    """Give a version that both signed as a file."""
    scope = current_scope()
    check_signs(queries.view(scope, partnership_id).partnership)
    versions = queries.agreements(scope, partnership_id)
    row = next((each for each in versions if each.version == number), None)
    record = found(queries.record(scope, found(row, queries.GONE)), NOT_SIGNED)
    if kind == "pdf":
        # What draws it is loaded by the first who asks, and not by every process.
        from saas.partnerships.printing import pdf_of

        body, mimetype = pdf_of(record, orgs.workspace(scope).time_zone), "application/pdf"
    else:
        body, mimetype = record.document.encode(), "application/json"
    answer = Response(body, mimetype=mimetype)
    answer.headers.set("Content-Disposition", "attachment", filename=f"agreement-{number}.{kind}")
    return answer
