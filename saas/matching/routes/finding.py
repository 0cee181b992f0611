"""Where a mentee finds a mentor and asks them."""

import uuid
from collections.abc import Sequence

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.db import found
from saas.matching.finding import Candidate, Sought, choice_of, offered
from saas.matching.forms import AskForm
from saas.matching.queries import requests as queries
from saas.matching.routes.blueprints import blueprint
from saas.matching.services import requests as services
from saas.matching.services.requests.asking import NOT_TO_ASK, Wanted
from saas.orgs.tenancy import current_member, current_scope, requires
from saas.programs import queries as programs
from saas.programs.job_ask import reads_like_job_ask
from saas.programs.models import Moment, Participant, Side
from saas.programs.prompting import prompts
from saas.scope import Role
from saas.web.forms import show_form, told
from saas.web.htmx import render, see_other
from saas.web.notices import notify
from saas.web.paging import SIZE, Page, page_number

MOST_LETTERS = 200
MOST_HINTED = 4000


@blueprint.get("/mentors")
def find_mentors() -> Response:
    """Show a mentee the mentors who have room, best fit first."""
    scope = current_scope()
    places = queries.asking_places(scope, current_member().id)
    place = _chosen(places)
    if place is None:
        return render("matching/find_mentors.html", place=None, places=places)
    choice, sought = choice_of(scope, place), _sought()
    suiting = [each for each in choice.candidates if sought.suits(each.profile)]
    listed = _page(suiting, page_number(request.args))
    return render(
        "matching/find_mentors.html",
        place=place,
        places=places,
        free=choice.places,
        ready=choice.ready,
        listed=listed,
        everybody=len(choice.candidates),
        reasons={each.mentor_id: choice.reasons(each) for each in listed.items},
        sought=sought,
        offered=offered(choice.candidates),
        asking=queries.open_of(scope, place.id),
    )


@blueprint.route("/mentors/ask", methods=["GET", "POST"])
@requires(Role.MEMBER)
def ask_mentor() -> Response:
    """Show a mentor to a mentee, and ask them."""
    scope = current_scope()
    place_id, mentor_id = _id("place_id"), _id("mentor_id")
    place = queries.asking_place(scope, current_member().id, place_id)
    form = AskForm()
    form.message.flags.required = place.cohort.program.message_required
    if form.validate_on_submit():
        with told(form):
            wanted = Wanted(place.id, mentor_id, form.message.data)
            row = services.ask_mentor(scope, wanted)
            name = row.mentor.member.name
            notify(_("%(name)s is asked, and gets an e-mail.", name=name))
            return see_other(url_for(".list_requests"))
    choice = choice_of(scope, place, mentor_id)
    candidate = found(choice.candidate(mentor_id), NOT_TO_ASK)
    return show_form(
        "matching/ask_mentor.html",
        form,
        place=place,
        candidate=candidate,
        free=choice.places,
        reasons=choice.reasons(candidate),
        asking=queries.open_of(scope, place.id),
        hints=_job_hints(place, form.message.data or ""),
    )


@blueprint.post("/mentors/message-hint")
@requires(Role.MEMBER)
def show_message_hint() -> Response:
    """Hint, to whoever writes and to nobody else, that a message reads like asking for a job."""
    place = queries.asking_place(current_scope(), current_member().id, _id("place_id"))
    hints = _job_hints(place, request.form.get("message", "")[:MOST_HINTED])
    return render("programs/_job_hint.html", hints=hints)


def _job_hints(place: Participant, words: str) -> list[str]:
    """Return what the guidelines that the program published say to words that ask for a job."""
    if not reads_like_job_ask(words):
        return []
    version = programs.newest_version(current_scope(), place.cohort.program_id)
    return prompts(place.cohort.program, version, Moment.JOB_ASK, Side.MENTEE)


def _chosen(places: Sequence[Participant]) -> Participant | None:
    if "place_id" not in request.args:
        return places[0] if places else None
    asked = _id("place_id")
    return found(next((each for each in places if each.id == asked), None), queries.NO_PLACE)


def _sought() -> Sought:
    given = {name: request.args.get(name, "").strip()[:MOST_LETTERS]
             for name in ("words", "field", "support", "language", "means")}  # fmt: skip
    return Sought(**given)


def _page(rows: Sequence[Candidate], number: int) -> Page[Candidate]:
    return Page(rows[(number - 1) * SIZE : number * SIZE], number, len(rows))


def _id(name: str) -> uuid.UUID:
    """Return an id from the address or the form; what is none is nobody's."""
    try:
        return uuid.UUID(request.values.get(name, ""))
    except ValueError:
        return uuid.UUID(int=0)
