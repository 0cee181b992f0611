"""Messages about requests, one function each.

The message of the mentee and what the two ask each other go only to the two of them; why a
mentor declined goes to nobody by mail.
"""

import datetime as dt
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from saas import clock
from saas.db import newest
from saas.mail.registry import Message, latest
from saas.mail.values import Item, Value, Values
from saas.matching.models import ClosedBecause, Request, RequestState
from saas.matching.request_message_list import (
    REQUEST_CLOSED,
    REQUEST_MADE,
    REQUEST_QUESTION,
    REQUEST_REMINDER,
    REQUEST_TOLD,
)
from saas.orgs import queries as orgs
from saas.orgs.letters import send
from saas.orgs.links import new_link
from saas.orgs.models import Member
from saas.programs.models import Side
from saas.scope import Scope
from saas.web.address import address_of
from saas.web.speaking import say

LINK = "request"
#: What a side is told of a request that has ended, by how it ended.
WHAT = {
    (Side.MENTEE, RequestState.DECLINED): _l("{other} cannot be your mentor this time."),
    (Side.MENTOR, RequestState.WITHDRAWN): _l("{other} has taken it back."),
    (Side.MENTEE, RequestState.EXPIRED): _l("The time to answer it is over."),
    (Side.MENTOR, RequestState.EXPIRED): _l("The time to answer it is over."),
    (Side.MENTEE, ClosedBecause.MENTOR_FULL): _l("{other} has no place left by now."),
    (Side.MENTOR, ClosedBecause.MENTEE_PLACED): _l("{other} has found a mentor."),
    (Side.MENTEE, ClosedBecause.LEFT): _l("{other} does not take part any more."),
    (Side.MENTOR, ClosedBecause.LEFT): _l("{other} does not take part any more."),
    (Side.MENTEE, ClosedBecause.CANCELLED): _l("The people who run the program have closed it."),
    (Side.MENTOR, ClosedBecause.CANCELLED): _l("The people who run the program have closed it."),
}
#: What a request that waits for a side is about, in a sentence that begins with the other.
ASKS = {
    Side.MENTOR: _l("asks you to be their mentor"),
    Side.MENTEE: _l("would like to know more before they decide"),
}
#: And what comes next for them.
NEXT = {
    Side.MENTEE: _l(
        "That happens for many reasons, such as time or other plans, and says nothing "
        "about you. There are other mentors you can ask."
    ),
    Side.MENTOR: _l("There is nothing left for you to do. Thank you for being there to be asked."),
}


def request_made(scope: Scope, row: Request) -> None:
    """Bring a mentor what a mentee asks, with a link to answer it."""
    message = [Item(row.message or "(They wrote no message.)")]
    _ask(scope, REQUEST_MADE, row, Side.MENTOR, {"message": message, **_reasons(row)})


def request_question(scope: Scope, row: Request) -> None:
    """Bring the mentee what the mentor would like to know."""
    _ask(scope, REQUEST_QUESTION, row, Side.MENTEE, {"words": [Item(_last(row))]})


def request_told(scope: Scope, row: Request) -> None:
    """Bring the mentor what the mentee answered."""
    _ask(scope, REQUEST_TOLD, row, Side.MENTOR, {"words": [Item(_last(row))]})


def request_reminder(scope: Scope, row: Request) -> None:
    """Remind whoever a request waits for."""
    if row.waits_for:
        _ask(scope, REQUEST_REMINDER, row, row.waits_for, {"asks": str(ASKS[row.waits_for])})


def request_closed(scope: Scope, row: Request, side: Side) -> None:
    """Tell one side, kindly and without the reason of a decline, that a request has ended."""
    known = _values(scope, row, side)
    slug = orgs.organization(scope.org_id).slug
    values: Values = {
        **known,
        "what": str(WHAT[side, row.closed_because or row.state]).format(other=known["other"]),
        "next": str(NEXT[side]),
        "portal_url": address_of("org.matching.list_requests", org_slug=slug),
    }
    send(scope, REQUEST_CLOSED, f"{row.id}:{side.value}", _member(row, side), values)


@latest(REQUEST_MADE, REQUEST_TOLD)
def _latest_to_mentor(scope: Scope) -> Values | None:
    # What the two write to each other is nobody else's to see.
    row = newest(Request)
    return {**_asked(scope, row, Side.MENTOR), **_reasons(row)} if row else None


@latest(REQUEST_QUESTION, REQUEST_REMINDER, REQUEST_CLOSED)
def _latest_to_mentee(scope: Scope) -> Values | None:
    row = newest(Request)
    return _asked(scope, row, Side.MENTEE) if row else None


def _ask(scope: Scope, message: Message, row: Request, side: Side, values: Values) -> None:
    """Write to whoever a request waits for, with a link of their own that works once."""
    member = _member(row, side)
    lasting = row.expires_at - clock.now() + dt.timedelta(days=14)
    token = new_link(scope, LINK, subject_id=row.id, member_id=member.id, lasting=lasting)
    url = address_of("matching_public.show_request", token=token)
    # Each turn is a message of its own, and so is each nudge.
    turn = f"{len(row.exchange)}:{row.nudged_at.isoformat() if row.nudged_at else ''}"
    everything = {**_asked(scope, row, side), **values, "answer_url": url}
    send(scope, message, f"{row.id}:{turn}", member, everything)


def _reasons(row: Request) -> dict[str, Value]:
    reasons = [Item(say(reason)) for reason in row.reasons]
    return {"reasons": reasons or [Item(_("No rule of the program speaks against it."))]}


def _asked(scope: Scope, row: Request, side: Side) -> dict[str, Value]:
    return {**_values(scope, row, side), "answer_by": _day(scope, row.expires_at)}


def _values(scope: Scope, row: Request, side: Side) -> dict[str, str]:
    return {
        "name": _member(row, side).name,
        "other": _member(row, side.other).name,
        "organization": orgs.organization(scope.org_id).name,
        "program": row.mentee.cohort.program.name,
    }


def _member(row: Request, side: Side) -> Member:
    return (row.mentee if side is Side.MENTEE else row.mentor).member


def _last(row: Request) -> str:
    return str(row.exchange[-1]["words"])


def _day(scope: Scope, at: dt.datetime) -> dt.date:
    return at.astimezone(ZoneInfo(orgs.workspace(scope).time_zone)).date()
