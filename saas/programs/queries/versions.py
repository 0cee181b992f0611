"""Reads of what programs published."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.dialects.postgresql import distinct_on

from saas.db import db
from saas.orgs.models import Member
from saas.orgs.speech import own_words
from saas.programs.builtin.by_kind import words_in
from saas.programs.differences import Contents, Difference, differences
from saas.programs.goal_titles import GoalTitles, titles_of
from saas.programs.models import Cohort, Program, ProgramVersion
from saas.programs.retold import with_retold
from saas.scope import Scope
from saas.words import Words, words_from

NOTHING: Contents = {"guidelines": [], "goals": [], "clauses": []}


def versions(scope: Scope, program_id: uuid.UUID) -> Sequence[ProgramVersion]:
    """Return what a program published, the newest first."""
    return db.session.scalars(
        select(ProgramVersion)
        .where(ProgramVersion.org_id == scope.org_id, ProgramVersion.program_id == program_id)
        .order_by(ProgramVersion.number.desc())
    ).all()


def newest_versions(
    scope: Scope, program_ids: Collection[uuid.UUID]
) -> Mapping[uuid.UUID, ProgramVersion]:
    """Return the newest version of each program in one query; no entry: none was published."""
    rows = db.session.scalars(
        select(ProgramVersion)
        .ext(distinct_on(ProgramVersion.program_id))
        .where(
            ProgramVersion.org_id == scope.org_id,
            ProgramVersion.program_id.in_(list(program_ids)),
        )
        .order_by(ProgramVersion.program_id, ProgramVersion.number.desc())
    )
    return {row.program_id: row for row in rows}


def newest_version(scope: Scope, program_id: uuid.UUID) -> ProgramVersion | None:
    """Return the newest version of a program, or None while nothing was published."""
    return newest_versions(scope, [program_id]).get(program_id)


def words_of(program: Program) -> Words:
    """Return the words in which a program says now what is built in."""
    return words_in(program.kind, own_words())


def unpublished(
    program: Program, newest: ProgramVersion | None, contents: Contents
) -> Mapping[str, Difference]:
    """Return what differs between the newest version of a program, or none, and its draft."""
    if newest is None:
        return differences(NOTHING, contents)
    found = differences(newest.contents, contents)
    return with_retold(found, words_from(newest.words), words_of(program))


def between(before: ProgramVersion, after: ProgramVersion) -> Mapping[str, Difference]:
    """Return what differs between two versions of a program."""
    found = differences(before.contents, after.contents)
    return with_retold(found, words_from(before.words), words_from(after.words))


def publishers(scope: Scope, rows: Collection[ProgramVersion]) -> Mapping[uuid.UUID, str]:
    """Return the names of who published the versions, by the id of the member."""
    ids = {row.published_by_id for row in rows if row.published_by_id}
    found_names = db.session.execute(
        select(Member.id, Member.name).where(Member.org_id == scope.org_id, Member.id.in_(ids))
    )
    return {member_id: name for member_id, name in found_names}


def goal_titles(scope: Scope, program_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, GoalTitles]:
    """Return what the published goals of programs are called, in one query; no entry: none are."""
    return _titles(scope, ProgramVersion.program_id.in_(list(program_ids)))


def goal_titles_in(scope: Scope, cohort_id: uuid.UUID) -> GoalTitles:
    """Return what the published goals of a cohort's program are called, in one query."""
    program = select(Cohort.program_id).where(Cohort.org_id == scope.org_id, Cohort.id == cohort_id)
    found_titles = _titles(scope, ProgramVersion.program_id == program.scalar_subquery())
    return next(iter(found_titles.values()), GoalTitles())


def _titles(scope: Scope, of: ColumnElement[bool]) -> dict[uuid.UUID, GoalTitles]:
    rows = db.session.execute(
        select(ProgramVersion.program_id, ProgramVersion.goals)
        .where(ProgramVersion.org_id == scope.org_id, of)
        .order_by(ProgramVersion.program_id, ProgramVersion.number)
    )
    versions_of = defaultdict(list)
    for program_id, goals in rows:
        versions_of[program_id].append(goals)
    return {program_id: titles_of(each) for program_id, each in versions_of.items()}
