"""What changed between two runs of a cohort."""

import uuid

from flask import request
from werkzeug.wrappers import Response

from saas.errors import NotFoundError
from saas.matching.changes import RuleChange, rule_changes
from saas.matching.models import Run, RunState
from saas.matching.queries import history
from saas.matching.queries import runs as queries
from saas.matching.queries.runs import NO_RUN
from saas.matching.routes.asking import person_id
from saas.matching.routes.blueprints import blueprint
from saas.matching.words import CHANGES
from saas.orgs import queries as orgs
from saas.orgs.tenancy import current_scope, requires
from saas.programs import queries as programs
from saas.programs.models import Cohort
from saas.scope import Role
from saas.web.htmx import render
from saas.web.paging import page_number


@blueprint.get("/cohorts/<uuid:cohort_id>/runs/changes")
@requires(Role.VIEWER)
def show_changes(cohort_id: uuid.UUID) -> Response:
    """Compare two runs of a cohort: the latest and the one before, unless others are asked for."""
    scope = current_scope()
    cohort = programs.managed_cohort(scope, cohort_id)
    done = [each for each in queries.runs_of(scope, cohort.id) if each[0].state is RunState.DONE]
    rows = [run for run, _name in done]
    after = _chosen(rows, "after") or (rows[0] if rows else None)
    before = _chosen(rows, "before") or (queries.done_before(scope, after) if after else None)
    asked = request.args.get("kind", "")
    kind = asked if asked in history.ORDER else ""
    found = None
    if before and after:
        found = history.diff(scope, before, after, kind, page_number(request.args))
    return render(
        "matching/show_changes.html",
        cohort=cohort,
        runs=done,
        before=before,
        after=after,
        kind=kind,
        changes=_changes(cohort, before, after),
        diff=found,
        kinds=CHANGES,
        zone=orgs.workspace(scope).time_zone,
    )


def _changes(cohort: Cohort, before: Run | None, after: Run | None) -> list[RuleChange]:
    if before is None or after is None:
        return []
    return rule_changes(cohort.program.kind, before.rules, after.rules)


def _chosen(rows: list[Run], side: str) -> Run | None:
    asked = person_id(request.args.get(side, ""))
    if asked is None:
        return None
    found = next((row for row in rows if row.id == asked), None)
    if found is None:
        raise NotFoundError(NO_RUN)
    return found
