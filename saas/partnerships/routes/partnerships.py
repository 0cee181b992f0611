"""Pages of partnerships as a whole: the list, one, and its end."""

import uuid
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.errors import ConflictError
from saas.mail.plain import plain_text
from saas.orgs import queries as orgs
from saas.orgs.tenancy import current_scope, requires
from saas.partnerships import queries, services
from saas.partnerships.days import today
from saas.partnerships.forms import EndForm
from saas.partnerships.panels import panels
from saas.partnerships.queries import Sought, View
from saas.partnerships.queries.acceptances import acceptances_of, agreed, version_in_force
from saas.partnerships.receiving import giver, is_for
from saas.partnerships.routes.answers import ask, back
from saas.partnerships.routes.blueprint import blueprint
from saas.partnerships.services.acting import ENDED
from saas.partnerships.services.ending import SECOND_THOUGHTS
from saas.partnerships.timeline import Story, timeline
from saas.partnerships.words import (
    ANSWER_KINDS,
    ANSWERED,
    END_REASONS,
    STATE_KINDS,
    meeting_states,
    names_of,
)
from saas.programs import queries as programs
from saas.programs.models import ClauseKind
from saas.scope import SEES, Role, Scope
from saas.web.forms import told
from saas.web.htmx import render
from saas.web.notices import notify
from saas.web.paging import page_number


@blueprint.get("/partnerships")
def list_partnerships() -> Response:
    """List one's own partnerships, or those of the programs one runs."""
    scope = current_scope()
    staff = scope.role.covers(SEES)
    sought = _sought(staff=staff)
    listing = queries.listed(scope, sought, page_number(request.args))
    ids = [each.id for each in listing.items]
    return render(
        "partnerships/list_partnerships.html",
        listing=listing,
        sought=sought,
        staff=staff,
        programs=programs.programs(scope) if staff else [],
        agreements=queries.newest_agreements(scope, ids),
        last_met=queries.last_met(scope, ids),
        actor_id=scope.actor_id,
        today=today(scope),
    )


@blueprint.get("/partnerships/<uuid:partnership_id>")
def show_partnership(partnership_id: uuid.UUID) -> Response:
    """Show a partnership to one of the two, or to who runs the program."""
    scope = current_scope()
    view = queries.view(scope, partnership_id)
    story = _story(scope, view)
    row = view.partnership
    names, known = names_of(row), agreed(scope, row)
    writes = view.side if not row.ended_on else None
    return render(
        "partnerships/show_partnership.html",
        view=view,
        asked=known.asked(writes, today(scope)) if writes else None,
        waits=row.is_held_back and not known.is_signed,
        story=story,
        events=timeline(story, orgs.workspace(scope).time_zone),
        panels=panels(scope, view),
        names=names,
        states=meeting_states(names, to_the_two=view.side is not None),
        today=today(scope),
        may_take_back=services.may_take_back(view.partnership),
        last_day=services.last_day(view.partnership),
        may_end=services.may_end(scope, view),
        **WORDS,
    )


WORDS: dict[str, Any] = {
    "is_for": is_for,
    "giver": giver,
    "answered": ANSWERED,
    "answer_kinds": ANSWER_KINDS,
    "state_kinds": STATE_KINDS,
    "end_reasons": END_REASONS,
}


@blueprint.route("/partnerships/<uuid:partnership_id>/end", methods=["GET", "POST"])
@requires(Role.MEMBER)
def end_partnership(partnership_id: uuid.UUID) -> Response:
    """Ask why the partnership ends, and end it."""
    scope = current_scope()
    view = queries.view(scope, partnership_id)
    services.check_may_end(scope, view)
    if view.partnership.ended_on:
        raise ConflictError(ENDED)
    form = EndForm()
    if form.validate_on_submit():
        with told(form):
            services.end_partnership(scope, partnership_id, form.reason.data)
            minutes = int(SECOND_THOUGHTS.total_seconds() // 60)
            undo = url_for(".resume_partnership", partnership_id=partnership_id)
            said = _("It has ended; for %(number)d minutes you can undo that.", number=minutes)
            notify(said, undo_url=undo)
            return back(partnership_id)
    return ask(
        view,
        form,
        title=_("End the partnership"),
        text=_(
            "A partnership can end for many good reasons, and none of them is anybody's fault. "
            "Everything in it can still be read, and the other one is told kindly."
        ),
        quote=_how_it_ends(scope, view),
        sees=_("The reason is seen by the people who run the program, and by nobody else."),
        button=_("End the partnership"),
        danger=True,
    )


@blueprint.post("/partnerships/<uuid:partnership_id>/resume")
@requires(Role.MEMBER)
def resume_partnership(partnership_id: uuid.UUID) -> Response:
    """Take back that it was ended."""
    services.resume_partnership(current_scope(), partnership_id)
    notify(_("The partnership goes on; nobody was told."))
    return back(partnership_id)


def _how_it_ends(scope: Scope, view: View) -> str:
    """Return what the two agreed on about ending, for whoever is about to."""
    version = version_in_force(scope, view.partnership)
    clauses = version.clauses if version else []
    said = [each["body"] for each in clauses if each.get("kind") == ClauseKind.ENDING]
    if view.side is None or not said:
        return ""
    words = " ".join(plain_text("\n\n".join(said)).split())
    return str(_("Your agreement says: %(words)s", words=words))


def _sought(*, staff: bool) -> Sought:
    whose = request.args.get("whose", "all" if staff else "mine")
    return Sought(
        mine=not staff or whose == "mine",
        ended=request.args.get("state") == "ended",
        program_id=_uuid(request.args.get("program", "")),
        words=request.args.get("q", "").strip()[:100],
    )


def _uuid(typed: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(typed)
    except ValueError:
        return None


def _story(scope: Scope, view: View) -> Story:
    partnership_id = view.partnership.id
    return Story(
        partnership=view.partnership,
        agreements=queries.agreements(scope, partnership_id),
        goals=queries.goals(scope, partnership_id),
        meetings=queries.meetings(scope, partnership_id),
        advice=queries.advice(scope, partnership_id),
        thanks=queries.thanks(scope, partnership_id),
        acceptances=acceptances_of(scope, [partnership_id]).get(partnership_id, ()),
    )
