"""Pages on which participants take their orientation."""

import uuid

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.db import found
from saas.orgs.tenancy import current_scope, requires
from saas.orientation import queries, services
from saas.orientation.forms import AnswerForm
from saas.orientation.queries import Taking
from saas.orientation.routes.blueprint import blueprint
from saas.orientation.services.taking import NO_STEP
from saas.orientation.steps import Step, minutes
from saas.orientation.words import STEPS
from saas.programs.why import why_a_mentor
from saas.programs.words import AUDIENCES, SIDES
from saas.scope import Role
from saas.web.forms import show_form, told
from saas.web.htmx import render, see_other
from saas.web.notices import notify


@blueprint.get("/orientation")
@requires(Role.MEMBER)
def list_orientations() -> Response:
    """Show the orientations of whoever looks, and how far they are."""
    scope = current_scope()
    places = queries.own_places(scope)
    done = queries.done(scope, places)
    return render(
        "orientation/list_orientations.html",
        places=places,
        done=done,
        awaited=queries.awaited(scope, [each for each, _row in places if each.id not in done]),
        sides=SIDES,
    )


@blueprint.get("/orientation/<uuid:participant_id>")
@requires(Role.MEMBER)
def show_orientation(participant_id: uuid.UUID) -> Response:
    """Show the steps of an orientation, and which of them were taken."""
    scope = current_scope()
    taking = queries.taking(scope, participant_id)
    return render(
        "orientation/show_orientation.html",
        taking=taking,
        awaited=queries.awaited(scope, [] if taking.is_done else [taking.participant]),
        minutes=minutes(taking.steps),
        names=STEPS,
    )


@blueprint.route("/orientation/<uuid:participant_id>/<key>", methods=["GET", "POST"])
@requires(Role.MEMBER)
def take_step(participant_id: uuid.UUID, key: str) -> Response:
    """Show a step, and note that it was taken."""
    scope = current_scope()
    taking = queries.taking(scope, participant_id)
    step = found(taking.step(key), NO_STEP)
    form = AnswerForm()
    if step.scenario:
        form.ask(step.scenario)
    if form.validate_on_submit():
        with told(form):
            was_done = taking.is_done
            after = services.take_step(scope, participant_id, key, form.answer.data)
            return _go_on(after, step, is_news=not was_done)
    if not form.is_submitted():
        form.answer.data = taking.chosen(step)
    return show_form(
        "orientation/take_step.html",
        form,
        taking=taking,
        step=step,
        names=STEPS,
        audiences=AUDIENCES,
        why=why_a_mentor(scope, taking.participant.cohort.program),
    )


def _go_on(taking: Taking, step: Step, *, is_news: bool) -> Response:
    """Show what we think of an answer, or the next step, or that it is done."""
    if taking.is_done and is_news:
        notify(_("That was all: you have taken the orientation. Thank you!"))
    following = step if step.scenario else taking.after(step)
    participant_id = taking.participant.id
    if following is None:
        return see_other(url_for(".show_orientation", participant_id=participant_id))
    anchor = "feedback" if step.scenario else None
    return see_other(
        url_for(".take_step", participant_id=participant_id, key=following.key, _anchor=anchor)
    )
