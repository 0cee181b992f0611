"""Where mentees see what they asked and mentors answer, in the portal."""

import uuid
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas import clock
from saas.errors import InvalidError
from saas.intake.canonical import Known, answers_of
from saas.matching.finding import Profile, profile_of
from saas.matching.forms import WordsForm
from saas.matching.models import Request, RequestState
from saas.matching.queries import requests as queries
from saas.matching.routes.blueprints import blueprint
from saas.matching.services import requests as services
from saas.matching.services.requests import Reply, Say
from saas.matching.words import CLOSED_BECAUSE, REQUEST_KINDS, REQUEST_STATES
from saas.orgs import queries as orgs
from saas.orgs.tenancy import current_member, current_scope, requires
from saas.programs import queries as programs
from saas.programs.models import Participant
from saas.scope import Role, Scope
from saas.web.forms import refuse, show_form
from saas.web.htmx import see_other
from saas.web.notices import notify

#: What the buttons of the mentee say; those of the mentor are `Say`.
TELL, WITHDRAW = "tell", "withdraw"
SAID = {
    Say.ACCEPT: lambda name: _("You and %(name)s are partners now.", name=name),
    Say.DECLINE: lambda name: _("You declined; %(name)s is told kindly.", name=name),
    Say.MORE: lambda name: _("%(name)s gets your question by e-mail.", name=name),
    TELL: lambda name: _("%(name)s gets your answer by e-mail.", name=name),
    WITHDRAW: lambda name: _("Your request is taken back; %(name)s is told.", name=name),
}


@blueprint.get("/requests")
def list_requests() -> Response:
    """Show a member the requests they made and got."""
    return _list(WordsForm(formdata=None), None)


@blueprint.post("/requests/<uuid:request_id>/answer")
@requires(Role.MEMBER)
def answer_own_request(request_id: uuid.UUID) -> Response:
    """Answer a request, or take it back."""
    form = WordsForm()
    if say(current_scope(), request_id, form):
        return see_other(url_for(".list_requests"))
    return _list(form, request_id)


@blueprint.post("/mentor-places/<uuid:participant_id>/pause")
@requires(Role.MEMBER)
def pause_requests(participant_id: uuid.UUID) -> Response:
    """Let nobody ask a mentor for now."""
    services.pause_requests(current_scope(), participant_id)
    undo = url_for(".resume_requests", participant_id=participant_id)
    notify(_("Nobody can ask you until you say so; what is open stays."), undo_url=undo)
    return see_other(url_for(".list_requests"))


@blueprint.post("/mentor-places/<uuid:participant_id>/resume")
@requires(Role.MEMBER)
def resume_requests(participant_id: uuid.UUID) -> Response:
    """Let mentees ask a mentor again."""
    services.resume_requests(current_scope(), participant_id)
    notify(_("Mentees can ask you again."))
    return see_other(url_for(".list_requests"))


def say(scope: Scope, request_id: uuid.UUID, form: WordsForm) -> bool:
    """Do what the button that was pressed says; False when the form has to be shown again.

    Raises:
        InvalidError: It was no button of ours.
        NotFoundError, ConflictError: As the services say.
    """
    pressed = request.form.get("answer", "")
    if pressed not in SAID:
        raise InvalidError("answer", _("Answer with one of the buttons of the page."))
    if not form.validate():
        return False
    try:
        row = _say(scope, request_id, pressed, form.words.data)
    except InvalidError as error:
        refuse(form, error)
        return False
    other = row.mentee if pressed in set(Say) else row.mentor
    notify(str(SAID[pressed](other.member.name)))
    return True


def context_of(scope: Scope, member_id: uuid.UUID, zone: str | None) -> dict[str, Any]:
    """Return what the part of one request needs beside the request."""
    return {
        "side_of": lambda row: queries.side_of(row, member_id),
        "overdue": lambda row: queries.is_overdue(row, clock.now()),
        "states": REQUEST_STATES,
        "kinds": REQUEST_KINDS,
        "because": CLOSED_BECAUSE,
        "pressed": request.form.get("answer", ""),
        "zone": zone or orgs.workspace(scope).time_zone,
    }


def _say(scope: Scope, request_id: uuid.UUID, pressed: str, words: str) -> Request:
    if pressed == TELL:
        return services.tell_more(scope, request_id, words)
    if pressed == WITHDRAW:
        return services.withdraw_request(scope, request_id)
    return services.answer_request(scope, request_id, Reply(Say(pressed), words))


def _list(form: WordsForm, wrong_id: uuid.UUID | None) -> Response:
    scope, member = current_scope(), current_member()
    rows = queries.own_requests(scope, member.id)
    mentor_places = queries.mentor_places(scope, member.id)
    return show_form(
        "matching/list_requests.html",
        form,
        wrong_id=wrong_id,
        requests=rows,
        accepted=RequestState.ACCEPTED,
        asking_places=queries.asking_places(scope, member.id),
        mentor_places=[(place, _shown(place)) for place in mentor_places],
        **context_of(scope, member.id, member.time_zone),
    )


def _shown(place: Participant) -> Profile:
    """What mentees see of the acting mentor."""
    titles = programs.goal_titles_in(current_scope(), place.cohort_id)
    return profile_of(answers_of(place, current_member(), Known(()), titles))
