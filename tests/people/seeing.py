"""What came of an import, as tests see it."""

from saas.intake.queries import answers_in
from saas.people.models import RowState
from saas.people.queries import imports as queries


def rows_of(scope, import_id, *states):
    row = queries.managed_import(scope, import_id)
    return queries.rows_in(row, states or tuple(RowState), 10_000)


def findings(scope, import_id):
    bad = rows_of(scope, import_id, RowState.BAD)
    return [(each.line, finding["sentence"]) for each in bad for finding in each.findings]


def fates(scope, import_id):
    return [(each.line, each.state.value, each.why) for each in rows_of(scope, import_id)]


def people_of(scope, cohort):
    return answers_in(scope, cohort.id)
