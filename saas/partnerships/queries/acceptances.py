"""Reads of what partnerships accepted of their program."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select

from saas.db import db
from saas.partnerships.agreed import Accepted, Agreed, Brief, Signed
from saas.partnerships.models import Acceptance, Agreement, Partnership
from saas.programs.models import ProgramVersion, Side
from saas.scope import Scope


def agreed(scope: Scope, partnership: Partnership) -> Agreed:
    """Return what the two of a partnership accepted, in three queries."""
    return agreed_in(scope, [partnership])[partnership.id]


def agreed_in(scope: Scope, rows: Sequence[Partnership]) -> Mapping[uuid.UUID, Agreed]:
    """Return what was accepted in partnerships, with their programs loaded, in three queries."""
    ids = [row.id for row in rows]
    versions = _versions(scope, {row.cohort.program_id for row in rows})
    acceptances, agreements = _acceptances(scope, ids), _agreements(scope, ids)
    return {
        row.id: Agreed(versions[row.cohort.program_id], acceptances[row.id], agreements[row.id])
        for row in rows
    }


def version_in_force(scope: Scope, partnership: Partnership) -> ProgramVersion | None:
    """Return the version that a partnership keeps to; None only where none was published."""
    return versions_in_force(scope, agreed_in(scope, [partnership])).get(partnership.id)


def versions_in_force(
    scope: Scope, known: Mapping[uuid.UUID, Agreed]
) -> Mapping[uuid.UUID, ProgramVersion]:
    """Return the version that each partnership keeps to, by its id, in one query."""
    briefs = {row_id: each.in_force for row_id, each in known.items()}
    rows = versions_by_id(scope, [brief.id for brief in briefs.values() if brief])
    return {row_id: rows[brief.id] for row_id, brief in briefs.items() if brief}


def versions_by_id(
    scope: Scope, version_ids: Iterable[uuid.UUID]
) -> Mapping[uuid.UUID, ProgramVersion]:
    """Return versions with their words, by id."""
    rows = db.session.scalars(
        select(ProgramVersion).where(
            ProgramVersion.org_id == scope.org_id, ProgramVersion.id.in_(set(version_ids))
        )
    )
    return {row.id: row for row in rows}


def _versions(scope: Scope, program_ids: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, list[Brief]]:
    rows = db.session.execute(
        select(
            ProgramVersion.program_id,
            ProgramVersion.id,
            ProgramVersion.number,
            ProgramVersion.asks,
        )
        .where(
            ProgramVersion.org_id == scope.org_id, ProgramVersion.program_id.in_(set(program_ids))
        )
        .order_by(ProgramVersion.number)
    )
    found: dict[uuid.UUID, list[Brief]] = defaultdict(list)
    for program_id, version_id, number, asks in rows:
        found[program_id].append(Brief(version_id, number, asks))
    return found


def _acceptances(scope: Scope, ids: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, list[Accepted]]:
    rows = db.session.scalars(
        select(Acceptance)
        .where(Acceptance.org_id == scope.org_id, Acceptance.partnership_id.in_(ids))
        # A statement of its own may have changed what this session holds.
        .execution_options(populate_existing=True)
    )
    found: dict[uuid.UUID, list[Accepted]] = defaultdict(list)
    for row in rows:
        accepted = Accepted(row.program_version_id, row.side, row.accepted_at, row.put_off_until)
        found[row.partnership_id].append(accepted)
    return found


def _agreements(scope: Scope, ids: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, list[Signed]]:
    rows = db.session.execute(
        select(
            Agreement.partnership_id,
            Agreement.program_version_id,
            Agreement.mentee_signed_at,
            Agreement.mentor_signed_at,
        )
        .where(Agreement.org_id == scope.org_id, Agreement.partnership_id.in_(ids))
        .order_by(Agreement.version)
    )
    found: dict[uuid.UUID, list[Signed]] = defaultdict(list)
    for partnership_id, version_id, mentee_at, mentor_at in rows:
        signed = {Side.MENTEE: mentee_at, Side.MENTOR: mentor_at}
        by = frozenset(side for side, at in signed.items() if at)
        found[partnership_id].append(Signed(version_id, by))
    return found


def acceptances_of(
    scope: Scope, ids: Sequence[uuid.UUID]
) -> Mapping[uuid.UUID, Sequence[tuple[int, Side, dt.datetime]]]:
    """Return what each partnership accepted: number, side and when, the latest first."""
    rows = db.session.execute(
        select(
            Acceptance.partnership_id,
            ProgramVersion.number,
            Acceptance.side,
            Acceptance.accepted_at,
        )
        .join(
            ProgramVersion,
            (ProgramVersion.org_id == Acceptance.org_id)
            & (ProgramVersion.id == Acceptance.program_version_id),
        )
        .where(
            Acceptance.org_id == scope.org_id,
            Acceptance.partnership_id.in_(ids),
            Acceptance.accepted_at.is_not(None),
        )
        .order_by(ProgramVersion.number.desc(), Acceptance.side)
    )
    found: dict[uuid.UUID, list[tuple[int, Side, dt.datetime]]] = defaultdict(list)
    for partnership_id, number, side, at in rows:
        if at is not None:
            found[partnership_id].append((number, side, at))
    return found
