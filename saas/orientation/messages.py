"""Messages of orientation, one function each."""

from flask_babel import gettext as _

from saas import clock
from saas.db import newest
from saas.mail.registry import latest
from saas.mail.values import Value, Values
from saas.orgs import queries as orgs
from saas.orgs.letters import send
from saas.orientation import queries
from saas.orientation.message_list import ORIENTATION_REMINDER
from saas.orientation.steps import minutes
from saas.programs import queries as programs
from saas.programs.models import Participant
from saas.programs.speaking import speaking_for
from saas.programs.words import SIDES
from saas.scope import Scope
from saas.web.address import address_of


def orientation_reminder(scope: Scope, participant: Participant) -> None:
    """Remind a participant to take the orientation; at most once a day."""
    key = f"{participant.id}:{clock.today()}"
    with speaking_for(participant.cohort.program):
        send(scope, ORIENTATION_REMINDER, key, participant.member, _values(scope, participant))


@latest(ORIENTATION_REMINDER)
def _latest_participant(scope: Scope) -> Values | None:
    participant = newest(Participant, Participant.withdrawn_at.is_(None))
    return _values(scope, participant) if participant else None


def _values(scope: Scope, participant: Participant) -> dict[str, Value]:
    cohort = programs.cohort(scope, participant.cohort_id)
    row = queries.orientation(scope, participant.id)
    taken = queries.done(scope, [(participant, row)])
    needed = queries.awaited(scope, [] if taken else [participant])
    steps = queries.preview(scope, cohort.program, participant.side)
    return {
        "name": participant.member.name,
        "organization": orgs.workspace(scope).name,
        "program": cohort.program.name,
        "cohort": cohort.name,
        "side": str(SIDES[participant.side]).lower(),
        "minutes": str(minutes(steps)),
        "why_now": _("We match you once you have taken it.") if needed else "",
        "orientation_url": address_of(
            "org.orientation.show_orientation",
            org_slug=orgs.organization(scope.org_id).slug,
            participant_id=participant.id,
        ),
    }
