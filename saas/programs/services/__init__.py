"""What can be done to programs, cohorts, participants, and to what is kept in lists."""

from saas.programs.services.agreements import AgreementRules, change_agreement_rules
from saas.programs.services.built_in import put_back_own, say_as_built_in
from saas.programs.services.catalogues import (
    add_listed,
    change_listed,
    duplicate_listed,
    furnish_listed,
    import_listed,
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
from saas.programs.services.giving_up import (
    inherit_entry,
    inherit_order,
    put_back_entry,
    put_back_order,
)
from saas.programs.services.life import (
    archive_over,
    archive_program,
    restore_program,
    take_up_program,
    wind_down_program,
)
from saas.programs.services.made_of import put_catalogue, take_catalogue
from saas.programs.services.overrides import (
    add_entry,
    duplicate_entry,
    import_entries,
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
    Form,
    assign_program_admin,
    change_kind,
    change_program,
    create_program,
    unassign_program_admin,
)
from saas.programs.services.templates import (
    Kept,
    begin_program,
    duplicate_program,
    remove_template,
    restore_template,
    save_template,
)
from saas.programs.services.versions import (
    Publication,
    ensure_version,
    let_meetings_wait,
    publish_version,
)

__all__ = [
    "AgreementRules",
    "Form",
    "Kept",
    "Publication",
    "add_entry",
    "add_listed",
    "add_participant",
    "archive_over",
    "archive_program",
    "assign_program_admin",
    "begin_program",
    "change_agreement_rules",
    "change_capacity",
    "change_cohort",
    "change_kind",
    "change_listed",
    "change_program",
    "close_intake",
    "create_cohort",
    "create_program",
    "duplicate_entry",
    "duplicate_listed",
    "duplicate_program",
    "ensure_version",
    "furnish_listed",
    "import_entries",
    "import_listed",
    "inherit_entry",
    "inherit_order",
    "leave_out_entry",
    "let_meetings_wait",
    "make_link",
    "move_entry",
    "move_listed",
    "open_intake",
    "publish_version",
    "put_back_entry",
    "put_back_order",
    "put_back_own",
    "put_catalogue",
    "remove_template",
    "restore_listed",
    "restore_participant",
    "restore_program",
    "restore_template",
    "retire_listed",
    "review_listed",
    "revoke_link",
    "reword_entry",
    "save_template",
    "say_as_built_in",
    "take_catalogue",
    "take_up_entry",
    "take_up_program",
    "unassign_program_admin",
    "wind_down_program",
    "withdraw_participant",
]
