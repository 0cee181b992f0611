"""Who reads concerns: by name for the page that says so, and as a fact for the sidebar."""

from collections import defaultdict

from flask_babel import gettext as _
from sqlalchemy import exists, select

from saas.concerns import queries
from saas.concerns.models import ConcernReader
from saas.db import db
from saas.orgs.access import Named, tells_who
from saas.orgs.models import Member
from saas.orgs.speech import learns
from saas.programs.models import Program
from saas.programs.rights import knows_of
from saas.scope import Scope

READS = "reads_concerns"

learns(
    READS,
    exists().where(ConcernReader.org_id == Member.org_id, ConcernReader.member_id == Member.id),
)


@tells_who
def _readers(scope: Scope) -> list[Named]:
    """Name the readers of the whole, and of the programs that the actor knows of."""
    known = set(
        db.session.scalars(
            select(Program.id).where(Program.org_id == scope.org_id, knows_of(scope))
        )
    )
    whole = []
    by_program = defaultdict(list)
    for each in queries.readers(scope):
        if each.program is None:
            whole.append(each.member.name)
        elif each.program.id in known:
            by_program[each.program.name].append(each.member.name)
    return [
        (_("Confidential readers of the whole organization"), whole),
        *(
            (_("Confidential readers of %(program)s", program=name), names)
            for name, names in by_program.items()
        ),
    ]
