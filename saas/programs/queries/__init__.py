"""Reads of programs, cohorts, participants, and of what an organization keeps in lists."""

from saas.programs.queries.catalogues import (
    GONE,
    active_clauses,
    active_goals,
    active_guidelines,
    has_reviewed,
    listed,
    listed_row,
)
from saas.programs.queries.cohorts import (
    cohort,
    cohort_by_secret,
    cohorts_of,
    managed_cohort,
    manages_cohort,
)
from saas.programs.queries.inherited import (
    draft,
    drafts,
    entries_of,
    entry_of,
    organization_contents,
)
from saas.programs.queries.participants import (
    PAGE,
    managed_participant,
    participant_counts,
    participants,
    participants_page,
    participation_of,
)
from saas.programs.queries.programs import (
    available_program_admins,
    program,
    program_admins,
    program_named,
    programs,
    sees,
)
from saas.programs.queries.seats import answering, named
from saas.programs.queries.versions import (
    newest_version,
    newest_versions,
    publishers,
    versions,
)

__all__ = [
    "GONE",
    "PAGE",
    "active_clauses",
    "active_goals",
    "active_guidelines",
    "answering",
    "available_program_admins",
    "cohort",
    "cohort_by_secret",
    "cohorts_of",
    "draft",
    "drafts",
    "entries_of",
    "entry_of",
    "has_reviewed",
    "listed",
    "listed_row",
    "managed_cohort",
    "managed_participant",
    "manages_cohort",
    "named",
    "newest_version",
    "newest_versions",
    "organization_contents",
    "participant_counts",
    "participants",
    "participants_page",
    "participation_of",
    "program",
    "program_admins",
    "program_named",
    "programs",
    "publishers",
    "sees",
    "versions",
]
