"""Messages of health, one function each."""

import datetime as dt
from dataclasses import dataclass

from saas.db import newest
from saas.health.message_list import CHECK_IN, DID_YOU_MEET
from saas.health.models import CheckIn
from saas.health.words import FELT
from saas.mail.registry import Message, latest
from saas.mail.values import Item, Value, Values
from saas.orgs import queries as orgs
from saas.orgs.letters import send
from saas.partnerships import queries
from saas.partnerships.messages import participant
from saas.partnerships.models import Partnership
from saas.partnerships.queries.acceptances import version_in_force
from saas.programs.models import Moment, Side
from saas.programs.prompting import nudges
from saas.programs.speaking import speak_for, speaking_for
from saas.scope import Scope
from saas.web.address import address_of


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is asked, and the token of their link, which nobody but the mail knows."""

    partnership: Partnership
    side: Side
    token: str


def check_in(scope: Scope, asked: Asked, row: CheckIn) -> None:
    """Ask one side how it goes; each answer is one click."""
    answers = [
        Item(str(words), url=_address(asked, felt=number))
        for number, words in sorted(FELT.items(), reverse=True)
    ]
    version = version_in_force(scope, asked.partnership)
    program = asked.partnership.cohort.program
    said = nudges(program, version, Moment.CHECK_IN, asked.side)
    values = {
        **_values(scope, asked),
        "answers": answers,
        "check_in_url": _address(asked),
        "nudges": [Item(words) for words in said],
    }
    _send(scope, CHECK_IN, str(row.id), asked, values)


def did_you_meet(scope: Scope, asked: Asked, on: dt.date) -> None:
    """Ask one side whether the two met; once a day."""
    url = address_of("health_public.show_did_you_meet", token=asked.token)
    values = {**_values(scope, asked), "meeting_url": url}
    _send(scope, DID_YOU_MEET, f"{asked.partnership.id}:{asked.side}:{on}", asked, values)


@latest(CHECK_IN, DID_YOU_MEET)
def _latest_partnership(scope: Scope) -> Values | None:
    row = newest(Partnership)
    if row is None:
        return None
    partnership = queries.partnership(scope, row.id)
    speak_for(partnership.cohort.program)
    return _values(scope, Asked(partnership, Side.MENTEE, token=""))


def _send(scope: Scope, message: Message, key: str, asked: Asked, values: Values) -> None:
    to = participant(asked.partnership, asked.side).member
    with speaking_for(asked.partnership.cohort.program):
        send(scope, message, key, to, values)


def _values(scope: Scope, asked: Asked) -> dict[str, Value]:
    return {
        "name": participant(asked.partnership, asked.side).member.name,
        "partner": participant(asked.partnership, asked.side.other).member.name,
        "organization": orgs.workspace(scope).name,
        "program": asked.partnership.cohort.program.name,
    }


def _address(asked: Asked, **values: object) -> str:
    return address_of("health_public.show_check_in", token=asked.token, **values)
