"""The kinds of data there are, across features: which pages show each, and who else sees it."""

from flask_babel import lazy_gettext as _l

from saas.orgs.access import Kind, declares
from saas.scope import RUNS, SEES

declares(
    Kind(
        title=_l("Programs and cohorts"),
        holds=_l("Terms, dates, versions, and what each program says."),
        own=_l("Who takes part reads the version that they accepted."),
        pages=("programs", "cohorts"),
        by_program=True,
    ),
    Kind(
        title=_l("New programs, and who runs which"),
        holds=_l("Creating a program, from a template too, and naming its program admins."),
        views=(
            "org.programs.create_program",
            "org.programs.begin_program",
            "org.programs.duplicate_program",
            "org.programs.list_templates",
            "org.programs.show_template",
            "org.programs.show_builtin_template",
            "org.programs.use_template",
            "org.programs.use_builtin_template",
            "org.programs.save_template",
            "org.programs.remove_template",
            "org.programs.restore_template",
            "org.programs.assign_program_admin",
            "org.programs.unassign_program_admin",
        ),
    ),
    Kind(
        title=_l("Who takes part"),
        holds=_l("Names, sides and capacities of the mentors and mentees of a cohort."),
        own=_l("Everybody sees where they take part themselves."),
        pages=("participants",),
        views=("org.programs.list_participants",),
        by_program=True,
    ),
    Kind(
        title=_l("Applications"),
        holds=_l("What people answered to apply, also whom they want to avoid, and imports."),
        own=_l("Whoever applied sees their own."),
        pages=("applications", "imports"),
        views=(
            "org.intake.list_cohort_applications",
            "org.intake.decide_applications",
            "org.intake.undo_decisions",
            "org.intake.invite_people",
            "org.people.list_imports",
        ),
        by_program=True,
    ),
    Kind(
        title=_l("Matching"),
        holds=_l("Proposals with fit and reasons before they are published, and the rules."),
        own=_l("A published proposal is seen by the two it is for."),
        pages=("runs",),
        views=(
            "org.matching.list_runs",
            "org.matching.start_run",
            "org.matching.show_changes",
            "org.matching.edit_rules",
        ),
        by_program=True,
    ),
    Kind(
        title=_l("Requests to mentors"),
        holds=_l("Who asked whom, and how it stands."),
        own=_l("The two of a request; the words in it are for them alone."),
        views=(
            "org.matching.list_cohort_requests",
            "org.matching.cancel_request",
            "org.matching.nudge_request",
            "org.matching.edit_request_terms",
        ),
        by_program=True,
    ),
    Kind(
        title=_l("Partnerships"),
        holds=_l(
            "Who has whom, agreement, goals, the days of meetings; changing means ending one."
        ),
        own=_l("The two of a partnership; they alone write in it."),
        by_program=True,
        sees=SEES,
        changes=RUNS,
    ),
    Kind(
        title=_l("Health"),
        holds=_l(
            "Score, flags and signals of a partnership, but for how each of the two rated it; "
            "changing means noting a contact."
        ),
        own=_l("The two see what would help next, and never the score or each other's answers."),
        pages=("health",),
        by_program=True,
    ),
    Kind(
        title=_l("What was written to who runs a program"),
        holds=_l("Notes shared in a check-in, why a partnership ended, and notes on contacts."),
        own=_l("Whoever wrote it."),
        by_program=True,
        sees=RUNS,
    ),
    Kind(
        title=_l("What stays between the two"),
        holds=_l("Advice and what came of it, notes on meetings, thanks."),
        own=_l("The two of a partnership, and nobody else."),
        private=(
            "advice.words",
            "advice.why",
            "advice.evidence",
            "meetings.note",
            "thanks.words",
        ),
    ),
    Kind(
        title=_l("Ratings in check-ins"),
        holds=_l("How each of the two rates it, and when: two of the signals."),
        own=_l("Whoever answered; the other of the two never sees it."),
        by_program=True,
        sees=RUNS,
    ),
    Kind(
        title=_l("What else is answered in check-ins"),
        holds=_l(
            "Whether the two suit each other, which raises a flag without a name, "
            "whether they met, and notes that are not shared."
        ),
        own=_l("Whoever answered; a note is shared only if they say so."),
        private=("check_ins.note",),
    ),
    Kind(
        title=_l("Concerns"),
        holds=_l("What somebody raised in confidence, and the answers."),
        own=_l("Whoever raised it and the confidential readers named below; not the partner."),
        private=("concerns.words", "concern_entries.words"),
    ),
    Kind(
        title=_l("The directory"),
        holds=_l("Everybody who takes part at once: names, addresses, where, and as what."),
        views=("org.people.list_people", "org.people.export_people"),
        by_program=True,
    ),
    Kind(
        title=_l("People"),
        holds=_l("Roles, tags, invitations, and who reads concerns; removing somebody."),
        own=_l("Everybody sees who has them as a partner."),
        pages=("people",),
    ),
    Kind(
        title=_l("How the organization mentors"),
        holds=_l("Guidelines, goals, agreement, questions, scenarios and resources."),
        own=_l("Who takes part reads the version that they accepted."),
        pages=(
            "guidelines",
            "goals",
            "clauses",
            "versions",
            "questions",
            "forms",
            "scenarios",
            "resources",
        ),
    ),
    Kind(
        title=_l("Settings and messages"),
        holds=_l("Name, color, time zone, own words, and what e-mails say in which languages."),
        pages=("settings", "messages", "languages"),
    ),
    Kind(
        title=_l("Deleting the organization"),
        holds=_l("All of its data, for good."),
        views=("org.orgs.end_organization",),
    ),
)
