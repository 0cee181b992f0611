"""The words of a program's version, as an agreement keeps them."""

from typing import Any

from sqlalchemy import select, update

from saas.db import db
from saas.partnerships import queries
from saas.partnerships.models import Agreement, Partnership
from saas.partnerships.queries.acceptances import version_in_force
from saas.programs.models import Cohort, ProgramVersion
from saas.scope import Scope


def kept_texts(version: ProgramVersion) -> dict[str, Any]:
    """Return what an agreement keeps of the version it is founded on, by column."""
    return {
        "program_version_id": version.id,
        "clauses": _kept(version.clauses, "title", "body"),
        "guidelines": _kept(version.guidelines, "title", "behavior", "audience"),
    }


def texts_in_force(scope: Scope, current: Agreement, partnership: Partnership) -> dict[str, Any]:
    """Return what the next state of an agreement keeps: of the version that the two keep to.

    Before there were versions they kept to words of none, which stay.
    """
    version = version_in_force(scope, partnership)
    names = ("program_version_id", "clauses", "guidelines")
    return kept_texts(version) if version else {name: getattr(current, name) for name in names}


def follow_accepted(scope: Scope, partnership: Partnership) -> None:
    """Found an agreement that nobody has signed on the version that the two keep to by now."""
    row = queries.agreement(scope, partnership.id)
    version = version_in_force(scope, partnership)
    if row.is_draft and version and version.id != row.program_version_id:
        row.revision += 1
        for name, value in kept_texts(version).items():
            setattr(row, name, value)


def renew_drafts(scope: Scope, version: ProgramVersion) -> None:
    """Found the agreements of a program that nobody has ever signed on its new version.

    A draft that follows a signed agreement stays on what the two keep to. Whoever has an older
    one before their eyes cannot sign it unread: the revision rises.
    """
    lasting = (
        select(Partnership.id)
        .join(Cohort, Cohort.id == Partnership.cohort_id)
        .where(
            Partnership.org_id == scope.org_id,
            Cohort.org_id == scope.org_id,
            Cohort.program_id == version.program_id,
            Partnership.ended_on.is_(None),
        )
    )
    db.session.execute(
        update(Agreement)
        .where(
            Agreement.org_id == scope.org_id,
            Agreement.partnership_id.in_(lasting),
            Agreement.version == 1,
            Agreement.mentee_signed_at.is_(None),
            Agreement.mentor_signed_at.is_(None),
        )
        .values(**kept_texts(version), revision=Agreement.revision + 1)
        .execution_options(synchronize_session=False)
    )


def _kept(items: list[dict[str, Any]], *names: str) -> list[dict[str, Any]]:
    return [{name: item[name] for name in names} for item in items]
