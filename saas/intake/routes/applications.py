"""Pages of an applicant inside an organization."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.errors import InvalidError
from saas.intake import queries
from saas.intake.asking import Asked, asked_from_json
from saas.intake.forms.application import application_form, name_of, typed_answers
from saas.intake.models import Application, ApplicationState, Section
from saas.intake.routes.blueprints import blueprint
from saas.intake.services import applications as services
from saas.intake.words import DAYS, SECTIONS_FOR, STATE_KINDS, STATES
from saas.intake.zones import zones
from saas.orgs import queries as orgs
from saas.orgs.tenancy import current_member, current_scope, requires
from saas.programs import queries as programs
from saas.programs.builtin.why import WHY_A_MENTOR
from saas.programs.models import Side
from saas.programs.speaking import speak_for
from saas.programs.words import SIDES
from saas.scope import Role
from saas.web.format import time_of_day
from saas.web.forms import refuse, show_form
from saas.web.htmx import is_htmx, render, see_other
from saas.web.notices import notify

AnsweredSection = tuple[Any, list[tuple[Asked, Any]]]
EDITABLE = (ApplicationState.DRAFT, ApplicationState.SUBMITTED)


@blueprint.get("/applications")
def list_applications() -> Response:
    """Show the applications of whoever is signed in."""
    scope = current_scope()
    return render(
        "intake/list_applications.html",
        applications=queries.applications_of(scope, current_member().id),
        states=STATES,
        state_kinds=STATE_KINDS,
        sides=SIDES,
        zone=_zone(),
    )


@blueprint.route("/cohorts/<uuid:cohort_id>/apply", methods=["GET", "POST"])
@requires(Role.MEMBER)
def apply(cohort_id: uuid.UUID) -> Response:
    """Show a member what a cohort is about, and start an application to it."""
    scope = current_scope()
    cohort = programs.cohort(scope, cohort_id)
    speak_for(cohort.program)
    if request.method == "POST":
        side = side_chosen()
        application = services.start_application(scope, cohort, side)
        return see_other(url_for(".show_application", application_id=application.id))
    return render(
        "intake/apply.html",
        cohort=cohort,
        why=WHY_A_MENTOR,
        sides=[side for side in Side if cohort.open_to.includes(side)],
        known=queries.applications_to(scope, cohort.id, current_member().id),
        taken=queries.sides_taken(scope, cohort.id, current_member().id),
        states=STATES,
        slug=None,
    )


@blueprint.route("/applications/<uuid:application_id>", methods=["GET", "POST"])
@requires(Role.MEMBER)
def show_application(application_id: uuid.UUID) -> Response:
    """Show the applicant their form while it can be changed, and what was decided after."""
    scope = current_scope()
    application = queries.own_application(scope, application_id)
    speak_for(application.cohort.program)
    if request.method == "GET" and application.state not in EDITABLE:
        return _show_decided(application)
    questions = queries.asked_now(scope, application.side)
    form = application_form(questions, application.answers)
    if form.validate_on_submit():
        first = application.state is ApplicationState.DRAFT
        try:
            services.submit_application(scope, application_id, typed_answers(form))
        except InvalidError as error:
            refuse(form, InvalidError(error.field and name_of(error.field), str(error)))
        else:
            notify(_("Your application is sent.") if first else _("Your answers are saved."))
            return see_other(url_for(".show_application", application_id=application_id))
    return show_form(
        "intake/show_application.html",
        form,
        application=application,
        sections=_sections(questions, form, application.side),
        saved=_saved(application),
        sides=SIDES,
        days=DAYS,
        zones=zones(),
        zone=_zone(),
    )


@blueprint.post("/applications/<uuid:application_id>/draft")
@requires(Role.MEMBER)
def save_draft(application_id: uuid.UUID) -> Response:
    """Keep what was typed so far, by itself or with the Save button."""
    scope = current_scope()
    application = queries.own_application(scope, application_id)
    speak_for(application.cohort.program)
    form = application_form(queries.asked_now(scope, application.side), {})
    services.save_draft(scope, application_id, typed_answers(form))
    if is_htmx():
        return Response(_saved(application))
    notify(_("Your draft is saved; send it when you are ready."))
    return see_other(url_for(".show_application", application_id=application_id))


@blueprint.post("/applications/<uuid:application_id>/withdraw")
@requires(Role.MEMBER)
def withdraw_application(application_id: uuid.UUID) -> Response:
    """Take the application back."""
    services.withdraw_application(current_scope(), application_id)
    notify(
        _("Your application is withdrawn."),
        undo_url=url_for(".resume_application", application_id=application_id),
    )
    return see_other(url_for(".show_application", application_id=application_id))


@blueprint.post("/applications/<uuid:application_id>/resume")
@requires(Role.MEMBER)
def resume_application(application_id: uuid.UUID) -> Response:
    """Take a withdrawn application up again."""
    services.resume_application(current_scope(), application_id)
    notify(_("Your application is back."))
    return see_other(url_for(".show_application", application_id=application_id))


def side_chosen() -> Side:
    """Return the side that the button pressed names.

    Raises:
        InvalidError: It names none.
    """
    typed = request.form.get("side", "")
    if typed not in set(Side):
        raise InvalidError("side", _("Say whether you apply as a mentee or as a mentor."))
    return Side(typed)


def answered(application: Application, titles: Mapping[Section, Any]) -> list[AnsweredSection]:
    """Return the sections of an application as sent: its questions with the answers given."""
    asked = [asked_from_json(each) for each in application.asked]
    sections = dict.fromkeys(each.section for each in asked)
    given = application.answers
    return [
        (titles[part], [(each, given.get(each.id, "")) for each in asked if each.section is part])
        for part in sections
    ]


def titles_for(side: Side) -> dict[Section, Any]:
    """Return what the sections are called towards somebody on this side."""
    return {section: SECTIONS_FOR[section, side] for section in Section}


def _show_decided(application: Application) -> Response:
    return render(
        "intake/show_decided.html",
        application=application,
        sections=answered(application, titles_for(application.side)),
        states=STATES,
        state_kinds=STATE_KINDS,
        sides=SIDES,
        zone=_zone(),
    )


def _sections(questions: Sequence[Asked], form: Any, side: Side) -> list[tuple[Any, list[Any]]]:
    sections = dict.fromkeys(each.section for each in questions)
    return [
        (
            titles_for(side)[section],
            [form[name_of(each.id)] for each in questions if each.section is section],
        )
        for section in sections
    ]


def _saved(application: Application) -> str:
    if application.saved_at is None:
        return ""
    return str(_("Saved %(time)s", time=time_of_day(application.saved_at, _zone())))


def _zone() -> str:
    member = current_member()
    return member.time_zone or orgs.workspace(current_scope()).time_zone
