"""What a partnership's page says of its health: to each of the two, and to staff."""

from collections.abc import Iterable
from dataclasses import dataclass

from saas.health import queries
from saas.health.chart import NARROW, WIDE, Chart, Limits, Point, line_chart, thinned
from saas.health.engine import Reading, Signal
from saas.health.models import StaffContact
from saas.health.services.readings import policy, reading_of
from saas.health.watching import step_for
from saas.health.words import (
    BAND_KINDS,
    BANDS,
    FLAGS,
    NAMES,
    ONE_SIDED,
    OWN_SIGNALS,
    OWN_WORD,
    kind_of,
)
from saas.orgs import queries as orgs
from saas.partnerships.days import today
from saas.partnerships.panels import Panel, shows_panel
from saas.partnerships.queries import View
from saas.partnerships.queries.acceptances import version_in_force
from saas.programs.models import Side
from saas.scope import RUNS, Scope
from saas.web.speaking import say


@dataclass(frozen=True, slots=True)
class Shown:
    """A signal as a page shows it; `percent` is None without data.

    `guidelines` are those that the partnership accepted and that name the signal; a signal
    is read whether or not there is one.
    """

    name: str
    percent: int | None
    words: str
    kind: str
    guidelines: list[str]


@shows_panel
def panel_of(scope: Scope, view: View) -> Panel | None:
    """Show the two what would help next, and staff the whole reading."""
    if view.side:
        return _for_side(scope, view, view.side)
    return _for_staff(scope, view)


def _for_side(scope: Scope, view: View, side: Side) -> Panel | None:
    """Only what a side may see: no score, band or flag, which the other's answers would move."""
    if view.partnership.ended_on:
        return _after_the_meeting(scope, view, side)
    reading = reading_of(scope, view.partnership)
    asked = queries.open_check_in(scope, view.partnership.id, side, today(scope))
    own = {OWN_SIGNALS[side.value]: str(OWN_WORD)}
    context = {
        "partnership_id": view.partnership.id,
        "step": say(getattr(reading.next_step, side.value)),
        "signals": _shown(reading.signals_for(side.value), own, _feeding(scope, view)),
        "asked": asked is not None,
        "partner": view.other.member.name,
    }
    return Panel("health/_side_panel.html", context, order=10)


def _after_the_meeting(scope: Scope, view: View, side: Side) -> Panel | None:
    """Ask how the one meeting was, as long as that can be said."""
    row = view.partnership
    if not queries.may_say(row, today(scope)) or queries.has_said(scope, row.id, side):
        return None
    context = {"partnership_id": row.id, "partner": view.other.member.name}
    return Panel("health/_met_panel.html", context, order=10)


def _for_staff(scope: Scope, view: View) -> Panel:
    partnership_id = view.partnership.id
    reading = reading_of(scope, view.partnership)
    history = queries.history(scope, partnership_id)
    runs = scope.role.covers(RUNS)
    # What one side answered, and what people wrote, is for who runs the program.
    contacts = queries.contacts(scope, partnership_id) if runs else []
    notes = queries.shared_notes(scope, partnership_id) if runs else []
    scores = [(row.read_on, row.score) for row in history if row.score is not None]
    points = thinned(scores)
    context = {
        "partnership_id": partnership_id,
        "acts": runs and not view.partnership.ended_on,
        "reading": reading,
        "score": None if reading.score is None else round(reading.score),
        "band": BANDS[reading.band],
        "kind": BAND_KINDS[reading.band],
        "flags": [(FLAGS[flag.key], flag) for flag in reading.flags],
        "step": step_for(reading.next_step.admin, runs=runs),
        "signals": _shown(_seen(reading, runs=runs), {}, {}),
        "answered": None if runs else queries.number_answered(scope, partnership_id),
        "points": points,
        "charts": _charts(points, [each.row for each in contacts]),
        "contacts": contacts,
        "notes": notes,
        "zone": orgs.workspace(scope).time_zone,
    }
    return Panel("health/_staff_panel.html", context, order=10)


def _seen(reading: Reading, *, runs: bool) -> list[Signal]:
    """Return the signals that staff see: what one side answered is for who runs the program."""
    return [each for key, each in reading.signals.items() if runs or key not in ONE_SIDED]


def _feeding(scope: Scope, view: View) -> dict[str, list[str]]:
    """Return the titles of the guidelines in force by the signal that they feed."""
    version = version_in_force(scope, view.partnership)
    found: dict[str, list[str]] = {}
    for item in version.guidelines if version else ():
        if item.get("signal"):
            found.setdefault(str(item["signal"]), []).append(str(item["title"]))
    return found


def _shown(
    signals: Iterable[Signal], names: dict[str, str], feeding: dict[str, list[str]]
) -> list[Shown]:
    return [
        Shown(
            name=names.get(each.key, str(NAMES[each.key])),
            percent=None if each.value is None else round(100 * each.value),
            words=say(each.evidence),
            kind=kind_of(each.value),
            guidelines=feeding.get(each.key, []),
        )
        for each in signals
    ]


def _charts(points: list[Point], contacts: Iterable[StaffContact]) -> list[tuple[str, Chart]]:
    if not points:
        return []
    bands = policy().bands
    limits = Limits(bands.thriving, bands.needs_attention)
    marks = [each.contacted_on for each in contacts]
    sizes = {"wide": WIDE, "narrow": NARROW}
    return [(name, line_chart(points, size, limits, marks)) for name, size in sizes.items()]
