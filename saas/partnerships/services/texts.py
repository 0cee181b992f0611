"""The words of a program's version, as an agreement keeps them."""

from typing import Any

from sqlalchemy import select, update

from saas.db import db
from saas.partnerships.models import Agreement, Partnership
from saas.programs.models import Cohort, ProgramVersion
from saas.scope import Scope


def kept_texts(version: ProgramVersion) -> dict[str, Any]:
    """Return what an agreement keeps of the version it is founded on, by column."""
    return {
        "program_version_id": version.id,
        "clauses": _kept(version.clauses, "title", "body"),
        "guidelines": _kept(version.guidelines, "title", "behavior", "audience"),
    }


def renew_drafts(scope: Scope, version: ProgramVersion) -> None:
    """Found the agreements of a program that nobody has signed on its new version.

    Whoever has an older one before their eyes cannot sign it unread: the revision rises.
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
            Agreement.mentee_signed_at.is_(None),
            Agreement.mentor_signed_at.is_(None),
        )
        .values(**kept_texts(version), revision=Agreement.revision + 1)
        .execution_options(synchronize_session=False)
    )


def _kept(items: list[dict[str, Any]], *names: str) -> list[dict[str, Any]]:
    return [{name: item[name] for name in names} for item in items]
