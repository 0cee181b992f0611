"""Who runs which program by name, for the page that says who can see what."""

from collections import defaultdict

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased

from saas.db import db
from saas.orgs.access import Named, tells_who
from saas.orgs.models import Member, MemberState
from saas.programs.models import Cohort, Participant, Program, ProgramAdmin
from saas.programs.queries import sees
from saas.scope import Role, Scope


def knows_of(scope: Scope) -> ColumnElement[bool]:
    """Return the condition on `Program` that the actor sees one, or takes part in it."""
    takes_part = exists().where(
        Participant.org_id == scope.org_id,
        Participant.member_id == scope.actor_id,
        Participant.cohort_id == Cohort.id,
        Cohort.org_id == scope.org_id,
        Cohort.program_id == Program.id,
    )
    return or_(sees(scope), takes_part)


@tells_who
def _program_admins(scope: Scope) -> list[Named]:
    """Name who runs the programs that the actor sees or takes part in."""
    # By another name than in `sees`, which asks the same table about the actor.
    named = aliased(ProgramAdmin)
    runs = and_(named.org_id == Program.org_id, named.program_id == Program.id)
    is_admin = and_(
        Member.org_id == named.org_id,
        Member.id == named.member_id,
        Member.role == Role.PROGRAM_ADMIN,
        Member.state != MemberState.REMOVED,
    )
    rows = db.session.execute(
        select(Program.name, Member.name)
        .join(named, runs)
        .join(Member, is_admin)
        .where(
            Program.org_id == scope.org_id,
            Program.archived_at.is_(None),
            knows_of(scope),
        )
        .order_by(Program.name, Member.name, Member.id)
    )
    names = defaultdict(list)
    for program, name in rows:
        names[program].append(name)
    return [(_("Program admins of %(program)s", program=each), names[each]) for each in names]
