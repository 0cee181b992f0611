"""Two people who both accepted each other become partners."""

import datetime as dt
import uuid
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from saas.characters import text_key
from saas.db import db, found, refusing
from saas.partnerships import queries
from saas.partnerships.days import today
from saas.partnerships.models import Agreement, Partnership
from saas.partnerships.reviews import next_review_of
from saas.partnerships.services.acting import changed
from saas.partnerships.services.goals import pursue
from saas.partnerships.services.texts import kept_texts
from saas.programs import queries as programs
from saas.programs.models import AgreedPart, Kind, Participant, Program, ProgramVersion
from saas.programs.services import ensure_version
from saas.scope import Scope

NOT_IN_COHORT = _l("The mentee or the mentor does not take part in this cohort.")


@dataclass(frozen=True, slots=True)
class Start:
    """Who become partners.

    Attributes:
        proposal_id: The proposal both accepted; None when they were brought in otherwise.
    """

    cohort_id: uuid.UUID
    mentee_id: uuid.UUID
    mentor_id: uuid.UUID
    proposal_id: uuid.UUID | None = None


def start_partnership(scope: Scope, start: Start) -> Partnership:
    """Make two participants partners, with a draft of their agreement.

    Safe to call twice for one proposal: the second call returns the partnership of the first.

    Raises:
        NotFoundError: One of them does not take part in the cohort.
        ConflictError: They are partners already.
    """
    existing = start.proposal_id and queries.of_proposal(scope, start.proposal_id)
    if existing:
        return existing
    mentee, mentor = _participant(scope, start, "mentee"), _participant(scope, start, "mentor")
    row = Partnership(
        cohort_id=start.cohort_id,
        mentee_id=mentee.id,
        mentor_id=mentor.id,
        proposal_id=start.proposal_id,
        started_on=today(scope),
    )
    with refusing("These two are partners already."):
        db.session.add(row)
    _draft_agreement(scope, row, mentee, mentor)
    changed(scope, row.id)
    return row


def _participant(scope: Scope, start: Start, side: str) -> Participant:
    participant_id = start.mentee_id if side == "mentee" else start.mentor_id
    row = db.session.get(Participant, (scope.org_id, participant_id))
    fits = row is not None and row.cohort_id == start.cohort_id and _is_on(row, side)
    return found(row if fits else None, NOT_IN_COHORT)


def _is_on(row: Participant, side: str) -> bool:
    """Whether somebody can be on a side; of one pool anybody can be on either."""
    return row.side.value == side or row.cohort.program.is_pool


def _draft_agreement(
    scope: Scope, partnership: Partnership, mentee: Participant, mentor: Participant
) -> None:
    """Write what the two may well agree on: from the program, and from what both answered."""
    program = programs.cohort(scope, partnership.cohort_id).program
    version = ensure_version(scope, program)
    titles = _wished(scope, mentee, version) if _agrees_on_goals(program) else []
    started_on = partnership.started_on
    ends_on = started_on + dt.timedelta(weeks=program.weeks)
    agreement = Agreement(
        partnership_id=partnership.id,
        every_days=program.every_days,
        means=common_means(mentee, mentor) if program.leaves(AgreedPart.MEANS) else [],
        goals=titles,
        ends_on=ends_on,
        review_on=next_review_of(partnership, ends_on, started_on),
        **kept_texts(version),
    )
    db.session.add(agreement)
    pursue(scope, partnership.id, titles, version)


def _agrees_on_goals(program: Program) -> bool:
    return program.kind is not Kind.FLASH and program.leaves(AgreedPart.GOALS)


def common_means(mentee: Participant, mentor: Participant) -> list[str]:
    """Return the means of meeting that both named; where none is common, what either named.

    They are those that the program allows.
    """
    theirs, others = _means(mentee), _means(mentor)
    known = {text_key(word) for word in others}
    common = [word for word in theirs if text_key(word) in known]
    return common or theirs or others


def _means(participant: Participant) -> list[str]:
    named = map(str, participant.answers.get("means") or ())
    return list(filter(participant.cohort.program.allows_means, named))


def _wished(scope: Scope, mentee: Participant, version: ProgramVersion) -> list[str]:
    """Return the goals of the program that the mentee named, whatever they were called then."""
    called = programs.goal_titles_in(scope, mentee.cohort_id)
    wished = called.all_today(map(str, mentee.answers.get("goals") or ()))
    named = {text_key(title) for title in wished}
    offered: dict[str, str] = {}
    for goal in version.goals:
        # Versions of old may have two goals of one title: it means the first.
        offered.setdefault(text_key(goal["title"]), goal["title"])
    return [title for key, title in offered.items() if key in named]
