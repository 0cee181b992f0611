"""Messages of people: what came of an import that took long."""

import datetime as dt

from saas.db import db, newest
from saas.mail.registry import latest
from saas.mail.values import Value, Values
from saas.orgs import queries as orgs
from saas.orgs.letters import send
from saas.orgs.models import Member
from saas.people.message_list import IMPORT_FINISHED
from saas.people.models import Import
from saas.scope import Scope
from saas.web.address import address_of

LONG = dt.timedelta(seconds=30)


def import_finished(scope: Scope, row: Import) -> None:
    """Tell the admin who confirmed an import what came of it, where that took long."""
    if not (row.confirmed_at and row.finished_at and row.imported_by_id):
        return
    if row.finished_at - row.confirmed_at > LONG:
        member = orgs.member(scope, row.imported_by_id)
        send(scope, IMPORT_FINISHED, str(row.id), member, _values(scope, row, member))


@latest(IMPORT_FINISHED)
def _latest_import(scope: Scope) -> Values | None:
    row = newest(Import, Import.result.has_key("added"))
    member = scope.actor_id and db.session.get(Member, (scope.org_id, scope.actor_id))
    return _values(scope, row, member) if row and member else None


def _values(scope: Scope, row: Import, member: Member) -> dict[str, Value]:
    slug = orgs.organization(scope.org_id).slug
    return {
        "name": member.name,
        "program": row.cohort.program.name,
        "cohort": row.cohort.name,
        "file": row.filename,
        "added": str(row.result["added"]),
        "updated": str(row.result["updated"]),
        "skipped": str(row.result["skipped"]),
        "report_url": address_of("org.people.show_import", org_slug=slug, import_id=row.id),
    }
