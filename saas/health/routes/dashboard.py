"""The dashboard: who needs help first."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.health import queries
from saas.health.models import Reading
from saas.health.queries import Sought
from saas.health.routes.blueprints import blueprint
from saas.health.words import BAND_KINDS, BANDS, FLAGS, NAMES
from saas.orgs.tenancy import current_scope, requires
from saas.programs import queries as programs
from saas.scope import Role
from saas.web.htmx import render
from saas.web.paging import page_number

#: Flags whose first step is to ask both whether they met elsewhere.
ASKED_WHETHER_MET = frozenset({"no_first_meeting", "long_gap"})


@dataclass(frozen=True, slots=True)
class Row:
    """What the dashboard says of one reading.

    Attributes:
        reasons: The flags that stand, or else the signal that moved the score, in words.
        ask_met: Whether to offer asking both if they met.
    """

    reading: Reading
    flags: tuple[str, ...]
    reasons: tuple[str, ...]
    step: str
    ask_met: bool


@blueprint.get("/health")
@requires(Role.VIEWER)
def show_dashboard() -> Response:
    """List the partnerships that last, whoever needs help first on top."""
    scope = current_scope()
    sought = _sought()
    listing = queries.watchlist(scope, sought, page_number(request.args))
    ids = [each.id for each in listing.items]
    readings = queries.newest_readings(scope, ids)
    return render(
        "health/show_dashboard.html",
        listing=listing,
        sought=sought,
        rows={key: row_of(reading) for key, reading in readings.items()},
        contacts=queries.last_contacts(scope, ids),
        counts=queries.band_counts(scope, sought.program_id),
        programs=programs.programs(scope),
        acts=scope.role.covers(Role.PROGRAM_ADMIN),
        bands=BANDS,
        band_kinds=BAND_KINDS,
        flags=FLAGS,
    )


def row_of(reading: Reading) -> Row:
    """Return what there is to say of a reading, for staff."""
    body = reading.body
    flags = tuple(dict.fromkeys(flag["key"] for flag in body["flags"]))
    return Row(
        reading=reading,
        flags=flags,
        reasons=tuple(str(FLAGS[key]) for key in flags) or _moved(body),
        step=body["next_step"]["admin"],
        ask_met=not ASKED_WHETHER_MET.isdisjoint(flags),
    )


def _moved(body: Mapping[str, Any]) -> tuple[str, ...]:
    key = body.get("moved_by")
    if key is None:
        return (_("Nothing is known yet."),)
    return (f"{NAMES[key]}: {body['signals'][key]['evidence']}",)


def _sought() -> Sought:
    band, flag = request.args.get("band", ""), request.args.get("flag", "")
    try:
        program_id = uuid.UUID(request.args.get("program", ""))
    except ValueError:
        program_id = None
    return Sought(
        program_id=program_id,
        band=band if band in BANDS else "",
        flag=flag if flag in FLAGS or flag == "any" else "",
    )
