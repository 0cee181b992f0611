"""Messages of partnerships, one function each."""

import uuid

from saas.db import newest
from saas.mail.registry import latest
from saas.mail.values import Item, Value, Values
from saas.orgs import queries as orgs
from saas.orgs.letters import send
from saas.partnerships import queries
from saas.partnerships.message_list import (
    AGREEMENT_TO_SIGN,
    MET_ONCE,
    PARTNERSHIP_ENDED,
    PROGRAM_WINDING_DOWN,
    THANKS_RECEIVED,
)
from saas.partnerships.models import Agreement, EndReason, Partnership, Thanks
from saas.programs.models import Participant, Program, Side
from saas.programs.speaking import speak_for, speaking_for
from saas.scope import Scope
from saas.web.address import address_of
from saas.web.format import day


def agreement_to_sign(
    scope: Scope, partnership: Partnership, agreement: Agreement, side: Side
) -> None:
    """Ask one side to sign what the other has signed; once a version."""
    values = {**_values(scope, partnership, side), **_terms(scope, partnership, agreement)}
    to = participant(partnership, side).member
    with speaking_for(partnership.cohort.program):
        send(scope, AGREEMENT_TO_SIGN, f"{agreement.id}:{side}", to, values)


def thanks_received(scope: Scope, partnership: Partnership, thanks: Thanks) -> None:
    """Bring a thank-you note to whom it is for."""
    side = thanks.by.other
    values = {**_values(scope, partnership, side), "words": [Item(thanks.words)]}
    to = participant(partnership, side).member
    with speaking_for(partnership.cohort.program):
        send(scope, THANKS_RECEIVED, str(thanks.id), to, values)


def partnership_ended(scope: Scope, partnership: Partnership, side: Side) -> None:
    """Tell one side that the partnership has ended."""
    key = f"{partnership.id}:{side}:{partnership.ended_at}"
    to = participant(partnership, side).member
    with speaking_for(partnership.cohort.program):
        send(scope, PARTNERSHIP_ENDED, key, to, _values(scope, partnership, side))


def met_once(scope: Scope, partnership: Partnership, side: Side) -> None:
    """Ask one side, after the one meeting of the two, for thanks and for how it was."""
    key = f"{partnership.id}:{side}:{partnership.ended_at}"
    to = participant(partnership, side).member
    with speaking_for(partnership.cohort.program):
        send(scope, MET_ONCE, key, to, _values_after(scope, partnership, side))


def program_winding_down(scope: Scope, program: Program, place: Participant) -> None:
    """Tell somebody whose partnership lasts that the program winds down; once for all of theirs."""
    key = f"{program.id}:{place.member_id}:{program.winding_down_at}"
    values = _values_winding_down(scope, program, place.member.name)
    with speaking_for(program):
        send(scope, PROGRAM_WINDING_DOWN, key, place.member, values)


@latest(PROGRAM_WINDING_DOWN)
def _latest_winding_down(scope: Scope) -> Values | None:
    row = newest(Program, Program.winding_down_at.is_not(None))
    if row is None:
        return None
    speak_for(row)
    return _values_winding_down(scope, row, "Ada Wong")


@latest(MET_ONCE)
def _latest_met(scope: Scope) -> Values | None:
    row = newest(Partnership, Partnership.end_reason == EndReason.MET)
    if row is None:
        return None
    return _values_after(scope, _spoken_for(scope, row.id), Side.MENTEE)


@latest(THANKS_RECEIVED)
def _latest_partnership(scope: Scope) -> Values | None:
    # Without the note: nobody but the two may read it.
    return _values_of(scope, newest(Partnership))


@latest(PARTNERSHIP_ENDED)
def _latest_ended(scope: Scope) -> Values | None:
    return _values_of(scope, newest(Partnership, Partnership.ended_on.is_not(None)))


@latest(AGREEMENT_TO_SIGN)
def _latest_agreement(scope: Scope) -> Values | None:
    agreement = newest(Agreement)
    if agreement is None:
        return None
    row = _spoken_for(scope, agreement.partnership_id)
    return {**_values(scope, row, Side.MENTEE), **_terms(scope, row, agreement)}


def participant(partnership: Partnership, side: Side) -> Participant:
    """Return who is on a side of a partnership."""
    return partnership.mentee if side is Side.MENTEE else partnership.mentor


def _values_of(scope: Scope, row: Partnership | None) -> Values | None:
    return _values(scope, _spoken_for(scope, row.id), Side.MENTEE) if row else None


def _spoken_for(scope: Scope, partnership_id: uuid.UUID) -> Partnership:
    partnership = queries.partnership(scope, partnership_id)
    speak_for(partnership.cohort.program)
    return partnership


def _values(scope: Scope, partnership: Partnership, side: Side) -> dict[str, Value]:
    return {
        "name": participant(partnership, side).member.name,
        "partner": participant(partnership, side.other).member.name,
        "organization": orgs.workspace(scope).name,
        "program": partnership.cohort.program.name,
        "partnership_url": _address(scope, partnership, "partnerships.show_partnership"),
    }


def _values_winding_down(scope: Scope, program: Program, name: str) -> dict[str, Value]:
    slug = orgs.organization(scope.org_id).slug
    return {
        "name": name,
        "organization": orgs.workspace(scope).name,
        "program": program.name,
        "partnerships_url": address_of("org.partnerships.list_partnerships", org_slug=slug),
    }


def _values_after(scope: Scope, partnership: Partnership, side: Side) -> dict[str, Value]:
    return {
        **_values(scope, partnership, side),
        "thanks_url": _address(scope, partnership, "partnerships.say_thanks"),
        "feedback_url": _address(scope, partnership, "health.answer_check_in"),
    }


def _terms(scope: Scope, partnership: Partnership, agreement: Agreement) -> dict[str, Value]:
    terms = [
        Item("Goals", "; ".join(agreement.goals) or "None yet"),
        Item("How often you meet", f"Every {agreement.every_days} days"),
        Item("How you meet", ", ".join(agreement.means) or "Not agreed yet"),
        *([Item("Until when", day(agreement.ends_on))] if agreement.ends_on else []),
        Item("When you look at it again", day(agreement.review_on)),
    ]
    url = _address(scope, partnership, "partnerships.show_agreement")
    return {"terms": terms, "agreement_url": url}


def _address(scope: Scope, partnership: Partnership, view: str) -> str:
    return address_of(
        f"org.{view}",
        org_slug=orgs.organization(scope.org_id).slug,
        partnership_id=partnership.id,
    )
