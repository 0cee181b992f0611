"""What can be done to programs, cohorts, participants, and to what is kept in lists."""

from saas.programs.services.catalogues import (
    add_listed,
    change_listed,
    furnish_listed,
    move_listed,
    restore_listed,
    retire_listed,
    review_listed,
)
from saas.programs.services.cohorts import (
    change_cohort,
    close_intake,
    create_cohort,
    make_link,
    open_intake,
    revoke_link,
)
from saas.programs.services.overrides import (
    add_entry,
    inherit_entry,
    inherit_order,
    leave_out_entry,
    move_entry,
    reword_entry,
    take_up_entry,
)
from saas.programs.services.participants import (
    add_participant,
    change_capacity,
    restore_participant,
    withdraw_participant,
)
from saas.programs.services.programs import (
    archive_program,
    assign_program_admin,
    change_program,
    create_program,
    restore_program,
    unassign_program_admin,
)
from saas.programs.services.versions import (
    Publication,
    ensure_version,
    fingerprint,
    let_meetings_wait,
    locked,
    publish_version,
)

__all__ = [
    "Publication",
    "add_entry",
    "add_listed",
    "add_participant",
    "archive_program",
    "assign_program_admin",
    "change_capacity",
    "change_cohort",
    "change_listed",
    "change_program",
    "close_intake",
    "create_cohort",
    "create_program",
    "ensure_version",
    "fingerprint",
    "furnish_listed",
    "inherit_entry",
    "inherit_order",
    "leave_out_entry",
    "let_meetings_wait",
    "locked",
    "make_link",
    "move_entry",
    "move_listed",
    "open_intake",
    "publish_version",
    "restore_listed",
    "restore_participant",
    "restore_program",
    "retire_listed",
    "review_listed",
    "revoke_link",
    "reword_entry",
    "take_up_entry",
    "unassign_program_admin",
    "withdraw_participant",
]
