"""Who is in a group together, and when all of them are free."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from saas import clock
from saas.intake.availability import say_slot
from saas.intake.canonical import Known, answers_of
from saas.matching.engine.meeting import shared_week
from saas.matching.models import Proposal, Run
from saas.matching.queries import places
from saas.matching.services.rules import rules_of
from saas.programs.models import Kind, Participant, Program
from saas.scope import Scope
from saas.web.format import plural

SLOTS = 5


@dataclass(frozen=True, slots=True)
class SharedTimes:
    """When all of a group are free every week, in words, on the clock of one time zone."""

    slots: Sequence[str]
    zone: str


@dataclass(frozen=True, slots=True)
class Together:
    """The mentees of one mentor, and when all are free; None when no time is known."""

    mentees: Sequence[Participant]
    times: SharedTimes | None


def shared_times(
    program: Program, mentor: Participant, mentees: Sequence[Participant]
) -> SharedTimes | None:
    """Return when a mentor and mentees are all free; None when nobody said when they are."""
    length = round((rules_of(program).group_hours or 1) * 60)
    people = [mentor, *mentees]
    known = Known((each, each.member) for each in people)
    answers = [answers_of(each, each.member, known) for each in people]
    shared = shared_week(answers, length, clock.today())
    if shared is None:
        return None
    return SharedTimes([say_slot(*slot) for slot in shared[1][:SLOTS]], shared[0])


def group_of(scope: Scope, proposal: Proposal, drafted: Collection[uuid.UUID] = ()) -> Together:
    """Return the group that a proposal is for: who has the mentor, or is asked to, and the mentee.

    Args:
        scope: Who asks.
        proposal: With its people; of a program of groups.
        drafted: Ids of more mentees, who stand beside it on a board.
    """
    ids = {proposal.mentee_id, *drafted, *places.mentees_of(scope, proposal.mentor_id)}
    mentees = places.people(scope, ids)
    program = proposal.mentor.cohort.program
    return Together(mentees, shared_times(program, proposal.mentor, mentees))


def group_on_board(scope: Scope, run: Run, proposal: Proposal) -> Together | None:
    """Return the group that a board makes, as it stands; None in programs without groups."""
    if run.cohort.program.kind is not Kind.GROUP:
        return None
    return group_of(scope, proposal, places.drafted_for(scope, run.id, proposal.mentor_id))


def told_together(scope: Scope, proposal: Proposal) -> list[str]:
    """Return, in programs of groups, what the two have to know of the group; otherwise nothing."""
    if proposal.mentor.cohort.program.kind is not Kind.GROUP:
        return []
    group = group_of(scope, proposal)
    said: Mapping[str, str] = {
        "mentor": proposal.mentor.member.name,
        "people": plural(len(group.mentees), "mentee", "mentees"),
    }
    if group.times is None:
        return [_("You meet as a group: %(mentor)s with %(people)s; you agree on a time.", **said)]
    return [
        _(
            "You meet as a group: %(mentor)s with %(people)s. All are free %(times)s (%(zone)s)",
            times=group.times.slots[0],
            zone=group.times.zone,
            **said,
        )
    ]
