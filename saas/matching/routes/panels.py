"""What matching shows on the page of a cohort and in the set-up checklist."""

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from saas.db import db
from saas.matching.models import Proposal
from saas.matching.queries import board as queries
from saas.matching.queries import runs
from saas.matching.queries.look import Filter
from saas.matching.queries.requests import has_requests
from saas.programs.checklist import Step, adds_step
from saas.programs.models import Cohort, MatchedBy, Program
from saas.programs.panels import Panel, shows_panel
from saas.scope import Role, Scope


@shows_panel
def show_matching(scope: Scope, cohort: Cohort) -> Panel | None:
    """Tell how far the matching of a cohort is."""
    if not scope.role.covers(Role.VIEWER):
        return None
    latest = runs.latest_done(scope, cohort.id)
    if latest is None and cohort.program.matched_by is MatchedBy.REQUEST:
        return None
    everything = url_for("org.matching.list_runs", cohort_id=cohort.id)
    if latest is None:
        return Panel(
            title=_("Matching"),
            value=_("Not run yet"),
            text=_("propose mentors for mentees"),
            href=everything,
            order=20,
        )
    counts = queries.counts(scope, latest).by
    return Panel(
        title=_("Matching"),
        value=counts[Filter.PROPOSED],
        text=_("to review, %(approved)s approved, %(sent)s sent", approved=counts[Filter.APPROVED],
               sent=counts[Filter.SENT]),
        href=everything,
        order=20,
    )  # fmt: skip


@shows_panel
def show_rules(scope: Scope, cohort: Cohort) -> Panel | None:
    """Lead to the matching rules, from the cohort's page."""
    if not scope.role.covers(Role.PROGRAM_ADMIN):
        return None
    return Panel(
        title=_("Matching rules"),
        value=_("Rules and weights"),
        text=_("what forbids and what counts"),
        href=url_for("org.matching.edit_rules", program_id=cohort.program_id),
        order=22,
    )


def has_published(scope: Scope) -> bool:
    """Return whether a proposal was ever sent, sample programs aside."""
    statement = (
        select(Proposal.id)
        .join(Cohort, (Cohort.org_id == Proposal.org_id) & (Cohort.id == Proposal.cohort_id))
        .join(Program, (Program.org_id == Cohort.org_id) & (Program.id == Cohort.program_id))
        .where(
            Proposal.org_id == scope.org_id,
            Proposal.published_at.is_not(None),
            Program.is_sample.is_(False),
        )
        .limit(1)
    )
    return db.session.scalar(statement) is not None


adds_step(
    Step(
        label=_l("Match, review and publish"),
        endpoint="org.programs.list_programs",
        done=lambda scope: has_published(scope) or has_requests(scope),
        hint=_l("Run the matching on a cohort's page; nobody is told anything until you publish."),
        order=60,
        role=Role.PROGRAM_ADMIN,
    )
)
