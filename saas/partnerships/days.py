"""Which day it is: where the organization is, and where whoever acts is."""

import datetime as dt
from zoneinfo import ZoneInfo

from saas import clock
from saas.orgs import queries as orgs
from saas.scope import Scope


def today(scope: Scope) -> dt.date:
    """Return the day it is in the workspace's time zone: the day facts are written down under."""
    return day_in(orgs.workspace(scope).time_zone)


def latest_day(scope: Scope) -> dt.date:
    """Return the day it is for the actor or for the workspace, whichever is further on.

    Nothing after it can have happened yet.
    """
    ours = today(scope)
    theirs = orgs.member(scope, scope.actor_id).time_zone if scope.actor_id else None
    return max(ours, day_in(theirs)) if theirs else ours


def day_in(zone: str) -> dt.date:
    """Return the day it is in an IANA time zone."""
    return clock.now().astimezone(ZoneInfo(zone)).date()


def day_of(at: dt.datetime, zone: str) -> dt.date:
    """Return the day an instant falls on in an IANA time zone."""
    return at.astimezone(ZoneInfo(zone)).date()
